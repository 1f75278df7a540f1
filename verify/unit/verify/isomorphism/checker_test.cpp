// The checker: no false alarm on generated programs, and its claims on cases made by hand.
#include "verify/isomorphism/checker.hpp"

#include <boost/test/unit_test.hpp>

#include "fnp/ops/all.hpp"
#include "verify/differential/generator.hpp"
#include "verify/differential/run.hpp"

using namespace fnp;
using isomorphism::outcome;

namespace {

isomorphism::verdict verdict_of(differential::program const& p, plan::plan const& how, bool witness = false) {
  p.restore();
  isomorphism::check_options o;
  o.witness = witness;
  return isomorphism::check({p.what.graph, how, p.what.destinations}, o);
}

// sum over the rows of x * x + y, into a fresh array.
differential::program sum_of_squares(fnp::index rows, fnp::index columns) {
  differential::program p;
  ir::graph& g = p.what.graph;
  ir::value const x = ir::make_input(g, p.store(dtype::f8, {rows, columns}, 1)),
                  y = ir::make_input(g, p.store(dtype::f4, {columns}, 5));
  ir::value const square = ir::make_elementwise(g, ops::id_of<ops::multiply>, std::array{x, x});
  ir::value const sum = ir::make_elementwise(g, ops::id_of<ops::add>, std::array{square, y});
  engine::axes_argument last;
  last.all = false;
  last.axes = {1};
  p.what.add(ir::make_reduce(g, ops::id_of<ops::add_reduce>, sum, last));
  return p;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(isomorphism_checker)

BOOST_AUTO_TEST_CASE(two_thousand_generated_plans_raise_no_alarm) {
  for (std::uint64_t seed = 1; seed <= 2000; ++seed) {
    differential::tape t(seed);
    differential::program const p = differential::make_program(t);
    isomorphism::verdict const v = verdict_of(p, differential::plan_of(p, isa::baseline, 1));
    if (!v.holds())
      BOOST_ERROR("seed " << seed << " fails: " << v.failing() << ", " << v.find(v.failing())->why << "\n" << p.text());
  }
}

BOOST_AUTO_TEST_CASE(all_claims_hold_with_the_witness) {
  differential::program const p = sum_of_squares(7, 1300);
  isomorphism::verdict const v = verdict_of(p, differential::plan_of(p, isa::baseline, 1), true);
  for (isomorphism::claim const& c : v.claims) BOOST_TEST((c.what == outcome::holds), c.name << ": " << c.why);
  BOOST_TEST(v.claims.size() == 6u);
}

BOOST_AUTO_TEST_CASE(the_evidence_is_the_same_in_every_run) {
  differential::program const p = sum_of_squares(3, 200), q = sum_of_squares(3, 200);
  auto const a = verdict_of(p, differential::plan_of(p, isa::baseline, 1)),
             b = verdict_of(q, differential::plan_of(q, isa::baseline, 1));
  BOOST_TEST((a.find("terms")->evidence == b.find("terms")->evidence));
}

BOOST_AUTO_TEST_CASE(a_plan_for_other_strides_fails) {
  differential::program const p = sum_of_squares(8, 8);
  plan::plan how = differential::plan_of(p, isa::baseline, 1);
  for (plan::step& s : how.steps)
    for (plan::operand& o : s.operands)
      if (o.map.rank() == 2 && o.map.stride[0] == 64)
        std::swap(o.map.stride[0], o.map.stride[1]), o.how = plan::access::staged;
  isomorphism::verdict const v = verdict_of(p, how);
  BOOST_TEST((v.find("terms")->what == outcome::fails));
  BOOST_TEST((v.find("bounds")->what == outcome::holds));
}

BOOST_AUTO_TEST_CASE(an_evaluation_beyond_the_limit_is_skipped_and_says_so) {
  differential::program const p = sum_of_squares(20, 50);
  p.restore();
  plan::plan const how = differential::plan_of(p, isa::baseline, 1);
  isomorphism::check_options o;
  o.witness = false;
  o.most_points = 100;
  isomorphism::verdict const v = isomorphism::check({p.what.graph, how, p.what.destinations}, o);
  BOOST_TEST((v.find("terms")->what == outcome::skipped));
  BOOST_TEST(v.find("terms")->why.find("100") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
