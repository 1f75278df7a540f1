// Loop resolution of ufunc methods, and inner loops made of registry kernels.
//
// NumPy resolves (result, element, result): dtype= fixes the result, out= takes part in promotion, sums and products of
// narrow integers widen without both, logical ops run on bool, comparisons fold bool only. Inputs are cast without
// asking.
#include "engine/ufunc/method_loop.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>

#include "engine/execute/status_flags.hpp"
#include "engine/settings.hpp"
#include "fnp/ndarray.hpp"
#include "fnp/ops/all.hpp"

namespace fnp::ufunc_on {
namespace {

// Results of more bytes are stored past the caches, which serial kernels do.
constexpr index far_bytes = index{32} << 20;

template <class... Ops> bool is_one_of(ops::op_id op) { return ((op == ops::id_of<Ops>) || ...); }

bool is_logical(ops::op_id op) { return is_one_of<ops::logical_and, ops::logical_or, ops::logical_xor>(op); }
bool is_comparison(ops::op_id op) {
  return is_one_of<ops::equal, ops::not_equal, ops::less, ops::less_equal, ops::greater, ops::greater_equal>(op);
}

int boolean_loop(ops::op_info const& info) {
  dtype const both[] = {dtype::b1, dtype::b1};
  return ops::find_loop(info, both, 2);
}

int resolve(ops::op_id op, dtype element, maybe<dtype> type, maybe<dtype> out) {
  ops::op_info const& info = ops::op_table[op];
  if (is_logical(op)) return !type || *type == dtype::b1 ? boolean_loop(info) : -1;
  if (is_comparison(op)) return (type ? *type : element) == dtype::b1 ? boolean_loop(info) : -1;
  if (type) {
    for (int i = 0; i < info.loop_count; ++i) {
      ops::loop const& l = info.loops[i];
      if (l.in[0] == *type && l.out[0] == *type && (l.in[1] == *type || can_cast(element, l.in[1]))) return i;
    }
    return -1;
  }
  bool const widens = is_one_of<ops::add, ops::multiply>(op) && !out;
  dtype const given = widens ? ops::widened(element) : element;
  dtype const types[] = {out.value_or(given), given};
  int const loop = ops::find_loop(info, types, 2);
  return loop >= 0 && info.loops[loop].in[0] == info.loops[loop].out[0] ? loop : -1;
}

// The reduction whose fold kernel does the inner loop of this op, or no_op.
ops::op_id folded_by(ops::op_id op) {
  if (is_one_of<ops::add, ops::subtract>(op)) return ops::id_of<ops::add_reduce>;
  if (op == ops::id_of<ops::multiply>) return ops::id_of<ops::multiply_reduce>;
  if (op == ops::id_of<ops::minimum>) return ops::id_of<ops::minimum_reduce>;
  if (op == ops::id_of<ops::maximum>) return ops::id_of<ops::maximum_reduce>;
  if (op == ops::id_of<ops::logical_and>) return ops::id_of<ops::logical_and_reduce>;
  if (op == ops::id_of<ops::logical_or>) return ops::id_of<ops::logical_or_reduce>;
  if (op == ops::id_of<ops::bitwise_and>) return ops::id_of<ops::bitwise_and_reduce>;
  if (op == ops::id_of<ops::bitwise_or>) return ops::id_of<ops::bitwise_or_reduce>;
  if (op == ops::id_of<ops::bitwise_xor>) return ops::id_of<ops::bitwise_xor_reduce>;
  return ops::no_op;
}

}  // namespace

method_loop::method_loop(ops::op_id op, dtype element, maybe<dtype> type, maybe<dtype> out, method m)
    : op_(op), loop_(-1) {
  ops::op_info const& info = ops::op_table[op];
  std::string const called = std::string(info.name) + "." + m.name;
  if (info.kind != ops::family::elementwise || info.arity != 2 || info.outputs != 1)
    fail(error_code::bad_argument, called + ": only functions of two operands and one result have this method");
  loop_ = resolve(op, element, type, out);
  if (loop_ < 0)
    fail(error_code::no_loop, called + ": no loop for elements of " + std::string(name(element)) +
                                  (type ? " with dtype=" + std::string(name(*type)) : "") +
                                  " whose result can be its first operand");
  if (m.uniform && types().in[1] != types().out[0])
    fail(error_code::no_loop, called + ": the resolved dtypes are not all the same: " +
                                  std::string(name(types().in[0])) + ", " + std::string(name(types().in[1])) + ", " +
                                  std::string(name(types().out[0])));
  prepare();
}

method_loop::method_loop(ops::op_id op, int loop) : op_(op), loop_(loop) { prepare(); }

void method_loop::prepare() {
  engine::options const o = engine::settle(engine::defaults());
  watched_ = o.watch != 0;
  block_ = kernels::find(op_, loop_, o.level);
  if (!block_)
    fail(error_code::invariant_broken, "no kernel for op " + ir::op_name(op_) + ", loop " + std::to_string(loop_));
  if (ops::op_table[op_].arity != 2) return;
  if (!watched_) serial_ = kernels::find_serial(op_, loop_);
  if (serial_ && types().in[0] == type() && types().in[1] == type())
    running_ = kernels::find_running(op_, type(), o.level);
  // NumPy keeps the running difference or quotient of float16 in float32 during a call.
  if (type() == dtype::f2 && is_one_of<ops::subtract, ops::divide>(op_)) {
    dtype const both[] = {dtype::f4, dtype::f4};
    wide_ = kernels::find_serial(op_, ops::find_loop(ops::op_table[op_], both, 2));
  }
  ops::op_id const reduction = folded_by(op_);
  if (reduction == ops::no_op || types().in[1] != type()) return;
  // Modulo 2^width a - x - y is a - (x + y), and narrow sums and products are the low bytes of wide ones.
  bool const modular = is_integer(type()) && std::endian::native == std::endian::little &&
                       is_one_of<ops::add, ops::multiply, ops::subtract>(op_);
  if (modular) wider_ = kernels::find_fold(reduction, type(), o.level);
  if (modular || op_ == ops::id_of<ops::subtract>) return;
  // Products fold in order either way.
  fold_ = kernels::find_fold(reduction, type(), watched_ ? isa::reference : o.level);
  bool const half_sum = type() == dtype::f2 && fold_ && fold_->accumulator == dtype::f4;
  if (fold_ && fold_->accumulator != type() && !half_sum) fold_ = nullptr;
  if (half_sum) narrow_ = kernels::find_cast(dtype::f4, dtype::f2, o.level);
  // Order may not matter to a fold, but conditions of single operations do.
  if (watched_ && fold_ && !half_sum && fold_->order != kernels::fold_order::pairwise) fold_ = nullptr;
}

ops::loop const& method_loop::types() const noexcept { return ops::op_table[op_].loops[loop_]; }

void method_loop::row(std::byte* out, std::byte const* x, std::byte const* y, index count) {
  std::byte* const data[] = {out, const_cast<std::byte*>(x), const_cast<std::byte*>(y)};
  std::ptrdiff_t const stride[] = {0, 0, 0};
  raised_ = static_cast<fp_flags>(raised_ | block_({data, stride, 0, 1, count}, nullptr));
}

void method_loop::one_by_one(std::byte* out, index out_stride, std::byte const* x, index x_stride, std::byte const* y,
                             index stride, index count) {
  std::byte* const data[] = {out, const_cast<std::byte*>(x), const_cast<std::byte*>(y)};
  std::ptrdiff_t const strides[] = {out_stride, x_stride, stride};
  raised_ = static_cast<fp_flags>(raised_ | block_({data, strides, 0, count, 1}, nullptr));
}

void method_loop::fold(std::byte* acc, std::byte const* x, index count) {
  if (count <= 0) return;
  bool const arithmetic = fold_ && is_inexact(type()) && is_one_of<ops::add, ops::multiply>(op_);
  if (!watched_ || !arithmetic) return fold_quietly(acc, x, count);
  raised_ = static_cast<fp_flags>(raised_ | execute::status_of([&] { fold_quietly(acc, x, count); }));
}

void method_loop::fold_quietly(std::byte* acc, std::byte const* x, index count) {
  if (wide_) return fold_halves(acc, x, count);
  if (wider_) {
    alignas(16) std::byte part[32];
    wider_->run(part, x, count, 0);
    return row(acc, acc, part, 1);
  }
  index const item = static_cast<index>(itemsize(operand()));
  if (!fold_) {
    if (serial_) return serial_->fold(acc, x, item, count);
    return one_by_one(acc, 0, acc, 0, x, item, count);
  }
  alignas(16) std::byte total[32], part[32];
  fold_->lift(total, acc, 1, 0);
  if (fold_->order == kernels::fold_order::sequential) {
    fold_->extend(total, x, count, 0);
  } else {
    fold_->run(part, x, count, 0);
    fold_->join(total, part, 1);
  }
  if (narrow_) {
    std::byte* const data[] = {acc, total};
    std::ptrdiff_t const stride[] = {0, 0};
    narrow_({data, stride, 0, 1, 1}, nullptr);
  } else
    std::memcpy(acc, total, itemsize(type()));
}

void method_loop::fold_halves(std::byte* acc, std::byte const* x, index count) {
  constexpr index piece = 256;
  alignas(16) std::byte total[4], part[piece * 4];
  convert_dense(total, dtype::f4, acc, dtype::f2, 1);
  for (index done = 0; done < count; done += piece) {
    index const n = std::min(piece, count - done);
    convert_dense(part, dtype::f4, x + done * 2, dtype::f2, n);
    wide_->fold(total, part, 4, n);
  }
  convert_dense(acc, dtype::f2, total, dtype::f4, 1);
}

void method_loop::scan(std::byte* out, index out_stride, std::byte const* x, index stride, index count) {
  if (count < 2) return;
  index const item = static_cast<index>(itemsize(type()));
  if (running_ && out_stride == item && stride == item && count * item <= far_bytes) return running_(out, x, count);
  if (serial_) return serial_->scan(out, out_stride, x, stride, count);
  one_by_one(out + out_stride, out_stride, out, out_stride, x + stride, stride, count - 1);
}

void method_loop::scatter(std::byte* to, std::span<index const> places, index scale, std::byte const* x, index stride) {
  serial_->scatter(to, places.data(), scale, x, stride, static_cast<std::ptrdiff_t>(places.size()));
}

bool method_loop::checks() const noexcept { return op_ == ops::id_of<ops::power> && kind(operand()) == 'i'; }

void method_loop::check(std::byte const* x, index count) const {
  if (!checks()) return;
  if (count <= 0) return;
  // As a number without a sign a negative one lies above all others.
  alignas(16) std::byte most[16];
  std::size_t const item = itemsize(operand());
  dtype const unsigned_type = item == 1 ? dtype::u1 : item == 2 ? dtype::u2 : item == 4 ? dtype::u4 : dtype::u8;
  kernels::find_fold(ops::id_of<ops::maximum_reduce>, unsigned_type, kernels::best_isa())->run(most, x, count, 0);
  if ((most[item - 1] & std::byte{0x80}) != std::byte{})
    fail(error_code::negative_integer_power, "Integers to negative integer powers are not allowed.");
}

maybe<scalar> identity_of(ops::op_id op, dtype t) {
  auto const of = [&](double x) { return maybe<scalar>(scalar(x).astype(t)); };
  if (is_one_of<ops::add, ops::logical_or, ops::logical_xor, ops::bitwise_or, ops::bitwise_xor, ops::hypot, ops::gcd>(
          op))
    return of(0);
  if (is_one_of<ops::multiply, ops::logical_and>(op)) return of(1);
  if (is_one_of<ops::bitwise_and>(op))
    return t == dtype::b1 ? of(1) : maybe<scalar>(scalar(std::int64_t{-1}).astype(t));
  if (is_one_of<ops::logaddexp, ops::logaddexp2>(op)) return of(-HUGE_VAL);
  return {};
}

bool is_reorderable(ops::op_id op) {
  return identity_of(op, dtype::f8) || is_one_of<ops::maximum, ops::minimum, ops::fmax, ops::fmin>(op);
}

void convert_dense(std::byte* to, dtype to_type, std::byte const* from, dtype from_type, index count) {
  if (to_type == from_type) {
    if (count > 0) std::memcpy(to, from, static_cast<std::size_t>(count) * itemsize(to_type));
    return;
  }
  std::byte* const data[] = {to, const_cast<std::byte*>(from)};
  std::ptrdiff_t const stride[] = {0, 0};
  isa const level = engine::cached_defaults().watch ? isa::reference : kernels::best_isa();
  report(kernels::find_cast(from_type, to_type, level)({data, stride, 0, 1, count}, nullptr));
}

void report(fp_flags raised) {
  engine::statistics& c = engine::counters();
  c.raised = static_cast<fp_flags>(c.raised | raised);
}

void check_out(array_body const& out, extents const& shape, extents const& walked, std::string const& what) {
  if (out.layout.rank() != shape.size())
    fail(error_code::out_shape_mismatch, "output parameter for " + what +
                                             " has the wrong number of dimensions: shape " +
                                             to_string(out.layout.extent) + ", expected " + to_string(shape));
  for (std::size_t i = 0; i < shape.size(); ++i) {
    index const n = out.layout.extent[i];
    if (n == shape[i]) continue;
    // NumPy's reasons: neither stretches to the other; the array would; out would.
    error_code const code = n != walked[i] && n != 1 && walked[i] != 1 ? error_code::shape_mismatch
                            : n != 1 && walked[i] == 1                ? error_code::bad_argument
                                                                      : error_code::out_shape_mismatch;
    fail(code, "output parameter for " + what + " has shape " + to_string(out.layout.extent) + ", expected " +
                   to_string(shape));
  }
  if (!out.writeable) fail(error_code::read_only, "output array of " + what + " is read-only");
}

array_handle deliver(array_handle result, array_body* out) {
  if (!out) return result;
  views::convert_into(*result, *out);
  return array_handle::share(out);
}

}  // namespace fnp::ufunc_on
