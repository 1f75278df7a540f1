// The peak that a plan predicts is the peak that a run reaches, but for the allocator's rounding to pages.
#include <boost/test/unit_test.hpp>

#include "engine/evaluation.hpp"
#include "engine/settings.hpp"
#include "fnp/fnp.hpp"
#include "fnp/memory.hpp"

namespace engine = fnp::engine;
using fnp::array;
using fnp::axis;

namespace {

template <class E> void require_predicted_peak(E const& e) {
  fnp::typed::leaves_of const leaves(e);
  engine::evaluation work;
  work.add(leaves.job());
  engine::options const o = engine::settle(engine::defaults());
  fnp::plan::plan const p = fnp::plan::make_plan(work.graph, work.destinations, o);
  std::vector<std::byte*> const inputs = engine::input_memory(work.graph);
  fnp::index const before = fnp::memory_counters().bytes_in_use;
  fnp::reset_memory_peak();
  std::vector<fnp::array_handle> fresh;
  engine::run(work.graph, p, {inputs, work.destinations}, o, fresh);
  fnp::index const reached = fnp::memory_counters().peak_bytes - before, page = 4096;
  BOOST_TEST(reached >= p.peak_bytes);
  BOOST_TEST(reached <= p.peak_bytes + page * static_cast<fnp::index>(p.buffers.size()));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(assign_storage)

BOOST_AUTO_TEST_CASE(the_peak_of_a_run_is_the_predicted_one) {
  array<double> const a = fnp::ones<double>({1000, 300}), b = fnp::ones<double>({300, 1000});
  array<float> const f = fnp::ones<float>({770, 130});
  require_predicted_peak(a + 1.0);
  require_predicted_peak((a - fnp::mean(a, axis(0))) / fnp::std(a, axis(0)));
  require_predicted_peak(fnp::matmul(a + 1.0, b * 2.0) - 3.0);
  require_predicted_peak(fnp::exp(a - fnp::max(a, axis(1), fnp::keepdims)) / fnp::sum(fnp::exp(a - fnp::max(a, axis(1), fnp::keepdims)), axis(1), fnp::keepdims));
  require_predicted_peak(fnp::reshape(fnp::transpose(f) * 2.0f, {130 * 770}) + 1.0f);
}

BOOST_AUTO_TEST_SUITE_END()
