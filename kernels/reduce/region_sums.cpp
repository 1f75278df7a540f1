// Sums of what a compiled region computes, out of registers: a tree walked over the region's own loop of leaves.
//
// The library knows NumPy's tree (pairwise.hpp) and that of fnp::accurate (wide_sums.hpp), the region's file how to
// compute a unit of terms. A node of up to eight leaves is one call; what it hands back are the lanes of their sums.
// The elements that fill no unit lie at the very end of a run and are computed as rows are. Booleans are counted in
// leaves as long as their sums have room.
#include <bit>
#include <cstring>

#include "fnp/base/cache_lines.hpp"
#include "kernels/families.hpp"
#include "kernels/reduce/pairwise.hpp"
#include "kernels/reduce/wide_sums.hpp"
#include "kernels/stage/registers.hpp"

namespace fnp::FNP_LEVEL {
namespace {

constexpr std::ptrdiff_t leaf_units = 16, row_bytes = 1024;  // of the longest leaf; of its widest input

// One run of values: where its inputs lie, and the loop over them.
class region_run {
 public:
  region_run(vector_loops const& l, block const& b) noexcept
      : loops_(l), block_(b), inputs_(*l.inputs), loop_(l.leaves[own_level]) {
    stays_ = b.broadcast | inputs_.constants;
    int streams = 0;
    for (int k = 0; k < inputs_.count; ++k) {
      step_[k] = stays_ >> (k + 1) & 1 ? 0 : inputs_.size[k];
      if (step_[k] == 0) continue;
      lone_ = k;
      ++streams;
    }
    if (streams > 1 || !b.stream) lone_ = -1;
  }

  void enter(std::ptrdiff_t row) noexcept {
    std::byte* spread = spread_;
    for (int k = 0; k < inputs_.count; ++k) {
      begin_[k] = block_.data[k + 1] + row * block_.row_stride[k + 1];
      if (step_[k] != 0) continue;
      bool const constant = inputs_.constants >> (k + 1) & 1;
      std::byte* const to = constant ? constant_[k] : spread;
      std::uint64_t const word = repeated(begin_[k], inputs_.size[k]);
      for (int i = 0; i < (constant ? 64 : row_bytes) / 8; ++i) std::memcpy(to + 8 * i, &word, 8);
      if (!constant) spread += row_bytes;
      begin_[k] = to;
    }
  }

  // `leaves` leaves of `units` units from element `at` on.
  void add(void* to, std::ptrdiff_t at, std::ptrdiff_t units, std::uint32_t longer, int leaves) const noexcept {
    std::byte const* from[62];
    for (int k = 0; k < inputs_.count; ++k) from[k] = begin_[k] + at * step_[k];
    if (lone_ >= 0) expect(from[lone_], (units * leaves + __builtin_popcount(longer)) * unit_ * step_[lone_]);
    loop_({static_cast<std::byte*>(to), from, step_, units, longer, leaves});
  }

  // n values from element `at` on, which fill no unit.
  void rest(void* to, std::ptrdiff_t row, std::ptrdiff_t at, std::ptrdiff_t n) const noexcept {
    if (n == 0) return;
    std::byte* data[63];
    static constexpr std::ptrdiff_t no_stride[63] = {};
    data[0] = static_cast<std::byte*>(to);
    for (int k = 0; k < inputs_.count; ++k)
      data[k + 1] = block_.data[k + 1] + row * block_.row_stride[k + 1] + at * step_[k];
    run_region_rows({data, no_stride, block_.broadcast, 1, n, false}, &loops_);
  }

 private:
  static constexpr std::ptrdiff_t ahead = 8192;
  // What comes after the bytes from `at` on, as much; of long pieces the hardware itself foresees the most.
  static void expect(std::byte const* at, std::ptrdiff_t bytes) noexcept {
    for (std::ptrdiff_t i = 0; i < bytes && bytes <= ahead; i += line_bytes) expect_line(at + i, ahead);
  }
  // One value all over eight bytes.
  static std::uint64_t repeated(std::byte const* value, std::size_t size) noexcept {
    switch (size) {
      case 1: return read<std::uint8_t>(value) * 0x101010101010101u;
      case 2: return read<std::uint16_t>(value) * 0x1000100010001u;
      case 4: return read<std::uint32_t>(value) * 0x100000001u;
      default: return read<std::uint64_t>(value);
    }
  }
  template <class U> static std::uint64_t read(std::byte const* value) noexcept {
    U r;
    std::memcpy(&r, value, sizeof r);
    return r;
  }

