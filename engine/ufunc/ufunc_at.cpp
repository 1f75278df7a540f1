// OP.at: unbuffered updates of the elements that indices name, in order, so that a repeated index counts every time.
#include <algorithm>
#include <array>
#include <vector>

#include "engine/ufunc/method_loop.hpp"
#include "fnp/ndarray.hpp"
#include "fnp/ops/all.hpp"
#include "fnp/ufunc_methods.hpp"

namespace fnp::ufunc_on {
namespace {

using element = std::array<std::byte, 16>;

int loop_at_types(ops::op_info const& info, dtype a, array_body const* operand) {
  dtype const types[] = {a, operand ? operand->type : a};
  int const loop = ops::find_loop(info, types, info.arity);
  if (loop < 0) fail_loop(info.name, types, info.arity);
  return loop;
}

// Integer index arrays, broadcast together, as distances in bytes along the first axes.
std::vector<index> distances(array_body const& a, std::span<array_body const* const> indices, extents& shape) {
  if (indices.size() > a.layout.rank())
    fail(error_code::too_many_indices, "too many indices for array: array has " + std::to_string(a.layout.rank()) +
                                           " axes, but " + std::to_string(indices.size()) + " were indexed");
  for (array_body const* const i : indices) {
    if (!is_integer(i->type))
      fail(error_code::bad_index_type, "arrays used as indices must be of integer type, got " + std::string(name(i->type)));
    if (!broadcast_into(shape, i->layout.extent))
      fail_shapes(error_code::index_shape_mismatch, "shape mismatch: indexing arrays could not be broadcast together", shape, i->layout.extent);
  }
  index const count = element_count(shape).value;
  std::vector<index> r(static_cast<std::size_t>(count), 0);
  for (std::size_t axis = 0; axis < indices.size(); ++axis) {
    array_handle spread = array_handle::share(const_cast<array_body*>(indices[axis]));
    if (spread->type != dtype::i8 || !spread->c_contiguous || spread->layout.extent != shape) {
      spread = make_array(dtype::i8, shape);
      views::assign(*indices[axis], *spread);
    }
    index const* const at = reinterpret_cast<index const*>(spread->data);
    index const n = a.layout.extent[axis], stride = a.layout.stride[axis];
    index least = 0, greatest = -1;
    for (std::size_t k = 0; k < r.size(); ++k) {
      least = std::min(least, at[k]);
      greatest = std::max(greatest, at[k]);
      // Modulo 2^64: what lies outside is refused below.
      auto const place = static_cast<std::uint64_t>(at[k]) + static_cast<std::uint64_t>(at[k] < 0 ? n : 0);
      r[k] = static_cast<index>(static_cast<std::uint64_t>(r[k]) + place * static_cast<std::uint64_t>(stride));
    }
    if (least >= -n && greatest < n) continue;
    for (std::size_t k = 0; k < r.size(); ++k)
      if (at[k] < -n || at[k] >= n)
        fail(error_code::index_out_of_range, "index " + std::to_string(at[k]) + " is out of bounds for axis " +
                                                 std::to_string(axis) + " with size " + std::to_string(n));
  }
  return r;
}

}  // namespace

void at_offsets(ops::op_id op, array_body& a, extents const& shape, std::span<index const> offsets, array_body const* operand) {
  ops::op_info const& info = ops::op_table[op];
  std::string const called = std::string(info.name) + ".at";
  if (info.kind != ops::family::elementwise || info.outputs != 1 || info.arity > 2)
    fail(error_code::bad_argument, called + ": only functions of one or two operands and one result have this method");
  if ((info.arity == 2) != (operand != nullptr))
    fail(error_code::bad_argument, called + " takes " + std::to_string(info.arity - 1) + " operands beside the array and its indices");
  method_loop loop(op, loop_at_types(info, a.type, operand));
  ops::loop const& types = loop.types();
  if (!a.writeable) fail(error_code::read_only, called + ": array is read-only");
  array_handle values;
  index step = 0;
  if (operand) {
    extents joined = shape;
    if (!broadcast_into(joined, operand->layout.extent) || joined != shape)
      fail_shapes(error_code::bad_argument, "array is not broadcastable to correct shape", operand->layout.extent, shape);
    bool const one = operand->count == 1;
    if (operand->type == types.in[1] && operand->c_contiguous && (one || operand->layout.extent == shape) &&
        operand->memory.get() != a.memory.get()) {
      values = array_handle::share(const_cast<array_body*>(operand));
    } else {
      values = make_array(types.in[1], one ? operand->layout.extent : shape);
      views::assign(*operand, *values);
    }
    if (!one) step = static_cast<index>(itemsize(types.in[1]));
    loop.check(values->data, values->count);
  }
  if (info.arity == 2 && types.in[0] == a.type && types.out[0] == a.type) {
    loop.scatter(a.data, offsets, values->data, step);
    return report(loop.raised());
  }
  // Another dtype than the array's, or one operand: element by element.
  alignas(16) element x, r;
  for (std::size_t k = 0; k < offsets.size(); ++k) {
    std::byte* const target = a.data + offsets[k];
    convert_element(a.type, target, types.in[0], x.data());
    loop.row(r.data(), x.data(), operand ? values->data + static_cast<index>(k) * step : nullptr, 1);
    convert_element(types.out[0], r.data(), a.type, target);
  }
  report(loop.raised());
}

void at(ops::op_id op, array_body& a, std::span<array_body const* const> indices, array_body const* operand) {
  extents shape;
  std::vector<index> all = distances(a, indices, shape);
  // The axes that no index names follow, in C order.
  extents rest(a.layout.extent.begin() + indices.size(), a.layout.extent.end());
  for (std::size_t i = 0; i < rest.size(); ++i) {
    std::vector<index> longer;
    longer.reserve(all.size() * static_cast<std::size_t>(rest[i]));
    for (index const base : all)
      for (index k = 0; k < rest[i]; ++k) longer.push_back(base + k * a.layout.stride[indices.size() + i]);
    all = std::move(longer);
    shape.push_back(rest[i]);
  }
  at_offsets(op, a, shape, all, operand);
}

}  // namespace fnp::ufunc_on
