// Dense runs of numbers sorted in registers: the vectorised quicksort of Highway. Nothing else includes Highway.
//
// M. Blacher, J. Giesen, P. Sanders, J. Wassenberg, "Vectorized and performance-portable Quicksort" (2022),
// doi:10.48550/arXiv.2205.05982. The library picks its own instruction set. That changes no bit: what is sorted here are
// integers, and floats that are equal only where their bits are, signs of zeros aside.
#pragma once
#include <cstdint>

#include "fnp/base/checked.hpp"
#include "fnp/base/dtype.hpp"

namespace fnp::sorting {

// Ascending, in place. threads: 1 or as many as may take part.
void sort_words(std::uint64_t* x, index n, int threads);
// Of integers of 2 to 8 bytes, or of finite float32 and float64; zeros keep no signs: any of them may be written.
void sort_numbers(dtype, std::byte* x, index n, int threads);

}  // namespace fnp::sorting
