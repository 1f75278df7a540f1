// Dense runs of numbers sorted in registers: by our kernel up to the first cache, beyond by the vectorised quicksort of
// Highway. Nothing else includes Highway.
//
// M. Blacher, J. Giesen, P. Sanders, J. Wassenberg, "Vectorized and performance-portable Quicksort" (2022),
// doi:10.48550/arXiv.2205.05982. The library picks its own instruction set, and pivots at random. That changes no bit:
// what is sorted are integers. (Floats are not left to it: version 1.0.3 makes the greatest finite number of an
// infinity, and leaves runs of neighbouring floats unsorted.)
#pragma once
#include <cstdint>

#include "fnp/base/block.hpp"
#include "fnp/base/checked.hpp"
#include "fnp/base/dtype.hpp"

namespace fnp::sorting {

// Ascending, in place. threads: 1 or as many as may take part.
void sort_words(std::int64_t* x, index n, isa level, int threads);
// Integers of 2 to 8 bytes; x[0 .. n) becomes from[0 .. n) in order, `from` is x or lies elsewhere.
void sort_numbers(dtype, std::byte* x, std::byte const* from, index n, isa level, int threads);

}  // namespace fnp::sorting
