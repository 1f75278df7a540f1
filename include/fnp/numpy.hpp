// NumPy names that are no ops: arrays made from a shape, a range, or another array.
//
// Shapes are extents, written in braces: zeros<double>({2, 3}). A negative extent (negative_dimension), a byte size
// that overflows (too_large) and a rank above 64 (too_large too) are refused before anything is allocated.
#pragma once
#include <concepts>
#include <initializer_list>
#include <utility>
#include <vector>

#include "fnp/array.hpp"
#include "fnp/creation.hpp"
#include "fnp/manipulation.hpp"
#include "fnp/ndarray.hpp"

namespace fnp {

template <class T> array<T> empty(extents const& shape) { return array<T>(make_array(dtype_of<T>(), shape)); }
template <class T> array<T> zeros(extents const& shape) { return array<T>(create::full(dtype_of<T>(), shape, T{})); }
template <class T> array<T> ones(extents const& shape) {
  return array<T>(create::full(dtype_of<T>(), shape, std::int8_t{1}));
}
template <class T> array<T> full(extents const& shape, std::type_identity_t<T> value) {
  return array<T>(create::full(dtype_of<T>(), shape, value));
}

template <class T> array<T> empty_like(array<T> const& a) {
  return array<T>(make_array_like(dtype_of<T>(), a.body().layout.extent, a.body().layout.stride));
}
template <class T> array<T> zeros_like(array<T> const& a) {
  return array<T>(create::full_like(a.body(), dtype_of<T>(), T{}));
}
template <class T> array<T> ones_like(array<T> const& a) {
  return array<T>(create::full_like(a.body(), dtype_of<T>(), std::int8_t{1}));
}
template <class T> array<T> full_like(array<T> const& a, std::type_identity_t<T> value) {
  return array<T>(create::full_like(a.body(), dtype_of<T>(), value));
}

// ceil((stop - start) / step) elements, start + i * (second - first). Integers are counted exactly as NumPy counts
// them.
template <class T, class Start, class Stop, class Step = int>
  requires std::is_arithmetic_v<Start> && std::is_arithmetic_v<Stop> && std::is_arithmetic_v<Step>
array<T> arange(Start start, Stop stop, Step step = 1) {
  using number = std::conditional_t<std::integral<Start> && std::integral<Stop> && std::integral<Step>, index, double>;
  return array<T>(
      create::arange(dtype_of<T>(), static_cast<number>(start), static_cast<number>(stop), static_cast<number>(step)));
}
template <class T, class Stop>
  requires std::is_arithmetic_v<Stop>
array<T> arange(Stop stop) {
  return arange<T>(Stop{0}, stop);
}

// `count` elements from start to stop, both included unless endpoint is false. An integer type floors.
template <class T> array<T> linspace(double start, double stop, index count = 50, bool endpoint = true) {
  return array<T>(create::linspace(dtype_of<T>(), start, stop, count, endpoint));
}

template <class T> array<T> eye(index rows, index columns, index diagonal = 0) {
  return array<T>(create::eye(dtype_of<T>(), rows, columns, diagonal));
}
template <class T> array<T> eye(index rows) { return eye<T>(rows, rows); }
template <class T> array<T> identity(index rows) { return eye<T>(rows, rows); }

inline array<index> indices(extents const& shape) { return array<index>(create::indices(shape)); }

// Coordinate arrays of a grid: views of x and y, read-only. NumPy's default indexing="xy".
template <class T> std::pair<array<T>, array<T>> meshgrid(array<T> const& x, array<T> const& y) {
  index const columns = x.body().count, rows = y.body().count;
  return {array<T>(views::broadcast_to(*views::reshape(x.body(), {1, columns}), {rows, columns})),
          array<T>(views::broadcast_to(*views::reshape(y.body(), {rows, 1}), {rows, columns}))};
}

}  // namespace fnp
