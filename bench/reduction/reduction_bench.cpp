// Reductions at the bandwidth they reach: order, axis, layout and dtype.
#include <benchmark/benchmark.h>

#include <fnp/fnp.hpp>

namespace {

using fnp::axis;

template <class T> fnp::array<T> square_of(fnp::index side) { return fnp::full<T>({side, side}, T(1)); }

void count_bytes(benchmark::State& state, fnp::index elements, std::size_t size) {
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) * elements * static_cast<std::int64_t>(size));
}

// `of` makes the expression of a square array.
template <class T, class F> void run(benchmark::State& state, F of) {
  fnp::index const side = state.range(0);
  auto const a = square_of<T>(side);
  auto r = fnp::eval(of(a));
  for (auto _ : state) {
    r = of(a);
    benchmark::DoNotOptimize(r.data());
  }
  count_bytes(state, side * side, sizeof(T));
}

template <class T> void sum(benchmark::State& s) {
  run<T>(s, [](auto const& a) { return fnp::sum(a); });
}
template <class T> void sum_accurate(benchmark::State& s) {
  run<T>(s, [](auto const& a) { return fnp::sum(a, fnp::accurate); });
}
template <class T> void sum_columns(benchmark::State& s) {
  run<T>(s, [](auto const& a) { return fnp::sum(a, axis(0)); });
}
template <class T> void sum_rows(benchmark::State& s) {
  run<T>(s, [](auto const& a) { return fnp::sum(a, axis(1)); });
}
template <class T> void sum_transposed(benchmark::State& s) {
  run<T>(s, [](auto const& a) { return fnp::sum(fnp::transpose(a), axis(0)); });
}
template <class T> void sum_of_squares(benchmark::State& s) {
  run<T>(s, [](auto const& a) { return fnp::sum(a * a); });
}
template <class T> void greatest(benchmark::State& s) {
  run<T>(s, [](auto const& a) { return fnp::max(a); });
}
template <class T> void variance(benchmark::State& s) {
  run<T>(s, [](auto const& a) { return fnp::var(a); });
}
template <class T> void count_true(benchmark::State& s) {
  run<T>(s, [](auto const& a) { return fnp::count_nonzero(a > T(0)); });
}

#define SIDES ->Arg(100)->Arg(1000)->Arg(4000)
BENCHMARK(sum<double>) SIDES;
BENCHMARK(sum<float>) SIDES;
BENCHMARK(sum<std::int64_t>) SIDES;
BENCHMARK(sum_accurate<float>) SIDES;
BENCHMARK(sum_columns<double>) SIDES;
BENCHMARK(sum_columns<float>) SIDES;
BENCHMARK(sum_rows<double>) SIDES;
BENCHMARK(sum_rows<float>) SIDES;
BENCHMARK(sum_transposed<double>) SIDES;
BENCHMARK(sum_of_squares<double>) SIDES;
BENCHMARK(sum_of_squares<float>) SIDES;
BENCHMARK(greatest<double>) SIDES;
BENCHMARK(greatest<std::int32_t>) SIDES;
BENCHMARK(variance<double>) SIDES;
BENCHMARK(count_true<double>) SIDES;
#undef SIDES

}  // namespace
