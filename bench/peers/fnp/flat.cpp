// W1, W2, W9, W10: element-wise expressions on one axis, contiguous, masked, strided and reversed.
#include "workloads.hpp"

using namespace H;

namespace peer {
namespace {

template <class T> void element_wise(Sz const& z) {
  char const* dt = Name<T>::v;
  if (!wanted(z, dt, "W1", "W2", "W9a", "W9b", "W10b")) return;
  auto const n = static_cast<fnp::index>(z.n);
  auto a = filled<T>({n}, 1), b = filled<T>({n}, 2), c = filled<T>({n}, 3), d = filled<T>({n}, 4),
       e = filled<T>({n}, 5);
  auto y = fnp::zeros<T>({n});
  auto const check = [&] { return sum_of(y); };
  bench("W1", z.name, z.n, dt, [&] { y = T(1.7) * a + b; }, check);
  bench("W2", z.name, z.n, dt, [&] { y = T(2) * a + T(3) * b * c - d / e; }, check);
  bench("W9a", z.name, z.n, dt, [&] { y = fnp::where(a > b, a, c); }, check);
  std::int64_t count = 0;
  bench(
      "W9b", z.name, z.n, dt, [&] { count = fnp::eval(fnp::count_nonzero(a > b)).item(); },
      [&] { return static_cast<double>(count); });
  bench("W10b", z.name, z.n, dt, [&] { y = a(slice(fnp::none, fnp::none, -1)) + b; }, check);
}

void mixed_types(Sz const& z) {
  if (!wanted(z, "f64", "W9c")) return;
  auto const n = static_cast<fnp::index>(z.n);
  auto k = fnp::zeros<std::int32_t>({n});
  for (fnp::index i = 0; i < n; ++i) k.data()[i] = static_cast<std::int32_t>(i % 1000);
  auto a = filled<double>({n}, 1), y = fnp::zeros<double>({n});
  bench("W9c", z.name, z.n, "f64", [&] { y = k + a; }, [&] { return sum_of(y); });
}

template <class T> void strided(Sz const& z) {
  char const* dt = Name<T>::v;
  if (!wanted(z, dt, "W10a")) return;
  auto const n = static_cast<fnp::index>(z.n);
  auto a = filled<T>({2 * n}, 1), b = filled<T>({2 * n}, 2), y = fnp::zeros<T>({n});
  bench(
      "W10a", z.name, z.n, dt, [&] { y = a(slice(fnp::none, fnp::none, 2)) + b(slice(1, fnp::none, 2)); },
      [&] { return sum_of(y); });
}

}  // namespace

void run_flat() {
  for (auto const& z : sizes) {
    element_wise<double>(z);
    element_wise<float>(z);
    mixed_types(z);
    strided<double>(z);
    strided<float>(z);
  }
}

}  // namespace peer
