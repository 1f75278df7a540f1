// The compiled loop of a region of ops, and what the library must know to run rows through it.
//
// A user's file compiles nothing but loops over whole vectors. Rows, values that stay and remainders are the same for
// all of them and are brought into that form by the library (kernels/region_rows.cpp).
#pragma once
#include "fnp/base/block.hpp"
#include "fnp/base/dtype.hpp"

namespace fnp {

// What a loop gets: `count` is a multiple of its lanes. Dense: only constants stay, and no row is strided.
struct run_of_vectors {
  std::byte* to;
  std::byte const* const* at;   // inputs; one that stays is a whole vector of one value
  std::ptrdiff_t const* step;   // bytes from element to element: an item, 0, or (strided loops) minus one or two items
  std::ptrdiff_t count;
  bool dense, stream;
};
using vector_loop = void (*)(run_of_vectors const&) noexcept;

// The inputs of a region's kernel in their order, in the fewest words: this is a template's parameter.
struct input_list {
  std::uint64_t types[4]{};     // four bits an input
  std::uint64_t constants = 0;  // bit k + 1: input k is a constant, as in block::broadcast
  int count = 0;
  dtype result{};
  std::uint8_t widest = 0;      // bytes of an element of the widest dtype

  constexpr void add(dtype d, bool constant) noexcept {
    if (count == 62) return;  // such a region gets no kernel
    types[count / 16] |= static_cast<std::uint64_t>(d) << count % 16 * 4;
    ++count;
    if (constant) constants |= std::uint64_t{1} << count;
  }
};

// The same, to be read.
struct input_table {
  std::uint8_t size[62]{};      // bytes of an element
  dtype type[62]{};
  std::ptrdiff_t step[62]{};    // the same bytes; 0: a constant
  std::uint64_t constants = 0;
  int count = 0;
  int moved = 0;                // bytes read and written an element
  std::uint8_t result = 0, widest = 0;  // bytes of an element of the result, of the widest dtype

  constexpr explicit input_table(input_list const& l) noexcept
      : constants(l.constants), count(l.count), result(static_cast<std::uint8_t>(itemsize(l.result))), widest(l.widest) {
    moved = result;
    for (int k = 0; k < count; ++k) {
      type[k] = static_cast<dtype>(l.types[k / 16] >> k % 16 * 4 & 15);
      size[k] = static_cast<std::uint8_t>(itemsize(type[k]));
      if (constants >> (k + 1) & 1) continue;
      step[k] = size[k];
      moved += size[k];
    }
  }
};

// A region without calls: its loop at each level, and how many elements one vector of that loop holds.
struct vector_loops {
  input_table const* inputs = nullptr;
  bool strided = false;  // the loops read reversed rows, and every other element of a row, where they lie
  std::ptrdiff_t lanes[isa_count]{};
  vector_loop loop[isa_count]{};
};

}  // namespace fnp
