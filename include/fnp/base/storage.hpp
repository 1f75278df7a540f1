// Memory and views of it: a counted buffer, and a counted strided view that all array handles point to.
//
// A view's body never changes after construction, so a handle may be copied and read from several threads.
#pragma once
#include <cstddef>

#include "fnp/base/biased.hpp"
#include "fnp/base/counted.hpp"
#include "fnp/base/dtype.hpp"
#include "fnp/base/export.hpp"
#include "fnp/base/strided.hpp"
#include "fnp/base/vector_loop.hpp"

namespace fnp {

struct storage : counted {
  std::byte* data = nullptr;
  index bytes = 0;
  bool writeable = true;
  void (*free)(storage*) noexcept = nullptr;  // gives the memory back and deletes this
  void* owner = nullptr;                      // what `free` needs to know of foreign memory
};
inline void destroy(storage* s) noexcept { s->free(s); }

// What small evaluations ask of an operand, in one word.
struct array_form {
  dtype type = dtype::f8;
  bool c_contiguous = true;
  std::uint8_t rank = 0;
  // All of a block of its own, which begins and ends with a cache line: no other array with this flag has a byte of it,
  // and vectors may reach beyond the last element.
  bool whole_lines = false;
  std::uint32_t lines_hold = 0;  // elements of an array with this flag

  constexpr std::uint64_t word() const noexcept { return __builtin_bit_cast(std::uint64_t, *this); }
};

struct array_body : located, biased, array_form {
  handle<storage> memory;
  bool writeable = true;
  index count = 0;            // elements
  strided layout;             // offset: bytes from memory->data to `data`
};
FNP_EXPORT void destroy(array_body*) noexcept;  // pooled, so it lives with the allocator

using array_handle = handle<array_body>;

// A fresh C-ordered array, contents undefined. Throws too_large, negative_dimension, bad_ndim, out_of_memory.
FNP_EXPORT array_handle make_array(dtype, extents const& shape);
// As above, dense in the memory order of `like` (NumPy's order K): axes sorted by the strides of that layout.
FNP_EXPORT array_handle make_array_like(dtype, extents const& shape, extents const& like_strides);
// Another view of the same memory; pre: every element lies inside it.
FNP_EXPORT array_handle make_view(handle<storage> const&, dtype, strided const& layout, bool writeable);
// Memory of somebody else; `release(owner)` runs when the last view is gone (null: the caller keeps it alive).
FNP_EXPORT handle<storage> adopt_memory(void* data, index bytes, bool writeable, void* owner, void (*release)(void*));

}  // namespace fnp
