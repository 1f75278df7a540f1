// Arrays made from numbers, by NumPy's formulas to the bit.
#include <cmath>
#include <cstring>
#include <iterator>
#include <limits>
#include <string>

#include "engine/array/axes.hpp"
#include "engine/array/filling.hpp"
#include "engine/ir/element_cast.hpp"
#include "fnp/creation.hpp"
#include "fnp/ndarray.hpp"

namespace fnp::create {
namespace {

void fill(array_body& a, scalar const& value) {
  scalar const one = value.astype(a.type);
  bool zero = true;
  for (std::size_t i = 0; i < itemsize(a.type); ++i)
    zero &= static_cast<std::byte const*>(one.data())[i] == std::byte{0};
  if (zero) {
    std::memset(a.data, 0, static_cast<std::size_t>(a.memory->bytes));
    return;
  }
  if (a.count == 0) return;
  std::memcpy(a.data, one.data(), itemsize(a.type));
  fill_with_head(a.data, itemsize(a.type), static_cast<std::size_t>(a.count) * itemsize(a.type));
}

// How many steps fit between two numbers, given the quotient as Python divides.
index count_steps(double quotient) {
  if (std::isnan(quotient)) fail(error_code::bad_argument, "arange: cannot compute length");
  double const n = std::ceil(quotient);
  if (n >= 0x1p63)
    fail(error_code::too_large, "Maximum allowed size exceeded: arange of " + std::to_string(n) + " elements");
  return n > 0 ? static_cast<index>(n) : 0;
}

// start + i * (next - start), computed as NumPy's fill loop of T does.
template <class T> void fill_range(T* p, index count, T first, T second) {
  if constexpr (std::is_same_v<T, half>) {
    float const start = half_to_float(first.bits), delta = half_to_float(second.bits) - start;
    for (index i = 2; i < count; ++i) p[i] = half(start + static_cast<float>(i) * delta);
  } else if constexpr (is_complex_v<T>) {
    using R = decltype(T::re);
    R const re = second.re - first.re, im = second.im - first.im;
    for (index i = 2; i < count; ++i) p[i] = {first.re + static_cast<R>(i) * re, first.im + static_cast<R>(i) * im};
  } else if constexpr (std::is_floating_point_v<T>) {
    T const delta = second - first;
    for (index i = 2; i < count; ++i) p[i] = first + static_cast<T>(i) * delta;
  } else if constexpr (!std::is_same_v<T, bool>) {
    auto const start = static_cast<std::uint64_t>(first), delta = static_cast<std::uint64_t>(second) - start;
    for (index i = 2; i < count; ++i) p[i] = static_cast<T>(start + static_cast<std::uint64_t>(i) * delta);
  }
}

// NumPy stores the first two elements as Python numbers, which must fit.
template <class T, class Number> void check_fits(Number x) {
  if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>) {
    // Both ends are exact in long double.
    auto const v = std::trunc(static_cast<long double>(x));
    if (v < static_cast<long double>(std::numeric_limits<T>::min()) ||
        v > static_cast<long double>(std::numeric_limits<T>::max()))
      fail(error_code::python_int_overflow, "Python integer " + std::to_string(static_cast<double>(v)) +
                                                " out of bounds for " + std::string(name(dtype_of<T>())));
  }
}

template <class Number> array_handle range(dtype type, index count, Number start, Number next) {
  if (type == dtype::b1 && count > 2)
    fail(error_code::no_loop, "arange() is only supported for booleans when the result has at most length 2");
  array_handle r = make_array(type, {count});
  visit_dtype(type, [&](auto t) {
    using T = decltype(t);
    T* const p = reinterpret_cast<T*>(r->data);
    if (count > 0) check_fits<T>(start);
    if (count > 1) check_fits<T>(next);
    if (count > 0) p[0] = convert_to<T>(start);
    if (count > 1) p[1] = convert_to<T>(next);
    if (count > 2) fill_range(p, count, p[0], p[1]);
  });
  return r;
}

}  // namespace

