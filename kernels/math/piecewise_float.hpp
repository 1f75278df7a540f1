// Functions of float32 by sixteen cells of |x|: y = head + d s(d), d the distance to the cell's centre, s a polynomial.
//
// A cell is what leading bits |x| + offset has: cells are as long as they are far, and sixteen numbers fill a register,
// so that each coefficient is one lookup. Near zero, head is |x| and the centre 0: y = |x| + |x| s keeps its relative
// error. Elsewhere the centre is a number whose function lies within 2^-7 units of the last place of a float (S. Gal,
// Computing elementary functions: a new approach for achieving high accuracy and good performance, LNCS 235 (1986),
// doi:10.1007/3-540-16798-6_1): one rounding at the size of the result is left. Coefficients are minimax, rounded from
// the highest on with the rest fitted anew: verify/accuracy/piecewise_tables.py.
#ifndef FNP_KERNELS_MATH_PIECEWISE_FLOAT_HPP
#define FNP_KERNELS_MATH_PIECEWISE_FLOAT_HPP

#include "kernels/math/polynomial.hpp"
#include "kernels/math/wide_loops.hpp"

namespace fnp::FNP_LEVEL::math {

struct float_cell {
  floats d, head;
  ints at;  // in the low four bits
};

// Cells of 2^-bits of a power of two, beginning at |x| = 0; those below |x| = direct are near zero.
struct float_cells {
  float offset, direct;
  int bits;
};

FNP_INLINE float_cell find_float_cell(floats a, float_cells const& c, float const (&centre)[16],
                                      float const (&head)[16]) {
  floats const place = a + c.offset;
  ints const at = bits_of(place) >> (23 - c.bits);
  floats const near = looked_up(head, at);
  return {a - looked_up(centre, at), place < every(c.offset + c.direct) ? a : near, at};
}

}  // namespace fnp::FNP_LEVEL::math

#endif
