// One copy, or gather, cast and scatter: a cast kernel wants dense rows on both sides.
#include "engine/execute/copy_block.hpp"

#include "engine/execute/thread_scratch.hpp"
#include "fnp/base/cache_lines.hpp"

namespace fnp::execute {
namespace {

thread_local thread_scratch cast_rows, passing_rows;

}  // namespace

fp_flags copy_block(isa level, kernels::strided_rows to, dtype to_type, kernels::strided_rows from, dtype from_type,
                    std::ptrdiff_t rows, std::ptrdiff_t count) {
  auto const to_item = static_cast<std::ptrdiff_t>(itemsize(to_type));
  auto const from_item = static_cast<std::ptrdiff_t>(itemsize(from_type));
  if (to_type == from_type) {
    kernels::find_copy(itemsize(to_type), level)(to, from, rows, count);
    return 0;
  }
  bool const dense_from = from.element == from_item || count == 1, dense_to = to.element == to_item || count == 1;
  kernels::strided_rows in = from, out = to;
  if (!dense_from || !dense_to) {
    std::size_t const points = static_cast<std::size_t>(rows * count);
    std::byte* const rows_memory = cast_rows.get(2 * points * 16 + 128);
    if (!dense_from) {
      in = {rows_memory, count * from_item, from_item};
      kernels::find_copy(itemsize(from_type), level)(in, from, rows, count);
    }
    if (!dense_to) out = {rows_memory + whole_lines(points * 16), count * to_item, to_item};
  }
  std::byte* const data[] = {out.at, in.at};
  std::ptrdiff_t const row_stride[] = {out.row, in.row};
  fp_flags const raised = kernels::find_cast(from_type, to_type, level)({data, row_stride, 0, rows, count}, nullptr);
  if (!dense_to) kernels::find_copy(itemsize(to_type), level)(to, out, rows, count);
  return raised;
}

// What is not dense, or cast, becomes dense rows in the caches first.
fp_flags stream_block(isa level, kernels::strided_rows to, dtype to_type, kernels::strided_rows from, dtype from_type,
                      std::ptrdiff_t rows, std::ptrdiff_t count) {
  auto const item = static_cast<std::ptrdiff_t>(itemsize(to_type));
  if (to.element != item) return copy_block(level, to, to_type, from, from_type, rows, count);
  kernels::strided_rows dense = from;
  fp_flags raised = 0;
  if (to_type != from_type || from.element != item) {
    dense = {passing_rows.get(static_cast<std::size_t>(rows * count * item)), count * item, item};
    raised = copy_block(level, dense, to_type, from, from_type, rows, count);
  }
  kernels::find_stream(level)(to, dense, rows, count * item);
  return raised;
}

}  // namespace fnp::execute
