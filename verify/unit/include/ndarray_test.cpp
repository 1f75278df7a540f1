// ndarray: from and to typed arrays, casts, bits.
#include "fnp/ndarray.hpp"

#include <boost/test/unit_test.hpp>

#include "fnp/format.hpp"
#include "fnp/numpy.hpp"

namespace fnp::test {

BOOST_AUTO_TEST_SUITE(ndarrays)

BOOST_AUTO_TEST_CASE(a_typed_array_becomes_one_and_back_without_a_copy) {
  array<float> const a = ones<float>({2});
  ndarray n = a;
  n.set(5, 0);
  array<float> const b = n;
  BOOST_TEST(b.at(0) == 5);
  BOOST_TEST(a.at(0) == 5);
  BOOST_TEST(sizeof(ndarray) == 8u);
}

BOOST_AUTO_TEST_CASE(another_dtype_is_a_type_error) {
  ndarray const n = ones<float>({2});
  try {
    array<double> const a = n;
    BOOST_ERROR("converted");
  } catch (error const& e) {
    BOOST_TEST((e.code() == error_code::cast));
    BOOST_TEST(std::string(e.what()).find("float32 to float64") != std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(astype_and_copy_are_fresh_view_is_not) {
  ndarray n = full<float>({2}, 1.75f);
  ndarray const whole = n.astype(dtype::i4), same = n.copy(), bits = n.view(dtype::i4);
  n.set(2, 0);
  BOOST_TEST(to_string(whole) == "[1 1]");
  BOOST_TEST(to_string(same) == "[1.75 1.75]");
  BOOST_TEST(bits.item(0).as<int>() == 0x40000000);
}

BOOST_AUTO_TEST_CASE(a_typed_expression_becomes_one_when_it_is_assigned) {
  array<float> const a = ones<float>({2});
  ndarray n = a + a;
  BOOST_TEST((n.dtype() == dtype::f4));
  n = a * 3.0f;
  BOOST_TEST(to_string(n) == "[3. 3.]");
}

BOOST_AUTO_TEST_CASE(a_default_ndarray_is_empty) {
  BOOST_TEST(ndarray().size() == 0);
  BOOST_TEST(repr(ndarray()) == "array([], dtype=float64)");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
