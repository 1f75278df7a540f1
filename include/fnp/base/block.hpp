// The block kernel: the one signature that every execution tier calls.
//
// A block is a few rows of contiguous elements. Within a row an operand is contiguous or, where its bit in
// `broadcast` is set, one value; the engine stages every other layout (strided, reversed, transposed, cast) into
// scratch first, so a kernel has one loop nest. The planner guarantees that an output overlaps no input unless
// the two are the same address sequence: a kernel may read and write in any order. A kernel never throws and
// never allocates.
#pragma once
#include <cstddef>
#include <cstdint>

#include "fnp/base/isa.hpp"

namespace fnp {

using fp_flags = std::uint8_t;  // a set of fp_flag: what a run raised, as errstate wants them
enum fp_flag : std::uint8_t {
  fp_divide = 1,
  fp_over = 2,
  fp_under = 4,
  fp_invalid = 8,
  complex_discarded = 32,  // numpy.exceptions.ComplexWarning: a cast to a real dtype dropped imaginary parts
  negative_exponent =
      16,  // no condition of floating point: an integer met a negative power, which is the caller's error
};

struct block {
  std::byte* const* data;            // first element of each operand: outputs first, then inputs
  std::ptrdiff_t const* row_stride;  // bytes from row to row, may be 0 or negative
  std::uint64_t broadcast;           // bit i: operand i is one value per row, else contiguous
  std::ptrdiff_t rows, count;        // count: elements in a row
  bool stream = false;               // the output lies beyond the last cache: non-temporal stores pay, whose order
                                     // the caller settles when all blocks are done
  // Bytes from element to element of each operand, for kernels that say they take it: an input may be reversed, or
  // every other element of its rows. Null: as above.
  std::ptrdiff_t const* element = nullptr;
};

// `parameters` are the op's attributes in the form its kernel declares; null where it has none.
using block_kernel = fp_flags (*)(block const&, void const* parameters) noexcept;

}  // namespace fnp
