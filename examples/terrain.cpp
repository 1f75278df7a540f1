// Terrain from an elevation model: slope, aspect, two hillshades and a shaded relief, all from one plan.
//
//   terrain [--tile 12x10] [--azimuth 315] [--altitude 45] [--out DIR] [FILE.npz]
//
// The gradient is Horn's (1981, doi:10.1109/PROC.1981.11918): differences over 3 x 3 cells, the nearer ones weighted
// twice. With its components `east` and `north` the unit normal of the ground is up * (-east, -north, 1), and light
// from direction s falls on it with max(0, normal . s). That is cos z cos s + sin z sin s cos(azimuth - aspect),
// written without an angle.
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <iomanip>
#include <iostream>
#include <tuple>

#include "examples/elevation.hpp"
#include "examples/proof.hpp"
#include "examples/terrain_settings.hpp"
#include "examples/terrain_sheets.hpp"
#include "fnp/memory.hpp"

using fnp::let, fnp::where, fnp::slice, fnp::astype;

// All results as one tuple of expressions. Nothing is computed here: an expression is a value and may be returned.
auto terrain(fnp::array<std::int16_t> const& padded, double cell_east, double cell_north, double azimuth,
             double altitude) {
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
  // Clockwise from north, where the ground falls: half a turn from where it rises.
  auto turned = let(fnp::degrees(fnp::arctan2(east, north)) + 180);
  auto aspect = where(flat, -1, where(turned == 360, 0, turned));

  // Azimuths are clockwise from north, the altitude above the horizon, in degrees.
  auto const rise = [&](double from) { return sine(from) * east + cosine(from) * north; };
  auto const light = [&](double from) {
    return fnp::maximum((sine(altitude) - cosine(altitude) * rise(from)) * up, 0);
  };
  auto const grey = [](auto const& brightness) { return astype<std::uint8_t>(fnp::rint(1 + 254 * brightness)); };
  auto sun = let(light(azimuth));

  // Four suns; each has most weight where the ground faces it or its opposite. The weights add up to two.
  auto const weighted = [&](double from) { return fnp::square(rise(from)) * light(from); };
  auto four = (weighted(225) + weighted(270) + weighted(315) + weighted(360)) / (2 * where(flat, 1, steepness));
  auto soft = let(where(flat, sine(altitude), four));

  // Colours between two standard deviations around the mean, without going beyond what is there.
  auto middle = fnp::mean(height);
  auto spread = 2 * fnp::std(height);
  auto low = let(astype<float>(fnp::maximum(fnp::min(height), middle - spread)));
  auto high = let(astype<float>(fnp::minimum(fnp::max(height), middle + spread)));
  auto scaled = let((z(0, 0) - low) / fnp::maximum(high - low, 1) * (relief_ramp.size() - 1.0));
  auto brightness = let(fnp::minimum(0.15 + 0.6 * sun + 0.5 * soft, 1));
  auto const channel = [&](auto of) {  // a broken line through the colours of the ramp
    auto const piece = [&](int k) {
      return double(of(relief_ramp[k + 1]) - of(relief_ramp[k])) * fnp::clip(scaled - k, 0, 1);
    };
    return astype<std::uint8_t>(
        fnp::rint((of(relief_ramp[0]) + piece(0) + piece(1) + piece(2) + piece(3) + piece(4)) * brightness));
  };
  static_assert(relief_ramp.size() == 6);
  return std::tuple(slope, aspect, grey(sun), grey(soft), channel([](rgb c) { return c.red; }),
                    channel([](rgb c) { return c.green; }), channel([](rgb c) { return c.blue; }), low, high);
}

int run(settings const& s) {
  elevation const model = read_elevation(s.file);
  auto const padded = padded_tiles(model.height, s.down, s.across);
  auto const expressions = terrain(padded, model.cell_east, model.cell_north, s.azimuth, s.altitude);
  auto const evaluate = [](auto const&... e) { return fnp::eval(e...); };
  auto const plan = [&](fnp::engine::format as) {
    return std::apply([as](auto const&... e) { return explain(as, e...); }, expressions);
  };
  std::cout << std::fixed << std::setprecision(2) << "model   " << s.file << ": int16 "
            << to_string(model.height.shape()) << ", " << fnp::min(model.height).item() << " to "
            << fnp::max(model.height).item() << " m\n        cells of " << model.cell_east << " m to the east and "
            << model.cell_north << " m to the north (WGS 84 at " << model.latitude() << " degrees), " << s.down << " x "
            << s.across << " tiles\n";

  fnp::reset_memory_peak();
  fnp::engine::counters() = {};
  auto const start = std::chrono::steady_clock::now();
  auto const results = std::apply(evaluate, expressions);
  std::chrono::duration<double> const first = std::chrono::steady_clock::now() - start;
  auto const count = fnp::engine::counters();
  auto const peak = fnp::memory_counters().peak_bytes;
  auto const restart = std::chrono::steady_clock::now();
  std::apply(evaluate, expressions);
  std::chrono::duration<double> const again = std::chrono::steady_clock::now() - restart;

  auto const cells = static_cast<double>(get<0>(results).size());
  std::string const text = plan(fnp::engine::format::text);
  std::cout << headlines(text) << "time    " << first.count() * 1e3 << " ms with planning, " << again.count() * 1e3
            << " ms once the plan is known: " << cells / again.count() / 1e6 << " million cells a second\nmemory  "
            << count.bytes_moved / 1e6 << " MB moved; " << count.temporaries << " temporaries made ("
            << count.temporary_bytes / 1e6 << " MB), " << count.temporaries_avoided << " avoided; arrays held at most "
            << peak / 1e6 << " MB\n";

  auto files = draw_terrain(model, s.azimuth, s.altitude, results);
  files.push_back({"plan.txt", text});
  files.push_back({"plan.json", plan(fnp::engine::format::json)});
  files.push_back({"plan.html", plan(fnp::engine::format::html)});
  std::filesystem::path const out = s.out;
  std::filesystem::create_directories(out);
  for (auto const& [name, bytes] : files) fnp::write_file((out / name).string(), bytes);
  auto const shown = [&](auto const& a) { return first_tile(model, a); };
  fnp::savez((out / "terrain.npz").string(), {{"slope", shown(get<0>(results))},
                                              {"aspect", shown(get<1>(results))},
                                              {"hillshade", shown(get<2>(results))},
                                              {"multidirectional", shown(get<3>(results))}});
  std::cout << "files   ";
  for (auto const& [name, bytes] : files) std::cout << (out / name).string() << ' ';
  std::cout << (out / "terrain.npz").string() << std::endl;

  if (!s.proof) return 0;
  std::string const certificate = (out / "certificate.json").string();
  int const proved = run_fnp({"prove", (out / "plan.json").string(), "--out", certificate});
  if (proved == 0)
    std::cout << "proof   no claim fails: " << certificate << " is about the plan in plan.json\n";
  else
    std::cout << "proof   none: fnp prove "
              << (proved < 0 ? "is not beside this program" : "ended with status " + std::to_string(proved)) << '\n';
  return proved != 0;
}

int main(int count, char** words) {
  try {
    fnp::set_memory_limit(sysconf(_SC_PHYS_PAGES) * sysconf(_SC_PAGESIZE));
    return run(read_settings(count, words));
  } catch (wants_help const& help) {
    std::cout << help.text;
    return 0;
  } catch (std::exception const& e) {
    std::cerr << "terrain: " << e.what() << '\n';
    return 2;
  }
}
