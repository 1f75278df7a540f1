// W3, W4, W13: Black-Scholes, a table of Gaussians, and single functions of a million elements.
#include "workloads.hpp"

using namespace H;

namespace peer {
namespace {

// The price of a European call with rate 0.02 and volatility 0.3.
template <class T> void black_scholes(Sz const& z) {
  char const* dt = Name<T>::v;
  if (!wanted(z, dt, "W3")) return;
  auto const n = static_cast<fnp::index>(z.n);
  auto spot = filled<T>({n}, 1, 80, 120), strike = filled<T>({n}, 2, 80, 120), years = filled<T>({n}, 3, 0.2, 2.0);
  auto y = fnp::zeros<T>({n});
  T const rate = T(0.02), volatility = T(0.3), root_half = T(0.70710678118654752);
  bench(
      "W3", z.name, z.n, dt,
      [&] {
        auto const spread = volatility * fnp::sqrt(years);
        auto const d1 = (fnp::log(spot / strike) + (rate + T(0.5) * volatility * volatility) * years) / spread;
        auto const below = [&](auto const& d) { return T(0.5) * (T(1) + fnp::erf(d * root_half)); };
        y = spot * below(d1) - strike * fnp::exp(-rate * years) * below(d1 - spread);
      },
      [&] { return sum_of(y); });
}

template <class T> void gaussians(Sz const& z) {
  char const* dt = Name<T>::v;
  if (!wanted(z, dt, "W4")) return;
  auto const rows = static_cast<fnp::index>(z.rows), columns = static_cast<fnp::index>(z.cols);
  auto x = filled<T>({rows, 1}, 1), mu = filled<T>({columns}, 2), y = fnp::zeros<T>({rows, columns});
  T const s = T(0.4);
  bench("W4", z.name, z.n, dt, [&] { y = fnp::exp(-fnp::square(x - mu) / (2 * s * s)); }, [&] { return sum_of(y); });
}

// DUMP names a folder for the outputs, whose distance from the true values in ULP is measured elsewhere.
template <class T> void dump(array<T> const& y, char const* id) {
  char const* folder = std::getenv("DUMP");
  if (!folder || !want(id, "M", Name<T>::v)) return;
  std::string const path = std::string(folder) + "/" + cfg.peer + "_" + id + "_" + Name<T>::v + ".bin";
  if (std::FILE* file = std::fopen(path.c_str(), "wb")) {
    std::fwrite(y.data(), sizeof(T), static_cast<std::size_t>(y.size()), file);
    std::fclose(file);
  }
}

template <class T> void single_functions() {
  char const* dt = Name<T>::v;
  fnp::index const n = 1000000;
  Sz const million{"M", 1000000, 1000, 1000};
  if (!wanted(million, dt, "W13", "W13sin", "W13exp", "W13log", "W13pow", "W13tanh", "W13erf", "W13atan")) return;
  auto x = filled<T>({n}, 1, -10, 10), p = filled<T>({n}, 2, 0.01, 10), y = fnp::zeros<T>({n});
  auto const run = [&](char const* id, auto&& f) {
    bench(id, "M", 1000000, dt, f, [&] { return sum_of(y); });
    dump(y, id);
  };
  run("W13sin", [&] { y = fnp::sin(x); });
  run("W13exp", [&] { y = fnp::exp(x); });
  run("W13log", [&] { y = fnp::log(p); });
  run("W13pow", [&] { y = fnp::power(p, x); });
  run("W13tanh", [&] { y = fnp::tanh(x); });
  run("W13atan", [&] { y = fnp::arctan(x); });
  run("W13erf", [&] { y = fnp::erf(x); });
}

}  // namespace

void run_functions() {
  for (auto const& z : sizes) {
    black_scholes<double>(z);
    black_scholes<float>(z);
    gaussians<double>(z);
    gaussians<float>(z);
  }
  single_functions<double>();
  single_functions<float>();
}

}  // namespace peer
