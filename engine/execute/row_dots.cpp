// Row by row where rows are one run; else run by run, and the runs of a row joined in their order.
#include "engine/execute/row_dots.hpp"

#include <algorithm>
#include <cstring>

#include "engine/execute/parallel.hpp"
#include "engine/execute/product_loops.hpp"
#include "engine/execute/thread_scratch.hpp"
#include "engine/plan/machine.hpp"

namespace fnp::execute {

void dots_of_rows(std::byte* sums, std::byte const* x, std::byte const* y, dtype type, index rows, index length,
                  isa level, int threads) {
  kernels::product_kernel const& kernel = *kernels::find_product(type, level);
  index const item = static_cast<index>(itemsize(type)), row_bytes = length * item;
  index const run = type == dtype::b1 ? length : kernels::dot_run, runs = parts_of(length, run);
  aligned_memory partial;  // the sums of run r of all rows lie one after the other
  if (runs > 1) partial = allocate_aligned(static_cast<std::size_t>(rows * runs * item));
  std::byte* const to = runs > 1 ? partial.get() : sums;
  auto const range = [&](std::size_t first, std::size_t last) {
    auto i = static_cast<index>(first);
    auto const end = static_cast<index>(last);
    if (runs == 1)
      return kernel.conjugated_dots(to + i * item, x + i * row_bytes, row_bytes, y + i * row_bytes, row_bytes, end - i,
                                    length);
    for (; i < end; ++i) {
      index const row = i / runs, r = i % runs, at = row * row_bytes + r * run * item;
      kernel.conjugated_dots(to + (r * rows + row) * item, x + at, 0, y + at, 0, 1, std::min(run, length - r * run));
    }
  };
  double const cost = product_cost(static_cast<double>(rows) * static_cast<double>(length), type, true);
  share_ranges(static_cast<std::size_t>(rows * runs), cost, plan::this_machine().worth_a_thread, threads, range);
  if (runs == 1) return;
  for (index r = 1; r < runs; ++r) kernel.join(to, to + r * rows * item, rows);
  std::memcpy(sums, to, static_cast<std::size_t>(rows * item));
}

}  // namespace fnp::execute
