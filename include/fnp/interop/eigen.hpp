// Eigen maps of arrays and arrays of Eigen's memory, without a copy in either direction.
//
// Eigen counts strides in elements and wants them non-negative; an array that has others is refused (bad_argument).
#pragma once
#include <Eigen/Core>
#include <complex>
#include <memory>
#include <type_traits>

#include "fnp/interop.hpp"

namespace fnp {

namespace interop {

// The type that Eigen computes with.
template <class T> struct eigen_scalar {
  using type = T;
};
template <class T> struct eigen_scalar<complex<T>> {
  using type = std::complex<T>;
};
template <> struct eigen_scalar<half> {
  using type = Eigen::half;
};
template <class T> using eigen_scalar_t = typename eigen_scalar<T>::type;

template <class S> struct element_of_eigen {
  using type = element_type<S>;
};
template <class T> struct element_of_eigen<std::complex<T>> {
  using type = complex<T>;
};
template <> struct element_of_eigen<Eigen::half> {
  using type = half;
};

template <class Matrix> using eigen_array = array<typename element_of_eigen<typename Matrix::Scalar>::type>;

inline index eigen_stride(array_body const& a, std::size_t axis) {
  index const stride = a.layout.stride[axis], size = static_cast<index>(itemsize(a.type));
  if (a.layout.extent[axis] <= 1) return 1;
  if (stride < 0 || stride % size != 0)
    fail(error_code::bad_argument, "Eigen cannot map byte stride " + std::to_string(stride) + " of axis " +
                                       std::to_string(axis) + " of an array of " + std::string(name(a.type)));
  return stride / size;
}
inline void require_rank(array_body const& a, std::size_t rank) {
  if (a.layout.rank() != rank)
    fail(error_code::bad_ndim, "an Eigen map of rank " + std::to_string(rank) + " was asked for of an array of shape " +
                                   to_string(a.layout.extent));
}

template <class T>
using eigen_matrix = Eigen::Matrix<eigen_scalar_t<T>, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
template <class T> using eigen_vector = Eigen::Matrix<eigen_scalar_t<T>, Eigen::Dynamic, 1>;
using matrix_strides = Eigen::Stride<Eigen::Dynamic, Eigen::Dynamic>;

// Rows and columns of a matrix in Eigen's memory, as shape and byte strides.
template <class M> array_handle adopt_eigen(M const& m, bool writeable, void* owner, void (*release)(void*)) {
  using element = typename element_of_eigen<typename M::Scalar>::type;
  index const size = sizeof(element);
  void* const data = const_cast<typename M::Scalar*>(m.data());
  if constexpr (M::IsVectorAtCompileTime)
    return adopt(dtype_of<element>(), data, {m.size()}, {m.innerStride() * size}, writeable, owner, release);
  else {
    index const row = (M::IsRowMajor ? m.outerStride() : m.innerStride()) * size;
    index const column = (M::IsRowMajor ? m.innerStride() : m.outerStride()) * size;
    return adopt(dtype_of<element>(), data, {m.rows(), m.cols()}, {row, column}, writeable, owner, release);
  }
}
}  // namespace interop

// Of an array of rank 2; alive as long as the array. A read-only array has a const map only.
template <class T> auto eigen_map(array<T> const& a) {
  interop::require_rank(a.body(), 2);
  auto const* p = reinterpret_cast<interop::eigen_scalar_t<T> const*>(a.body().data);
  return Eigen::Map<interop::eigen_matrix<T> const, 0, interop::matrix_strides>(
      p, a.shape()[0], a.shape()[1], {interop::eigen_stride(a.body(), 0), interop::eigen_stride(a.body(), 1)});
}
template <class T> auto eigen_map(array<T>& a) {
  interop::require_rank(a.body(), 2);
  auto* p = reinterpret_cast<interop::eigen_scalar_t<T>*>(a.data());
  return Eigen::Map<interop::eigen_matrix<T>, 0, interop::matrix_strides>(
      p, a.shape()[0], a.shape()[1], {interop::eigen_stride(a.body(), 0), interop::eigen_stride(a.body(), 1)});
}
// Of an array of rank 1.
template <class T> auto eigen_vector_map(array<T>& a) {
  interop::require_rank(a.body(), 1);
  auto* p = reinterpret_cast<interop::eigen_scalar_t<T>*>(a.data());
  return Eigen::Map<interop::eigen_vector<T>, 0, Eigen::InnerStride<>>(
      p, a.shape()[0], Eigen::InnerStride<>(interop::eigen_stride(a.body(), 0)));
}

// Of a matrix, vector, map or block that lives longer than the array; of a const one a read-only array.
template <class Derived>
  requires std::is_base_of_v<Eigen::DenseBase<std::remove_const_t<Derived>>, std::remove_const_t<Derived>>
auto from_eigen(Derived& m) {
  constexpr bool writeable = !std::is_const_v<std::remove_pointer_t<decltype(m.data())>>;
  return interop::eigen_array<std::remove_const_t<Derived>>(interop::adopt_eigen(m, writeable, nullptr, nullptr));
}
// Takes a matrix over; the array owns it.
template <class S, int R, int C, int O, int MR, int MC> auto from_eigen(Eigen::Matrix<S, R, C, O, MR, MC>&& m) {
  using M = Eigen::Matrix<S, R, C, O, MR, MC>;
  auto owner = std::make_unique<M>(std::move(m));
  M const& kept = *owner;
  return interop::eigen_array<M>(
      interop::adopt_eigen(kept, true, owner.release(), [](void* o) { delete static_cast<M*>(o); }));
}

}  // namespace fnp
