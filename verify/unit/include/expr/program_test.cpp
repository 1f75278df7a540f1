// The constant programs of typed expressions: dtypes, code, regions, leaves.
#include <boost/test/unit_test.hpp>
#include <type_traits>

#include "fnp/fnp.hpp"

using fnp::array;
using fnp::dtype;
using fnp::engine::code;

namespace {
template <class E> fnp::engine::program const& program(E const&) { return fnp::typed::program_for<E>(); }
template <class E> constexpr dtype type_of(E const&) { return E::dtype(); }
}  // namespace

BOOST_AUTO_TEST_SUITE(program_of_expression)

BOOST_AUTO_TEST_CASE(numbers_are_weak_and_arrays_promote) {
  array<std::uint8_t> const u;
  array<std::int32_t> const i;
  array<float> const f;
  array<bool> const b;
  array<fnp::half> const h;
  BOOST_TEST((type_of(u + 1) == dtype::u1));
  BOOST_TEST((type_of(u + 1.5) == dtype::f8));
  BOOST_TEST((type_of(f + 1.5) == dtype::f4));
  BOOST_TEST((type_of(h * 2.0) == dtype::f2));
  BOOST_TEST((type_of(b + 1) == dtype::i8));
  BOOST_TEST((type_of(i + f) == dtype::f8));
  BOOST_TEST((type_of(u / u) == dtype::f8));
  BOOST_TEST((type_of(f * fnp::complex128(0, 1)) == dtype::c8));
  BOOST_TEST((type_of(u < f) == dtype::b1));
  BOOST_TEST((type_of(fnp::sum(u)) == dtype::u8));
  BOOST_TEST((type_of(fnp::mean(i)) == dtype::f8));
  BOOST_TEST((type_of(fnp::mean(h)) == dtype::f2));
  BOOST_TEST((type_of(fnp::std(f)) == dtype::f4));
  BOOST_TEST((type_of(fnp::argmax(f)) == dtype::i8));
  BOOST_TEST((type_of(fnp::count_nonzero(f)) == dtype::i8));
}

BOOST_AUTO_TEST_CASE(code_is_postfix_and_leaves_count_up) {
  array<double> const a, b;
  array<float> const c;
  auto const& p = program(a + b * c);
  code const expected[] = {code::leaf, code::leaf, code::leaf, code::cast, code::apply, code::apply};
  BOOST_REQUIRE_EQUAL(p.code.size(), 6u);
  for (std::size_t i = 0; i < 6; ++i) BOOST_TEST((p.code[i].what == expected[i]));
  BOOST_TEST(p.code[2].index == 2);
  BOOST_TEST((p.code[2].type == dtype::f4));  // the float leaf is read as it lies,
  BOOST_TEST((p.code[3].type == dtype::f8));  // and wanted as float64
  BOOST_TEST(p.leaves == 3);
  BOOST_REQUIRE_EQUAL(p.regions.size(), 1u);
  BOOST_TEST(p.regions[0].first == 0);
  BOOST_TEST(p.regions[0].last == 6);
}

BOOST_AUTO_TEST_CASE(a_reduction_ends_a_region) {
  array<double> const a, b;
  auto const& p = program(a - fnp::sum(a * b, fnp::axis(0)));
  BOOST_REQUIRE_EQUAL(p.regions.size(), 2u);
  BOOST_TEST(p.regions[0].first == 1);  // a * b
  BOOST_TEST(p.regions[0].last == 4);
  BOOST_TEST(p.regions[1].first == 0);
  BOOST_TEST(p.regions[1].last == 6);
  BOOST_TEST((p.code[4].what == code::reduce));
  BOOST_TEST(p.code[4].index == 3);  // its axes
  BOOST_TEST(p.leaves == 4);
}

BOOST_AUTO_TEST_CASE(an_array_alone_has_no_region) {
  array<double> const a;
  BOOST_TEST(fnp::typed::program_for<fnp::terminal<array<double>>>().regions.empty());
  BOOST_TEST(program(fnp::sum(a)).regions.empty());
}

BOOST_AUTO_TEST_CASE(equal_structures_share_a_program) {
  array<double> const a, b, c, d;
  BOOST_TEST(&program(a + b * 2.0) == &program(c + d * 7));
  BOOST_TEST(&program(a + b) != &program(a - b));
}

BOOST_AUTO_TEST_CASE(terminals_hold_a_handle_each) {
  array<double> const a;
  static_assert(sizeof(a) == 8);
  static_assert(sizeof(a + a * a) == 24);
  auto const e = a + a;
  BOOST_TEST(a.handle()->owners() == 3);
}

BOOST_AUTO_TEST_SUITE_END()
