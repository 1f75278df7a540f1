// The five sheets of the terrain example.
#pragma once
#include <utility>

#include "examples/map_sheet.hpp"

inline constexpr std::array<rgb, 6> relief_ramp{
    {{104, 156, 112}, {164, 190, 124}, {222, 210, 148}, {208, 166, 108}, {166, 116, 86}, {238, 232, 226}}};
inline constexpr std::array<rgb, 6> slope_ramp{
    {{255, 253, 240}, {254, 224, 144}, {252, 165, 85}, {224, 85, 60}, {150, 24, 72}, {58, 8, 62}}};
// Cyclic, of even lightness: north blue, east green, south gold, west red.
inline constexpr std::array<rgb, 9> aspect_ramp{{{82, 124, 196},
                                                 {70, 160, 170},
                                                 {98, 172, 104},
                                                 {166, 182, 76},
                                                 {226, 182, 74},
                                                 {226, 134, 74},
                                                 {204, 88, 98},
                                                 {144, 98, 168},
                                                 {82, 124, 196}}};
inline constexpr std::array<rgb, 2> grey_ramp{{{0, 0, 0}, {255, 255, 255}}};
inline constexpr rgb flat_colour{236, 234, 230};

struct png_file {
  std::string name, bytes;
};

// Of many tiles.
template <class T> fnp::view<T> first_tile(elevation const& model, fnp::array<T> const& a) {
  return a(fnp::slice(0, model.height.shape()[0]), fnp::slice(0, model.height.shape()[1]));
}

// Of what fnp::eval gave for slope, aspect, the two hillshades, the relief's channels, and the heights at the two ends
// of its colours.
template <class Results>
std::vector<png_file> draw_terrain(elevation const& model, double azimuth, double altitude, Results const& results) {
  auto const& [slope, aspect, hillshade, multidirectional, red, green, blue, low, high] = results;
  auto const tile = [&](auto const& a) { return first_tile(model, a).copy(); };
  auto const grey = [](std::uint8_t g) { return rgb{g, g, g}; };
  std::array const one{azimuth};
  std::array const four{225.0, 270.0, 315.0, 360.0};

  auto const inner = tile(slope)(fnp::slice(1, -1), fnp::slice(1, -1));  // seams between tiles are cliffs
  double const most = inner.size() > 0 ? fnp::max(inner).item() : 0;
  double const steepest = std::max(5.0, std::ceil(most / 5) * 5);
  map_sheet s(model, coloured(tile(slope), [&](float d) { return colour_at(slope_ramp, d / steepest); }), "Slope",
              "how steep the ground is,\nover 3 x 3 cells (Horn)");
  s.bar(slope_ramp, 0, steepest, "degrees");

  map_sheet a(model,
              coloured(tile(aspect), [](float d) { return d < 0 ? flat_colour : colour_at(aspect_ramp, d / 360); }),
              "Aspect", "the direction in which\nthe ground falls");
  a.wheel(aspect_ramp);
  a.patch(flat_colour, "flat");

  map_sheet h(model, coloured(tile(hillshade), grey), "Hillshade", "matt ground under one sun");
  h.bar(grey_ramp, 1, 255, "brightness, 1 to 255");
  h.sun(one, altitude);

  map_sheet m(model, coloured(tile(multidirectional), grey), "Four suns",
              "multidirectional hillshade:\neach sun counts most where\nthe ground faces it");
  m.bar(grey_ramp, 1, 255, "brightness, 1 to 255");
  m.sun(four, altitude);

  std::vector<rgb> colours;
  auto const r = tile(red), g = tile(green), b = tile(blue);
  for (fnp::index k = 0; k < r.size(); ++k) colours.push_back({r.data()[k], g.data()[k], b.data()[k]});
  map_sheet e(model, colours, "Relief", "height as colour, shaded\nby one sun and by four");
  e.bar(relief_ramp, low.item(), high.item(), "metres above the sea");
  e.words("what lies beyond an end of the bar\nhas the colour of that end");
  e.sun(one, altitude);

  return {{"slope.png", s.png()},
          {"aspect.png", a.png()},
          {"hillshade.png", h.png()},
          {"multidirectional.png", m.png()},
          {"relief.png", e.png()}};
}
