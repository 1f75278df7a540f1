// The peak that a plan predicts is the peak that a run reaches, but for the allocator's rounding to pages.
#include <boost/test/unit_test.hpp>
#include <map>

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
  // Large blocks are rounded to pages, and small ones come from pools that are counted already.
  fnp::index const slack = page * static_cast<fnp::index>(p.buffers.size()), rounded = p.peak_bytes + slack;
  BOOST_TEST(reached >= p.peak_bytes - slack);
  BOOST_TEST(reached <= rounded);
  // A short way round the plan needs no more.
  fresh.clear();
  fnp::reset_memory_peak();
  auto const value = fnp::eval(e);
  BOOST_TEST(fnp::memory_counters().peak_bytes - before <= rounded);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(assign_storage)

BOOST_AUTO_TEST_CASE(the_peak_of_a_run_is_the_predicted_one) {
  array<double> const a = fnp::ones<double>({1000, 300}), b = fnp::ones<double>({300, 1000});
  array<float> const f = fnp::ones<float>({770, 130});
  require_predicted_peak(a + 1.0);
  require_predicted_peak((a - fnp::mean(a, axis(0))) / fnp::std(a, axis(0)));
  require_predicted_peak(fnp::matmul(a + 1.0, b * 2.0) - 3.0);
  require_predicted_peak(fnp::exp(a - fnp::max(a, axis(1), fnp::keepdims)) /
                         fnp::sum(fnp::exp(a - fnp::max(a, axis(1), fnp::keepdims)), axis(1), fnp::keepdims));
  require_predicted_peak(fnp::reshape(fnp::transpose(f) * 2.0f, {130 * 770}) + 1.0f);
}

template <class T> void require_peaks_of_workloads() {
  fnp::index const n = 90000;
  array<T> const a = fnp::ones<T>({n}), b = fnp::full<T>({n}, T(2)), c = fnp::full<T>({n}, T(3)), d = b.copy(),
                 e = c.copy();
  require_predicted_peak(T(1.7) * a + b);
  require_predicted_peak(T(2) * a + T(3) * b * c - d / e);
  auto const below = [](auto const& x) { return T(0.5) * (T(1) + fnp::erf(x * T(0.7))); };
  auto const spread = T(0.3) * fnp::sqrt(c);
  auto const d1 = (fnp::log(a / b) + T(0.065) * c) / spread;
  require_predicted_peak(a * below(d1) - b * fnp::exp(T(-0.02) * c) * below(d1 - spread));
  require_predicted_peak(fnp::where(a > b, a, c));
  require_predicted_peak(fnp::astype<std::int64_t>(a) + b);
  require_predicted_peak(a(fnp::slice(0, fnp::end, 2)) + b(fnp::slice(1, fnp::end, 2)));
  require_predicted_peak(a(fnp::slice(fnp::end, -n - 1, -1)) + b);

  array<T> const table = fnp::ones<T>({300, 300}), column = fnp::ones<T>({300, 1}), row = fnp::full<T>({300}, T(2));
  require_predicted_peak(fnp::exp(-fnp::square(column - row) / T(0.32)));
  require_predicted_peak(table + fnp::transpose(table));
  require_predicted_peak(fnp::sum(table, axis(0)));
  require_predicted_peak(fnp::sum(table, axis(1)));
  require_predicted_peak(fnp::mean(table) + fnp::var(table));
  auto const exponentials = fnp::let(fnp::exp(table - fnp::max(table, axis(1), fnp::keepdims)));
  require_predicted_peak(exponentials / fnp::sum(exponentials, axis(1), fnp::keepdims));
  fnp::slice const inner(1, -1), before(0, -2), after(2, fnp::end);
  auto const dx = table(inner, after) - table(inner, before), dy = table(after, inner) - table(before, inner);
  require_predicted_peak(T(0.25) * (table(before, inner) + table(after, inner) + dx));
  auto const slope = fnp::arctan(fnp::sqrt(fnp::square(dx) + fnp::square(dy))), aspect = fnp::arctan2(dy, -dx);
  auto const shade = T(255) * (T(0.7) * fnp::cos(slope) + T(0.7) * fnp::sin(slope) * fnp::cos(T(2.3) - aspect));
  require_predicted_peak(fnp::astype<std::uint8_t>(fnp::clip(shade, T(0), T(255))));
}

BOOST_AUTO_TEST_CASE(the_peaks_of_the_peers_workloads_are_the_predicted_ones) {
  require_peaks_of_workloads<double>();
  require_peaks_of_workloads<float>();
}

BOOST_AUTO_TEST_CASE(a_storage_is_used_again_by_the_next_that_begins_after_its_last_use) {
  array<double> const a = fnp::ones<double>({40, 40});
  auto const e = fnp::matmul(fnp::matmul(fnp::matmul(fnp::matmul(fnp::matmul(a, a), a), a), a), a);
  fnp::typed::leaves_of const leaves(e);
  engine::evaluation work;
  work.add(leaves.job());
  fnp::plan::plan const p = fnp::plan::make_plan(work.graph, work.destinations, engine::settle(engine::defaults()));
  BOOST_TEST(p.temporaries > p.storage_bytes.size());
  struct use {
    std::uint32_t buffer;
    std::size_t last;
  };
  std::map<std::int32_t, use> held;  // by storage
  for (std::size_t i = 0; i < p.steps.size(); ++i)
    for (auto const& o : p.steps[i].operands) {
      auto const& b = p.buffers[o.buffer];
      if (b.what != fnp::plan::role::temporary) continue;
      BOOST_TEST(b.bytes <= p.storage_bytes[static_cast<std::size_t>(b.storage)]);
      auto const known = held.find(b.storage);
      if (known != held.end() && known->second.buffer != o.buffer) BOOST_TEST(known->second.last < i);
      held.insert_or_assign(b.storage, use{o.buffer, i});
    }
}

BOOST_AUTO_TEST_SUITE_END()
