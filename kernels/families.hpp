// The lookups that the sources of one level offer to its table; null where a source does not know the op or loop.
#pragma once
#include "kernels/math/level.hpp"
#include "kernels/registry.hpp"

namespace fnp::FNP_LEVEL {

block_kernel find_arithmetic(ops::op_id op, int loop) noexcept;
block_kernel find_comparison(ops::op_id op, int loop) noexcept;
block_kernel find_logical(ops::op_id op, int loop) noexcept;
block_kernel find_bitwise(ops::op_id op, int loop) noexcept;
block_kernel find_selection(ops::op_id op, int loop) noexcept;
block_kernel find_rounding(ops::op_id op, int loop) noexcept;
block_kernel find_floating(ops::op_id op, int loop) noexcept;
block_kernel find_division(ops::op_id op, int loop) noexcept;
block_kernel find_exponential(ops::op_id op, int loop) noexcept;
block_kernel find_trigonometric(ops::op_id op, int loop) noexcept;

block_kernel find_every_other(ops::op_id op, int loop) noexcept;
kernels::chain_kernels const* find_chains() noexcept;
block_kernel find_cast(dtype from, dtype to) noexcept;
kernels::copy_kernel find_copy(std::size_t itemsize) noexcept;
void stream_rows(kernels::strided_rows to, kernels::strided_rows from, std::ptrdiff_t rows,
                 std::ptrdiff_t bytes) noexcept;
kernels::fold_kernel const* find_fold(ops::op_id op, dtype element) noexcept;
kernels::prefix_kernel const* find_prefix_sum(dtype element) noexcept;
kernels::serial_kernel const* find_serial(ops::op_id op, int loop) noexcept;
kernels::running_kernel find_running(ops::op_id op, dtype element) noexcept;
kernels::product_kernel const* find_product(dtype element) noexcept;
kernels::sort_kernel const* find_sort(dtype element) noexcept;

fp_flags run_region_rows(block const&, void const* loops) noexcept;
void sum_region(vector_loops const&, dtype element, block const&, std::byte* partial) noexcept;
void run_dense_row(vector_loops const&, std::byte* const* data, std::ptrdiff_t count) noexcept;

}  // namespace fnp::FNP_LEVEL
