// fnp::scalar: one value of any dtype.
#include "fnp/base/scalar.hpp"

#include <boost/test/unit_test.hpp>

namespace fnp::test {

BOOST_AUTO_TEST_SUITE(scalars)

BOOST_AUTO_TEST_CASE(a_scalar_keeps_the_dtype_of_its_value) {
  BOOST_TEST((scalar(true).dtype() == dtype::b1));
  BOOST_TEST((scalar('a').dtype() == dtype::i1));
  BOOST_TEST((scalar(1L).dtype() == dtype::i8));
  BOOST_TEST((scalar(1LL).dtype() == dtype::i8));
  BOOST_TEST((scalar(half(1)).dtype() == dtype::f2));
  BOOST_TEST((scalar(complex64(1, 2)).dtype() == dtype::c8));
}

BOOST_AUTO_TEST_CASE(a_scalar_converts_to_any_type) {
  scalar const x = scalar(2.75).astype(dtype::f2);
  BOOST_TEST((x.dtype() == dtype::f2));
  BOOST_TEST(static_cast<int>(x) == 2);
  BOOST_TEST(x.as<double>() == 2.75);
  BOOST_TEST(x.as<complex128>().re == 2.75);
  float const f = 1.5f;
  BOOST_TEST(scalar(dtype::f4, &f).as<double>() == 1.5);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
