// The error state: conditions of casts, sums and products beside those of single operations.
#include "fnp/errstate.hpp"

#include <boost/test/unit_test.hpp>

#include "fnp/fnp.hpp"

namespace fnp::test {
namespace {

constexpr errstate::settings strictly = errstate::all(on_condition::raise);

template <class F> std::string complaint_of(F f) {
  try {
    f();
  } catch (error const& e) {
    return std::string(e.category()) + ": " + std::string(reason(e.code()));
  }
  return "none";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(error_state)

BOOST_AUTO_TEST_CASE(the_state_is_read_and_replaced) {
  errstate const outer({.over = on_condition::warn});
  BOOST_TEST((geterr().over == on_condition::warn && geterr().divide == on_condition::ignore));
  errstate::settings const before = seterr({.divide = on_condition::raise});
  BOOST_TEST((before.over == on_condition::warn));
  BOOST_TEST((geterr().divide == on_condition::raise && geterr().over == on_condition::ignore));
}

BOOST_AUTO_TEST_CASE(a_cast_that_drops_imaginary_parts_is_told) {
  array<complex128> const z{complex128(1, 2), complex128(3, 0)};
  ndarray const d(z);
  BOOST_TEST(complaint_of([&] { d.astype(dtype::f8); }) == "none");
  errstate const told({.complex_discarded = on_condition::raise});
  BOOST_TEST(complaint_of([&] { d.astype(dtype::f8); }) == "ComplexWarning: cast");
  BOOST_TEST(complaint_of([&] { eval(astype<float>(z)); }) == "ComplexWarning: cast");
  BOOST_TEST(complaint_of([&] { ndarray(dtype::i4, {2}).assign(d); }) == "ComplexWarning: cast");
  BOOST_TEST(complaint_of([&] { d.astype(dtype::b1); }) == "none");
  BOOST_TEST(complaint_of([&] { d.astype(dtype::c8); }) == "none");
}

BOOST_AUTO_TEST_CASE(casts_tell_what_does_not_fit) {
  errstate const told(strictly);
  ndarray const a(full<double>({3}, 1e300));
  BOOST_TEST(complaint_of([&] { a.astype(dtype::f4); }) == "FloatingPointError: fp_overflow");
  BOOST_TEST(complaint_of([&] { a.astype(dtype::i8); }) == "FloatingPointError: fp_invalid");
  BOOST_TEST(complaint_of([&] { ndarray(dtype::i1, {3}).assign(a); }) == "FloatingPointError: fp_invalid");
  BOOST_TEST(complaint_of([&] { add.reduce(a, into(ndarray(dtype::f4, {}))); }) == "FloatingPointError: fp_overflow");
}

BOOST_AUTO_TEST_CASE(sums_and_products_tell_their_conditions) {
  errstate const told(strictly);
  array<double> const large = full<double>({300}, 1.5e308);
  array<double> const both{inf, -inf};
  for (fnp::index const n : {2, 9, 300}) {
    array<double> const part = large(slice(0, n));
    BOOST_TEST(complaint_of([&] { eval(sum(part)); }) == "FloatingPointError: fp_overflow");
    BOOST_TEST(complaint_of([&] { eval(prod(part)); }) == "FloatingPointError: fp_overflow");
    BOOST_TEST(complaint_of([&] { eval(mean(part)); }) == "FloatingPointError: fp_overflow");
    BOOST_TEST(complaint_of([&] { eval(dot(part, part)); }) == "FloatingPointError: fp_overflow");
    BOOST_TEST(complaint_of([&] { eval(sum(reshape(part, {n, 1}), axis(0))); }) == "FloatingPointError: fp_overflow");
  }
  BOOST_TEST(complaint_of([&] { eval(sum(both)); }) == "FloatingPointError: fp_invalid");
  BOOST_TEST(complaint_of([&] { eval(max(both)); }) == "none");
  BOOST_TEST(complaint_of([&] { eval(sum(full<half>({3}, 60000.0F))); }) == "FloatingPointError: fp_overflow");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