array_handle empty(dtype type, extents const& shape, memory_order order) {
  if (order != memory_order::fortran) return make_array(type, shape);
  return views::transpose(
      *make_array(type, {std::make_reverse_iterator(shape.end()), std::make_reverse_iterator(shape.begin())}));
}

array_handle full(dtype type, extents const& shape, scalar const& value, memory_order order) {
  array_handle r = empty(type, shape, order);
  fill(*r, value);
  return r;
}

array_handle full_like(array_body const& a, dtype type, scalar const& value) {
  array_handle r = make_array_like(type, a.layout.extent, a.layout.stride);
  fill(*r, value);
  return r;
}

array_handle arange(dtype type, index start, index stop, index step) {
  if (step == 0) fail(error_code::zero_division, "division by zero: arange with a step of 0");
  // Python divides its integers exactly and rounds once; 64 bits of significand come as close.
  long double const distance = static_cast<long double>(stop) - static_cast<long double>(start);
  index const count = count_steps(static_cast<double>(distance / static_cast<long double>(step)));
  checked const next = checked(start) + step;
  return range<index>(type, count, start, next.ok ? next.value : start);
}

array_handle arange(dtype type, double start, double stop, double step) {
  if (step == 0) fail(error_code::zero_division, "division by zero: arange with a step of 0");
  return range<double>(type, count_steps((stop - start) / step), start, start + step);
}

array_handle linspace(dtype type, double start, double stop, index count, bool endpoint) {
  if (count < 0)
    fail(error_code::bad_argument, "Number of samples, " + std::to_string(count) + ", must be non-negative.");
  index const parts = endpoint ? count - 1 : count;
  double const delta = stop - start, step = delta / static_cast<double>(parts);
  array_handle const wide = make_array(dtype::f8, {count});
  auto* const p = reinterpret_cast<double*>(wide->data);
  // A step that underflows to zero would lose the range: divide first then.
  bool const divided = parts > 0 && step == 0;
  double const factor = parts > 0 ? step : delta;
  if (divided)
    for (index i = 0; i < count; ++i) p[i] = static_cast<double>(i) / static_cast<double>(parts) * delta + start;
  else {
    constexpr index block = 8;  // of a length known to the compiler: vector code
    double at[block];
    for (index k = 0; k < block; ++k) at[k] = static_cast<double>(k);
    index i = 0;
    for (; i + block <= count; i += block)
      for (index k = 0; k < block; ++k) {
        p[i + k] = at[k] * factor + start;
        at[k] += static_cast<double>(block);  // exact below 2^53
      }
    for (; i < count; ++i) p[i] = static_cast<double>(i) * factor + start;
  }
  if (endpoint && count > 1) p[count - 1] = stop;
  if (is_integer(type))
    for (index i = 0; i < count; ++i) p[i] = std::floor(p[i]);
  return type == dtype::f8 ? wide : views::astype(*wide, type);
}

array_handle eye(dtype type, index rows, index columns, index diagonal, memory_order order) {
  array_handle r = full(type, {rows, columns}, false, order);
  array_handle const line = views::diagonal(*r, diagonal, 0, 1);
  array_handle const open = make_view(r->memory, type, line->layout, true);
  views::assign(*views::of_scalar(true), *open);
  return r;
}

array_handle indices(extents const& shape) {
  extents all = shape;
  all.insert(0, static_cast<index>(shape.size()));
  array_handle r = make_array(dtype::i8, all);
  for (std::size_t axis = 0; axis < shape.size(); ++axis) {
    array_handle const line = arange(dtype::i8, index{0}, shape[axis], index{1});
    strided v = line->layout;  // along its axis, the same on all others
    v.extent = shape;
    v.stride = extents(shape.size());
    v.stride[axis] = static_cast<index>(sizeof(index));
    index_item const at[] = {static_cast<index>(axis)};
    views::copy_into(*make_view(line->memory, dtype::i8, v, false), *view_of(*r, at, 1));
  }
  return r;
}

}  // namespace fnp::create