  vector_loops const& loops_;
  block const& block_;
  input_table const& inputs_;
  leaf_loop const loop_;
  std::ptrdiff_t const unit_ = loops_.unit[own_level];
  // The one input that is no single value, where it lies beyond the last cache (block::stream): it is asked for. (A sum
  // of two streams takes a sixth longer so, and one from the last cache a twentieth.)
  int lone_ = -1;
  std::uint64_t stays_;
  std::byte const* begin_[62];
  std::ptrdiff_t step_[62];
  alignas(64) std::byte constant_[62][64];
  alignas(64) std::byte spread_[kernels::most_staying * row_bytes];
};

// Which of the 2^Depth leaves below a node of `units` hold more than the common ones (pairwise::split).
template <int Depth> FNP_INLINE std::uint32_t longer(std::ptrdiff_t units, std::ptrdiff_t common) noexcept {
  if constexpr (Depth == 0) return units > common;
  else
    return longer<Depth - 1>(units >> 1, common) | longer<Depth - 1>(units - (units >> 1), common)
                                                       << (1 << (Depth - 1));
}

template <class T> struct region_tree {
  using tree = pairwise<T>;
  region_run const& run;
  T const* rest;  // the values behind the last unit

  template <int Depth> T node(std::ptrdiff_t at, std::ptrdiff_t n) const noexcept {
    constexpr int leaves = 1 << Depth;
    typename tree::lanes r[leaves];
    std::ptrdiff_t const units = n >> 3, common = units >> Depth;  // the leftmost leaf is the shortest
    run.add(r, at, common, longer<Depth>(units, common), leaves);
    return tree::template joined_leaves<leaves>(r, rest, n & 7);
  }
  // Only the last piece of a run has elements behind its last unit.
  T sum(std::ptrdiff_t at, std::ptrdiff_t n) const noexcept {
    if (n <= tree::longest_leaf) return node<0>(at, n);
    if (tree::template is_regular<3>(n)) return node<3>(at, n);
    if (tree::template is_regular<2>(n)) return node<2>(at, n);
    std::ptrdiff_t const half = tree::half(n);
    T const left = sum(at, half);
    return left + sum(at + half, n - half);
  }
};

template <class T> void sum_rows(region_run& run, block const& b, std::byte* partial) noexcept {
  T rest[8], *const out = reinterpret_cast<T*>(partial);
  for (std::ptrdiff_t r = 0; r < b.rows; ++r) {
    run.enter(r);
    run.rest(rest, r, b.count & -8, b.count & 7);
    if (b.count < 8) out[r] = pairwise<T>::leaf(rest, b.count);
    else out[r] = region_tree<T>{run, rest}.sum(0, b.count);
  }
}

// The same by the wide tree. `rest`: the values behind the last unit.
template <class T> struct wide_region_tree {
  using tree = wide_sums<T>;
  region_run const& run;
  T const* rest;

  // pre: every path below splits Depth times; there is a unit for each leaf
  template <int Depth> T node(std::ptrdiff_t at, std::ptrdiff_t n) const noexcept {
    constexpr int leaves = 1 << Depth;
    typename tree::sums s[leaves];
    std::ptrdiff_t const units = n / tree::lanes, common = units >> Depth;
    run.add(s, at, common, longer<Depth>(units, common), leaves);
    if (n % tree::lanes) tree::template add_rest<tree::registers>(s[leaves - 1].v, rest, n % tree::lanes);
    T sum[leaves];
    for (int k = 0; k < leaves; ++k) tree::join(&sum[k], s[k]);
    for (int width = leaves / 2; width > 0; width /= 2)
      for (int k = 0; k < width; ++k) sum[k] = sum[2 * k] + sum[2 * k + 1];
    return sum[0];
  }
  template <int Depth> static bool is_regular(std::ptrdiff_t n) noexcept {
    constexpr std::ptrdiff_t most = tree::longest_leaf / tree::lanes;
    std::ptrdiff_t const units = n / tree::lanes;
    return units >> (Depth - 1) > most && n <= tree::longest_leaf << Depth &&
           (n % tree::lanes == 0 || units <= (most - 1) << Depth);
  }
  T sum(std::ptrdiff_t at, std::ptrdiff_t n) const noexcept {
    if (n < tree::lanes) {
      typename tree::sums s = {};
      tree::template add_rest<tree::registers>(s.v, rest, n);
      T sum;
      tree::join(&sum, s);
      return sum;
    }
    if (n <= tree::longest_leaf) return node<0>(at, n);
    if (is_regular<3>(n)) return node<3>(at, n);
    T const left = sum(at, tree::half(n));
    return left + sum(at + tree::half(n), n - tree::half(n));
  }
};

template <class T> void sum_wide_rows(region_run& run, block const& b, std::byte* partial) noexcept {
  constexpr std::ptrdiff_t unit = wide_sums<T>::lanes;
  T rest[unit], *const out = reinterpret_cast<T*>(partial);
  for (std::ptrdiff_t r = 0; r < b.rows; ++r) {
    run.enter(r);
    run.rest(rest, r, b.count / unit * unit, b.count % unit);
    out[r] = wide_region_tree<T>{run, rest}.sum(0, b.count);
  }
}

template <class Sum> std::uint64_t total(void const* sums, std::ptrdiff_t n) noexcept {
  std::uint64_t r = 0;
  for (std::ptrdiff_t i = 0; i < n; ++i) r += static_cast<Sum const*>(sums)[i];
  return r;
}

// In one leaf, but bytes overflow, and a row of values that stay is as long as the longest leaf of a sum.
void count_rows(region_run& run, vector_loops const& l, bool stays, block const& b, std::byte* partial) noexcept {
  constexpr int together = 8;
  std::ptrdiff_t const unit = l.unit[own_level], rest = b.count & (unit - 1);
  std::ptrdiff_t const whole = b.count >> std::countr_zero(static_cast<std::size_t>(unit));  // a power of two
  std::ptrdiff_t const longest = stays ? leaf_units : (std::ptrdiff_t{1} << (l.sum < 4 ? 8 * l.sum : 32)) - 1;
  alignas(64) std::byte sums[together * 64];
  for (std::ptrdiff_t r = 0; r < b.rows; ++r) {
    run.enter(r);
    run.rest(sums, r, whole * unit, rest);
    std::uint64_t count = total<std::uint8_t>(sums, rest);
    for (std::ptrdiff_t done = 0; done < whole;) {
      std::ptrdiff_t const left = whole - done, units = left < longest ? left : longest;
      int const leaves = left < 2 * units ? 1 : left / units < together ? static_cast<int>(left / units) : together;
      run.add(sums, done * unit, units, 0, leaves);
      done += leaves * units;
      count += l.sum == 1   ? total<std::uint8_t>(sums, leaves * unit)
               : l.sum == 2 ? total<std::uint16_t>(sums, leaves * unit)
               : l.sum == 4 ? total<std::uint32_t>(sums, leaves * unit)
                            : total<std::uint64_t>(sums, leaves * unit);
    }
    reinterpret_cast<std::uint64_t*>(partial)[r] = count;
  }
}

}  // namespace

void sum_region(vector_loops const& l, dtype element, block const& b, std::byte* partial) noexcept {
  std::uint64_t const staying = b.broadcast & ~l.inputs->constants;
  region_run run(l, b);
  bool const wide = l.unit[own_level] > 8;
  if (element == dtype::f8) wide ? sum_wide_rows<double>(run, b, partial) : sum_rows<double>(run, b, partial);
  else if (element == dtype::f4) wide ? sum_wide_rows<float>(run, b, partial) : sum_rows<float>(run, b, partial);
  else count_rows(run, l, staying != 0, b, partial);
}

}  // namespace fnp::FNP_LEVEL
