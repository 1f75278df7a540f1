// Terrain from an elevation model: slope, aspect, two hillshades and a shaded relief, all from one plan.
//
//   terrain [--tile 12x10] [--azimuth 315] [--altitude 45] [--out DIR] [FILE.npz]
//
// The gradient is Horn's (1981, doi:10.1109/PROC.1981.11918): differences over 3 x 3 cells, the nearer ones weighted
// twice. With its components `east` and `north` the unit normal of the ground is up * (-east, -north, 1), and light
// from direction s falls on it with max(0, normal . s). That is cos z cos s + sin z sin s cos(azimuth - aspect),
// written without an angle.
#include <CLI/CLI.hpp>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <tuple>

#include "examples/elevation.hpp"
#include "examples/proof.hpp"
#include "examples/terrain_sheets.hpp"
#include "fnp/memory.hpp"

using fnp::let, fnp::where, fnp::slice, fnp::astype;

// All results as one tuple of expressions. Nothing is computed here: an expression is a value and may be returned.
auto terrain(fnp::array<std::int16_t> const& padded, double cell_east, double cell_north, double azimuth, double altitude) {
  fnp::index const rows = padded.shape()[0] - 2, columns = padded.shape()[1] - 2;
  auto const view = [&](fnp::index down, fnp::index right) {  // the neighbours of all cells in one direction
    return padded(slice(1 + down, 1 + down + rows), slice(1 + right, 1 + right + columns));
  };
  auto const z = [&](fnp::index down, fnp::index right) { return astype<float>(view(down, right)); };
  auto const height = view(0, 0);

  auto east = let((z(-1, 1) + 2 * z(0, 1) + z(1, 1) - (z(-1, -1) + 2 * z(0, -1) + z(1, -1))) / (8 * cell_east));
  auto north = let((z(-1, -1) + 2 * z(-1, 0) + z(-1, 1) - (z(1, -1) + 2 * z(1, 0) + z(1, 1))) / (8 * cell_north));
  auto steepness = let(east * east + north * north);
  auto up = let(1 / fnp::sqrt(1 + steepness));
  auto flat = let(steepness == 0);

  auto slope = fnp::degrees(fnp::arctan(fnp::sqrt(steepness)));
  auto aspect = where(flat, -1, fnp::remainder(fnp::degrees(fnp::arctan2(-east, -north)) + 360, 360));

  // Azimuths clockwise from north, altitude above the horizon, in degrees.
  auto const light = [&](double from) {
    double const a = radians(from), h = radians(altitude);
    return fnp::maximum((std::sin(h) - std::cos(h) * std::sin(a) * east - std::cos(h) * std::cos(a) * north) * up, 0);
  };
  auto const grey = [](auto const& brightness) { return astype<std::uint8_t>(fnp::rint(1 + 254 * brightness)); };
  auto sun = let(light(azimuth));

  // Four suns, each weighted by sin^2 of the angle between its azimuth and the aspect (Mark 1992, USGS OFR 92-422);
  // the four weights add up to two.
  auto const weighted = [&](double from) {
    double const a = radians(from);
    auto across = std::sin(a) * north - std::cos(a) * east;
    return fnp::square(across) * light(from);
  };
  auto four = (weighted(225) + weighted(270) + weighted(315) + weighted(360)) / (2 * where(flat, 1, steepness));
  auto soft = let(where(flat, std::sin(radians(altitude)), four));

  // Colours between two standard deviations around the mean, without going beyond what is there.
  auto middle = fnp::mean(height), spread = 2 * fnp::std(height);
  auto low = let(astype<float>(fnp::maximum(fnp::min(height), middle - spread)));
  auto high = let(astype<float>(fnp::minimum(fnp::max(height), middle + spread)));
  auto scaled = let((z(0, 0) - low) / fnp::maximum(high - low, 1) * (relief_ramp.size() - 1.0));
  auto brightness = let(fnp::minimum(0.3 + 0.45 * sun + 0.5 * soft, 1));
  auto const channel = [&](auto of) {  // a broken line through the colours of the ramp
    auto const piece = [&](int k) { return double(of(relief_ramp[k + 1]) - of(relief_ramp[k])) * fnp::clip(scaled - k, 0, 1); };
    return astype<std::uint8_t>(fnp::rint((of(relief_ramp[0]) + piece(0) + piece(1) + piece(2) + piece(3) + piece(4)) * brightness));
  };
  static_assert(relief_ramp.size() == 6);
  return std::tuple(slope, aspect, grey(sun), grey(soft), channel([](rgb c) { return c.red; }),
                    channel([](rgb c) { return c.green; }), channel([](rgb c) { return c.blue; }), low, high);
}

struct settings {
  std::string file = "data/jacksboro_fault_dem.npz", out = ".";
  std::array<fnp::index, 2> tile{1, 1};
  double azimuth = 315, altitude = 45;
};

void run(settings const& s) {
  elevation const model = read_elevation(s.file);
  auto const padded = padded_tiles(model.height, s.tile[0], s.tile[1]);
  auto const expressions = terrain(padded, model.cell_east, model.cell_north, s.azimuth, s.altitude);
  auto const evaluate = [](auto const&... e) { return fnp::eval(e...); };

  fnp::reset_memory_peak();
  fnp::engine::counters() = {};
  auto const start = std::chrono::steady_clock::now();
  auto const [slope, aspect, hillshade, multidirectional, red, green, blue, low, high] = std::apply(evaluate, expressions);
  std::chrono::duration<double> const first = std::chrono::steady_clock::now() - start;
  auto const counted = fnp::engine::counters();
  auto const peak = fnp::memory_counters().peak_bytes;
}
