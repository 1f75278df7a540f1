// Flags of arrays and their views.
#include "fnp/flags.hpp"

#include <boost/test/unit_test.hpp>

#include "fnp/fnp.hpp"

namespace fnp::test {

BOOST_AUTO_TEST_SUITE(array_flag)

BOOST_AUTO_TEST_CASE(a_view_owns_nothing_and_may_be_turned) {
  array<double> const a = ones<double>({2, 3}), t = transpose(a);
  BOOST_TEST(flags(a).num() == 1 + 4 + 256 + 1024);
  BOOST_TEST((flags(a).carray() && !flags(a).farray() && flags(a).forc()));
  BOOST_TEST(flags(t).num() == 2 + 256 + 1024);
  BOOST_TEST((flags(t).fnc() && flags(t).farray()));
  BOOST_TEST(flags(arange<int>(3)).f_contiguous);
  BOOST_TEST(!flags(read_only(a)).behaved());
  BOOST_TEST(!flags(a(whole, slice(none, none, 2))).forc());
  BOOST_TEST(nbytes(t) == 48);
}

BOOST_AUTO_TEST_CASE(an_array_without_elements_is_contiguous_both_ways) {
  array<double> const a = zeros<double>({2, 2, 0});
  BOOST_TEST((flags(a).c_contiguous && flags(a).f_contiguous));
  BOOST_TEST((flags(transpose(a)).c_contiguous && flags(transpose(a)).f_contiguous));
}

BOOST_AUTO_TEST_CASE(odd_addresses_are_not_aligned) {
  array_handle const bytes = make_array(dtype::u1, {17});
  BOOST_TEST(!flags(*make_view(bytes->memory, dtype::f8, {{2}, {8}, 1}, true)).aligned);
  BOOST_TEST(flags(*make_view(bytes->memory, dtype::f8, {{2}, {8}, 0}, true)).aligned);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
