// OP.at: unbuffered updates of the elements that indices name, in order, so that a repeated index counts every time.
#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <vector>

#include "engine/settings.hpp"
#include "engine/ufunc/update_rounds.hpp"
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

[[noreturn]] void fail_place(index at, std::size_t axis, index n) {
  fail(error_code::index_out_of_range, "index " + std::to_string(at) + " is out of bounds for axis " +
                                           std::to_string(axis) + " with size " + std::to_string(n));
}

// Integer index arrays, broadcast together, as distances in bytes along the first axes.
std::vector<index> distances(array_body const& a, std::span<array_body const* const> indices, extents& shape) {
  if (indices.size() > a.layout.rank())
    fail(error_code::too_many_indices, "too many indices for array: array has " + std::to_string(a.layout.rank()) +
                                           " axes, but " + std::to_string(indices.size()) + " were indexed");
  for (array_body const* const i : indices) {
    if (!is_integer(i->type))
      fail(error_code::bad_index_type,
           "arrays used as indices must be of integer type, got " + std::string(name(i->type)));
    if (!broadcast_into(shape, i->layout.extent))
      fail_shapes(error_code::index_shape_mismatch, "shape mismatch: indexing arrays could not be broadcast together",
                  shape, i->layout.extent);
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
      if (at[k] < -n || at[k] >= n) fail_place(at[k], axis, n);
  }
  return r;
}

}  // namespace

