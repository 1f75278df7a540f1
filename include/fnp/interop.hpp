// Memory shared with others without a copy: spans, and raw pointers with byte strides.
//
// A const element gives a read-only array. Without an owner the caller keeps the memory alive; with one, any movable
// object (a shared_ptr, a vector, a file mapping), it is destroyed when the last view is gone.
// Eigen maps are in fnp/interop/eigen.hpp, DLPack in fnp/interop/dlpack.hpp.
#pragma once
#include <span>
#include <type_traits>
#include <utility>

#include "fnp/array.hpp"
#include "fnp/ndarray.hpp"

namespace fnp {

namespace interop {
// A view of foreign memory. `strides` in bytes, from element 0 at `data`. Throws negative_dimension, bad_ndim,
// too_large, bad_argument (ranks differ); `release(owner)` has run then.
FNP_EXPORT array_handle adopt(dtype, void* data, extents const& shape, extents const& strides, bool writeable,
                              void* owner, void (*release)(void*));
// C-order byte strides of a shape that is checked first.
FNP_EXPORT extents dense_strides(dtype, extents const& shape);
[[noreturn]] FNP_EXPORT void fail_span(index have, extents const& shape);

template <class T> using element_type = element_t<dtype_of<std::remove_const_t<T>>()>;

template <class T>
array<element_type<T>> adopt_typed(T* data, extents const& shape, extents const& strides, void* owner,
                                   void (*release)(void*)) {
  using plain = std::remove_const_t<T>;
  return array<element_type<T>>(
      adopt(dtype_of<plain>(), const_cast<plain*>(data), shape, strides, !std::is_const_v<T>, owner, release));
}
}  // namespace interop

template <class T> auto from_pointer(T* data, extents const& shape, extents const& strides) {
  return interop::adopt_typed(data, shape, strides, nullptr, nullptr);
}
template <class T, class Owner> auto from_pointer(T* data, extents const& shape, extents const& strides, Owner owner) {
  return interop::adopt_typed(data, shape, strides, new Owner(std::move(owner)),
                              [](void* o) { delete static_cast<Owner*>(o); });
}

// One axis, or the shape given; the span must have exactly that many elements.
template <class T, std::size_t N> auto from_span(std::span<T, N> values) {
  return from_pointer(values.data(), {static_cast<index>(values.size())}, {static_cast<index>(sizeof(T))});
}
template <class T, std::size_t N> auto from_span(std::span<T, N> values, extents const& shape) {
  extents const strides = interop::dense_strides(dtype_of<std::remove_const_t<T>>(), shape);
  if (element_count(shape).value != static_cast<index>(values.size()))
    interop::fail_span(static_cast<index>(values.size()), shape);
  return from_pointer(values.data(), shape, strides);
}

// The elements of an array that is contiguous in C order (bad_argument otherwise), alive as long as the array.
template <class T> std::span<T const> to_span(array<T> const& a) {
  return {a.begin(), static_cast<std::size_t>(a.size())};
}
template <class T> std::span<T> to_span(array<T>& a) { return {a.begin(), static_cast<std::size_t>(a.size())}; }

}  // namespace fnp
