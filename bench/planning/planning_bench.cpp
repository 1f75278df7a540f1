// How planning grows with the graph: up to 10,000 nodes, with the complexity that fits the times best printed.
//
// Planning is linear if `per_node` is the same at 1,000 and at 10,000 nodes; BigO fits the times over all sizes.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "engine/ir/graph.hpp"
#include "engine/plan/planner.hpp"
#include "fnp/fnp.hpp"
#include "fnp/ops/all.hpp"

namespace {

namespace ir = fnp::ir;
namespace plan = fnp::plan;

template <class Op> ir::value apply(ir::graph& g, ir::value x, ir::value y) {
  ir::value const operands[] = {x, y};
  return ir::make_elementwise(g, fnp::ops::id_of<Op>, operands, {});
}

// x0 + x1*x0 + ...: element-wise nodes only, one step.
ir::graph chain(fnp::index nodes) {
  static fnp::array<double> const a = fnp::full<double>({64, 64}, 1.5), b = fnp::full<double>({64, 64}, 2.5);
  ir::graph g;
  ir::value const x = ir::make_input(g, a.body()), y = ir::make_input(g, b.body());
  ir::value r = x;
  while (static_cast<fnp::index>(g.nodes.size()) < nodes)
    r = g.nodes.size() % 2 ? apply<fnp::ops::add>(g, r, y) : apply<fnp::ops::multiply>(g, r, x);
  g.results = {r};
  return g;
}

// Every eighth node sums the rows, so that steps and temporaries grow with the graph.
ir::graph with_sums(fnp::index nodes) {
  static fnp::array<double> const a = fnp::full<double>({64, 64}, 1.5);
  ir::graph g;
  ir::value const x = ir::make_input(g, a.body());
  ir::value r = x;
  while (static_cast<fnp::index>(g.nodes.size()) < nodes) {
    for (int i = 0; i < 7; ++i) r = i % 2 ? apply<fnp::ops::add>(g, r, x) : apply<fnp::ops::multiply>(g, r, x);
    ir::value const sums =
        ir::make_reduce(g, fnp::ops::id_of<fnp::ops::add_reduce>, r, fnp::engine::axes_argument{{1}, false, true, 0});
    r = apply<fnp::ops::subtract>(g, r, sums);
  }
  g.results = {r};
  return g;
}

// A balanced sum of as many inputs as there are additions: no operand is used twice, and many are alive at once.
ir::graph wide_sum(fnp::index nodes) {
  static std::vector<fnp::array<double>> inputs;
  while (static_cast<fnp::index>(inputs.size()) < nodes / 2) inputs.push_back(fnp::full<double>({8, 8}, 1.5));
  ir::graph g;
  std::vector<ir::value> level;
  for (fnp::index i = 0; i < std::max<fnp::index>(nodes / 2, 2); ++i)
    level.push_back(ir::make_input(g, inputs[static_cast<std::size_t>(i)].body()));
  while (level.size() > 1) {
    std::vector<ir::value> next;
    for (std::size_t i = 0; i + 1 < level.size(); i += 2)
      next.push_back(apply<fnp::ops::add>(g, level[i], level[i + 1]));
    if (level.size() % 2) next.push_back(level.back());
    level.swap(next);
  }
  g.results = level;
  return g;
}

// Each node takes the two before it: as a tree it would be as large as a Fibonacci number.
ir::graph shared_nodes(fnp::index nodes) {
  static fnp::array<double> const a = fnp::full<double>({64, 64}, 1.5), b = fnp::full<double>({64, 64}, 2.5);
  ir::graph g;
  ir::value x = ir::make_input(g, a.body()), y = ir::make_input(g, b.body());
  while (static_cast<fnp::index>(g.nodes.size()) < nodes) x = std::exchange(y, apply<fnp::ops::maximum>(g, x, y));
  g.results = {y};
  return g;
}

// The same over sums of rows: what is shared is stored.
ir::graph shared_sums(fnp::index nodes) {
  static fnp::array<double> const a = fnp::full<double>({64, 64}, 1.5), b = fnp::full<double>({64, 64}, 2.5);
  ir::graph g;
  ir::value x = ir::make_input(g, a.body()), y = ir::make_input(g, b.body());
  while (static_cast<fnp::index>(g.nodes.size()) < nodes) {
    ir::value const sums = ir::make_reduce(g, fnp::ops::id_of<fnp::ops::add_reduce>, apply<fnp::ops::multiply>(g, x, y),
                                           fnp::engine::axes_argument{{1}, false, true, 0});
    x = std::exchange(y, apply<fnp::ops::subtract>(g, x, sums));
  }
  g.results = {y};
  return g;
}

void count_nodes(benchmark::State& state) {
  using benchmark::Counter;
  state.counters["per_node"] =
      Counter(static_cast<double>(state.range(0)), Counter::kIsIterationInvariantRate | Counter::kInvert);
  state.SetComplexityN(state.range(0));
}

template <ir::graph (*build)(fnp::index)> void plan_graph(benchmark::State& state) {
  ir::graph const g = build(state.range(0));
  auto const options = fnp::engine::defaults();
  std::vector<plan::destination> const into(1);
  for (auto _ : state) {
    plan::plan const p = plan::make_plan(g, into, options);
    benchmark::DoNotOptimize(p.steps.size());
  }
  count_nodes(state);
}
BENCHMARK(plan_graph<chain>)->RangeMultiplier(10)->Range(10, 10000)->Unit(benchmark::kMicrosecond)->Complexity();
BENCHMARK(plan_graph<with_sums>)->RangeMultiplier(10)->Range(10, 10000)->Unit(benchmark::kMicrosecond)->Complexity();
BENCHMARK(plan_graph<wide_sum>)->RangeMultiplier(10)->Range(10, 10000)->Unit(benchmark::kMicrosecond)->Complexity();
BENCHMARK(plan_graph<shared_nodes>)->RangeMultiplier(10)->Range(10, 10000)->Unit(benchmark::kMicrosecond)->Complexity();
BENCHMARK(plan_graph<shared_sums>)->RangeMultiplier(10)->Range(10, 10000)->Unit(benchmark::kMicrosecond)->Complexity();

template <ir::graph (*build)(fnp::index)> void build_graph(benchmark::State& state) {
  for (auto _ : state) {
    ir::graph const g = build(state.range(0));
    benchmark::DoNotOptimize(g.nodes.size());
  }
  count_nodes(state);
}
BENCHMARK(build_graph<chain>)->RangeMultiplier(10)->Range(10, 10000)->Unit(benchmark::kMicrosecond)->Complexity();

}  // namespace
