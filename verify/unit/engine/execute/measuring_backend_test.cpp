// A measured run gives the same bits, and counts the bytes that the plan said it would touch.
#include "engine/execute/measuring_backend.hpp"

#include <boost/test/unit_test.hpp>

#include "engine/evaluation.hpp"
#include "engine/plan/cost.hpp"
#include "engine/settings.hpp"
#include "fnp/fnp.hpp"
#include "verify/unit/engine/plan/other_machine.hpp"

namespace engine = fnp::engine;
namespace plan = fnp::plan;
using fnp::array;

namespace {

struct outcome {
  plan::plan what;
  std::vector<fnp::execute::step_measure> measures;
  std::vector<fnp::array_handle> measured, plain;
};

template <class E> outcome run_twice(E const& e, int threads = 1, bool tier1 = true) {
  fnp::typed::leaves_of const leaves(e);
  engine::evaluation work;
  work.add(leaves.job());
  engine::options o = engine::settle(engine::defaults());
  o.threads = threads;
  o.tier1 = tier1;
  outcome r;
  r.what = plan::make_plan(work.graph, work.destinations, o);
  std::vector<std::byte*> const inputs = engine::input_memory(work.graph);
  engine::run(work.graph, r.what, {inputs, work.destinations, &r.measures}, o, r.measured);
  engine::run(work.graph, r.what, {inputs, work.destinations}, o, r.plain);
  return r;
}

template <class E> void require_predicted_bytes(E const& e, int threads = 1) {
  outcome const r = run_twice(e, threads);
  BOOST_REQUIRE(r.measures.size() == r.what.steps.size());
  for (std::size_t k = 0; k < r.measures.size(); ++k) {
    BOOST_TEST(r.measures[k].bytes == plan::bytes_touched(r.what.steps[k]));
    BOOST_TEST(r.measures[k].time > 0);
  }
  auto const& a = *r.measured.at(0);
  auto const& b = *r.plain.at(0);
  BOOST_TEST(std::memcmp(a.data, b.data, static_cast<std::size_t>(a.count) * fnp::itemsize(a.type)) == 0);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(measuring_backend)

BOOST_AUTO_TEST_CASE(dense_maps_touch_each_operand_once) {
  array<double> const a = fnp::ones<double>({300, 400}), b = fnp::ones<double>({300, 400});
  require_predicted_bytes(a + b);
  require_predicted_bytes(fnp::sin(a) * b - a);
  require_predicted_bytes(a + b, 3);
}

BOOST_AUTO_TEST_CASE(staged_operands_are_read_and_written_to_scratch) {
  array<double> const a = fnp::ones<double>({3000}), b = fnp::ones<double>({1000});
  outcome const r = run_twice(a(fnp::slice(fnp::none, fnp::none, 3)) + b);
  BOOST_TEST(r.measures.at(0).bytes == 1000 * (8 + 8 + 2 * 8));
}

BOOST_AUTO_TEST_CASE(results_streamed_from_scratch_count_there_and_in_memory) {
  fnp::test::other_machine const streaming([](plan::machine& m) { m.stream_from = 0; });
  array<double> const a = fnp::ones<double>({4000});
  outcome const r = run_twice((a + a) * a, 1, false);
  BOOST_TEST(r.what.steps.at(0).stream);
  BOOST_TEST(r.measures.at(0).bytes >= 4000 * (8 + 2 * 8));
}

BOOST_AUTO_TEST_CASE(a_shared_value_counts_once_a_row) {
  array<double> const a = fnp::ones<double>({50, 1}), b = fnp::ones<double>({50, 64});
  outcome const r = run_twice(a + b);
  BOOST_TEST(r.measures.at(0).bytes >= 50 * (64 * 16));
  BOOST_TEST(r.measures.at(0).bytes <= 50 * (64 * 16 + 8 + 16));
}

BOOST_AUTO_TEST_CASE(reductions_count_what_they_read) {
  array<double> const a = fnp::ones<double>({128, 256});
  for (auto const& r : {run_twice(fnp::sum(a)), run_twice(fnp::sum(a, fnp::axis(0))), run_twice(fnp::sum(a * a))}) {
    fnp::index read = 0;
    for (auto const& m : r.measures) read += m.bytes;
    BOOST_TEST(read >= 128 * 256 * 8);
    BOOST_TEST(read <= 128 * 256 * 8 * 2 + 4096);
  }
}

BOOST_AUTO_TEST_CASE(a_profile_tells_both_sides_in_every_format) {
  array<double> const a = fnp::ones<double>({100, 100});
  auto const e = (a - fnp::mean(a, fnp::axis(0))) * 2.0;
  BOOST_TEST(e.profile().find("predicted") != std::string::npos);
  BOOST_TEST(e.profile().find("measured") != std::string::npos);
  BOOST_TEST(e.profile(engine::format::html).find("measured") != std::string::npos);
  BOOST_TEST(e.profile(engine::format::json).find("\"measured_ns\"") != std::string::npos);
  BOOST_TEST(e.explain().find("measured") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
