// The bounded linear form against enumeration of all its points.
#include "engine/legality/diophantine.hpp"

#include <limits>
#include <string_view>

#include "verify/unit/engine/legality/enumeration.hpp"

namespace fnp::legality {
namespace {
constexpr index big = std::numeric_limits<index>::max();
}  // namespace

BOOST_AUTO_TEST_SUITE(legality_diophantine)

BOOST_AUTO_TEST_CASE(boxes_and_pairs_agree_with_enumeration) {
  enumeration::random_numbers random(2006);
  enumeration::tally all("linear form");
  for (int round = 0; round < 60000; ++round) {
    index const span = round % 3 == 0 ? 60 : 9;  // wide coefficients: residue classes; narrow ones: merging
    index c[3], u[3];
    for (int i = 0; i < 3; ++i) {
      c[i] = random.between(-span, span) * (round % 2 ? 1 : 4);
      u[i] = random.between(0, 5);
    }
    index const a = random.between(-span, span), b = random.between(-span, span);
    index const total = random.between(0, 4), bound = random.between(0, total), constant = random.between(-9, 9);
    index const low = random.between(-150, 150), high = low + random.between(0, round % 4);
    bool const with_pair = round % 5 != 0;

    bool found = false;
    for (index x = 0; x <= u[0]; ++x)
      for (index y = 0; y <= u[1]; ++y)
        for (index z = 0; z <= u[2]; ++z)
          for (index p = 0; p <= (with_pair ? bound : 0); ++p)
            for (index q = 0; q <= (with_pair ? total - p : 0); ++q) {
              index const v = constant + c[0] * x + c[1] * y + c[2] * z + a * p + b * q;
              found |= low <= v && v <= high;
            }
    linear_form form(low, high);
    form.add(constant);
    form.add(c[0], u[0]);
    if (with_pair) form.add_pair(a, bound, b, total);
    form.add(c[1], u[1]);
    form.add(c[2], u[2]);
    std::int64_t budget = default_budget;
    auto const f = form.solve(budget);
    all.check(f.what == (found ? feasible::yes : feasible::no), [&] {
      return "round " + std::to_string(round) + (found ? " has a solution, " : " has none, ") + f.theorem;
    });
  }
}

BOOST_AUTO_TEST_CASE(the_cheap_tests_need_no_budget) {
  std::int64_t budget = 0;
  linear_form far(100, 100);
  far.add(3, 10);
  BOOST_TEST(std::string_view(far.solve(budget).theorem) == "range_test");
  linear_form odd(7, 7);
  odd.add(4, 10);
  odd.add(-6, 10);
  auto const f = odd.solve(budget);
  BOOST_TEST(std::string_view(f.theorem) == "gcd_test");
  BOOST_TEST((f.what == feasible::no));
}

BOOST_AUTO_TEST_CASE(a_search_without_budget_is_undecided) {
  std::int64_t budget = 0;
  linear_form form(17, 17);
  form.add(5, 10);
  form.add(3, 10);
  auto const f = form.solve(budget);
  BOOST_TEST((f.what == feasible::undecided));
  BOOST_TEST(std::string_view(f.theorem) == "budget_exhausted");
}

BOOST_AUTO_TEST_CASE(the_budget_counts_candidates) {
  std::int64_t budget = 10;
  linear_form form(8, 8);
  form.add(5, 10);
  form.add(3, 10);
  BOOST_TEST((form.solve(budget).what == feasible::yes));  // x = 1 is the first of its class modulo 3
  BOOST_TEST(budget == 9);
}

BOOST_AUTO_TEST_CASE(residue_classes_keep_large_forms_short) {
  std::int64_t budget = 100;  // a million candidates without them
  linear_form form(500009000001, 500009000001);
  form.add(1000003, 1000000);
  form.add(1000000, 1000000);
  BOOST_TEST((form.solve(budget).what != feasible::undecided));
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_is_overflow) {
  std::int64_t budget = 100;
  linear_form reach(0, 0);
  reach.add(big, 2);
  BOOST_TEST((reach.solve(budget).what == feasible::overflow));
  linear_form negated(0, 0);
  negated.add(-big - 1, 1);
  BOOST_TEST((negated.solve(budget).what == feasible::overflow));
  linear_form window(checked(big) + 1, 0);
  BOOST_TEST((window.solve(budget).what == feasible::overflow));
  linear_form merged(0, 0);
  merged.add(1, big);
  merged.add(1, big);
  BOOST_TEST((merged.solve(budget).what == feasible::overflow));
  linear_form pair(0, 0);
  pair.add_pair(-big - 1, 1, 3, 1);
  BOOST_TEST((pair.solve(budget).what == feasible::overflow));
  linear_form width(0, 0);
  width.add_pair(-big, 1, big, 1);
  BOOST_TEST((width.solve(budget).what == feasible::overflow));
}

BOOST_AUTO_TEST_CASE(forms_near_the_limit_are_still_exact) {
  for (index const at : {big - 6, big - 7, big - 8}) {
    std::int64_t budget = 1000;
    linear_form form(at, at + 1);
    form.add((big - 7) / 4, 4);
    form.add(5, 1);
    bool found = false;
    for (index x = 0; x <= 4; ++x)
      for (index y = 0; y <= 1; ++y) {
        index const v = (big - 7) / 4 * x + 5 * y;
        found |= at <= v && v <= at + 1;
      }
    BOOST_TEST((form.solve(budget).what == (found ? feasible::yes : feasible::no)));
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::legality
