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

// The inputs of a region's kernel in their order.
struct input_table {
  std::uint8_t size[62]{};      // bytes of an element
  dtype type[62]{};
  std::ptrdiff_t step[62]{};    // the same bytes; 0: a constant
  std::uint64_t constants = 0;  // bit k + 1: input k is a constant, as in block::broadcast
  int count = 0;
  int moved = 0;                // bytes read and written an element
  std::uint8_t result = 0, widest = 0;  // bytes of an element of the result, of the widest dtype

  constexpr void add(dtype d, bool constant) {
    if (count == 62) return;  // such a region gets no kernel
    type[count] = d;
    size[count++] = static_cast<std::uint8_t>(itemsize(d));
    if (constant) {
      constants |= std::uint64_t{1} << count;
    } else {
      step[count - 1] = static_cast<std::ptrdiff_t>(itemsize(d));
      moved += static_cast<int>(itemsize(d));
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
