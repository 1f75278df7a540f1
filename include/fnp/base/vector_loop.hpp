// The compiled loop of a region of ops, and what the library must know to run rows through it.
//
// A user's file compiles nothing but loops over whole vectors. Rows, values that stay and remainders are the same for
// all of them and are brought into that form by the library (kernels/region_rows.cpp).
#pragma once
#include "fnp/base/block.hpp"
#include "fnp/base/dtype.hpp"

namespace fnp {

// Where an operand lies: of an array this is its first base, so that a row of arrays is a row of these.
struct located {
  std::byte* data = nullptr;  // element 0
};
using located_pointer [[gnu::may_alias]] = located const*;

// A loop computes whole vectors until it has `count` > 0 elements: what lies behind the last of them is read and
// written too. at: the inputs; one that stays is a whole vector of one value. step: bytes from element to element, an
// item, 0, minus one or two items; null: all inputs but constants are `count` elements that lie one behind the other,
// and a region without strided loops gets nothing else. All of it in registers: a call costs as much as an element.
using vector_loop = void (*)(std::byte* to, located_pointer const* at, std::ptrdiff_t const* step, std::ptrdiff_t count,
                             bool stream) noexcept;

// What a loop of terms gets, which adds a region's values without storing them: leaves that lie one behind the other,
// each of `units` units of elements or of one more. Lane by lane the units of a leaf are added, in increasing order and
// beginning with the first. Where any leaf is longer the last one is, so that a unit lies behind the common ones of
// all.
struct run_of_leaves {
  std::byte* to;                // for every leaf a unit of sums
  std::byte const* const* at;   // inputs; one that stays is a row of one value as long as a leaf (a constant: a vector)
  std::ptrdiff_t const* step;   // bytes from element to element: an item, or 0
  std::ptrdiff_t units;         // at least one
  std::uint32_t longer;         // bit k: leaf k has one unit more
  int leaves;
};
using leaf_loop = void (*)(run_of_leaves const&) noexcept;

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
      : constants(l.constants),
        count(l.count),
        result(static_cast<std::uint8_t>(itemsize(l.result))),
        widest(l.widest) {
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
  leaf_loop leaves[isa_count]{};        // where the region stands below a sum of floats or booleans, else null
  std::ptrdiff_t unit[isa_count]{};     // elements of a unit: of running sums, or of one vector of booleans
  std::size_t sum = 0;                  // bytes of one sum: of booleans an integer, of bytes after at most 255 units
};

}  // namespace fnp
