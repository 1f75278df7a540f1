// dtype questions, at compile time where they can be.
#include "fnp/dtypes.hpp"

#include <boost/test/unit_test.hpp>
#include <cfloat>

namespace fnp::test {
namespace {

constexpr dtype joint(std::initializer_list<dtype> types, weak w = weak::strong) {
  return result_type({types.begin(), types.size()}, w);
}

static_assert(finfo<double>().eps == DBL_EPSILON && finfo<float>().max == double{FLT_MAX} &&
              finfo<half>().max == 65504);
static_assert(finfo(dtype::c8).dtype == dtype::f4 && finfo<double>().smallest_subnormal == 0x1p-1074);
static_assert(iinfo<std::int8_t>().min == -128 && iinfo(dtype::u8).max == UINT64_MAX &&
              iinfo(dtype::i8).min == INT64_MIN);
static_assert(joint({dtype::i2, dtype::u2, dtype::f4}) == dtype::f4);  // no left fold
static_assert(joint({dtype::i1}, weak::real) == dtype::f8 && joint({dtype::f4}, weak::imaginary) == dtype::c8);
static_assert(joint({}, weak::integer) == dtype::i8);
static_assert(issubdtype(dtype::u1, abstract_type::integer) && !issubdtype(dtype::b1, abstract_type::number));
static_assert(isdtype(dtype::f2, "real floating") && !isdtype(dtype::f2, "integral"));
static_assert(alignment(dtype::c16) == 8 && type_char(dtype::f8) == 'd' && type_number(dtype::f2) == 23 &&
              byteorder(dtype::i1) == '|');

static_assert(newbyteorder(dtype::f8, '=') == dtype::f8 && newbyteorder(dtype::f8, '|') == dtype::f8 &&
              newbyteorder(dtype::i1) == dtype::i1);
static_assert(std::is_same_v<decltype(names(dtype::f8)), none_t> &&
              std::is_same_v<decltype(subdtype(dtype::f8)), none_t>);

template <class F> error_code code_of(F f) {
  try {
    f();
  } catch (error const& e) {
    return e.code();
  }
  return error_code::invariant_broken;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(dtype_questions)

BOOST_AUTO_TEST_CASE(the_smallest_dtype_holds_the_value) {
  BOOST_TEST(
      (min_scalar_type(255) == dtype::u1 && min_scalar_type(256) == dtype::u2 && min_scalar_type(-129) == dtype::i2));
  BOOST_TEST((min_scalar_type(std::uint64_t{1} << 63) == dtype::u8));
  BOOST_TEST((min_scalar_type(1.0) == dtype::f2 && min_scalar_type(65504.0) == dtype::f4 &&
              min_scalar_type(1e39) == dtype::f8));
  BOOST_TEST((min_scalar_type(complex128(0, 1e300)) == dtype::c16 && min_scalar_type(true) == dtype::b1));
  BOOST_TEST((min_scalar_type(__builtin_inf()) == dtype::f2));
}

BOOST_AUTO_TEST_CASE(common_types_are_inexact) {
  dtype const mixed[] = {dtype::f4, dtype::i1}, narrow[] = {dtype::f2, dtype::c8}, truth[] = {dtype::b1};
  BOOST_TEST((common_type(mixed) == dtype::f8 && common_type(narrow) == dtype::c8 && common_type({}) == dtype::f2));
  BOOST_TEST((code_of([&] { common_type(truth); }) == error_code::no_promotion));
}

BOOST_AUTO_TEST_CASE(each_error_has_its_code) {
  BOOST_TEST((code_of([] { finfo(dtype::i4); }) == error_code::bad_argument));
  BOOST_TEST((code_of([] { iinfo(dtype::f4); }) == error_code::bad_argument));
  BOOST_TEST((code_of([] { isdtype(dtype::f4, "real"); }) == error_code::bad_argument));
  BOOST_TEST((code_of([] { joint({}); }) == error_code::zero_argument));
  BOOST_TEST((code_of([] { newbyteorder(dtype::f8); }) == error_code::bad_argument));  // no dtype of fnp is swapped
  BOOST_TEST((code_of([] { newbyteorder(dtype::f8, 'x'); }) == error_code::bad_argument));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
