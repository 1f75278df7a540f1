// What an evaluation costs beside the arithmetic: small arrays, cache hits of plans, ops interpreted one by one,
// allocation.
#include <benchmark/benchmark.h>

#include <fnp/fnp.hpp>

namespace {

using fnp::array;

struct operands {
  explicit operands(fnp::index n)
      : a(fnp::full<double>({n}, 1.5)),
        b(fnp::full<double>({n}, 2.5)),
        c(fnp::full<double>({n}, 3.5)),
        y(fnp::zeros<double>({n})) {}
  array<double> a, b, c, y;
};

void kept(benchmark::State& state) {
  operands x(state.range(0));
  for (auto _ : state) {
    x.y = x.a + x.b * x.c;
    benchmark::ClobberMemory();
  }
}
void kept_borrowed(benchmark::State& state) {
  operands x(state.range(0));
  for (auto _ : state) {
    x.y = fnp::borrow(x.a) + fnp::borrow(x.b) * fnp::borrow(x.c);
    benchmark::ClobberMemory();
  }
}
void fresh(benchmark::State& state) {
  operands x(state.range(0));
  for (auto _ : state) {
    array<double> r = x.a + x.b * x.c;
    benchmark::DoNotOptimize(r.data());
  }
}
void updated(benchmark::State& state) {
  operands x(state.range(0));
  for (auto _ : state) {
    x.y += x.b * x.c;
    benchmark::ClobberMemory();
  }
}
BENCHMARK(kept)->Arg(1)->Arg(16)->Arg(256)->Arg(4096);
BENCHMARK(kept_borrowed)->Arg(1)->Arg(16)->Arg(256)->Arg(4096);
BENCHMARK(fresh)->Arg(1)->Arg(16)->Arg(256)->Arg(4096);
BENCHMARK(updated)->Arg(1)->Arg(256);

// A transposed operand needs a plan; the second evaluation finds it. The counters show that it was found.
void plan_cache_hit(benchmark::State& state) {
  array<double> a = fnp::full<double>({2, 2}, 1.5), b = fnp::full<double>({2, 2}, 2.5), y = fnp::zeros<double>({2, 2});
  y = a + fnp::transpose(b);
  auto const before = fnp::engine::counters();
  for (auto _ : state) {
    y = a + fnp::transpose(b);
    benchmark::ClobberMemory();
  }
  auto const now = fnp::engine::counters();
  state.counters["hits"] =
      benchmark::Counter(static_cast<double>(now.cache_hits - before.cache_hits), benchmark::Counter::kAvgIterations);
  state.counters["misses"] = static_cast<double>(now.cache_misses - before.cache_misses);
}
BENCHMARK(plan_cache_hit);

void reduced(benchmark::State& state) {
  array<double> a = fnp::full<double>({state.range(0)}, 1.5);
  for (auto _ : state) benchmark::DoNotOptimize(fnp::eval(fnp::sum(a)).item());
}
BENCHMARK(reduced)->Arg(1)->Arg(256);

// Without compiled regions: the difference of two lengths, divided by their difference in ops, is the cost of one op.
template <int ops> void interpreted(benchmark::State& state) {
  auto const usual = fnp::engine::defaults();
  auto options = usual;
  options.tier1 = false;
  fnp::engine::set_defaults(options);
  operands x(state.range(0));
  for (auto _ : state) {
    if constexpr (ops == 2)
      x.y = x.a + x.b * x.c;
    else
      x.y = x.a + x.b * x.c - x.a * x.c + x.b * x.a - x.c * x.b + x.a;
    benchmark::ClobberMemory();
  }
  fnp::engine::set_defaults(usual);
}
BENCHMARK(interpreted<2>)->Arg(1)->Arg(256);
BENCHMARK(interpreted<9>)->Arg(1)->Arg(256);

void allocate(benchmark::State& state) {
  for (auto _ : state) {
    array<double> a = fnp::empty<double>({state.range(0)});
    benchmark::DoNotOptimize(a.data());
  }
}
BENCHMARK(allocate)->Arg(1)->Arg(256)->Arg(1 << 14)->Arg(1 << 20)->Arg(1 << 24);

}  // namespace
