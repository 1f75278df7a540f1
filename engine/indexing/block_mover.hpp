// Moves equal blocks between a dense row of blocks and places in an array: the loops below all indexing.
//
// A block is what one index stands for: an element, or the part of the array that the index leaves whole. Its layout
// may differ on the two sides. Blocks go one after the other, so where places repeat the last block stays.
#pragma once
#include <cstddef>
#include <vector>

#include "fnp/base/strided.hpp"

namespace fnp::lookup {

class block_mover {
 public:
  // The block's strides at its place in the array and in the row. pre: ranks are equal.
  block_mover(index itemsize, extents const& shape, extents const& placed, extents const& rowed);

  // row[k] = array[offsets[k]]; the row's blocks are `step` bytes apart.
  void gather(std::byte* row, index step, std::byte const* array, index const* offsets, index count) const;
  // array[offsets[k]] = row[k]
  void scatter(std::byte* array, index const* offsets, std::byte const* row, index step, index count) const;

 private:
  struct run {  // where one inner run of a block begins
    index placed, rowed;
  };
  index itemsize_;
  index count_ = 1;               // elements of an inner run
  index placed_ = 0, rowed_ = 0;  // strides inside it
  bool dense_ = false;            // inner runs are contiguous on both sides
  std::vector<run> runs_;         // empty: the block has no elements
};

}  // namespace fnp::lookup
