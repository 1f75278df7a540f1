// What explains a map: colour bar with numbers, wheel of directions, place of the sun, scale of lengths.
//
// Directions are degrees clockwise from north; the sheet's y axis points down.
#pragma once
#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <span>

#include "examples/sheet.hpp"

inline double radians(double degrees) { return degrees * std::numbers::pi / 180; }
// Of degrees, exact where the result is 0 or 1.
inline double sine(double degrees) {
  double const d = std::remainder(degrees, 360);
  return std::sin(radians(std::abs(d) > 90 ? std::copysign(180, d) - d : d));
}
inline double cosine(double degrees) { return sine(90 - degrees); }

// The colour at 0 <= t <= 1 on a broken line through the colours of a ramp.
inline rgb colour_at(std::span<rgb const> ramp, double t) {
  double const at = std::clamp(t, 0.0, 1.0) * static_cast<double>(ramp.size() - 1);
  std::size_t const k = std::min(static_cast<std::size_t>(at), ramp.size() - 2);
  double const w = at - static_cast<double>(k);
  auto const mix = [&](int a, int b) { return static_cast<std::uint8_t>(std::lround(a + w * (b - a))); };
  return {mix(ramp[k].red, ramp[k + 1].red), mix(ramp[k].green, ramp[k + 1].green),
          mix(ramp[k].blue, ramp[k + 1].blue)};
}

// 1, 2 or 5 times a power of ten, so that `span` has about `parts` of them.
inline double round_step(double span, double parts) {
  double const raw = span / parts, power = std::pow(10, std::floor(std::log10(raw)));
  for (double const m : {1.0, 2.0, 5.0})
    if (raw <= m * power * 1.0001) return m * power;
  return 10 * power;
}

inline std::string short_number(double x) {
  char text[32];
  std::snprintf(text, sizeof text, "%.10g", std::abs(x) < 1e-9 ? 0.0 : x);
  return text;
}

// An upright bar from `low` (below) to `high`, with round numbers at its right.
inline void colour_bar(sheet& s, double x, double y, double height, std::span<rgb const> ramp, double low,
                       double high) {
  double const width = 30;
  for (int i = 0; i < static_cast<int>(height); ++i) {
    cairo_rectangle(s.pen(), x, y + i, width, 1.5);
    s.fill(colour_at(ramp, 1 - (i + 0.5) / height));
  }
  cairo_rectangle(s.pen(), x, y, width, height);
  s.stroke(ink, 1.2);
  double const step = round_step(high - low, 6);
  for (double v = std::ceil(low / step - 1e-9) * step; v <= high + 1e-9 * step; v += step) {
    double const at = y + height * (1 - (v - low) / (high - low));
    s.line(x + width, at, x + width + 7, at);
    s.write(x + width + 14, at + 6, short_number(v), 17);
  }
}

inline constexpr std::array compass_points{"N", "E", "S", "W"};

inline void compass_letters(sheet& s, double x, double y, double radius) {
  for (int k = 0; k < 4; ++k) {
    double const a = radians(90 * k);
    s.write(x + radius * std::sin(a), y - radius * std::cos(a) + 7, compass_points[static_cast<std::size_t>(k)], 19,
            align::centre, face::bold);
  }
}

// A ring whose colours stand for directions.
inline void direction_wheel(sheet& s, double x, double y, double radius, std::span<rgb const> ramp) {
  for (int d = 0; d < 360; ++d) {
    cairo_arc(s.pen(), x, y, radius, radians(d - 91), radians(d - 89.2));
    cairo_arc_negative(s.pen(), x, y, radius * 0.55, radians(d - 89.2), radians(d - 91));
    s.fill(colour_at(ramp, d / 360.0));
  }
  for (double const r : {radius, radius * 0.55}) {
    cairo_arc(s.pen(), x, y, r, 0, 2 * std::numbers::pi);
    s.stroke(ink, 1.2);
  }
  compass_letters(s, x, y, radius + 20);
}

// A compass with the sun, or several, where the light comes from.
inline void sun_compass(sheet& s, double x, double y, double radius, std::span<double const> azimuths) {
  cairo_arc(s.pen(), x, y, radius, 0, 2 * std::numbers::pi);
  s.stroke(pale_ink, 1.2);
  for (int d = 0; d < 360; d += 15) {
    double const a = radians(d), inner = radius - (d % 90 == 0 ? 12 : d % 45 == 0 ? 8 : 4);
    s.line(x + inner * std::sin(a), y - inner * std::cos(a), x + radius * std::sin(a), y - radius * std::cos(a),
           pale_ink, 1);
  }
  compass_letters(s, x, y, radius - 26);
  for (double const azimuth : azimuths) {
    double const a = radians(azimuth), east = std::sin(a), north = std::cos(a);
    double const sx = x + (radius + 24) * east, sy = y - (radius + 24) * north;
    rgb const gold{226, 150, 20};
    for (int k = 0; k < 12; ++k) {
      double const r = radians(30 * k);
      s.line(sx + 12 * std::cos(r), sy + 12 * std::sin(r), sx + 17 * std::cos(r), sy + 17 * std::sin(r), gold, 2);
    }
    cairo_arc(s.pen(), sx, sy, 9, 0, 2 * std::numbers::pi);
    s.fill(gold);
    double const tip = 10, tail = radius - 42;  // the ray: from the sun towards the middle
    s.line(x + tail * east, y - tail * north, x + tip * east, y - tip * north, gold, 2.5);
    for (double const side : {-0.45, 0.45}) {
      double const b = a + side;
      s.line(x + tip * east, y - tip * north, x + tip * east + 13 * std::sin(b), y - tip * north - 13 * std::cos(b),
             gold, 2.5);
    }
  }
}

// A bar of a round number of kilometres.
inline void scale_bar(sheet& s, double x, double y, double longest, double metres_per_pixel) {
  double const km = round_step(longest * metres_per_pixel / 1000, 1.6), length = km * 1000 / metres_per_pixel;
  for (int k = 0; k < 4; ++k) {
    cairo_rectangle(s.pen(), x + k * length / 4, y, length / 4, 8);
    s.fill(k % 2 ? paper : ink);
  }
  cairo_rectangle(s.pen(), x, y, length, 8);
  s.stroke(ink, 1.2);
  s.write(x, y + 28, "0", 16, align::centre);
  s.write(x + length, y + 28, short_number(km) + " km", 16, align::centre);
}
