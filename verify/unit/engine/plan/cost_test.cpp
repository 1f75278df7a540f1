// The roofline: what is predicted for a step is the larger of its two bounds, and staging comes on top.
#include "engine/plan/cost.hpp"

#include <boost/test/unit_test.hpp>

#include "engine/evaluation.hpp"
#include "fnp/fnp.hpp"

namespace plan = fnp::plan;
using fnp::array;

namespace {

template <class E> plan::step first_step(E const& e) {
  fnp::typed::leaves_of const leaves(e);
  fnp::engine::evaluation what;
  what.add(leaves.job());
  return plan::make_plan(what.graph, what.destinations, fnp::engine::defaults()).steps.at(0);
}

plan::machine machine_of_round_numbers() {
  plan::machine m;
  m.second_cache = 1 << 20;
  m.last_cache = 32 << 20;
  m.near_byte = 0.01;
  m.shared_byte = 0.02;
  m.far_byte = 0.04;
  m.far_byte_shared_out = 0.03;
  m.staged_element = 0.5;
  return m;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(cost)

BOOST_AUTO_TEST_CASE(a_sweep_in_cache_takes_what_its_bytes_take) {
  array<double> const a = fnp::ones<double>({10000}), b = fnp::ones<double>({10000});
  plan::estimate const e = plan::estimate_step(first_step(a + b), machine_of_round_numbers());
  BOOST_TEST(e.bytes == 240000);
  BOOST_TEST(e.moving == 2400, boost::test_tools::tolerance(1e-9));
  BOOST_TEST(e.staging == 0);
  BOOST_TEST(e.total() == plan::step_start + 2400, boost::test_tools::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(a_function_is_bound_by_its_arithmetic) {
  array<double> const a = fnp::ones<double>({10000});
  plan::estimate const e = plan::estimate_step(first_step(fnp::sin(a)), machine_of_round_numbers());
  BOOST_TEST(e.computing > e.moving);
  BOOST_TEST(e.total() == plan::step_start + e.computing, boost::test_tools::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(bytes_cost_more_the_farther_they_lie) {
  plan::machine const m = machine_of_round_numbers();
  double last = 0;
  for (fnp::index const bytes : {1 << 10, 1 << 20, 2 << 20, 32 << 20, 64 << 20}) {
    double const per_byte = plan::moving_time(bytes, m) / static_cast<double>(bytes);
    BOOST_TEST(per_byte >= last);
    last = per_byte;
  }
  BOOST_TEST(last == 0.04, boost::test_tools::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(strided_operands_are_staged_and_that_is_counted) {
  array<double> const a = fnp::ones<double>({30000}), b = fnp::ones<double>({10000});
  plan::estimate const e =
      plan::estimate_step(first_step(a(fnp::slice(fnp::none, fnp::none, 3)) + b), machine_of_round_numbers());
  BOOST_TEST(e.staging == 5000, boost::test_tools::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(a_sum_stages_nothing) {
  array<double> const a = fnp::ones<double>({100, 100});
  BOOST_TEST(plan::estimate_step(first_step(fnp::sum(a)), machine_of_round_numbers()).staging == 0);
  BOOST_TEST(plan::estimate_step(first_step(fnp::sum(a, fnp::axis(0))), machine_of_round_numbers()).staging == 0);
}

BOOST_AUTO_TEST_CASE(threads_share_arithmetic_but_not_memory) {
  plan::machine const m = machine_of_round_numbers();
  plan::estimate far{fnp::index{100} << 20, 4e6, 1e6, 0}, near{1 << 20, 1e4, 8e4, 0};
  BOOST_TEST(plan::parallel_time(far, m, 4) > 0.7 * far.moving);
  BOOST_TEST(plan::parallel_time(near, m, 4) == plan::step_start + 2e4, boost::test_tools::tolerance(1e-9));
  BOOST_TEST(plan::parallel_time(far, m, 1) <= far.total());
}

BOOST_AUTO_TEST_CASE(a_product_counts_every_term) {
  array<double> const a = fnp::ones<double>({10, 20}), b = fnp::ones<double>({20, 30});
  plan::estimate const e = plan::estimate_step(first_step(fnp::matmul(a, b)), machine_of_round_numbers());
  BOOST_TEST(e.computing == 10 * 20 * 30 * 0.02, boost::test_tools::tolerance(1e-9));
}

BOOST_AUTO_TEST_SUITE_END()
