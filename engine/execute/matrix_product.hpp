// Matrix products of strided arrays with NumPy's matmul rules: leading axes broadcast, vectors gain and lose an axis.
//
// The order of the operations is that of kernels/product_kernel.hpp: level, threads and layouts do not change a bit.
#pragma once
#include <cstddef>

#include "fnp/base/block.hpp"
#include "fnp/base/dtype.hpp"
#include "fnp/base/strided.hpp"

namespace fnp::execute {

struct run_state;

struct byte_view {
  std::byte* data;  // element 0
  dtype type;
  strided layout;  // offset unused
};

// pre: dtypes equal, shapes agree, `out` overlaps neither operand.
// A run lends its threads, is asked between tiles whether to go on, and hears of product_tiles tiles in all; stopped,
// it leaves `out` incomplete. Without one: the calling thread alone, to the end.
void multiply_matrices(byte_view const& out, byte_view const& a, byte_view const& b, isa level = isa::reference,
                       run_state* run = nullptr);

// In how many tiles a product counts its progress.
std::size_t product_tiles(strided const& out, strided const& a, strided const& b);

}  // namespace fnp::execute
