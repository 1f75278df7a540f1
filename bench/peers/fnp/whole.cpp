// W11, W12: a matrix product, a running sum, sorting.
#include "workloads.hpp"

using namespace H;

namespace peer {
namespace {

template <class T> void product() {
  char const* dt = Name<T>::v;
  if (!any("W11", "1024", dt)) return;
  fnp::index const n = 1024;
  auto a = filled<T>({n, n}, 1), b = filled<T>({n, n}, 2), y = fnp::zeros<T>({n, n});
  bench("W11", "1024", static_cast<std::size_t>(n * n), dt, [&] { y = fnp::matmul(a, b); }, [&] { return sum_of(y); });
}

// The golden-ratio sequence in the order that every peer shuffles it into (xorshift, Fisher and Yates).
array<double> shuffled(fnp::index n) {
  auto a = filled<double>({n}, 1);
  std::uint64_t state = 88172645463325252ull;
  for (fnp::index i = n - 1; i > 0; --i) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    std::swap(a.data()[i], a.data()[state % static_cast<std::uint64_t>(i + 1)]);
  }
  return a;
}

void ordered() {
  std::size_t const size = 10000000;
  auto const n = static_cast<fnp::index>(size);
  if (!any("W12a", "1e7", "f64") && !any("W12aA", "1e7", "f64") && !any("W12b", "1e7", "f64") &&
      !any("W12c", "1e7", "f64"))
    return;
  auto a = shuffled(n), y = fnp::zeros<double>({n});
  bench(
      "W12a", "1e7", size, "f64", [&] { fnp::add.accumulate(a, 0, fnp::dtype::f8, y.handle().get()); },
      [&] { return y.data()[n - 1]; });
  bench(
      "W12aA", "1e7", size, "f64", [&] { fnp::cumsum(a, 0, fnp::accurate, fnp::into(y)); },
      [&] { return y.data()[n - 1]; });
  bench("W12b", "1e7", size, "f64", [&] { y = fnp::sort(a); }, [&] { return y.data()[n / 3]; });
  auto order = fnp::zeros<fnp::index>({n});
  bench("W12c", "1e7", size, "f64", [&] { order = fnp::argsort(a); }, [&] { return a.data()[order.data()[n / 3]]; });
}

}  // namespace

void run_whole() {
  product<double>();
  product<float>();
  ordered();
}

}  // namespace peer
