// An elevation model from an npz file: heights in metres and the size of a cell on the ground.
//
// The file gives spacing in degrees. On the WGS 84 ellipsoid (semi-axis a, eccentricity e) one radian at latitude phi
// is
//
//     to the north   a (1 - e^2) / (1 - e^2 sin^2 phi)^(3/2)        to the east   a cos(phi) / sqrt(1 - e^2 sin^2 phi)
//
// metres long; both are taken at the latitude in the middle of the model. Row 0 is the northern edge.
#pragma once
#include <cmath>
#include <filesystem>
#include <numbers>
#include <string>

#include "fnp/fnp.hpp"
#include "fnp/io.hpp"
#include "fnp/numpy.hpp"

struct elevation {
  std::string name;                      // of the file
  fnp::array<std::int16_t> height;       // metres
  double north, south, west, east;       // degrees, edges of the outermost cells
  double cell_north = 0, cell_east = 0;  // metres
  double latitude() const { return (north + south) / 2; }
};

inline double number_in(std::string const& file, std::string const& key) {
  double const x = fnp::array<double>(fnp::load(file, key).astype(fnp::dtype::f8)).item();
  if (!std::isfinite(x)) fnp::fail(fnp::error_code::bad_argument, file + ": '" + key + "' is not a finite number");
  return x;
}

inline elevation read_elevation(std::string const& file) {
  fnp::ndarray const heights = fnp::load(file, "elevation");
  if (heights.dtype() != fnp::dtype::i2 || heights.rank() != 2 || heights.shape()[0] < 2 || heights.shape()[1] < 2)
    fnp::fail(fnp::error_code::bad_argument, file + ": 'elevation' is " + std::string(fnp::name(heights.dtype())) +
                                                 ' ' + to_string(heights.shape()) +
                                                 "; expected int16 with two axes of two or more");
  double const dx = number_in(file, "dx"), dy = number_in(file, "dy");
  // ymin belongs to row 0, whichever edge the name suggests.
  elevation e{std::filesystem::path(file).filename().string(),
              heights,
              number_in(file, "ymin"),
              number_in(file, "ymax"),
              number_in(file, "xmin"),
              number_in(file, "xmax")};
  if (!(dx > 0 && dy > 0 && std::abs(e.north) < 90 && std::abs(e.south) < 90))
    fnp::fail(fnp::error_code::bad_argument, file + ": 'dx' and 'dy' must be positive, 'ymin' and 'ymax' latitudes");
  constexpr double a = 6378137, flattening = 1 / 298.257223563, e2 = flattening * (2 - flattening);
  double const degree = std::numbers::pi / 180, phi = e.latitude() * degree, w = 1 - e2 * std::sin(phi) * std::sin(phi);
  e.cell_north = a * (1 - e2) / (w * std::sqrt(w)) * dy * degree;
  e.cell_east = a * std::cos(phi) / std::sqrt(w) * dx * degree;
  return e;
}

// The model down x across times side by side, with one more cell on every side: beyond an edge the ground goes on as
// straight as it came, so that every cell has eight neighbours.
inline fnp::array<std::int16_t> padded_tiles(fnp::array<std::int16_t> const& model, fnp::index down,
                                             fnp::index across) {
  using fnp::slice, fnp::whole;
  fnp::index const rows = model.shape()[0], columns = model.shape()[1];
  auto p =
      fnp::empty<std::int16_t>({(fnp::checked(rows) * down + 2).value, (fnp::checked(columns) * across + 2).value});
  for (fnp::index i = 0; i < down; ++i)
    for (fnp::index j = 0; j < across; ++j)
      p(slice(1 + i * rows, 1 + (i + 1) * rows), slice(1 + j * columns, 1 + (j + 1) * columns)) = model;
  p(0, whole) = 2 * p(1, whole) - p(2, whole);
  p(-1, whole) = 2 * p(-2, whole) - p(-3, whole);
  p(whole, 0) = 2 * p(whole, 1) - p(whole, 2);
  p(whole, -1) = 2 * p(whole, -2) - p(whole, -3);
  return p;
}
