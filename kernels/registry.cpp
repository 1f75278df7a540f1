// Picks the level's table at run time. Compiled once, for the baseline; FNP_HAS_<level> (0 or 1) says what is linked.
#include "kernels/registry.hpp"

#include <algorithm>
#include <array>

#include "fnp/ops/all.hpp"
#include "kernels/level_table.hpp"

namespace fnp::kernels {
namespace {

// Names the table only where it is linked.
#define FNP_TABLE_OF(LEVEL)                                   \
  []() noexcept -> level_table const* {                       \
    if constexpr (FNP_HAS_##LEVEL) return &LEVEL::table;      \
    else return nullptr;                                      \
  }()

bool cpu_has(isa level) noexcept {
#if defined(__x86_64__)
  __builtin_cpu_init();
  auto const avx2 = [] {
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi") &&
           __builtin_cpu_supports("bmi2");
  };
  switch (level) {
    case isa::reference:
    case isa::sse2: return true;
    case isa::avx2: return avx2();
    case isa::avx512:
      return avx2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
             __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
             __builtin_cpu_supports("avx512vl");
  }
  return false;
#else
  return level <= isa::baseline;
#endif
}

level_table const* built(isa level) noexcept {
  switch (level) {
    case isa::reference: return &reference::table;
#if defined(__x86_64__)
    case isa::sse2: return FNP_TABLE_OF(sse2);
    case isa::avx2: return FNP_TABLE_OF(avx2);
    case isa::avx512: return FNP_TABLE_OF(avx512);
#else
    case isa::neon: return FNP_TABLE_OF(neon);
#endif
  }
  return nullptr;
}

// The elementwise kernels of one level by op and loop: graphs ask often, and the level's own lookup is a search.
constexpr int most_loops = [] {
  int most = 0;
  for (ops::op_info const& op : ops::op_table) most = std::max(most, op.loop_count);
  return most;
}();
using kernel_grid = std::array<std::array<block_kernel, most_loops>, ops::op_table.size()>;

kernel_grid grid_of(level_table const& table) noexcept {
  kernel_grid grid{};
  for (std::size_t op = 0; op < grid.size(); ++op)
    for (int loop = 0; loop < ops::op_table[op].loop_count; ++loop)
      grid[op][static_cast<std::size_t>(loop)] = table.elementwise(static_cast<ops::op_id>(op), loop);
  return grid;
}

// The same of folds, by op and dtype.
using fold_grid = std::array<std::array<fold_kernel const*, dtype_count>, ops::op_table.size()>;

fold_grid folds_of(level_table const& table) noexcept {
  fold_grid grid{};
  for (std::size_t op = 0; op < grid.size(); ++op)
    for (int d = 0; ops::op_table[op].kind == ops::family::reduction && d < dtype_count; ++d)
      grid[op][static_cast<std::size_t>(d)] = table.fold(static_cast<ops::op_id>(op), static_cast<dtype>(d));
  return grid;
}

// The same of casts, by the dtypes.
using cast_grid = std::array<std::array<block_kernel, dtype_count>, dtype_count>;

cast_grid casts_of(level_table const& table) noexcept {
  cast_grid grid{};
  for (int from = 0; from < dtype_count; ++from)
    for (int to = 0; to < dtype_count; ++to)
      grid[static_cast<std::size_t>(from)][static_cast<std::size_t>(to)] =
          table.cast(static_cast<dtype>(from), static_cast<dtype>(to));
  return grid;
}

// For every level the widest table at or below it that both the CPU and the build have.
struct resolved {
  level_table const* table[isa_count];
  kernel_grid grid[isa_count];
  fold_grid folds[isa_count];
  cast_grid casts[isa_count];
  isa best[isa_count];  // at most the level asked for
  resolved() noexcept {
    level_table const* widest = &reference::table;
    isa widest_level = isa::reference;
    for (int i = 0; i < isa_count; ++i) {
      isa const level = static_cast<isa>(i);
      if (level_table const* const t = built(level); t && cpu_has(level)) {
        widest = t;
        widest_level = level;
      }
      table[i] = widest;
      best[i] = widest_level;
      grid[i] = grid_of(*widest);
      folds[i] = folds_of(*widest);
      casts[i] = casts_of(*widest);
    }
  }
};

// Looked up several times an evaluation: whether a static object has been made takes twenty instructions to ask.
constinit resolved const* known_levels = nullptr;
[[gnu::noinline]] resolved const& find_levels() noexcept {
  static resolved const r;
  __atomic_store_n(&known_levels, &r, __ATOMIC_RELEASE);
  return r;
}
inline resolved const& levels() noexcept {
  resolved const* const known = __atomic_load_n(&known_levels, __ATOMIC_ACQUIRE);
  return known ? *known : find_levels();
}
level_table const& at(isa level) noexcept { return *levels().table[static_cast<int>(level)]; }

}  // namespace

block_kernel find(ops::op_id op, int loop, isa level) noexcept {
  if (op >= ops::op_table.size() || loop < 0 || loop >= most_loops) return nullptr;
  return levels().grid[static_cast<int>(level)][op][static_cast<std::size_t>(loop)];
}
block_kernel find_every_other(ops::op_id op, int loop, isa level) noexcept {
  if (op >= ops::op_table.size() || loop < 0 || loop >= ops::op_table[op].loop_count) return nullptr;
  return at(level).every_other(op, loop);
}
chain_kernels const* find_chains(isa level) noexcept { return at(level).chains(); }
block_kernel find_cast(dtype from, dtype to, isa level) noexcept {
  return levels().casts[static_cast<int>(level)][static_cast<std::size_t>(from)][static_cast<std::size_t>(to)];
}
copy_kernel find_copy(std::size_t itemsize, isa level) noexcept { return at(level).copy(itemsize); }
copy_kernel find_stream(isa level) noexcept { return at(level).stream; }
fold_kernel const* find_fold(ops::op_id op, dtype element, isa level) noexcept {
  return op < ops::op_table.size() ? levels().folds[static_cast<int>(level)][op][static_cast<std::size_t>(element)]
                                   : nullptr;
}
prefix_kernel const* find_prefix_sum(dtype element, isa level) noexcept { return at(level).prefix_sum(element); }
product_kernel const* find_product(dtype element, isa level) noexcept { return at(level).product(element); }
sort_kernel const& find_sort(dtype element, isa level) noexcept { return *at(level).sort(element); }

serial_kernel const* find_serial(ops::op_id op, int loop) noexcept { return reference::table.serial(op, loop); }
running_kernel find_running(ops::op_id op, dtype element, isa level) noexcept { return at(level).running(op, element); }

void settle_streams() noexcept {
#if defined(__x86_64__)
  __builtin_ia32_sfence();
#endif
}

block_kernel region_rows(isa level) noexcept { return at(level).region_rows; }
dense_row find_dense_row(isa level) noexcept { return at(level).dense; }
region_sum find_region_sum(isa level) noexcept { return at(level).sum; }
// Loops of leaves were compiled for one kind of sum, and an expression may be summed in both: the unit tells them
// apart.
bool adds_in_registers(ops::op_id op, fold_kernel const& k, vector_loops const* loops, int staying) noexcept {
  constexpr int level = static_cast<int>(isa::baseline);
  if (!loops || !loops->leaves[level]) return false;
  if (k.element == dtype::b1) return op == ops::id_of<ops::add_reduce> && staying <= most_staying;
  bool const wide = k.order == fold_order::wide;
  if (op != (wide ? ops::id_of<ops::wide_add_reduce> : ops::id_of<ops::add_reduce>)) return false;
  return loops->unit[level] == k.lanes && staying <= (wide ? 0 : most_staying);
}

isa best_isa(isa at_most) noexcept { return levels().best[static_cast<int>(at_most)]; }
bool has_isa(isa level) noexcept { return built(level) != nullptr && cpu_has(level); }

}  // namespace fnp::kernels
