// One kernel over a block that it cannot take as it lies: strided rows, or results that go past the caches.
//
// The block is walked in pieces that stay in the first cache with all that a piece needs: the lines that its strided
// elements lie in, the dense rows they are gathered into, and the row of results on its way out.
#pragma once
#include "fnp/base/block.hpp"

namespace fnp::execute {

struct piecewise_call {
  block_kernel kernel;
  block_kernel every_other;           // the same for inputs whose elements are two items apart, or null
  void const* parameters;
  std::uint64_t broadcast;            // bit k: operand k of the kernel is one value a row
  int operands;                       // of the kernel, one output first; at most 8
  std::byte* data[8];                 // first element of the block
  std::ptrdiff_t row_stride[8], element[8], item[8];
  std::ptrdiff_t rows, count;
  bool stream;
};
fp_flags run_in_pieces(piecewise_call const&, isa level);

}  // namespace fnp::execute
