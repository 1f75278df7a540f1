// Dense lines are worked on where they lie; others as dense rows in scratch, a few at a time.
#include "engine/sorting/sort_lines.hpp"

#include <algorithm>
#include <bit>

#include "engine/execute/thread_scratch.hpp"
#include "engine/legality/overlap.hpp"
#include "engine/settings.hpp"
#include "engine/sorting/counted_runs.hpp"
#include "engine/sorting/lines.hpp"
#include "engine/sorting/position_order.hpp"
#include "engine/sorting/place_selection.hpp"
#include "engine/sorting/stable_runs.hpp"

namespace fnp::sorting {
namespace {

constexpr index group_bytes = 1 << 14;  // rows of a group stay in the first cache

thread_local execute::thread_scratch thread_rows;

// A thread's scratch, or memory of its own where the thread may wait while it is in use.
class row_memory {
 public:
  row_memory(std::size_t bytes, bool waits) : own_(waits ? execute::allocate_aligned(bytes) : nullptr) {
    at_ = waits ? own_.get() : thread_rows.get(bytes);
  }
  std::byte* at() const noexcept { return at_; }

 private:
  execute::aligned_memory own_;
  std::byte* at_;
};

struct settings {
  isa level;
  int threads;
};
settings settled() {
  engine::options const o = engine::settle(engine::defaults());
  return {o.level, o.threads};
}

// Estimated nanoseconds of one thread.
double cost_of(index lines, index length) {
  return static_cast<double>(lines) * static_cast<double>(length) *
         (1 + 0.2 * static_cast<double>(std::bit_width(static_cast<std::uint64_t>(length))));
}

index group_of(index length, index bytes) {
  // Lines beside each other: as many as share a cache line.
  return std::clamp<index>(group_bytes / std::max<index>(length * bytes, 1), std::max<index>(64 / bytes, 1), 64);
}

}  // namespace

void sort_lines(array_body const& a, array_body& to_array, index axis, std::span<index const> places) {
  paired_lines const lines(a, to_array, axis);
  index const n = lines.length(), item = static_cast<index>(itemsize(a.type));
  if (n == 0 || lines.count() == 0) return;
  settings const s = settled();
  kernels::sort_kernel const& kernel = kernels::find_sort(a.type, s.level);
  kernels::copy_kernel const copy = kernels::find_copy(itemsize(a.type), s.level);
  bool const sorts = places.empty() || n <= kernels::fully_sorted(itemsize(a.type));
  bool const by_rows = sorts && n <= kernel.longest_sorted;
  // One long line is shared inside. Lines that share elements go one after the other.
  bool const apart =
      static_cast<bool>(legality::injective(to_array.layout.extent, legality::map_of(to_array.layout, item)));
  int const threads = apart ? s.threads : 1, inside = lines.count() == 1 ? threads : 1;
  lines.for_each(apart ? group_of(n, item) : 1, cost_of(lines.count(), n), threads,
                 [&](strided_rows from, strided_rows to, index rows) {
                   bool const writes = to.element == item && (rows == 1 || to.row == n * item);
                   bool const reads = from.element == item;
                   row_memory const memory(static_cast<std::size_t>(writes ? 0 : rows * n * item), inside != 1);
                   strided_rows const work{writes ? to.at : memory.at(), n * item, item};
                   if (!reads && work.at != from.at) copy(work, from, rows, n);
                   if (by_rows)
                     kernel.sort_rows(work.at, reads ? from.at : work.at, reads ? from.row : work.row, rows, n);
                   else
                     for (index r = 0; r < rows; ++r) {
                       std::byte *const x = work.at + r * work.row, *const y = reads ? from.at + r * from.row : x;
                       if (sorts)
                         sort_run(a.type, x, y, n, s.level, inside);
                       else
                         select_run(a.type, x, y, n, s.level, places);
                     }
                   if (!writes) copy(to, work, rows, n);
                 });
}

void order_lines(array_body const& a, array_body& positions, index axis, std::span<index const> places) {
  paired_lines const lines(a, positions, axis);
  constexpr index position = sizeof(index);
  index const n = lines.length(), item = static_cast<index>(itemsize(a.type));
  if (n == 0 || lines.count() == 0) return;
  settings const s = settled();
  kernels::sort_kernel const& kernel = kernels::find_sort(a.type, s.level);
  kernels::copy_kernel const copy = kernels::find_copy(itemsize(a.type), s.level),
                             copy_back = kernels::find_copy(sizeof(index), s.level);
  int const inside = lines.count() == 1 ? s.threads : 1;
  lines.for_each(group_of(n, item + position), cost_of(lines.count(), n), s.threads,
                 [&](strided_rows from, strided_rows to, index rows) {
                   bool const writes = to.element == position && (rows == 1 || to.row == n * position);
                   bool const reads = from.element == item && (rows == 1 || from.row == n * item);
                   std::size_t const bytes_of_order = static_cast<std::size_t>(writes ? 0 : rows * n * position);
                   row_memory const memory(bytes_of_order + static_cast<std::size_t>(reads ? 0 : rows * n * item),
                                           inside != 1);
                   strided_rows const order{writes ? to.at : memory.at(), n * position, position};
                   strided_rows const keys{reads ? from.at : memory.at() + bytes_of_order, n * item, item};
                   if (!reads) copy(keys, from, rows, n);
                   auto* const at = reinterpret_cast<index*>(order.at);
                   if (n <= kernel.longest_ordered) {
                     kernel.order_rows(at, keys.at, rows, n);
                   } else if (item == 1) {
                     for (index r = 0; r < rows; ++r)
                       order_bytes(at + r * n, keys.at + r * keys.row, n, a.type == dtype::i1);
                   } else {
                     for (index r = 0; r < rows; ++r) {
                       key_column const key{a.type, keys.at + r * keys.row, item};
                       if (!places.empty())
                         select_positions(a.type, at + r * n, keys.at + r * keys.row, n, s.level, places);
                       else
                         position_order({&key, 1}, s.level, inside).run(at + r * n, n);
                     }
                   }
                   if (!writes) copy_back(to, order, rows, n);
                 });
}

}  // namespace fnp::sorting
