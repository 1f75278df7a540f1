// OP.accumulate: running results along an axis.
//
// The result lies in the memory order of the array. Where the axis is innermost, each line is one scan; further out,
// one vector call makes a whole row from the row before it. Lines of an op whose steps are calls, or wait long for each
// other, are turned into such rows, many lines at once.
#include <algorithm>
#include <cstring>
#include <vector>

#include "engine/array/axes.hpp"
#include "engine/ufunc/method_loop.hpp"
#include "fnp/ndarray.hpp"
#include "fnp/ops/all.hpp"
#include "fnp/ufunc_methods.hpp"

namespace fnp::ufunc_on {
namespace {

// Rows of fewer elements are scanned one line after the other.
constexpr index narrowest_row = 8;

struct line {
  std::byte *out, *x;
};

// Calls each(out, x) for the first element of every line along the axis, the axes of `extent` but `skipped` walked.
template <class Each>
void each_line(array_body const& out, array_body const& x, std::uint64_t skipped, Each&& each) {
  extents const& extent = out.layout.extent;
  extents at(extent.size(), 0);
  line l{out.data, x.data};
  for (;;) {
    each(l.out, l.x);
    std::size_t i = extent.size();
    while (i-- > 0) {
      if ((skipped >> i) & 1) continue;
      bool const carry = ++at[i] == extent[i];
      index const steps = carry ? 1 - extent[i] : 1;
      l.out += steps * out.layout.stride[i];
      l.x += steps * x.layout.stride[i];
      if (!carry) break;
      at[i] = 0;
    }
    if (i == static_cast<std::size_t>(-1)) return;
  }
}

// Does a step take so long that lines are better turned into rows than scanned?
bool is_long_chain(ops::op_id op, dtype type) {
  bool const divides = op == ops::id_of<ops::divide> || op == ops::id_of<ops::floor_divide>;
  return divides || type == dtype::f2 || (kind(type) == 'c' && op == ops::id_of<ops::multiply>);
}

// Lines side by side as the columns of rows that vector calls work on.
class line_batch {
 public:
  line_batch(method_loop& loop, index n, index out_step, index x_step)
      : loop_(loop),
        n_(n),
        out_step_(out_step),
        x_step_(x_step),
        item_(static_cast<index>(itemsize(loop.type()))),
        copy_(kernels::find_copy(itemsize(loop.type()), kernels::best_isa())),
        x_(static_cast<std::size_t>(most * steps * item_)),
        out_(static_cast<std::size_t>(most * (steps + 1) * item_)) {}

  void add(std::byte* out, std::byte* x) {
    lines_[count_++] = {out, x};
    if (count_ == most) flush();
  }
  // pre: the first element of every result is there.
  void flush() {
    if (count_ == 0) return;
    index const row = count_ * item_;
    for (index done = 1; done < n_; done += steps) {
      index const here = std::min(steps, n_ - done);
      for_groups([&](index k, index lines, index out_apart, index x_apart) {
        copy_({x_.data() + k * item_, item_, row}, {lines_[k].x + done * x_step_, x_apart, x_step_}, lines, here);
        copy_({out_.data() + k * item_, item_, row}, {lines_[k].out + (done - 1) * out_step_, out_apart, out_step_},
              lines, 1);
      });
      for (index i = 0; i < here; ++i)
        loop_.row(out_.data() + (i + 1) * row, out_.data() + i * row, x_.data() + i * row, count_);
      for_groups([&](index k, index lines, index out_apart, index) {
        copy_({lines_[k].out + done * out_step_, out_apart, out_step_}, {out_.data() + row + k * item_, item_, row},
              lines, here);
      });
    }
    count_ = 0;
  }

 private:
  // each(k, lines, out_apart, x_apart) for lines from k on that lie equally far apart: copying them is a transposition.
  template <class Each> void for_groups(Each&& each) {
    for (index k = 0, lines = 1; k < count_; k += lines, lines = 1) {
      auto const out_apart = [&](index at) { return lines_[at].out - lines_[at - 1].out; };
      auto const x_apart = [&](index at) { return lines_[at].x - lines_[at - 1].x; };
      while (k + lines < count_ && out_apart(k + lines) == out_apart(k + 1) && x_apart(k + lines) == x_apart(k + 1))
        ++lines;
      each(k, lines, lines > 1 ? out_apart(k + 1) : 0, lines > 1 ? x_apart(k + 1) : 0);
    }
  }

