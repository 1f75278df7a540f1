// Kernels of sorting: keys of dense elements, words that hold a key and a position, short rows, floats as integers,
// selection.
#include "kernels/families.hpp"
#include "kernels/sort/network_rows.hpp"
#include "kernels/sort/quick_rows.hpp"

namespace fnp::FNP_LEVEL {
namespace {

template <class T, int Word>
void range_of_keys(std::byte const* data, std::ptrdiff_t n, std::int64_t& least, std::int64_t& greatest) noexcept {
  T const* const x = reinterpret_cast<T const*>(data);
  std::int64_t low = std::numeric_limits<std::int64_t>::max(), high = std::numeric_limits<std::int64_t>::min();
  for (std::ptrdiff_t i = 0; i < n; ++i) {
    std::int64_t const k = wide_key<T, Word>(x[i]);
    low = k < low ? k : low;
    high = k > high ? k : high;
  }
  least = low, greatest = high;
}

template <class T, int Word>
void pack_keys(std::uint64_t* to, std::byte const* data, std::ptrdiff_t n, std::int64_t least, int dropped,
               int position_bits) noexcept {
  T const* const x = reinterpret_cast<T const*>(data);
  for (std::ptrdiff_t i = 0; i < n; ++i) {
    std::uint64_t const distance =
        static_cast<std::uint64_t>(wide_key<T, Word>(x[i])) - static_cast<std::uint64_t>(least);
    to[i] = distance >> dropped << position_bits | static_cast<std::uint64_t>(i);
  }
}

template <class T, int Word> void write_keys(std::int64_t* to, std::byte const* data, std::ptrdiff_t n) noexcept {
  T const* const x = reinterpret_cast<T const*>(data);
  for (std::ptrdiff_t i = 0; i < n; ++i) to[i] = wide_key<T, Word>(x[i]);
}

template <class T>
kernels::float_kinds floats_to_integers(std::byte* to, std::byte const* data, std::ptrdiff_t n) noexcept {
  using layout = float_layout<T>;
  using I = typename layout::bits;
  constexpr std::ptrdiff_t piece = 1 << 14;  // as many as the narrowest counter holds
  I const* x = reinterpret_cast<I const*>(data);
  I* y = reinterpret_cast<I*>(to);
  kernels::float_kinds all{};
  for (; n > 0; n -= piece, x += piece, y += piece) {
    std::ptrdiff_t const here = n < piece ? n : piece;
    I nans = 0, negative = 0, zeros = 0;
#ifndef __clang__
#pragma GCC ivdep
#endif
    for (std::ptrdiff_t i = 0; i < here; ++i) {
      I const bits = x[i];
      I const magnitude = static_cast<I>(bits & std::numeric_limits<I>::max());
      nans = static_cast<I>(nans + (magnitude > layout::infinity));
      zeros = static_cast<I>(zeros + (magnitude == 0));
      negative = static_cast<I>(negative + (bits == std::numeric_limits<I>::min()));
      y[i] = ordered_bits(bits);
    }
    all.nans += nans, all.zeros += zeros, all.negative_zeros += negative;
  }
  return all;
}

template <class T> void integers_to_floats(std::byte* data, std::ptrdiff_t n) noexcept {
  using I = typename float_layout<T>::bits;
  I* const x = reinterpret_cast<I*>(data);
  for (std::ptrdiff_t i = 0; i < n; ++i) x[i] = ordered_bits(x[i]);
}

template <class T> constexpr kernels::sort_kernel describe() noexcept {
  kernels::sort_kernel k{};
  k.words = words_of_key<T>;
  k.range[0] = range_of_keys<T, 0>;
  k.pack[0] = pack_keys<T, 0>;
  k.keys[0] = write_keys<T, 0>;
  if constexpr (words_of_key<T> == 2) {
    k.range[1] = range_of_keys<T, 1>;
    k.pack[1] = pack_keys<T, 1>;
    k.keys[1] = write_keys<T, 1>;
  }
  constexpr std::ptrdiff_t ranked = longest_ranked<decltype(ranked_key(T{}))>;
  k.longest_ordered = ranked;
  if constexpr (words_of_key<T> == 1 && sizeof(ranked_key(T{})) <= 4) k.order_rows = order_rows_by_network<T>;
  else k.order_rows = order_rows<T>;
  if constexpr (has_network<T>()) {
    k.longest_sorted = network_rows<T>::most;
    k.sort_rows = sort_rows_by_network<T>;
  } else {
    k.longest_sorted = ranked;
    k.sort_rows = sort_rows<T>;
  }
  if constexpr (requires { typename float_layout<T>::bits; }) {
    k.to_integers = floats_to_integers<T>;
    k.to_floats = integers_to_floats<T>;
  }
  if constexpr (std::is_integral_v<T> && sizeof(T) > 1) {
    k.sort_quickly = sort_quickly<T>;
    k.select_quickly = select_quickly<T>;
  }
  return k;
}
template <class T> inline constexpr kernels::sort_kernel sort_of = describe<T>();

}  // namespace

kernels::sort_kernel const* find_sort(dtype element) noexcept {
  return visit_dtype(element, [](auto sample) -> kernels::sort_kernel const* { return &sort_of<decltype(sample)>; });
}

}  // namespace fnp::FNP_LEVEL
