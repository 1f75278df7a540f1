// OP.reduceat: x[start] op fold of what follows up to the next start, floats summed pairwise as everywhere.
#include <cstring>

#include "engine/array/axes.hpp"
#include "engine/ufunc/method_loop.hpp"
#include "fnp/ndarray.hpp"
#include "fnp/ops/all.hpp"
#include "fnp/ufunc_methods.hpp"

namespace fnp::ufunc_on {

array_handle reduceat(ops::op_id op, array_body const& a, sequence<index const> starts, index asked,
                      maybe<dtype> type, array_body* out) {
  std::string const called = std::string(ops::op_table[op].name) + ".reduceat";
  std::size_t const rank = a.layout.rank();
  if (rank == 0) fail(error_code::no_loop, called + ": cannot reduceat on a scalar, an array of 1 axis is needed");
  index const axis = normal_axis(asked, rank), n = a.layout.extent[static_cast<std::size_t>(axis)];
  for (index const s : starts)
    if (s < 0 || s >= n)
      fail(error_code::index_out_of_range,
           "index " + std::to_string(s) + " out-of-bounds in " + called + " [0, " + std::to_string(n) + ")");
  method_loop loop(op, a.type, type, out ? maybe<dtype>(out->type) : none, reducing_at);
  extents shape = a.layout.extent;
  shape[static_cast<std::size_t>(axis)] = static_cast<index>(starts.size());
  if (out) check_out(*out, shape, shape, called);

  index const last = static_cast<index>(rank) - 1, item = static_cast<index>(itemsize(loop.type()));
  array_handle const turned = views::moveaxis(a, {axis}, {last});
  array_handle x = turned;  // lines along the axis, dense
  if (a.type != loop.type() || !turned->c_contiguous) {
    x = make_array(loop.type(), turned->layout.extent);
    views::convert_into(*turned, *x);
  }
  array_handle const r = make_array(loop.type(), shape), lines = views::moveaxis(*r, {axis}, {last});
  index const count = static_cast<index>(starts.size()), step = lines->layout.stride[static_cast<std::size_t>(last)];
  if (r->count > 0) {
    extents at(rank, 0);
    std::byte* to = lines->data;
    for (std::byte const* line = x->data;; line += n * item) {
      for (index k = 0; k < count; ++k) {
        auto const i = static_cast<std::size_t>(k);
        index const from = starts[i], end = k + 1 < count ? starts[i + 1] : n;
        std::memcpy(to + k * step, line + from * item, static_cast<std::size_t>(item));
        if (end <= from + 1) continue;
        loop.check(line + (from + 1) * item, end - from - 1);
        loop.fold(to + k * step, line + (from + 1) * item, end - from - 1);
      }
      std::size_t i = rank - 1;
      while (i-- > 0) {
        bool const carry = ++at[i] == lines->layout.extent[i];
        to += (carry ? 1 - lines->layout.extent[i] : 1) * lines->layout.stride[i];
        if (!carry) break;
        at[i] = 0;
      }
      if (i == static_cast<std::size_t>(-1)) break;
    }
  }
  report(loop.raised());
  return deliver(r, out);
}

}  // namespace fnp::ufunc_on
