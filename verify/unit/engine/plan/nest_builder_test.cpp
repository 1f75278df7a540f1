// A typed region keeps its compiled kernel where its operands are converted, broadcast or named twice.
#include <boost/test/unit_test.hpp>

#include "engine/evaluation.hpp"
#include "fnp/fnp.hpp"

using fnp::array;

namespace {

template <class E> bool runs_compiled(E const& e) {
  fnp::typed::leaves_of const leaves(e);
  fnp::engine::evaluation what;
  what.add(leaves.job());
  fnp::plan::plan const p = fnp::plan::make_plan(what.graph, what.destinations, fnp::engine::defaults());
  for (fnp::plan::step const& s : p.steps)
    if (!s.compiled) return false;
  return true;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(nest_builder)

BOOST_AUTO_TEST_CASE(a_region_of_mixed_dtypes_runs_its_kernel) {
  array<std::int16_t> const i{1, 2, 3};
  array<float> const f{1, 2, 3};
  array<double> const d{1, 2, 3};
  BOOST_TEST(runs_compiled(i * d + f));
  BOOST_TEST(runs_compiled(i + i * d));
  BOOST_TEST(runs_compiled(fnp::astype<float>(i) * f));
  BOOST_TEST(runs_compiled(fnp::astype<float>(i) * f + i));
  BOOST_TEST(runs_compiled(fnp::astype<float>(i) * d + fnp::astype<double>(i)));
  BOOST_TEST(runs_compiled(fnp::sum(fnp::astype<double>(i) * d)));
}

BOOST_AUTO_TEST_CASE(broadcast_and_repeated_operands_run_their_kernel) {
  array<double> const x = fnp::ones<double>({4, 3}), row{1, 2, 3};
  BOOST_TEST(runs_compiled(x * row + x));
  BOOST_TEST(runs_compiled(fnp::transpose(x) * 2.0 + fnp::transpose(x)));
}

BOOST_AUTO_TEST_CASE(a_kernel_that_converts_gives_the_values_of_astype) {
  array<std::int16_t> const i{1, -2, 300};
  array<float> const f{0.5f, 2, 3};
  array<float> const r = fnp::astype<float>(i) * f + i;
  BOOST_TEST(r(0) == 1.5f);
  BOOST_TEST(r(1) == -6);
  BOOST_TEST(r(2) == 1200);
}

BOOST_AUTO_TEST_SUITE_END()
