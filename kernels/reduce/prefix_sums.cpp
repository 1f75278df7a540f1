// Running sums whose additions form a tree: r[i] = (C + c) + s for the element i of a unit of a block.
//
// A unit is 64 bytes, a block sixteen units. s is the running sum within the unit: in rounds w = 1, 2, 4, ... every
// element whose position has the bit w adds the last of those before it that have not (J. Sklansky, Conditional-sum
// addition logic, 1960, doi:10.1109/TEC.1960.5219822). c is the sum of the block's units before, one after the other. C
// is the sum of all blocks before: these form complete trees of 2^k blocks, one for each bit of their number, which are
// added from the largest to the smallest. Nothing is added where nothing stands before. So no element passes through
// more than 4 + 15 additions in its block, two where it is used, and 2 (ceil(log2 n) - 7) among blocks: all sums are
// within (2 ceil(log2 n) + 7) u of the sums of magnitudes. Only c and C are chains, of one addition a unit and some a
// block.
#include <array>
#include <utility>

#include "fnp/base/cache_lines.hpp"
#include "kernels/families.hpp"
#include "kernels/loops.hpp"
#include "kernels/stage/registers.hpp"

namespace fnp::FNP_LEVEL {
namespace {

// Elements are made of `Parts` numbers T; lengths count numbers.
template <class T, int Parts> struct prefix_sums {
  static constexpr std::ptrdiff_t unit = 64 / sizeof(T), block = 16 * unit, ahead = 4096;
  static constexpr int width = register_bytes / sizeof(T), registers = 64 / register_bytes;
  typedef T vector __attribute__((vector_size(register_bytes)));
  using value = std::array<T, Parts>;
  struct unit_sums {
    vector v[registers];
  };

  // Sums of complete trees by their height, and of such a tree and all before it.
  struct state {
    std::uint64_t blocks;
    value tree[48], up_to[48];
  };

  FNP_INLINE static void add(value& a, value const& b) noexcept {
    for (int k = 0; k < Parts; ++k) a[k] = a[k] + b[k];
  }

  // The block's sum t joins the trees; gives the sum of all blocks.
  FNP_INLINE static value carry(state& s, value t) noexcept {
    int height = 0;
    for (; s.blocks >> height & 1; ++height) {
      value sum = s.tree[height];
      add(sum, t);
      t = sum;
    }
    ++s.blocks;
    s.tree[height] = t;
    if (std::uint64_t const larger = s.blocks >> height >> 1) {
      value sum = s.up_to[height + 1 + __builtin_ctzll(larger)];
      add(sum, t);
      t = sum;
    }
    return s.up_to[height] = t;
  }

  // Lane i adds in round w what lane source(i, w) holds, if its element has the bit w; else it stays.
  static constexpr bool takes(int i, int w) noexcept { return i / Parts & w; }
  static constexpr int source(int i, int w) noexcept {
    return takes(i, w) ? ((i / Parts & ~(2 * w - 1)) + w - 1) * Parts + i % Parts : i;
  }
  // A permutation and a blend: of one shuffle for both g++ makes single moves where registers have 32 bytes.
  template <int W, int... I> FNP_INLINE static void round(vector& v, std::integer_sequence<int, I...>) noexcept {
    vector const nothing = -vector{}, moved = __builtin_shufflevector(v, v, source(I, W)...);
    vector const before = __builtin_shufflevector(moved, nothing, (takes(I, W) ? I : width + I)...);
    v = v + before;
  }
  template <int W> FNP_INLINE static void rounds(vector& v) noexcept {
    if constexpr (W * Parts < width) {
      round<W>(v, std::make_integer_sequence<int, width>{});
      rounds<2 * W>(v);
    }
  }
  template <int... I>
  FNP_INLINE static void spread_last(vector& to, vector const& v, std::integer_sequence<int, I...>) noexcept {
    to = __builtin_shufflevector(v, v, (width - Parts + I % Parts)...);
  }
  FNP_INLINE static void spread_last(vector& to, vector const& v) noexcept {
    spread_last(to, v, std::make_integer_sequence<int, width>{});
  }
  FNP_INLINE static void spread(vector& to, value const& x) noexcept {
    T all[width];
    for (int k = 0; k < width; ++k) all[k] = x[k % Parts];
    std::memcpy(&to, all, sizeof to);
  }

  FNP_INLINE static void scan_unit(unit_sums& s) noexcept {
#pragma GCC unroll 4
    for (int r = 0; r < registers; ++r) rounds<1>(s.v[r]);
#pragma GCC unroll 3
    for (int w = 1; w < registers; w *= 2)
#pragma GCC unroll 4
      for (int r = 0; r < registers; ++r)
        if (r & w) {
          vector before;
          spread_last(before, s.v[(r & ~(2 * w - 1)) + w - 1]);
          s.v[r] = s.v[r] + before;
        }
  }

  // Adds the sums before the unit, of the block and of all blocks; `units` becomes the sum of the block with this unit.
  template <bool First>
  FNP_INLINE static void place(unit_sums& s, bool alone, vector const& blocks, vector& units) noexcept {
    vector last, before = blocks;
    spread_last(last, s.v[registers - 1]);
    if constexpr (!First) before = alone ? units : blocks + units;
    if (!First || !alone)
#pragma GCC unroll 4
      for (int r = 0; r < registers; ++r) s.v[r] = before + s.v[r];
    if constexpr (First)
      units = last;
    else
      units = units + last;
  }

  // A register at a time: copied as a whole, a unit goes through memory.
  FNP_INLINE static void load(unit_sums& s, T const* x) noexcept {
#pragma GCC unroll 4
    for (int r = 0; r < registers; ++r) std::memcpy(&s.v[r], x + r * width, sizeof s.v[r]);
  }
  template <bool Stream> FNP_INLINE static void store(T* out, unit_sums const& s) noexcept {
#pragma GCC unroll 4
    for (int r = 0; r < registers; ++r) {
      whole_register bits;
      std::memcpy(&bits, &s.v[r], sizeof bits);
      if constexpr (Stream)
        store_past_caches(reinterpret_cast<std::byte*>(out + r * width), bits);
      else
        std::memcpy(out + r * width, &bits, sizeof bits);
    }
  }

  template <bool Stream> static void run(T* out, T const* x, std::ptrdiff_t n, state& carried) noexcept {
    vector blocks = {};
    bool alone = carried.blocks == 0;  // no block before
    if (!alone) spread(blocks, carried.up_to[__builtin_ctzll(carried.blocks)]);
    for (std::ptrdiff_t begin = 0; begin < n; begin += block, x += block, out += block) {
      std::ptrdiff_t const here = n - begin < block ? n - begin : block, whole = here / unit * unit;
      vector units = {};
      for (std::ptrdiff_t i = 0; i < whole; i += unit) {
        unit_sums s;
        load(s, x + i);
        expect_line(x + i, ahead);
        scan_unit(s);
        i == 0 ? place<true>(s, alone, blocks, units) : place<false>(s, alone, blocks, units);
        store<Stream>(out + i, s);
      }
      if (whole < here) {
        T rest[unit] = {};
        unit_sums s;
        std::memcpy(rest, x + whole, static_cast<std::size_t>(here - whole) * sizeof(T));
        load(s, rest);
        scan_unit(s);
        whole == 0 ? place<true>(s, alone, blocks, units) : place<false>(s, alone, blocks, units);
        store<false>(rest, s);
        std::memcpy(out + whole, rest, static_cast<std::size_t>(here - whole) * sizeof(T));
      }
      if (here < block) return;
      value sum;
      for (int k = 0; k < Parts; ++k) sum[k] = units[width - Parts + k];
      spread(blocks, carry(carried, sum));
      alone = false;
    }
  }

  static void scan(std::byte* out, std::byte const* x, std::ptrdiff_t n, std::byte* carried, bool stream) noexcept {
    auto* const to = reinterpret_cast<T*>(out);
    auto const* const from = reinterpret_cast<T const*>(x);
    auto& s = *reinterpret_cast<state*>(carried);
    stream ? run<true>(to, from, n * Parts, s) : run<false>(to, from, n * Parts, s);
  }
  static constexpr kernels::prefix_kernel kernel{block / Parts, sizeof(state), scan};
};

}  // namespace

kernels::prefix_kernel const* find_prefix_sum(dtype element) noexcept {
  switch (element) {
    case dtype::f4:
      return &prefix_sums<float, 1>::kernel;
    case dtype::f8:
      return &prefix_sums<double, 1>::kernel;
    case dtype::c8:
      return &prefix_sums<float, 2>::kernel;
    case dtype::c16:
      return &prefix_sums<double, 2>::kernel;
    default:
      return nullptr;
  }
}

}  // namespace fnp::FNP_LEVEL
