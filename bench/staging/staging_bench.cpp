// Staging alone: copies of operands that a kernel cannot walk, into a kept dense array, at the bandwidth they reach.
#include <benchmark/benchmark.h>

#include <fnp/fnp.hpp>

namespace {

using fnp::array;
using fnp::none;
using fnp::slice;

// `of` makes a view of a square array; both its elements and those of the result are moved once.
template <class T, class U = T, class F> void copy(benchmark::State& state, F of) {
  fnp::index const side = state.range(0);
  auto const a = fnp::full<T>({side, side}, T(1));
  auto const seen = of(a);
  array<U> r = fnp::zeros<U>(seen.shape());
  for (auto _ : state) {
    r = fnp::astype<U>(seen);
    benchmark::DoNotOptimize(r.data());
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) * r.size() *
                          static_cast<std::int64_t>(sizeof(T) + sizeof(U)));
}

template <class T> void dense(benchmark::State& s) {
  copy<T>(s, [](array<T> const& a) { return a; });
}
template <class T> void transposed(benchmark::State& s) {
  copy<T>(s, [](array<T> const& a) { return fnp::transpose(a); });
}
template <class T> void every_second(benchmark::State& s) {
  copy<T>(s, [](array<T> const& a) { return a(slice(), slice(none, none, 2)); });
}
template <class T> void reversed(benchmark::State& s) {
  copy<T>(s, [](array<T> const& a) { return a(slice(), slice(none, none, -1)); });
}
template <class T, class U> void cast(benchmark::State& s) {
  copy<T, U>(s, [](array<T> const& a) { return a; });
}

#define SIDES ->Arg(100)->Arg(1000)->Arg(4000)
BENCHMARK(dense<double>) SIDES;
BENCHMARK(transposed<double>) SIDES;
BENCHMARK(transposed<float>) SIDES;
BENCHMARK(transposed<std::uint8_t>) SIDES;
BENCHMARK(every_second<double>) SIDES;
BENCHMARK(every_second<float>) SIDES;
BENCHMARK(reversed<double>) SIDES;
BENCHMARK(reversed<float>) SIDES;
BENCHMARK(cast<std::int32_t, double>) SIDES;
BENCHMARK(cast<double, float>) SIDES;
#undef SIDES

}  // namespace
