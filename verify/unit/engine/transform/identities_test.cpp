// Identities change values only when asked to, no further than their table says, and are named wherever they acted.
#include "engine/transform/identities.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "engine/evaluation.hpp"
#include "verify/isomorphism/checker.hpp"
#include "fnp/fnp.hpp"

using fnp::array;

namespace {

struct rewriting {
  rewriting() : before(fnp::engine::defaults()) {
    auto o = before;
    o.rewrite = true;
    fnp::engine::set_defaults(o);
  }
  ~rewriting() { fnp::engine::set_defaults(before); }
  fnp::engine::options before;
};

// Points in all quadrants, of sizes from 2^-30 to 2^30.
template <class T> array<T> coordinates(int seed) {
  auto a = fnp::zeros<T>({20000});
  double u = 0.1 * seed;
  for (fnp::index i = 0; i < a.size(); ++i) {
    u = std::fmod(u + 0.6180339887498949 * seed, 1.0);
    a.data()[i] = static_cast<T>((u < 0.5 ? -1 : 1) * std::exp2(60 * std::fmod(7 * u, 1.0) - 30));
  }
  return a;
}

template <class T, class F> double largest_difference(F const& expression) {
  array<T> const exact = fnp::eval(expression());
  rewriting const on;
  array<T> const changed = fnp::eval(expression());
  double most = 0;
  for (fnp::index i = 0; i < exact.size(); ++i)
    most = std::max(most, std::fabs(static_cast<double>(exact.data()[i]) - static_cast<double>(changed.data()[i])));
  return most;
}

// The distance of the turn is the slope's: it cancels.
template <class T> auto shaded(array<T> const& x, array<T> const& y, T c) {
  return fnp::cos(c - fnp::arctan2(y, -x)) *
         (T(0.5) * fnp::sin(fnp::arctan(fnp::sqrt(fnp::square(x) + fnp::square(y)))));
}

template <class T> void check_bounds() {
  double const eps = static_cast<double>(std::numeric_limits<T>::epsilon());
  array<T> const x = coordinates<T>(1), y = coordinates<T>(3);
  T const c = static_cast<T>(6.9);
  double const differences[] = {largest_difference<T>([&] { return fnp::cos(fnp::arctan(x)); }),
                                largest_difference<T>([&] { return fnp::sin(fnp::arctan(x)); }),
                                largest_difference<T>([&] { return fnp::cos(fnp::arctan2(y, x)); }),
                                largest_difference<T>([&] { return fnp::sin(fnp::arctan2(y, x)); }),
                                largest_difference<T>([&] { return fnp::cos(c - fnp::arctan2(y, x)); }),
                                largest_difference<T>([&] { return fnp::sin(c - fnp::arctan2(y, x)); }),
                                largest_difference<T>([&] {
                                  return fnp::sin(fnp::arctan(fnp::sqrt(x * x + fnp::square(y)))) *
                                         fnp::cos(c - fnp::arctan2(y, x));
                                }),
                                largest_difference<T>([&] { return shaded<T>(x, y, c); })};
  double const bounds[] = {3, 4, 5, 5, 10, 10, 14, 14};
  for (int k = 0; k < 8; ++k) {
    BOOST_TEST(differences[k] > 0);  // or nothing was rewritten
    BOOST_TEST(differences[k] <= bounds[k] * eps);
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(identities)

BOOST_AUTO_TEST_CASE(values_move_no_further_than_the_table_says) {
  check_bounds<double>();
  check_bounds<float>();
}

BOOST_AUTO_TEST_CASE(at_the_origin_the_angle_is_zero) {
  array<double> const zero{0.0};
  rewriting const on;
  BOOST_TEST(fnp::eval(fnp::cos(fnp::arctan2(zero, zero))).data()[0] == 1.0);
  BOOST_TEST(fnp::eval(fnp::sin(fnp::arctan2(zero, zero))).data()[0] == 0.0);
}

BOOST_AUTO_TEST_CASE(a_plan_of_the_rewritten_program_is_proved_and_names_what_was_done) {
  array<float> const x = coordinates<float>(1), y = coordinates<float>(3);
  auto const expression =
      fnp::sin(fnp::arctan(fnp::sqrt(fnp::square(x) + fnp::square(y)))) * fnp::cos(1.5f - fnp::arctan2(y, -x));
  BOOST_TEST(expression.explain().find("rewritten") == std::string::npos);
  rewriting const on;
  std::string const text = expression.explain();
  BOOST_TEST(text.find("the values are not those of the program as written") != std::string::npos);
  BOOST_TEST(text.find("sin(arctan(x)) = x / sqrt(1 + x**2), 1 time") != std::string::npos);

  fnp::typed::leaves_of const leaves(expression);
  fnp::engine::evaluation what;
  what.add(leaves.job());
  std::size_t const written = what.graph.nodes.size();
  what.rewrite(fnp::engine::defaults());
  BOOST_TEST(what.graph.nodes.size() != written);
  BOOST_TEST(what.graph.rewrites.size() == 5u);
  auto const plan = fnp::plan::make_plan(what.graph, what.destinations, fnp::engine::defaults());
  auto const verdict = fnp::isomorphism::check({what.graph, plan, what.destinations});
  BOOST_TEST(verdict.holds(), verdict.failing());
}

BOOST_AUTO_TEST_CASE(what_cancels_is_computed_no_more) {
  array<float> const x = coordinates<float>(1), y = coordinates<float>(3), zero{0.f};
  rewriting const on;
  std::string const text = shaded<float>(x, y, 1.f).explain();
  BOOST_TEST(text.find("h * (x / h) = x in products, for the h of a turn, 1 time") != std::string::npos);
  BOOST_TEST(text.find("sqrt(square") == std::string::npos);
  BOOST_TEST(std::fabs(fnp::eval(shaded<float>(zero, zero, 1.f)).data()[0]) <= 0x1p-119f);
}

BOOST_AUTO_TEST_CASE(angles_beyond_the_bound_stay_as_written) {
  array<double> const x = coordinates<double>(1), y = coordinates<double>(3);
  rewriting const on;
  BOOST_TEST(fnp::cos(7.5 - fnp::arctan2(y, x)).explain().find("rewritten") == std::string::npos);
  BOOST_TEST(fnp::cos(-6.5 - fnp::arctan2(y, x)).explain().find("rewritten") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_program_without_such_parts_stays_as_it_is) {
  array<double> const x = coordinates<double>(1);
  rewriting const on;
  BOOST_TEST((fnp::cos(x) + fnp::arctan(x)).explain().find("rewritten") == std::string::npos);
  BOOST_TEST(fnp::eval(fnp::sin(fnp::arccos(x / x))).data()[0] == 0.0);
}

BOOST_AUTO_TEST_SUITE_END()
