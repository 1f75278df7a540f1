// fnp::borrow: leaves that hold nothing, with the values, the errors and the overlap rules of those that do.
#include <boost/test/unit_test.hpp>
#include <utility>

#include "fnp/fnp.hpp"

using fnp::array;
using fnp::borrow;

namespace {

array<double> ramp(fnp::index n, double from) {
  array<double> a = fnp::zeros<double>({n});
  for (fnp::index i = 0; i < n; ++i) a(i) = from + static_cast<double>(i);
  return a;
}

template <class A> concept may_be_borrowed = requires(A&& a) { borrow(static_cast<A&&>(a)); };

}  // namespace

BOOST_AUTO_TEST_SUITE(borrowing)

BOOST_AUTO_TEST_CASE(temporaries_are_refused) {
  static_assert(may_be_borrowed<array<double>&>);
  static_assert(may_be_borrowed<array<double> const&>);
  static_assert(!may_be_borrowed<array<double>>);
  static_assert(!may_be_borrowed<array<double> const>);
  static_assert(!may_be_borrowed<fnp::view<double>>);
  BOOST_TEST(true);
}

BOOST_AUTO_TEST_CASE(values_are_those_of_owning_leaves) {
  for (fnp::index const n : {1, 3, 8, 17, 600, 100000}) {
    auto const a = ramp(n, 1), b = ramp(n, 2), c = ramp(n, 3);
    array<double> y = fnp::zeros<double>({n}), z = y.copy();
    y = borrow(a) + borrow(b) * borrow(c);
    z = a + b * c;
    array<double> const fresh = borrow(a) + borrow(b) * borrow(c),
                        strided = borrow(a) - a(fnp::slice(fnp::none, fnp::none, -1));
    for (fnp::index i = 0; i < n; ++i) {
      BOOST_REQUIRE(y(i) == z(i));
      BOOST_REQUIRE(fresh(i) == z(i));
      BOOST_REQUIRE(strided(i) == a(i) - a(n - 1 - i));
    }
    BOOST_TEST(fnp::eval(fnp::sum(borrow(a))).item() == fnp::eval(fnp::sum(a)).item());
  }
}

BOOST_AUTO_TEST_CASE(nothing_is_counted) {
  auto const a = ramp(4, 1);
  auto const e = borrow(a) * 2.0 + borrow(a);
  auto const copy = e;
  BOOST_TEST(a.body().owners() == 1);
  BOOST_TEST(array<double>(copy)(3) == 12);
  static_assert(sizeof(borrow(a) + borrow(a)) == 2 * sizeof(void*));
}

BOOST_AUTO_TEST_CASE(a_destination_may_be_borrowed_by_its_own_value) {
  auto y = ramp(20, 1);
  double const* const place = std::as_const(y).data();
  y = borrow(y) * 2.0 + borrow(y);
  BOOST_TEST(y(19) == 60);
  BOOST_TEST(std::as_const(y).data() == place);
  y = borrow(y) - fnp::mean(borrow(y));
  BOOST_TEST(y(0) == 3 - 31.5);
  array<double> z = ramp(5, 0);
  z = fnp::flip(borrow(z) * 1.0) + borrow(z);
  for (fnp::index i = 0; i < 5; ++i) BOOST_TEST(z(i) == 4);
  z = fnp::sum(borrow(z));  // another shape: the name gets another array
  BOOST_TEST(z.item() == 20);
}

BOOST_AUTO_TEST_CASE(shapes_that_do_not_fit_are_refused) {
  auto const a = ramp(4, 1), b = ramp(5, 1);
  array<double> y = fnp::zeros<double>({4});
  BOOST_CHECK_THROW(y = borrow(a) + borrow(b), fnp::error);
  BOOST_TEST(y(0) == 0);
}

BOOST_AUTO_TEST_SUITE_END()
