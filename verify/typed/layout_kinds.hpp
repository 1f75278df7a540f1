// The layouts that typed expressions are tried on: which kinds there are, and a shape and a placing of each.
#pragma once

#include <iterator>

#include "verify/differential/generated_program.hpp"
#include "verify/differential/layouts.hpp"

namespace fnp::typed_check {

using differential::placed;
using differential::tape;

// What a layout tries; the rest of its choices is random.
enum class kind {
  dense,
  stepped,
  reversed,
  transposed,
  stretched,
  offset,
  scalar,
  empty,
  border,
  random,
  random_too,
  pieces
};
inline constexpr int kinds = 12;
inline constexpr char const* kind_names[kinds] = {"dense", "stepped", "reversed", "transposed", "stretched", "offset",
                                           "0-d",   "empty",   "border",   "random",     "random",    "pieces"};
inline constexpr index borders[] = {1,   2,    3,    4,    5,    7,    8,    9,    15,   16,  17,
                                    31,  32,   33,   63,   64,   65,   127,  128,  129,  511, 512,
                                    513, 1023, 1024, 1025, 2049, 4095, 4096, 4097, 8191, 8193};

inline extents shape_for(kind k, tape& t) {
  auto const some = [&] { return static_cast<index>(2 + t.draw(20)); };
  switch (k) {
    case kind::scalar:
      return {};
    case kind::empty:
      return t.draw(2) ? extents{0} : t.draw(2) ? extents{some(), 0} : extents{0, some()};
    case kind::border:
      return {borders[t.draw(std::size(borders))]};
    case kind::pieces:
      return t.draw(2) ? extents{3, borders[t.draw(std::size(borders))]}
                       : extents{t.draw(8) ? index{1025} : index{32769}};
    case kind::random:
    case kind::random_too:
      return differential::draw_shape(t);
    default:
      return t.draw(3) == 0 ? extents{some()} : t.draw(2) ? extents{some(), some()} : extents{3, some(), some()};
  }
}

inline placed placing_for(kind k, tape& t, extents const& shape) {
  if (k >= kind::border && t.draw(2)) return differential::draw_placing(t, shape, false);
  std::size_t const rank = shape.size();
  placed p{shape, {shape, c_strides(shape, 1), 0}};
  switch (k) {
    case kind::stepped:
      for (index& e : p.base) e *= 2;
      p.view.stride = c_strides(p.base, 1);
      for (index& s : p.view.stride) s *= 2;
      break;
    case kind::reversed:
      for (std::size_t i = 0; i < rank; ++i) {
        p.view.offset += shape[i] > 0 ? p.view.stride[i] * (shape[i] - 1) : 0;
        p.view.stride[i] = -p.view.stride[i];
      }
      break;
    case kind::transposed: {
      p.base = extents(shape.size());
      for (std::size_t i = 0; i < rank; ++i) p.base[i] = shape[rank - 1 - i];
      extents const dense = c_strides(p.base, 1);
      for (std::size_t i = 0; i < rank; ++i) p.view.stride[i] = dense[rank - 1 - i];
      break;
    }
    case kind::offset:
      p.base = {element_count(shape).value + 1};
      p.view.offset = 1;
      break;
    default:
      break;
  }
  return p;
}

}  // namespace fnp::typed_check
