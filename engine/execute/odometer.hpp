// Steps through the points of some axes of a space, the last axis fastest.
#pragma once
#include "fnp/base/strided.hpp"

namespace fnp::execute {

struct odometer {
  small_vector<std::uint8_t, 16> axes;
  bool step(extents& at, extents const& extent) const {
    for (std::size_t i = axes.size(); i-- > 0;) {
      if (++at[axes[i]] < extent[axes[i]]) return true;
      at[axes[i]] = 0;
    }
    return false;
  }
  index points(extents const& extent) const {
    index n = 1;
    for (auto const a : axes) n *= extent[a];
    return n;
  }
  void place(extents& at, extents const& extent, index number) const {
    for (std::size_t i = axes.size(); i-- > 0;) {
      at[axes[i]] = number % extent[axes[i]];
      number /= extent[axes[i]];
    }
  }
};

}  // namespace fnp::execute