  static constexpr index most = 64, steps = 64;
  method_loop& loop_;
  index n_, out_step_, x_step_, item_, count_ = 0;
  kernels::copy_kernel copy_;
  line lines_[most];
  std::vector<std::byte> x_, out_;
};

// May results be written into `out` as they come? It shares no memory with the operand, lies in the same order, and no
// element can turn out to be an error.
bool is_own_place(array_body const& out, array_body const& a, method_loop const& loop) {
  storage const &to = *out.memory, &from = *a.memory;
  bool const apart = to.data + to.bytes <= from.data || from.data + from.bytes <= to.data;
  return out.type == loop.type() && out.c_contiguous && a.c_contiguous && apart && !loop.checks();
}

// A dense line of another dtype, piece by piece through a buffer; each piece continues from the last result before it.
void scan_converted(method_loop& loop, std::byte* to, std::byte const* from, dtype type, index n) {
  constexpr index piece = 1024;
  alignas(64) std::byte converted[(piece + 1) * 16];  // one element of room, where a scan expects the first result
  index const item = static_cast<index>(itemsize(loop.type())), from_item = static_cast<index>(itemsize(type));
  for (index done = 0; done < n; done += piece) {
    index const here = std::min(piece, n - done);
    convert_dense(converted + item, loop.type(), from + done * from_item, type, here);
    if (done > 0) {
      loop.scan(to + (done - 1) * item, item, converted, item, here + 1);
    } else {
      std::memcpy(to, converted + item, static_cast<std::size_t>(item));
      loop.scan(to, item, converted + item, item, here);
    }
  }
}

// n elements `step` bytes apart.
void check_line(method_loop const& loop, std::byte* x, index step, index n) {
  constexpr index piece = 512;
  index const item = static_cast<index>(itemsize(loop.operand()));
  if (step == item) return loop.check(x, n);
  alignas(16) std::byte dense[piece * 8];
  for (index done = 0; done < n; done += piece) {
    index const here = std::min(piece, n - done);
    kernels::find_copy(itemsize(loop.operand()), kernels::best_isa())({dense, 0, item}, {x + done * step, 0, step}, 1,
                                                                      here);
    loop.check(dense, here);
  }
}

}  // namespace

array_handle accumulate(ops::op_id op, array_body const& a, index asked, maybe<dtype> type, array_body* out) {
  std::string const called = std::string(ops::op_table[op].name) + ".accumulate";
  std::size_t const rank = a.layout.rank();
  if (rank == 0) fail(error_code::no_loop, called + ": cannot accumulate on a scalar, an array of 1 axis is needed");
  auto const axis = static_cast<std::size_t>(normal_axis(asked, rank));
  method_loop loop(op, a.type, type, out ? maybe<dtype>(out->type) : none, accumulating);
  extents const& shape = a.layout.extent;
  if (out) check_out(*out, shape, shape, called);
  bool const straight = out && is_own_place(*out, a, loop);
  array_handle const r = straight ? array_handle::share(out) : make_array_like(loop.type(), shape, a.layout.stride);
  if (r->count == 0) return deliver(r, straight ? nullptr : out);

  index const item = static_cast<index>(itemsize(loop.type())), n = shape[axis], step = r->layout.stride[axis];
  // Axes that lie inside the axis in the result's memory are one dense row.
  std::uint64_t inside = 0;
  index width = 1;
  for (std::size_t i = 0; i < rank; ++i)
    if (i != axis && shape[i] > 1 && r->layout.stride[i] < step) {
      inside |= std::uint64_t{1} << i;
      width *= shape[i];
    }
  bool const rows = n > 1 && width >= narrowest_row && step == width * item;
  bool alike = a.type == loop.type();
  if (rows)
    for (std::size_t i = 0; i < rank; ++i)
      if ((inside >> i) & 1) alike = alike && a.layout.stride[i] == r->layout.stride[i];
  bool const batches = !rows && n > 1 && r->count / n >= narrowest_row &&
                       (!loop.steps_alone() || is_long_chain(op, loop.type()));
  // A line is converted just before it is scanned, so that it is still in cache; what lies otherwise is converted as a
  // whole.
  bool const by_line = !alike && !rows && !batches && loop.steps_alone() && !loop.checks() && step == item &&
                       a.layout.stride[axis] == static_cast<index>(itemsize(a.type));
  if (!alike && !by_line) views::convert_into(a, *r);
  array_body const& x = alike || by_line ? a : *r;
  index const x_step = x.layout.stride[axis];
  std::uint64_t const along = std::uint64_t{1} << axis;
  if (loop.checks())
    each_line(*r, x, rows ? along | inside : along, [&](std::byte*, std::byte* from) {
      if (!rows) return check_line(loop, from + x_step, x_step, n - 1);
      for (index i = 1; i < n; ++i) loop.check(from + i * x_step, width);
    });
  if (rows) {
    each_line(*r, x, along | inside, [&](std::byte* to, std::byte* from) {
      if (alike) convert_dense(to, loop.type(), from, loop.type(), width);
      for (index i = 1; i < n; ++i) loop.row(to + i * step, to + (i - 1) * step, from + i * x_step, width);
    });
  } else if (batches) {
    line_batch batch(loop, n, step, x_step);
    each_line(*r, x, along, [&](std::byte* to, std::byte* from) {
      if (alike) convert_dense(to, loop.type(), from, loop.type(), 1);
      batch.add(to, from);
    });
    batch.flush();
  } else if (by_line) {
    each_line(*r, x, along, [&](std::byte* to, std::byte* from) { scan_converted(loop, to, from, a.type, n); });
  } else {
    each_line(*r, x, along, [&](std::byte* to, std::byte* from) {
      if (alike) convert_dense(to, loop.type(), from, loop.type(), 1);
      loop.scan(to, step, from, x_step, n);
    });
  }
  report(loop.raised());
  return deliver(r, straight ? nullptr : out);
}

array_handle accumulate_from_identity(ops::op_id op, array_body const& a, index asked, maybe<dtype> type,
                                      array_body* out) {
  array_handle const through = out ? make_array(out->type, a.layout.extent) : array_handle{};
  array_handle const tail = accumulate(op, a, asked, type, through.get());
  auto const axis = static_cast<std::size_t>(normal_axis(asked, a.layout.rank()));
  maybe<scalar> const first = identity_of(op, tail->type);
  if (!first)
    fail(error_code::bad_argument, std::string(ops::op_table[op].name) + " has no identity to begin with");
  extents shape = a.layout.extent;
  ++shape[axis];
  if (out) check_out(*out, shape, shape, std::string(ops::op_table[op].name) + ".accumulate");
  array_handle const r = make_array(tail->type, shape);
  auto const cut = [&](index_item last) {
    std::vector<index_item> items(axis, index_item(slice()));
    items.push_back(last);
    return view_of(*r, items.data(), items.size());
  };
  views::assign(*views::of_scalar(*first), *cut(index_item(slice(0, 1))));
  views::convert_into(*tail, *cut(index_item(slice(1, end))));
  return deliver(r, out);
}

}  // namespace fnp::ufunc_on
