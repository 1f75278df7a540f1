// Names, classes, faults and texts of the error taxonomy.
#include "fnp/base/error.hpp"

#include <boost/test/unit_test.hpp>
#include <set>

namespace fnp::test {

BOOST_AUTO_TEST_SUITE(errors)

BOOST_AUTO_TEST_CASE(every_code_has_its_own_reason_and_a_class) {
  std::set<std::string_view> reasons;
  for (int i = 0; i < error_code_count; ++i) {
    reasons.insert(reason(static_cast<error_code>(i)));
    BOOST_TEST(!category(static_cast<error_code>(i)).empty());
  }
  BOOST_TEST(reasons.size() == static_cast<std::size_t>(error_code_count));
}

BOOST_AUTO_TEST_CASE(codes_stand_beside_their_names) {
  BOOST_TEST(reason(error_code::shape_mismatch) == "shape_mismatch");
  BOOST_TEST(reason(error_code::zero_argument) == "zero_argument");
  BOOST_TEST(reason(error_code::negative_integer_power) == "negative_integer_power");
  BOOST_TEST(reason(error_code::fp_invalid) == "fp_invalid");
  BOOST_TEST(reason(error_code::bad_argument) == "bad_argument");
  BOOST_TEST(reason(error_code::cancelled) == "cancelled");
  BOOST_TEST(reason(error_code::invariant_broken) == "invariant_broken");
  BOOST_TEST(category(error_code::axis_out_of_range) == "AxisError");
  BOOST_TEST(category(error_code::index_out_of_range) == "IndexError");
  BOOST_TEST(category(error_code::python_int_overflow) == "OverflowError");
  BOOST_TEST(category(error_code::no_loop) == "TypeError");
}

BOOST_AUTO_TEST_CASE(a_fault_says_who_must_act) {
  BOOST_TEST((fault_of(error_code::bad_argument) == fault::caller));
  BOOST_TEST((fault_of(error_code::out_of_memory) == fault::outside));
  BOOST_TEST((fault_of(error_code::cancelled) == fault::outside));
  BOOST_TEST((fault_of(error_code::invariant_broken) == fault::internal));
}

namespace {

template <class F> std::string text_of(F&& f) {
  try {
    f();
  } catch (error const& e) {
    return e.what();
  }
  return "";
}

}  // namespace

BOOST_AUTO_TEST_CASE(texts_name_what_was_given) {
  BOOST_TEST(text_of([] { fail_axis(3, 2); }) == "AxisError: axis 3 is out of bounds for array of dimension 2");
  BOOST_TEST(text_of([] { fail_shapes(error_code::shape_mismatch, "no broadcast:", {2, 3}, {4}); }) ==
             "ValueError: no broadcast: (2, 3) (4,)");
  BOOST_TEST(text_of([] { fail_cast(dtype::f8, dtype::i4, "same_kind", "add"); }) ==
             "TypeError: add: cannot cast from float64 to int32 with casting rule 'same_kind'");
  dtype const operands[] = {dtype::f8, dtype::b1};
  BOOST_TEST(text_of([&] { fail_loop("bitwise_and", operands, 2); }) ==
             "TypeError: ufunc 'bitwise_and' not supported for the input types (float64, bool)");
  BOOST_TEST(to_string(extents{}) == "()");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
