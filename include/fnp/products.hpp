// Products of arrays: dot, inner, outer, vdot, tensordot, vecdot, matvec, vecmat, trace.
//
// Sums run in the common dtype of both operands; of booleans they are disjunctions. vdot, vecdot and vecmat conjugate
// their first operand. Shapes that do not fit throw matmul_mismatch, axes that are not there axis_out_of_range.
// `matmul` itself stands with the expressions (expr/reduce.hpp) and is lazy.
#pragma once
#include "fnp/concrete.hpp"
#include "fnp/manipulation.hpp"
#include "fnp/ndarray.hpp"
#include "fnp/scans.hpp"

namespace fnp {

namespace products {
FNP_EXPORT array_handle matmul(array_body const&, array_body const&);
FNP_EXPORT array_handle dot(array_body const&, array_body const&);
FNP_EXPORT array_handle inner(array_body const&, array_body const&);
FNP_EXPORT array_handle outer(array_body const&, array_body const&);
FNP_EXPORT array_handle vdot(array_body const&, array_body const&);
FNP_EXPORT array_handle tensordot(array_body const&, array_body const&, extents const& axes_a, extents const& axes_b);
FNP_EXPORT array_handle tensordot(array_body const&, array_body const&, index axes);  // last ones with first ones
FNP_EXPORT array_handle matvec(array_body const&, array_body const&);
FNP_EXPORT array_handle vecmat(array_body const&, array_body const&);
FNP_EXPORT array_handle vecdot(array_body const&, array_body const&, index axis);
}  // namespace products

namespace typed {
// A product, its floating-point conditions told.
template <class F> array_handle told(F&& product) {
  errstate::begin();
  array_handle r = product();
  errstate::finish();
  return r;
}
// The class of a product: an array of the common dtype if both are typed, else ndarray.
template <class A, class B> struct product_of {
  using type = ndarray;
};
template <class T, class U> struct product_of<array<T>, array<U>> {
  using type = array<element_t<promote(dtype_of<T>(), dtype_of<U>())>>;
};
template <class A, class B> using product_t = typename product_of<concrete_t<A>, concrete_t<B>>::type;
}  // namespace typed

template <array_like A, array_like B> auto dot(A const& a, B const& b) {
  return typed::product_t<A, B>(typed::told([&] { return products::dot(concrete(a).body(), concrete(b).body()); }));
}
template <array_like A, array_like B> auto inner(A const& a, B const& b) {
  return typed::product_t<A, B>(typed::told([&] { return products::inner(concrete(a).body(), concrete(b).body()); }));
}
template <array_like A, array_like B> auto outer(A const& a, B const& b) {
  return typed::product_t<A, B>(typed::told([&] { return products::outer(concrete(a).body(), concrete(b).body()); }));
}
template <array_like A, array_like B> auto vdot(A const& a, B const& b) {
  return typed::product_t<A, B>(typed::told([&] { return products::vdot(concrete(a).body(), concrete(b).body()); }));
}
// tensordot(a, b, 2): the last two axes of a with the first two of b; tensordot(a, b, {0, 1}, {1, 0}): these pairs.
template <array_like A, array_like B> auto tensordot(A const& a, B const& b, index axes = 2) {
  return typed::product_t<A, B>(
      typed::told([&] { return products::tensordot(concrete(a).body(), concrete(b).body(), axes); }));
}
template <array_like A, array_like B>
auto tensordot(A const& a, B const& b, extents const& axes_a, extents const& axes_b) {
  return typed::product_t<A, B>(
      typed::told([&] { return products::tensordot(concrete(a).body(), concrete(b).body(), axes_a, axes_b); }));
}
template <array_like A, array_like B> auto matvec(A const& a, B const& v) {
  return typed::product_t<A, B>(typed::told([&] { return products::matvec(concrete(a).body(), concrete(v).body()); }));
}
template <array_like A, array_like B> auto vecmat(A const& v, B const& b) {
  return typed::product_t<A, B>(typed::told([&] { return products::vecmat(concrete(v).body(), concrete(b).body()); }));
}
template <array_like A, array_like B> auto vecdot(A const& a, B const& b, index along = -1) {
  return typed::product_t<A, B>(
      typed::told([&] { return products::vecdot(concrete(a).body(), concrete(b).body(), along); }));
}
namespace linalg {
using fnp::matmul;
using fnp::matrix_transpose;
using fnp::outer;
using fnp::tensordot;
using fnp::vecdot;
// Over the last two axes, as the array API has them.
template <array_like A> auto trace(A const& a, index offset = 0) { return fnp::trace(a, offset, -2, -1); }
template <typed::movable A> auto diagonal(A const& a, index offset = 0) { return fnp::diagonal(a, offset, -2, -1); }
}  // namespace linalg

}  // namespace fnp
