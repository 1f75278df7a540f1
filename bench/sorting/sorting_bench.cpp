// Sorting by size, dtype and order of the input, elements a second.
#include <benchmark/benchmark.h>

#include <fnp/fnp.hpp>

#include <algorithm>
#include <cstdint>

namespace {

using fnp::array;

template <class T> array<T> shuffled(fnp::index n) {
  array<T> a = fnp::zeros<T>({n});
  std::uint64_t state = 88172645463325252ull;
  for (fnp::index i = 0; i < n; ++i) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    a.data()[i] = static_cast<T>(static_cast<double>(state >> 40) / 256);
  }
  return a;
}

template <class T> void sort(benchmark::State& state) {
  auto const a = shuffled<T>(state.range(0));
  for (auto _ : state) {
    auto const r = fnp::sort(a);
    benchmark::DoNotOptimize(r.data());
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) * a.size());
}
template <class T> void sort_sorted(benchmark::State& state) {
  auto a = shuffled<T>(state.range(0));
  std::sort(a.data(), a.data() + a.size());
  for (auto _ : state) {
    auto const r = fnp::sort(a);
    benchmark::DoNotOptimize(r.data());
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) * a.size());
}
template <class T> void argsort(benchmark::State& state) {
  auto const a = shuffled<T>(state.range(0));
  for (auto _ : state) {
    auto const r = fnp::argsort(a);
    benchmark::DoNotOptimize(r.data());
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) * a.size());
}

#define SIZES ->Arg(100)->Arg(10000)->Arg(1000000)->Arg(10000000)
BENCHMARK(sort<double>) SIZES;
BENCHMARK(sort<float>) SIZES;
BENCHMARK(sort<std::int32_t>) SIZES;
BENCHMARK(sort<std::uint8_t>) SIZES;
BENCHMARK(sort_sorted<double>) SIZES;
BENCHMARK(argsort<double>) SIZES;
BENCHMARK(argsort<std::int64_t>) SIZES;
#undef SIZES

}  // namespace
