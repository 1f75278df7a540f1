// Coordinates: mgrid and ogrid by slices, and fromfunction of them.
#pragma once
#include "fnp/numpy.hpp"

namespace fnp {

namespace typed {
// The values that a slice of a grid names: start (0 unless given), stop, step (1 unless given).
template <class T> array<T> line(slice const& s) {
  if (!s.has_stop) fail(error_code::bad_argument, "a slice of a grid needs a stop");
  return arange<T>(s.has_start ? s.start : 0, s.stop, s.has_step ? s.step : 1);
}
}  // namespace typed

// numpy.ogrid: one array a slice, of extent 1 on every other axis: they broadcast to the grid.
template <class T = index, std::same_as<slice>... S> std::vector<array<T>> ogrid(S const&... slices) {
  std::vector<array<T>> r;
  std::size_t axis = 0;
  auto const add = [&](slice const& s) {
    extents shape(sizeof...(S));
    for (index& e : shape) e = 1;
    shape[axis++] = -1;
    r.push_back(reshape(typed::line<T>(s), shape));
  };
  (add(slices), ...);
  return r;
}
// numpy.mgrid: the coordinates of every point, shape (slices, extents...).
template <class T = index, std::same_as<slice>... S> array<T> mgrid(S const&... slices) {
  std::vector<array<T>> const open = ogrid<T>(slices...);
  extents joint;
  for (std::size_t k = 0; k < open.size(); ++k) joint.push_back(open[k].shape()[k]);
  extents shape = joint;
  shape.insert(0, static_cast<index>(open.size()));
  array<T> r = empty<T>(shape);
  for (std::size_t k = 0; k < open.size(); ++k)
    view<T>(r(static_cast<index>(k), ellipsis)) = broadcast_to(open[k], joint);
  return r;
}

// numpy.fromfunction: f called once with one coordinate array an axis (at most three); its value, evaluated.
template <class T = double, class F> auto fromfunction(F const& f, extents const& shape) {
  array<index> const at = indices(shape);
  auto const x = [&](index k) { return array<T>(astype<T>(at(k, ellipsis))); };
  if constexpr (std::is_invocable_v<F, array<T>>)
    return concrete(f(x(0)));
  else if constexpr (std::is_invocable_v<F, array<T>, array<T>>)
    return concrete(f(x(0), x(1)));
  else
    return concrete(f(x(0), x(1), x(2)));
}

}  // namespace fnp
