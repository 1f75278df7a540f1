// Kernels of two-operand ops applied to dense rows, at the reference level.
#include "verify/oracle/binary_rows.hpp"

#include <cmath>

#include "engine/array/axes.hpp"
#include "fnp/ndarray.hpp"
#include "fnp/ops/all.hpp"
#include "kernels/registry.hpp"

namespace fnp::oracle {
namespace {

template <class... Ops>
bool is_one_of(ops::op_id op) {
  return ((op == ops::id_of<Ops>) || ...);
}

}  // namespace

binary_rows::binary_rows(ops::op_id op, dtype element) {
  ops::op_info const& info = ops::op_table[op];
  dtype const both[] = {element, element};
  int const loop = ops::find_loop(info, both, 2);
  if (loop < 0) fail_loop(info.name, both, 2);
  ops::loop const& l = info.loops[loop];
  if (l.in[0] != l.in[1] || l.out[0] != l.in[0])
    fail(error_code::no_loop, "ufunc '" + std::string(info.name) + "' did not contain a loop that folds " + std::string(name(element)));
  type_ = l.out[0];
  kernel_ = kernels::find(op, loop, isa::reference);
  if (!kernel_) throw unsupported{"op " + std::string(info.name) + " on rows"};
}

void binary_rows::run(std::byte* out, std::byte const* x, std::byte const* y, index count) {
  std::byte* const data[] = {out, const_cast<std::byte*>(x), const_cast<std::byte*>(y)};
  std::ptrdiff_t const stride[] = {0, 0, 0};
  raised_ = static_cast<fp_flags>(raised_ | kernel_({data, stride, 0, 1, count}, nullptr));
}

rows rows_along(array_body const& a, index axis, dtype type) {
  array_handle const front = views::moveaxis(a, {axis}, {0});
  rows r;
  r.data = make_array(type, front->layout.extent);
  views::convert_into(*front, *r.data);
  r.shape = front->layout.extent;
  r.n = r.shape[0];
  for (std::size_t i = 1; i < r.shape.size(); ++i) r.length *= r.shape[i];
  return r;
}

array_handle axis_back(array_body const& dense, index axis) { return views::copy(*views::moveaxis(dense, {0}, {axis})); }

std::optional<scalar> identity_of(ops::op_id op, dtype t) {
  auto const of = [&](double x) { return std::optional<scalar>(scalar(x).astype(t)); };
  if (is_one_of<ops::add, ops::logical_or, ops::logical_xor, ops::bitwise_or, ops::bitwise_xor, ops::hypot, ops::gcd>(op)) return of(0);
  if (is_one_of<ops::multiply, ops::logical_and>(op)) return of(1);
  if (is_one_of<ops::bitwise_and>(op)) return t == dtype::b1 ? of(1) : std::optional<scalar>(scalar(std::int64_t{-1}).astype(t));
  if (is_one_of<ops::logaddexp, ops::logaddexp2>(op)) return of(-HUGE_VAL);
  return {};
}

bool is_reorderable(ops::op_id op) {
  return identity_of(op, dtype::f8) || is_one_of<ops::maximum, ops::minimum, ops::fmax, ops::fmin, ops::lcm>(op);
}

}  // namespace fnp::oracle
