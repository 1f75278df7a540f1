// fnp on the peers' harness: the same workloads, data and check sums as the other programs, from a plain -O2 build.
#include <fnp/fnp.hpp>

#include "harness.hpp"

using namespace H;
using fnp::array;
using fnp::axis;
using fnp::keepdims;
using fnp::slice;

namespace {

template <class T>
array<T> filled(std::initializer_list<fnp::index> shape, int seed, double lo = 0.5, double hi = 1.5) {
  array<T> a = fnp::zeros<T>(shape);
  fill(a.data(), static_cast<size_t>(a.size()), seed, lo, hi);
  return a;
}

template <class A>
double sum_of(A const& a) {
  return total(a.begin(), static_cast<size_t>(a.size()));
}

template <class T>
void flat(Sz const& z) {
  char const* dt = Name<T>::v;
  auto const n = static_cast<fnp::index>(z.n), rows = static_cast<fnp::index>(z.rows), columns = static_cast<fnp::index>(z.cols);
  if (!any("W1", z.name, dt) && !any("W2", z.name, dt) && !any("W4", z.name, dt) && !any("W6", z.name, dt) && !any("W9", z.name, dt) &&
      !any("W10", z.name, dt) && !any("W6a", z.name, dt))
    return;
  auto a2 = filled<T>({2 * n}, 1), b2 = filled<T>({2 * n}, 2);
  auto a = a2(slice(0, n)), b = b2(slice(0, n));
  auto c = filled<T>({n}, 3), d = filled<T>({n}, 4), e = filled<T>({n}, 5), y = fnp::zeros<T>({n});
  auto const check = [&] { return sum_of(y); };
  bench("W1", z.name, z.n, dt, [&] { y = T(1.7) * a + b; }, check);
  bench("W2", z.name, z.n, dt, [&] { y = T(2) * a + T(3) * b * c - d / e; }, check);
  bench("W9a", z.name, z.n, dt, [&] { y = fnp::where(a > b, a, c); }, check);
  bench("W10a", z.name, z.n, dt, [&] { y = a2(slice(fnp::none, fnp::none, 2)) + b2(slice(1, fnp::none, 2)); }, check);
  bench("W10b", z.name, z.n, dt, [&] { y = a(slice(fnp::none, fnp::none, -1)) + b; }, check);
  double r = 0;
  auto const scalar = [&] { return r; };
  bench("W6a", z.name, z.n, dt, [&] { r = fnp::eval(fnp::sum(a)).item(); }, scalar);
  bench("W6d", z.name, z.n, dt, [&] { r = fnp::eval(fnp::sum(fnp::square(a - b))).item(); }, scalar);
  bench("W6e", z.name, z.n, dt, [&] { r = fnp::eval(fnp::max(a)).item(); }, scalar);
  auto m = fnp::reshape(array<T>(a), {rows, columns});
  auto by_column = fnp::zeros<T>({columns}), by_row = fnp::zeros<T>({rows});
  bench("W6b", z.name, z.n, dt, [&] { by_column = fnp::sum(m, axis(0)); }, [&] { return sum_of(by_column); });
  bench("W6c", z.name, z.n, dt, [&] { by_row = fnp::sum(m, axis(1)); }, [&] { return sum_of(by_row); });
  if (any("W4", z.name, dt)) {
    auto x = filled<T>({rows, 1}, 1), mu = filled<T>({columns}, 2);
    auto y2 = fnp::zeros<T>({rows, columns});
    T const s = T(0.4);
    bench("W4", z.name, z.n, dt, [&] { y2 = fnp::exp(-fnp::square(x - mu) / (2 * s * s)); }, [&] { return sum_of(y2); });
  }
}

template <class T>
void transposed_sum() {
  char const* dt = Name<T>::v;
  if (!any("W5", "L", dt)) return;
  fnp::index const n = 4096;
  auto a = filled<T>({n, n}, 1), b = filled<T>({n, n}, 2), y = fnp::zeros<T>({n, n});
  bench("W5", "L", static_cast<size_t>(n * n), dt, [&] { y = a + fnp::transpose(b); }, [&] { return sum_of(y); });
}

void stencils() {
  for (auto const& z : sizes) {
    if (z.name[0] == 'S' || (!any("W7a", z.name, "f32") && !any("W7b", z.name, "f32"))) continue;
    auto const rows = static_cast<fnp::index>(z.rows), columns = static_cast<fnp::index>(z.cols);
    auto a = filled<float>({rows, columns}, 1, 0, 50), y = fnp::zeros<float>({rows, columns});
    auto u = fnp::zeros<std::uint8_t>({rows, columns});
    slice const inner(1, -1), before(0, -2), after(2, fnp::end);
    auto const north = a(before, inner), south = a(after, inner), west = a(inner, before), east = a(inner, after);
    bench("W7a", z.name, z.n, "f32", [&] { y(inner, inner) = 0.25f * ((north + south) + (west + east)); }, [&] { return sum_of(y); });
    float const zenith = 0.7853982f, azimuth = 2.3561945f, cz = std::cos(zenith), sz = std::sin(zenith);
    bench("W7b", z.name, z.n, "f32",
          [&] {
            auto const dx = (east - west) * (0.5f / 30);
            auto const dy = (south - north) * (0.5f / 30);
            auto const slope = fnp::arctan(fnp::sqrt(fnp::square(dx) + fnp::square(dy)));
            auto const aspect = fnp::arctan2(dy, -dx);
            auto const shade = 255.f * (cz * fnp::cos(slope) + sz * fnp::sin(slope) * fnp::cos(azimuth - aspect));
            u(inner, inner) = fnp::astype<std::uint8_t>(fnp::clip(shade, 0.f, 255.f));
          },
          [&] { return sum_of(u); });
  }
}

void small() {
  for (fnp::index const n : {1, 16, 256, 4096}) {
    std::string const name = "n" + std::to_string(n);
    auto a = filled<double>({n}, 1), b = filled<double>({n}, 2), c = filled<double>({n}, 3), y = fnp::zeros<double>({n});
    auto const check = [&] { return sum_of(y); };
    bench("W8", name.c_str(), static_cast<size_t>(n), "f64", [&] { y = a + b * c; }, check);
    bench("W8alloc", name.c_str(), static_cast<size_t>(n), "f64",
          [&] {
            array<double> o = a + b * c;
            asm volatile("" ::"r"(o.data()) : "memory");
          },
          check);
  }
}

template <class T>
void functions() {
  char const* dt = Name<T>::v;
  if (!any("W13", "M", dt)) return;
  auto x = filled<T>({1000000}, 1, -10, 10), p = filled<T>({1000000}, 2, 0.01, 10), y = fnp::zeros<T>({1000000});
  auto const run = [&](char const* id, auto&& f) { bench(id, "M", 1000000, dt, f, [&] { return sum_of(y); }); };
  run("W13sin", [&] { y = fnp::sin(x); });
  run("W13exp", [&] { y = fnp::exp(x); });
  run("W13log", [&] { y = fnp::log(p); });
  run("W13pow", [&] { y = fnp::power(p, x); });
  run("W13tanh", [&] { y = fnp::tanh(x); });
  run("W13atan", [&] { y = fnp::arctan(x); });
}

template <class T>
void product() {
  char const* dt = Name<T>::v;
  if (!any("W11", "1024", dt)) return;
  auto a = filled<T>({1024, 1024}, 1), b = filled<T>({1024, 1024}, 2), y = fnp::zeros<T>({1024, 1024});
  bench("W11", "1024", 1024 * 1024, dt, [&] { y = fnp::matmul(a, b); }, [&] { return sum_of(y); });
}

void sorts() {
  if (!any("W12b", "1e7", "f64") && !any("W12c", "1e7", "f64")) return;
  size_t const n = 10000000;
  auto a = filled<double>({static_cast<fnp::index>(n)}, 1);
  std::uint64_t state = 88172645463325252ull;
  for (size_t i = n - 1; i > 0; --i) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    std::swap(a.data()[i], a.data()[state % (i + 1)]);
  }
  array<double> y;
  array<fnp::index> at;
  bench("W12b", "1e7", n, "f64", [&] { y = fnp::sort(a); }, [&] { return y.data()[n / 3]; });
  bench("W12c", "1e7", n, "f64", [&] { at = fnp::argsort(a); }, [&] { return a.data()[at.data()[n / 3]]; });
}

}  // namespace

int main(int argc, char** argv) {
  init(argc, argv);
  auto options = fnp::engine::defaults();
  options.threads = cfg.threads;
  fnp::engine::set_defaults(options);
  for (auto const& z : sizes) {
    flat<double>(z);
    flat<float>(z);
  }
  transposed_sum<double>();
  transposed_sum<float>();
  stencils();
  small();
  product<double>();
  product<float>();
  sorts();
  functions<double>();
  functions<float>();
}
