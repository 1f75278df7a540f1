// Shortest digits from std::to_chars; for float16, the first precision that reads back.
#include "engine/array/decimal.hpp"

#include <charconv>
#include <cmath>
#include <cstdlib>

namespace fnp {
namespace {

struct digits {  // 0.d0 d1 d2 ... times 10^point
  std::string figures;
  int point = 0;
};

digits split(std::string_view text) {  // of "d.ddde+xx"
  auto const e = text.find('e');
  digits d;
  for (char const c : text.substr(0, e))
    if (c != '.') d.figures += c;
  int exponent = 0;
  auto const power = text.substr(text[e + 1] == '+' ? e + 2 : e + 1);
  std::from_chars(power.data(), power.data() + power.size(), exponent);
  d.point = exponent + 1;
  return d;
}

std::string rounded_text(double x, std::chars_format form, int precision) {
  char buffer[800];
  auto const r = std::to_chars(buffer, buffer + sizeof buffer, x, form, precision);
  return {buffer, r.ptr};
}

// Five digits tell all float16 apart. Just above a power of two the nearest decimal may miss the short lower half of
// the rounding interval while its neighbour above hits the upper half.
std::string shortest_half(double x) {
  auto const gives_back = [&](std::string const& text) {
    double back = 0;
    std::from_chars(text.data(), text.data() + text.size(), back);
    return half(back).bits == half(x).bits;
  };
  for (int precision = 0;; ++precision) {
    std::string text = rounded_text(x, std::chars_format::scientific, precision);
    if (gives_back(text)) return text;
    char& last = text[text.find('e') - 1];
    if (last == '9') continue;
    ++last;
    if (gives_back(text)) return text;
  }
}

std::string shortest_text(double x, dtype type) {
  char buffer[64];
  std::to_chars_result r{};
  if (type == dtype::f8)
    r = std::to_chars(buffer, buffer + sizeof buffer, x, std::chars_format::scientific);
  else if (type == dtype::f4)
    r = std::to_chars(buffer, buffer + sizeof buffer, static_cast<float>(x), std::chars_format::scientific);
  else
    return shortest_half(x);
  return {buffer, r.ptr};
}

void trim_zeros(std::string& figures, std::size_t least) {
  while (figures.size() > least && figures.back() == '0') figures.pop_back();
}

}  // namespace

std::string scientific(double x, dtype type, int precision, bool trim, int exponent_digits) {
  double const magnitude = std::fabs(x);
  digits d = split(shortest_text(magnitude, type));
  std::size_t const wanted = static_cast<std::size_t>(precision) + 1;
  if (d.figures.size() > wanted || (!trim && d.figures.size() < wanted))
    d = split(rounded_text(magnitude, std::chars_format::scientific, precision));
  if (trim) trim_zeros(d.figures, 1);
  int const exponent = magnitude == 0 ? 0 : d.point - 1;
  std::string power = std::to_string(std::abs(exponent));
  while (static_cast<int>(power.size()) < exponent_digits) power.insert(0, 1, '0');
  return (std::signbit(x) ? "-" : "") + d.figures.substr(0, 1) + "." + d.figures.substr(1) +
         (exponent < 0 ? "e-" : "e+") + power;
}

std::string positional(double x, dtype type, int precision) {
  double const magnitude = std::fabs(x);
  digits const d = split(shortest_text(magnitude, type));
  std::string whole, fraction;
  int const after = static_cast<int>(d.figures.size()) - d.point;  // digits behind the point
  if (after > precision) {
    std::string const text = rounded_text(magnitude, std::chars_format::fixed, precision);
    whole = text.substr(0, text.find('.'));
    if (precision > 0) fraction = text.substr(text.find('.') + 1);
  } else {
    std::string figures = d.figures;
    int point = d.point;
    if (point <= 0) {
      figures.insert(0, static_cast<std::size_t>(1 - point), '0');
      point = 1;
    }
    if (static_cast<int>(figures.size()) < point) figures.append(static_cast<std::size_t>(point) - figures.size(), '0');
    whole = figures.substr(0, static_cast<std::size_t>(point));
    fraction = figures.substr(static_cast<std::size_t>(point));
  }
  trim_zeros(fraction, 0);
  return (std::signbit(x) ? "-" : "") + whole + "." + fraction;
}

}  // namespace fnp
