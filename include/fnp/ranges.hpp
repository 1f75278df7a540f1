// Arrays whose dtype is said at run time, zeros(dtype::f4, {2, 3}), and ranges in powers; the typed ones: numpy.hpp.
#pragma once
#include <cstddef>

#include "fnp/dynamic.hpp"
#include "fnp/numpy.hpp"
#include "fnp/selected.hpp"

namespace fnp {

inline ndarray empty(dtype type, extents const& shape) { return ndarray(make_array(type, shape)); }
inline ndarray full(dtype type, extents const& shape, scalar const& value) {
  return ndarray(create::full(type, shape, value));
}
inline ndarray zeros(dtype type, extents const& shape) { return full(type, shape, std::int8_t{0}); }
inline ndarray ones(dtype type, extents const& shape) { return full(type, shape, std::int8_t{1}); }
inline ndarray empty_like(ndarray const& a) { return ndarray(make_array_like(a.dtype(), a.shape(), a.strides())); }
inline ndarray full_like(ndarray const& a, scalar const& value) {
  return ndarray(create::full_like(a.body(), a.dtype(), value));
}
inline ndarray zeros_like(ndarray const& a) { return full_like(a, std::int8_t{0}); }
inline ndarray ones_like(ndarray const& a) { return full_like(a, std::int8_t{1}); }
inline ndarray eye(dtype type, index rows, index columns, index diagonal = 0) {
  return ndarray(create::eye(type, rows, columns, diagonal));
}
inline ndarray eye(dtype type, index rows) { return eye(type, rows, rows); }
inline ndarray identity(dtype type, index rows) { return eye(type, rows, rows); }
template <class Start, class Stop, class Step = int>
  requires std::is_arithmetic_v<Start> && std::is_arithmetic_v<Stop> && std::is_arithmetic_v<Step>
ndarray arange(dtype type, Start start, Stop stop, Step step = 1) {
  using number = std::conditional_t<std::integral<Start> && std::integral<Stop> && std::integral<Step>, index, double>;
  return ndarray(
      create::arange(type, static_cast<number>(start), static_cast<number>(stop), static_cast<number>(step)));
}

namespace typed {
template <class X> create::range_end end_of(X const& x) {
  if constexpr (number<X>)
    return {ndarray(scalar_of(x)).handle(), type_of_number<X>.kind};
  else
    return {ndarray(concrete(x)).handle(), weak::strong};
}
}  // namespace typed

// numpy.linspace, logspace (powers of a base) and geomspace (a geometric progression) between numbers or arrays, which
// broadcast; the samples lie along a new first axis. Throws negative_dimension, shape_mismatch; geomspace of zeros:
// bad_argument.
template <class A, class B>
  requires(array_like<A> || array_like<B>)
ndarray linspace(A const& start, B const& stop, index count = 50, bool endpoint = true) {
  return ndarray(create::linspace(typed::end_of(start), typed::end_of(stop), {count, endpoint}).values);
}
inline ndarray linspace(dtype type, double start, double stop, index count = 50, bool endpoint = true) {
  return ndarray(create::linspace(type, start, stop, count, endpoint));
}
template <class A, class B> ndarray logspace(A const& start, B const& stop, index count = 50, double base = 10) {
  return ndarray(create::logspace(typed::end_of(start), typed::end_of(stop), typed::end_of(base), {count}));
}
template <class A, class B> ndarray geomspace(A const& start, B const& stop, index count = 50) {
  return ndarray(create::geomspace(typed::end_of(start), typed::end_of(stop), {count}));
}
template <class T> array<T> logspace(double start, double stop, index count = 50, double base = 10) {
  return array<T>(create::logspace(typed::end_of(start), typed::end_of(stop), typed::end_of(base),
                                   {count, true, dtype_of<T>()}));
}
template <class T> array<T> geomspace(double start, double stop, index count = 50) {
  return array<T>(create::geomspace(typed::end_of(start), typed::end_of(stop), {count, true, dtype_of<T>()}));
}

inline std::pair<ndarray, ndarray> meshgrid(ndarray const& x, ndarray const& y) {
  array_handle const lines[] = {x.handle(), y.handle()};
  std::vector<array_handle> grids = manipulation::meshgrid(lines, false, false, false);
  return {ndarray(std::move(grids[0])), ndarray(std::move(grids[1]))};
}

// numpy.frombuffer: a copy of these bytes as a vector; throws bad_argument where they are no whole number of elements.
inline ndarray frombuffer(sequence<std::byte const> bytes, dtype type) {
  ndarray const raw(dtype::u1, {static_cast<index>(bytes.size())});
  if (!bytes.empty()) std::memcpy(raw.data(), bytes.data(), bytes.size());
  return ndarray(create::frombuffer(raw.body(), type, -1, 0));
}
// numpy.require: in this order, writeable and with memory of its own, copied only if it is not so already.
template <array_class A> A require(A const& a, manipulation::requirements const& what) {
  return A(manipulation::require(a.body(), {}, what));
}
// numpy.common_type of arrays: the inexact dtype that holds all.
template <array_like... A>
  requires(sizeof...(A) > 0)
dtype common_type(A const&... a) {
  dtype const types[] = {a.dtype()...};
  return common_type(sequence<dtype const>(types));
}

// numpy.lib.array_utils: axes counted from the front. Throws axis_out_of_range, duplicate_axis.
inline index normalize_axis_index(index axis, std::size_t rank) {
  auto const n = static_cast<index>(rank);
  if (axis < -n || axis >= n) fail_axis(axis, rank);
  return axis < 0 ? axis + n : axis;
}
inline extents normalize_axis_tuple(extents const& axes, std::size_t rank) {
  extents r;
  for (index const a : axes) {
    index const axis = normalize_axis_index(a, rank);
    for (index const b : r)
      if (b == axis)
        fail(error_code::duplicate_axis, "repeated axis " + std::to_string(axis) + " in " + to_string(axes));
    r.push_back(axis);
  }
  return r;
}

}  // namespace fnp
