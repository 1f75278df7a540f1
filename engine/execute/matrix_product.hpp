// Matrix products of strided arrays with NumPy's matmul rules: leading axes broadcast, vectors gain and lose an axis.
#pragma once
#include "fnp/base/dtype.hpp"
#include "fnp/base/strided.hpp"

namespace fnp::execute {

struct byte_view {
  std::byte* data;  // element 0
  dtype type;
  strided layout;   // offset unused
};

// pre: dtypes equal, shapes agree, `out` overlaps neither operand. One thread, a fixed order of operations.
void multiply_matrices(byte_view const& out, byte_view const& a, byte_view const& b);

}  // namespace fnp::execute
