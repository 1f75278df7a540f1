// Copies of blocks between layouts and dtypes: what stages operands, and moves whole arrays.
#pragma once
#include "fnp/base/block.hpp"
#include "fnp/base/dtype.hpp"
#include "kernels/registry.hpp"

namespace fnp::execute {

// rows x count elements with a cast from `from_type` to `to_type`; what the cast raised. pre: the sides do not meet.
fp_flags copy_block(isa level, kernels::strided_rows to, dtype to_type, kernels::strided_rows from, dtype from_type,
                    std::ptrdiff_t rows, std::ptrdiff_t count);
// The same past the caches where `to` has dense rows; kernels::settle_streams is the caller's.
fp_flags stream_block(isa level, kernels::strided_rows to, dtype to_type, kernels::strided_rows from, dtype from_type,
                      std::ptrdiff_t rows, std::ptrdiff_t count);

}  // namespace fnp::execute