namespace {

// Where the updates go: `part` is n of them from position `first` on; the place p is the element p * scale bytes from
// the first. It may use the buffer of at most `piece` places.
constexpr index piece = 1024;
struct update_places {
  extents const& shape;
  index count, scale;
  std::function<std::span<index const>(index first, index n, std::vector<index>& buffer)> part;
};

// Refuses what is no such update; the values as the loop wants them, dense or one.
array_handle values_of(ops::op_id op, array_body& a, extents const& shape, method_loop const& loop,
                       array_body const* operand) {
  std::string const called = std::string(ops::op_table[op].name) + ".at";
  if (!a.writeable) fail(error_code::read_only, called + ": array is read-only");
  if (!operand) return {};
  extents joined = shape;
  if (!broadcast_into(joined, operand->layout.extent) || joined != shape)
    fail_shapes(error_code::bad_argument, "array is not broadcastable to correct shape", operand->layout.extent, shape);
  bool const one = operand->count == 1;
  array_handle values;
  dtype const type = loop.types().in[1];
  if (operand->type == type && operand->c_contiguous && (one || operand->layout.extent == shape) &&
      operand->memory.get() != a.memory.get()) {
    values = array_handle::share(const_cast<array_body*>(operand));
  } else {
    values = make_array(type, one ? operand->layout.extent : shape);
    views::assign(*operand, *values);
  }
  loop.check(values->data, values->count);
  return values;
}

// One element after the other, converted as a single assignment would be.
void update_singly(method_loop& loop, array_body& a, std::span<index const> places, index scale, std::byte const* x,
                   index step) {
  alignas(16) element stored, result;
  ops::loop const& types = loop.types();
  auto const convert = engine::cached_defaults().watch
                           ? +[](dtype from, void const* source, dtype to, void* target) noexcept {
                               convert_dense(static_cast<std::byte*>(target), to, static_cast<std::byte const*>(source), from, 1);
                             }
                           : +[](dtype from, void const* source, dtype to, void* target) noexcept { convert_element(from, source, to, target); };
  for (index const place : places) {
    std::byte* const target = a.data + place * scale;
    convert(a.type, target, types.in[0], stored.data());
    loop.row(result.data(), stored.data(), x, 1);
    convert(types.out[0], result.data(), a.type, target);
    if (x) x += step;
  }
}

// Half-precision numbers are converted in software by the serial kernels.
bool is_better_in_rows(dtype type) { return type == dtype::f2; }

void update(ops::op_id op, array_body& a, update_places const& places, array_body const* operand) {
  ops::op_info const& info = ops::op_table[op];
  std::string const called = std::string(info.name) + ".at";
  if (info.kind != ops::family::elementwise || info.outputs != 1 || info.arity > 2)
    fail(error_code::bad_argument, called + ": only functions of one or two operands and one result have this method");
  if ((info.arity == 2) != (operand != nullptr))
    fail(error_code::bad_argument,
         called + " takes " + std::to_string(info.arity - 1) + " operands beside the array and its indices");
  method_loop loop(op, loop_at_types(info, a.type, operand));
  ops::loop const& types = loop.types();
  array_handle const values = values_of(op, a, places.shape, loop, operand);
  std::byte const* const x = operand ? values->data : nullptr;
  index const step = operand && operand->count != 1 ? static_cast<index>(itemsize(types.in[1])) : 0;
  bool const alike = types.in[0] == a.type && types.out[0] == a.type;
  bool const chained = info.arity == 2 && alike && loop.steps_alone() && !is_better_in_rows(a.type);
  std::vector<index> buffer(static_cast<std::size_t>(std::min(piece, places.count)));
  std::optional<update_rounds> rounds;
  if (!chained && !loop.watches()) rounds.emplace(loop, a.type);
  for (index first = 0; first < places.count; first += piece) {
    std::span<index const> const part = places.part(first, std::min(piece, places.count - first), buffer);
    std::byte const* const from = x ? x + first * step : nullptr;
    if (chained) {
      loop.scatter(a.data, part, places.scale, from, step);
      continue;
    }
    if (rounds && rounds->may_run(part, places.scale))
      rounds->run(a.data, part, places.scale, from, step);
    else
      update_singly(loop, a, part, places.scale, from, step);
  }
  report(loop.raised());
}

// Are these places along the first axis, dense and apart from the array's memory? They need no table of offsets.
bool direct_places(array_body const& a, std::span<array_body const* const> indices) {
  if (indices.size() != 1 || a.layout.rank() != 1) return false;
  array_body const& i = *indices[0];
  return i.type == dtype::i8 && i.c_contiguous && i.memory.get() != a.memory.get();
}

// Refuses places that are none; answers whether some count from the end.
bool check_places(index const* at, index count, index n) {
  auto const bound = [&](ops::op_id op, dtype type = dtype::i8) {
    alignas(16) std::byte bytes[16];
    kernels::find_fold(op, type, kernels::best_isa())->run(bytes, reinterpret_cast<std::byte const*>(at), count, 0);
    return *reinterpret_cast<index const*>(bytes);
  };
  if (count == 0) return false;
  // Without a sign a number from the end is greater than every place.
  if (index const most = bound(ops::id_of<ops::maximum_reduce>, dtype::u8); most >= 0 && most < n) return false;
  index const least = bound(ops::id_of<ops::minimum_reduce>);
  if (least < -n || bound(ops::id_of<ops::maximum_reduce>) >= n)
    for (index k = 0; k < count; ++k)
      if (at[k] < -n || at[k] >= n) fail_place(at[k], 0, n);
  return least < 0;
}

}  // namespace

void at_offsets(ops::op_id op, array_body& a, extents const& shape, sequence<index const> offsets,
                array_body const* operand) {
  auto const part = [&](index first, index n, std::vector<index>&) {
    return std::span(offsets.data() + first, static_cast<std::size_t>(n));
  };
  update(op, a, {shape, static_cast<index>(offsets.size()), 1, part}, operand);
}

void at(ops::op_id op, array_body& a, sequence<array_body const* const> indices, array_body const* operand) {
  if (direct_places(a, indices)) {
    array_body const& places = *indices[0];
    auto const* const at = reinterpret_cast<index const*>(places.data);
    index const n = a.layout.extent[0];
    bool const from_end = check_places(at, places.count, n);
    auto const part = [&](index first, index count, std::vector<index>& buffer) {
      std::span<index const> const given(at + first, static_cast<std::size_t>(count));
      if (!from_end) return given;
      for (std::size_t k = 0; k < given.size(); ++k) buffer[k] = given[k] + (given[k] >> 63 & n);
      return std::span<index const>(buffer.data(), given.size());
    };
    return update(op, a, {places.layout.extent, places.count, a.layout.stride[0], part}, operand);
  }
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
