// The command line of the terrain example.
#pragma once
#include <CLI/CLI.hpp>
#include <regex>
#include <string>

struct settings {
  std::string file = "data/jacksboro_fault_dem.npz", out = ".";
  long down = 1, across = 1;  // tiles
  double azimuth = 315, altitude = 45;
  bool proof = true;
};

struct wants_help {
  std::string text;
};

// Throws wants_help, or CLI::Error with one line of text.
inline settings read_settings(int count, char** words) {
  settings s;
  std::string tile = "1x1";
  std::regex const pair("([1-9]\\d{0,4})x([1-9]\\d{0,4})");
  auto const within = [](double low, double high) {
    return [=](std::string const& t) -> std::string {
      double const x = std::strtod(t.c_str(), nullptr);
      if (x >= low && x <= high) return "";
      return t + " is not within " + std::to_string(int(low)) + " to " + std::to_string(int(high));
    };
  };
  CLI::App app{"Slope, aspect, hillshades and relief of an elevation model, from one plan"};
  app.add_option("FILE", s.file, "npz: elevation (int16, metres); dx, dy, xmin, xmax, ymin, ymax (degrees)");
  app.add_option("--tile", tile, "repeat the model, down x across")->check([&](std::string const& t) {
    return std::regex_match(t, pair) ? "" : t + " is not like 12x10";
  });
  app.add_option("--azimuth", s.azimuth, "of the sun, degrees clockwise from north")->check(within(0, 360));
  app.add_option("--altitude", s.altitude, "of the sun, degrees above the horizon")->check(within(0, 90));
  app.add_option("--out", s.out, "folder for what is written");
  app.add_flag("!--no-proof", s.proof, "leave the checker out");
  app.footer("Of many tiles the first is drawn and stored; all are computed.");
  try {
    app.parse(count, words);
  } catch (CLI::Success const&) {
    throw wants_help{app.help()};
  }
  std::smatch numbers;
  std::regex_match(tile, numbers, pair);
  s.down = std::stol(numbers[1]);
  s.across = std::stol(numbers[2]);
  return s;
}
