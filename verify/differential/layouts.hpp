// Random shapes, and random layouts of a shape over new or shared memory.
#pragma once
#include "fnp/base/strided.hpp"
#include "verify/differential/tape.hpp"

namespace fnp::differential {

inline constexpr index most_elements = 40000;  // of one value

// Rank 0 to 4; mostly small extents, sometimes 0, 1, and sizes just below and above the borders of blocks and leaves.
extents draw_shape(tape&);
// A shape that broadcasts together with `with`.
extents draw_partner(tape&, extents const& with);

struct placed {
  extents base;     // a dense base array of this shape, C order
  strided view;     // of the shape asked for; strides and offset in elements
};
// Dense, transposed, padded, stepped, reversed, or (unless `writeable`) with repeated axes.
placed draw_placing(tape&, extents const& shape, bool writeable);

// Two views of one shape over one base: the first is written, the second read.
struct meeting {
  extents base;
  strided out, in;  // in elements
};
// The same, shifted up or down, reversed, transposed, a broadcast row, or any partial overlap.
meeting draw_meeting(tape&, extents const& shape);

strided in_bytes(strided v, index itemsize);

}  // namespace fnp::differential
