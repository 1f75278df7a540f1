// Elements of one array are printed at one width and in one form.
#include "engine/array/element_text.hpp"

#include <boost/test/unit_test.hpp>
#include <cstring>

namespace fnp::test {

BOOST_AUTO_TEST_SUITE(element_texts)

namespace {

template <class T> std::string joined(std::initializer_list<T> values, print_options const& o = {}) {
  array_handle const a = make_array(dtype_of<T>(), {static_cast<index>(values.size())});
  std::memcpy(a->data, values.begin(), values.size() * sizeof(T));
  element_text const text = make_element_text(*a, o);
  std::string r;
  for (std::size_t i = 0; i < values.size(); ++i) r += (i ? "|" : "") + text(a->data + i * sizeof(T));
  return r;
}

}  // namespace

BOOST_AUTO_TEST_CASE(numbers_are_aligned_at_the_point) {
  BOOST_TEST(joined({1.5, -10.25, 0.0}) == "  1.5 |-10.25|  0.  ");
}
BOOST_AUTO_TEST_CASE(numbers_far_apart_take_exponents) {
  BOOST_TEST(joined({1.0, 1e-5}) == "1.e+00|1.e-05");
  BOOST_TEST(joined({1.0, 1e-5}, print_options{8, 1000, 3, 75, true}) == "1.     |0.00001");
  BOOST_TEST(joined({1e8, 1.0}) == "1.e+08|1.e+00");
}
BOOST_AUTO_TEST_CASE(nan_and_infinity_take_the_width_of_numbers) {
  BOOST_TEST(joined({1.0, __builtin_nan(""), -__builtin_inf()}) == "  1.| nan|-inf");
}
BOOST_AUTO_TEST_CASE(imaginary_parts_carry_their_sign) {
  BOOST_TEST(joined({complex128(1, -2), complex128(0, 0.5)}) == "1.-2.j |0.+0.5j");
}
BOOST_AUTO_TEST_CASE(integers_and_booleans_are_right_aligned) {
  BOOST_TEST(joined<std::int8_t>({-100, 7}) == "-100|   7");
  BOOST_TEST(joined({true, false}) == " True|False");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
