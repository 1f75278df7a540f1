// Dot products of the rows of one dense array with those of another, complex ones of the first conjugated.
//
// The terms of a row are summed as kernels/product_kernel.hpp says it of vectors.
#pragma once
#include "engine/execute/matrix_product.hpp"

namespace fnp::execute {

// sums[i] = the sum over j of conj(x[i, j]) y[i, j], of `rows` rows of `length` elements; all dense.
// pre: any dtype but float16, rows > 0, length > 0.
void dots_of_rows(std::byte* sums, std::byte const* x, std::byte const* y, dtype, index rows, index length, isa level,
                  int threads);

}  // namespace fnp::execute
