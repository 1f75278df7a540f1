// The table of one instruction-set level; compiled once a level.
#include "kernels/level_table.hpp"

#include "kernels/families.hpp"

namespace fnp::FNP_LEVEL {
namespace {

block_kernel elementwise(ops::op_id op, int loop) noexcept {
  for (auto const find : {find_arithmetic, find_comparison, find_logical, find_bitwise, find_selection, find_rounding,
                          find_floating, find_division, find_exponential, find_trigonometric})
    if (block_kernel const k = find(op, loop)) return k;
  return nullptr;
}

}  // namespace

kernels::level_table const table{elementwise,  find_every_other, find_chains,     find_cast,     find_copy,
                                 stream_rows,  find_fold,        find_prefix_sum, find_serial,   find_running,
                                 find_product, find_sort,        run_region_rows, run_dense_row, sum_region};

}  // namespace fnp::FNP_LEVEL
