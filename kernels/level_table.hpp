// What one instruction-set level exports: the lookups of its kernels. registry.cpp collects one table a level.
#pragma once
#include <cstddef>

#include "kernels/registry.hpp"

namespace fnp::kernels {

struct level_table {
  block_kernel (*elementwise)(ops::op_id op, int loop) noexcept;
  block_kernel (*every_other)(ops::op_id op, int loop) noexcept;
  chain_kernels const* (*chains)() noexcept;
  block_kernel (*cast)(dtype from, dtype to) noexcept;
  copy_kernel (*copy)(std::size_t itemsize) noexcept;
  copy_kernel stream;
  fold_kernel const* (*fold)(ops::op_id op, dtype element) noexcept;
  prefix_kernel const* (*prefix_sum)(dtype element) noexcept;
  serial_kernel const* (*serial)(ops::op_id op, int loop) noexcept;
  running_kernel (*running)(ops::op_id op, dtype element) noexcept;
  product_kernel const* (*product)(dtype element) noexcept;
  sort_kernel const* (*sort)(dtype element) noexcept;
  block_kernel region_rows;
  dense_row dense;
  region_sum sum;
};

}  // namespace fnp::kernels

namespace fnp::reference { extern kernels::level_table const table; }
namespace fnp::sse2 { extern kernels::level_table const table; }
namespace fnp::avx2 { extern kernels::level_table const table; }
namespace fnp::avx512 { extern kernels::level_table const table; }
namespace fnp::neon { extern kernels::level_table const table; }
