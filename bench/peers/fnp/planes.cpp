// W5, W7: a transposed operand, a five-point stencil, and the shading of a relief.
#include "workloads.hpp"

using namespace H;

namespace peer {
namespace {

template <class T> void transposed_sum() {
  char const* dt = Name<T>::v;
  if (!any("W5", "L", dt)) return;
  fnp::index const n = 4096;
  auto a = filled<T>({n, n}, 1), b = filled<T>({n, n}, 2), y = fnp::zeros<T>({n, n});
  bench("W5", "L", static_cast<std::size_t>(n * n), dt, [&] { y = a + fnp::transpose(b); }, [&] { return sum_of(y); });
}

void stencils(Sz const& z) {
  if (!wanted(z, "f32", "W7a", "W7b", "W7bx")) return;
  auto const rows = static_cast<fnp::index>(z.rows), columns = static_cast<fnp::index>(z.cols);
  auto a = filled<float>({rows, columns}, 1, 0, 50), y = fnp::zeros<float>({rows, columns});
  auto u = fnp::zeros<std::uint8_t>({rows, columns});
  slice const inner(1, -1), before(0, -2), after(2, fnp::end);
  auto const north = a(before, inner), south = a(after, inner), west = a(inner, before), east = a(inner, after);
  bench(
      "W7a", z.name, z.n, "f32", [&] { y(inner, inner) = 0.25f * ((north + south) + (west + east)); },
      [&] { return sum_of(y); });
  float const zenith = 0.7853982f, azimuth = 2.3561945f, cz = std::cos(zenith), sz = std::sin(zenith);
  auto const hillshade = [&] {
    auto const dx = (east - west) * (0.5f / 30);
    auto const dy = (south - north) * (0.5f / 30);
    auto const slope = fnp::arctan(fnp::sqrt(fnp::square(dx) + fnp::square(dy)));
    auto const aspect = fnp::arctan2(dy, -dx);
    auto const shade = 255.f * (cz * fnp::cos(slope) + sz * fnp::sin(slope) * fnp::cos(azimuth - aspect));
    u(inner, inner) = fnp::astype<std::uint8_t>(fnp::clip(shade, 0.f, 255.f));
  };
  bench("W7b", z.name, z.n, "f32", hillshade, [&] { return sum_of(u); });
  auto const before_it = fnp::engine::defaults();
  auto rewriting = before_it;
  rewriting.rewrite = true;
  fnp::engine::set_defaults(rewriting);
  bench("W7bx", z.name, z.n, "f32", hillshade, [&] { return sum_of(u); });
  fnp::engine::set_defaults(before_it);
}

}  // namespace

void run_planes() {
  transposed_sum<double>();
  transposed_sum<float>();
  for (auto const& z : sizes)
    if (z.name[0] != 'S') stencils(z);
}

}  // namespace peer
