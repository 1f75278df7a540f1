// Eigen maps of arrays and arrays of Eigen's memory.
#include "fnp/interop/eigen.hpp"

#include <boost/test/unit_test.hpp>

#include "fnp/format.hpp"
#include "fnp/numpy.hpp"

namespace fnp::test {

BOOST_AUTO_TEST_SUITE(eigen)

BOOST_AUTO_TEST_CASE(a_map_writes_into_the_array) {
  array<double> a = reshape(arange<double>(6), {2, 3});
  eigen_map(a)(1, 2) = 50;
  BOOST_TEST(a.at(1, 2) == 50);
  array<double> t = transpose(a);
  BOOST_TEST(eigen_map(t)(2, 1) == 50);
  array<double> const fixed = read_only(t);
  BOOST_TEST(eigen_map(fixed)(2, 1) == 50);
  array<complex64> z = full<complex64>({2}, complex64(1, 2));
  eigen_vector_map(z) *= std::complex<float>(0, 1);
  BOOST_TEST(to_string(z) == "[-2.+1.j -2.+1.j]");
}

BOOST_AUTO_TEST_CASE(an_array_sees_eigens_memory) {
  Eigen::MatrixXf m = Eigen::MatrixXf::Zero(2, 3);
  array<float> a = from_eigen(m);
  a(1, 2) = 7;
  BOOST_TEST(m(1, 2) == 7);
  auto block = m.block(0, 1, 2, 2);
  BOOST_TEST(from_eigen(block).at(1, 1) == 7);
  Eigen::MatrixXf const fixed = m;
  BOOST_TEST(!from_eigen(fixed).writeable());
  BOOST_TEST(to_string(from_eigen(Eigen::VectorXd(Eigen::Vector3d(1, 2, 3)))) == "[1. 2. 3.]");
}

BOOST_AUTO_TEST_CASE(what_eigen_cannot_map_is_refused) {
  array<double> a = reshape(arange<double>(6), {2, 3});
  array<double> reversed = flip(a), line = ravel(a);
  auto const code = [](auto&& f) {
    try {
      f();
    } catch (error const& e) {
      return e.code();
    }
    return error_code::invariant_broken;
  };
  BOOST_TEST((code([&] { eigen_map(reversed); }) == error_code::bad_argument));
  BOOST_TEST((code([&] { eigen_map(line); }) == error_code::bad_ndim));
  BOOST_TEST((code([&] { eigen_vector_map(a); }) == error_code::bad_ndim));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
