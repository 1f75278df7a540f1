// Products of typed arrays, expressions and ndarray; each error has its code.
#include "fnp/products.hpp"

#include <boost/test/unit_test.hpp>
#include <cstring>

#include "fnp/fnp.hpp"

namespace fnp::test {
namespace {

template <class F> error_code code_of(F f) {
  try {
    f();
  } catch (error const& e) {
    return e.code();
  }
  return error_code::invariant_broken;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(products_of_arrays)

BOOST_AUTO_TEST_CASE(sums_of_products_are_typed_where_the_arguments_are) {
  array<int> const a = reshape(arange<int>(6), {2, 3});
  array<double> const v{1, 2, 3};
  static_assert(std::same_as<decltype(dot(a, v)), array<double>>);
  BOOST_TEST(to_string(dot(a, v)) == "[ 8. 26.]");
  BOOST_TEST(to_string(inner(a, a + 1)) == "[[ 8 17]\n [26 62]]");
  BOOST_TEST(to_string(outer(v, arange<int>(3))) == "[[0. 1. 2.]\n [0. 2. 4.]\n [0. 3. 6.]]");
  BOOST_TEST(to_string(tensordot(a, a, {0, 1}, {0, 1})) == "55");
  BOOST_TEST(to_string(tensordot(a, transpose(a), 1)) == to_string(eval(matmul(a, transpose(a)))));
  BOOST_TEST(to_string(matvec(a, v)) == to_string(dot(a, v)));
  BOOST_TEST(to_string(vecdot(a, v)) == "[ 8. 26.]");
  BOOST_TEST(trace(a).item() == 4);
  BOOST_TEST(trace(array<bool>{{true, false}, {false, true}}).item() == 2);
  BOOST_TEST((dot(ndarray(a), v).dtype() == dtype::f8));
}

BOOST_AUTO_TEST_CASE(the_first_operand_is_conjugated_where_numpy_does) {
  array<complex128> const z{complex128(1, 2), complex128(3, -1)};
  BOOST_TEST((vdot(z, z).item() == complex128(15, 0)));
  BOOST_TEST((vecdot(z, z).item() == complex128(15, 0)));
  BOOST_TEST((dot(z, z).item() == complex128(5, -2)));
}

BOOST_AUTO_TEST_CASE(complex_infinities_follow_the_formula) {
  double const huge = std::numeric_limits<double>::infinity();
  array<complex128> const z{complex128(huge, 0)}, w{complex128(0, 1)};
  complex128 const r = dot(z, w).item();  // (inf * 0 - 0 * 1, inf * 1 + 0 * 0)
  BOOST_TEST(r.re != r.re);
  BOOST_TEST(r.im == huge);
}

BOOST_AUTO_TEST_CASE(each_error_has_its_code) {
  array<double> const a = ones<double>({2, 3}), v = ones<double>({2});
  BOOST_TEST((code_of([&] { dot(a, v); }) == error_code::matmul_mismatch));
  BOOST_TEST((code_of([&] { inner(a, v); }) == error_code::matmul_mismatch));
  BOOST_TEST((code_of([&] { vdot(a, v); }) == error_code::bad_reshape));
  BOOST_TEST((code_of([&] { matvec(v, a); }) == error_code::matmul_mismatch));
  BOOST_TEST((code_of([&] { tensordot(a, a, {0}, {1}); }) == error_code::matmul_mismatch));
  BOOST_TEST((code_of([&] { tensordot(a, a, {0, 0}, {0, 1}); }) == error_code::bad_argument));
  BOOST_TEST((code_of([&] { tensordot(a, a, {5}, {1}); }) == error_code::axis_out_of_range));
  BOOST_TEST((code_of([&] { trace(v); }) == error_code::bad_ndim));
  BOOST_TEST((code_of([&] { trace(a, 0, 1, 1); }) == error_code::bad_argument));
}

BOOST_AUTO_TEST_CASE(vecdot_of_many_rows_has_the_bits_of_vdot_of_each) {
  auto const rows = [](auto sample, index length) {
    using T = decltype(sample);
    index const count = 37;
    array<T> a = zeros<T>({count, length}), b = zeros<T>({count, length});
    for (index i = 0; i < count; ++i)
      for (index j = 0; j < length; ++j) {
        auto const x = static_cast<float>((i * 7919 + j * 104729) % 1009) / 64 - 7;
        a(i, j) = static_cast<T>(x);
        b(i, j) = static_cast<T>(5 - x * x);
        if constexpr (requires { a(i, j).im; }) {
          a(i, j).im = 3 - x;
          b(i, j).im = x * x;
        }
      }
    array<T> const dots = vecdot(a, b);
    bool same = dots.size() == count;
    for (index i = 0; i < count && same; ++i) {
      T const one = vdot(a(i, ellipsis), b(i, ellipsis)).item(), other = dots(i);
      same = std::memcmp(&one, &other, sizeof(T)) == 0;
    }
    return same;
  };
  for (index const length : {1, 3, 100, 1001, 9000}) {
    BOOST_TEST((rows(complex64(), length) && rows(complex128(), length)));
    BOOST_TEST((rows(float(), length) && rows(double(), length)));
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
