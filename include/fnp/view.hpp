// Views of an array: basic indexing, and the movements that need no copy.
//
// A view shares the memory of its array; reshape and ravel share it exactly when the strides allow (NumPy's rule) and
// copy in C order otherwise. A view of a read-only array is read-only, and so is what broadcast_to gives.
//
// The functions come twice: on an `array_body`, compiled in the library, and as templates on every class with
// `array_body const& body() const` that is constructible from an `array_handle`: `array<T>`, `ndarray`.
// What is no array but an expression has overloads of the same names in fnp/expr, which stay lazy.
#pragma once
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "fnp/base/error.hpp"
#include "fnp/base/export.hpp"
#include "fnp/base/storage.hpp"
#include "fnp/base/subscript.hpp"

namespace fnp {

// --- on bodies ------------------------------------------------------------------------------------------------------

// Basic indexing exactly as NumPy: bounds of slices are clipped, integers are not.
// Throws too_many_indices, index_out_of_range, zero_step, bad_ndim; bad_index_type for a second ellipsis.
FNP_EXPORT array_handle view_of(array_body const&, index_item const*, std::size_t count);

// What a function from arrays to views does to index positions, whatever the strides (see expr/move.hpp).
namespace engine {
struct movement;
using view_function = array_handle (*)(void const* context, array_body const&);
FNP_EXPORT movement movement_of(extents const& shape, view_function, void const* context);
}  // namespace engine

namespace views {

inline constexpr extents const* all_axes = nullptr;

FNP_EXPORT array_handle transpose(array_body const&);  // axes reversed
FNP_EXPORT array_handle transpose(array_body const&, extents const& axes);
FNP_EXPORT array_handle swapaxes(array_body const&, index a, index b);
FNP_EXPORT array_handle moveaxis(array_body const&, extents const& source, extents const& destination);
FNP_EXPORT array_handle broadcast_to(array_body const&, extents const& shape);
FNP_EXPORT array_handle reshape(array_body const&, extents const& shape);  // one negative extent is inferred
FNP_EXPORT array_handle ravel(array_body const&);
FNP_EXPORT array_handle flip(array_body const&, extents const* axes);
FNP_EXPORT array_handle diagonal(array_body const&, index offset, index axis1, index axis2);
FNP_EXPORT array_handle sliding_window_view(array_body const&, extents const& window, extents const* axes);
FNP_EXPORT array_handle expand_dims(array_body const&, extents const& axes);
FNP_EXPORT array_handle squeeze(array_body const&, extents const* axes);
// Byte strides, from element 0 of the array; every element must lie inside the memory (bad_argument).
FNP_EXPORT array_handle as_strided(array_body const&, extents const& shape, extents const& strides, bool writeable);
FNP_EXPORT array_handle real(array_body const&);               // of a real array: the array
FNP_EXPORT array_handle imag(array_body const&);               // of a real array: read-only zeros
FNP_EXPORT array_handle with_dtype(array_body const&,
                                   dtype);  // the same bits; another item size needs a dense last axis
FNP_EXPORT array_handle read_only(array_body const&);
FNP_EXPORT array_handle copy(array_body const&);                      // dense, C order
FNP_EXPORT void copy_into(array_body const& from, array_body& into);  // same shape and dtype; overlap included

// The layout of `from` seen at another shape without a copy; false when the strides do not allow it.
// pre: equal element counts.
bool reshape_layout(strided const& from, index itemsize, extents const& shape, strided& result);

}  // namespace views

// --- on arrays ------------------------------------------------------------------------------------------------------

template <class A>
concept array_class = std::constructible_from<A, array_handle> && requires(A const& a) {
  { a.body() } -> std::convertible_to<array_body const&>;
};

template <array_class A> A transpose(A const& a) { return A(views::transpose(a.body())); }
template <array_class A> A transpose(A const& a, extents const& axes) { return A(views::transpose(a.body(), axes)); }
template <array_class A> A swapaxes(A const& a, index axis1, index axis2) {
  return A(views::swapaxes(a.body(), axis1, axis2));
}
template <array_class A> A moveaxis(A const& a, index source, index destination) {
  return A(views::moveaxis(a.body(), {source}, {destination}));
}
template <array_class A> A moveaxis(A const& a, extents const& source, extents const& destination) {
  return A(views::moveaxis(a.body(), source, destination));
}
template <array_class A> A broadcast_to(A const& a, extents const& shape) {
  return A(views::broadcast_to(a.body(), shape));
}
template <array_class A> A reshape(A const& a, extents const& shape) { return A(views::reshape(a.body(), shape)); }
template <array_class A> A ravel(A const& a) { return A(views::ravel(a.body())); }
template <array_class A> A flip(A const& a) { return A(views::flip(a.body(), views::all_axes)); }
template <array_class A> A flip(A const& a, extents const& axes) { return A(views::flip(a.body(), &axes)); }
template <array_class A> A diagonal(A const& a, index offset = 0, index axis1 = 0, index axis2 = 1) {
  return A(views::diagonal(a.body(), offset, axis1, axis2));
}
template <array_class A> A sliding_window_view(A const& a, extents const& window) {
  return A(views::sliding_window_view(a.body(), window, views::all_axes));
}
template <array_class A> A sliding_window_view(A const& a, extents const& window, extents const& axes) {
  return A(views::sliding_window_view(a.body(), window, &axes));
}
template <array_class A> A expand_dims(A const& a, extents const& axes) {
  return A(views::expand_dims(a.body(), axes));
}
template <array_class A> A squeeze(A const& a) { return A(views::squeeze(a.body(), views::all_axes)); }
template <array_class A> A squeeze(A const& a, extents const& axes) { return A(views::squeeze(a.body(), &axes)); }
template <array_class A> A as_strided(A const& a, extents const& shape, extents const& strides) {
  return A(views::as_strided(a.body(), shape, strides, true));
}
template <array_class A> A read_only(A const& a) { return A(views::read_only(a.body())); }

}  // namespace fnp
