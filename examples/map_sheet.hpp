// A sheet with a map: degrees along its frame and, at its right, what its colours mean.
#pragma once
#include <cstdio>
#include <span>

#include "examples/elevation.hpp"
#include "examples/legend.hpp"

inline std::string degrees_text(double value, char positive, char negative) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f° %c", std::abs(value), value < 0 ? negative : positive);
  return text;
}

class map_sheet {
 public:
  map_sheet(elevation const& model, std::vector<rgb> const& colours, std::string const& title, std::string const& what)
      : rows_(static_cast<int>(model.height.shape()[0])),
        columns_(static_cast<int>(model.height.shape()[1])),
        metres_(std::max(columns_ * model.cell_east / 980, rows_ * model.cell_north / 1040)),
        width_(columns_ * model.cell_east / metres_),
        height_(rows_ * model.cell_north / metres_),
        page(static_cast<int>(left + width_ + 400), static_cast<int>(std::max(top + height_ + 60, 860.0))) {
    page.cells(colours, rows_, columns_, left, top, width_, height_);
    frame(model);
    column_ = left + width_ + 48;
    page.write(column_, top + 28, title, 30, align::left, face::title);
    below_ = top + 60;
    words(what);
    double const bottom = top + height_;
    scale_bar(page, column_ + 4, std::max(bottom, 800.0) - 78, 260, metres_);
    page.write(column_, std::max(bottom, 800.0) - 2, model.name + ", north is up", 16, align::left, face::plain,
               pale_ink);
  }

  // A paragraph of the legend; '\n' starts a new line.
  void words(std::string const& text) {
    for (std::size_t at = 0; at <= text.size();) {
      std::size_t const end = std::min(text.find('\n', at), text.size());
      page.write(column_, below_, text.substr(at, end - at), 17, align::left, face::plain, pale_ink);
      below_ += 24;
      at = end + 1;
    }
    below_ += 14;
  }
  void bar(std::span<rgb const> ramp, double low, double high, std::string const& unit) {
    page.write(column_, below_ + 8, unit, 18, align::left, face::bold);
    colour_bar(page, column_, below_ + 26, 330, ramp, low, high);
    below_ += 26 + 330 + 46;
  }
  void wheel(std::span<rgb const> ramp) {
    direction_wheel(page, column_ + 145, below_ + 145, 112, ramp);
    below_ += 300;
  }
  void patch(rgb c, std::string const& meaning) {
    cairo_rectangle(page.pen(), column_, below_ - 14, 30, 20);
    page.fill(c);
    cairo_rectangle(page.pen(), column_, below_ - 14, 30, 20);
    page.stroke(ink, 1.2);
    page.write(column_ + 44, below_ + 2, meaning, 17);
    below_ += 46;
  }
  void sun(std::span<double const> azimuths, double altitude) {
    sun_compass(page, column_ + 125, below_ + 112, 78, azimuths);
    below_ += 240;
    std::string from;
    for (double const a : azimuths) from += (from.empty() ? "" : ", ") + short_number(a) + "°";
    words("light from " + from + "\n" + short_number(altitude) + "° above the horizon");
  }
  std::string png() const { return page.png(); }

 private:
  static constexpr double left = 84, top = 56;

  void frame(elevation const& m) {
    cairo_rectangle(page.pen(), left, top, width_, height_);
    page.stroke(ink, 1.6);
    double const step = std::max(0.1, round_step(std::max(m.east - m.west, m.north - m.south), 5));
    for (double v = std::ceil(m.west / step) * step; v < m.east; v += step) {
      double const x = left + width_ * (v - m.west) / (m.east - m.west);
      page.line(x, top - 7, x, top);
      page.line(x, top + height_, x, top + height_ + 7);
      page.write(x, top - 14, degrees_text(v, 'E', 'W'), 16, align::centre);
    }
    for (double v = std::ceil(m.south / step) * step; v < m.north; v += step) {
      double const y = top + height_ * (m.north - v) / (m.north - m.south);
      page.line(left - 7, y, left, y);
      page.line(left + width_, y, left + width_ + 7, y);
      page.write(left - 12, y + 6, degrees_text(v, 'N', 'S'), 16, align::right);
    }
  }

  int rows_, columns_;
  double metres_;  // a pixel's
  double width_, height_, column_ = 0, below_ = 0;

 public:
  sheet page;
};

// A colour for every cell of the model's size.
template <class T, class F> std::vector<rgb> coloured(fnp::array<T> const& values, F&& colour) {
  std::vector<rgb> r;
  for (T const v : values.copy()) r.push_back(colour(v));
  return r;
}
