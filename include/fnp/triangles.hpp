// Matrices made from arrays: diag, diagflat, tri, tril, triu, vander. Typed where the argument is.
#pragma once
#include "fnp/concrete.hpp"
#include "fnp/creation.hpp"
#include "fnp/ndarray.hpp"

namespace fnp {

// numpy.diag: a matrix with this diagonal; of a matrix its diagonal, a read-only view. Throws bad_ndim.
template <array_like A> concrete_t<A> diag(A const& a, index diagonal = 0) {
  return concrete_t<A>(create::diag(concrete(a).body(), diagonal));
}
// numpy.diagflat: the elements in C order as a diagonal.
template <array_like A> concrete_t<A> diagflat(A const& a, index diagonal = 0) {
  return concrete_t<A>(create::diagflat(concrete(a).body(), diagonal));
}
// numpy.tril and triu: zeros above (below) a diagonal of the last two axes.
template <array_like A> concrete_t<A> tril(A const& a, index diagonal = 0) {
  return concrete_t<A>(create::triangle(concrete(a).body(), diagonal, false));
}
template <array_like A> concrete_t<A> triu(A const& a, index diagonal = 0) {
  return concrete_t<A>(create::triangle(concrete(a).body(), diagonal, true));
}
// numpy.tri: ones at and below a diagonal.
template <class T> array<T> tri(index rows, index columns, index diagonal = 0) {
  return array<T>(create::tri(dtype_of<T>(), rows, columns, diagonal));
}
template <class T> array<T> tri(index rows) { return tri<T>(rows, rows); }
inline ndarray tri(dtype type, index rows, index columns, index diagonal = 0) {
  return ndarray(create::tri(type, rows, columns, diagonal));
}
// numpy.vander: powers of a vector as columns, the highest first unless increasing; narrow integers widen to 64 bits.
template <array_like A> ndarray vander(A const& x) { return ndarray(create::vander(concrete(x).body(), {}, false)); }
template <array_like A> ndarray vander(A const& x, index count, bool increasing = false) {
  return ndarray(create::vander(concrete(x).body(), count, increasing));
}

}  // namespace fnp
