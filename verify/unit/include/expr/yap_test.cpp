// YAP's algorithms work on fnp expressions.
#include "fnp/expr/yap.hpp"

#include <boost/test/unit_test.hpp>
#include <sstream>

using fnp::array;

namespace {
struct counting {
  int* leaves;
  template <class T> auto operator()(boost::yap::expr_tag<fnp::expr_kind::terminal>, T const& x) const {
    ++*leaves;
    return fnp::wrap(x);
  }
};
struct halving {
  template <class T> auto operator()(boost::yap::expr_tag<fnp::expr_kind::terminal>, array<T> const& x) const {
    return x / 2;
  }
};
}  // namespace

BOOST_AUTO_TEST_SUITE(yap)

BOOST_AUTO_TEST_CASE(nodes_are_yap_expressions) {
  array<double> const a{1, 2, 3}, b{4, 5, 6};
  auto const e = a + 2.0 * b;
  static_assert(boost::yap::is_expr<std::remove_cvref_t<decltype(e)>>::value);
  BOOST_TEST(boost::yap::value(boost::yap::left(e)).size() == 3);
  array<double> const r = boost::yap::evaluate(e);
  BOOST_TEST(r(2) == 15);
}

BOOST_AUTO_TEST_CASE(transforms_build_fnp_expressions) {
  array<double> const a{1, 2, 3}, b{4, 5, 6};
  int leaves = 0;
  array<double> const same = boost::yap::transform(a + 2.0 * b, counting{&leaves});
  BOOST_TEST(leaves == 3);
  BOOST_TEST(same(0) == 9);
  array<double> const halved = boost::yap::transform(a + 2.0 * b, halving{});
  BOOST_TEST(halved(0) == 4.5);
}

BOOST_AUTO_TEST_CASE(a_tree_prints) {
  array<double> const a{1, 2, 3};
  std::ostringstream out;
  fnp::print(out, a * 2);
  BOOST_TEST(out.str() == "*\n    array float64 (3,)\n    number 2\n");
}

BOOST_AUTO_TEST_SUITE_END()
