// Quicksort of integers between two buffers, down to runs that a network sorts.
//
// A level splits a run at the median of a sample into the other buffer; elements equal to the pivot are not moved, but
// written where they end. Pivots that leave nearly everything on one side, level after level, are replaced by the middle
// between the least and the greatest element: that halves the range of values, so there are few such levels.
#pragma once
#include "kernels/sort/lane_split.hpp"

namespace fnp::FNP_LEVEL {

template <class K> class quick_rows {
 public:
  // The run ends in `result`; it lies in `other` if it was moved, else in `result`, and the other buffer is free.
  void sort(K* result, K* other, bool moved, std::ptrdiff_t n, int levels) noexcept {
    K *const from = moved ? other : result, *const to = moved ? result : other;
    if (n <= longest_network<K>) {
      if (n > 0) by_network(from, result, n);
      return;
    }
    K const pivot = levels > 0 ? median_of_sample(from, n) : middle_of_range(from, n);
    auto const [below, above] = split_elements<K>(reinterpret_cast<std::byte*>(to), nullptr,
                                                  reinterpret_cast<std::byte const*>(from), n, pivot, pivot);
    std::ptrdiff_t const behind = n - above;
    for (std::ptrdiff_t i = below; i < behind; ++i) result[i] = pivot;
    sort(result, other, !moved, below, levels - 1);
    sort(result + behind, other + behind, !moved, above, levels - 1);
  }

 private:
  static constexpr std::ptrdiff_t sample = 64;

  void by_network(K const* from, K* result, std::ptrdiff_t n) noexcept {
    std::memcpy(key_, from, static_cast<std::size_t>(n) * sizeof(K));
    sort_by_network(key_, n);
    std::memcpy(result, key_, static_cast<std::size_t>(n) * sizeof(K));
  }
  K median_of_sample(K const* x, std::ptrdiff_t n) noexcept {
    std::ptrdiff_t const step = n / sample;
    for (std::ptrdiff_t i = 0; i < sample; ++i) key_[i] = x[i * step];
    sort_by_network(key_, sample);
    return key_[sample / 2];
  }
  static K middle_of_range(K const* x, std::ptrdiff_t n) noexcept {
    K least = x[0], greatest = x[0];
    for (std::ptrdiff_t i = 1; i < n; ++i) {
      least = x[i] < least ? x[i] : least;
      greatest = x[i] > greatest ? x[i] : greatest;
    }
    using U = std::make_unsigned_t<K>;
    return static_cast<K>(least + static_cast<K>(static_cast<U>(static_cast<U>(greatest) - static_cast<U>(least)) / 2));
  }

  alignas(64) K key_[longest_network<K> < sample ? sample : longest_network<K>];
};

template <class T> void sort_quickly(std::byte* data, std::byte* spare, std::ptrdiff_t n) noexcept {
  using K = std::make_signed_t<T>;
  K* const x = reinterpret_cast<K*>(data);
  auto const turn = [&] {
    if constexpr (std::is_unsigned_v<T>)
      for (std::ptrdiff_t i = 0; i < n; ++i) x[i] ^= std::numeric_limits<K>::min();
  };
  int levels = 4;
  for (std::ptrdiff_t m = n; m > 1; m /= 2) levels += 2;
  turn();
  quick_rows<K>().sort(x, reinterpret_cast<K*>(spare), false, n, levels);
  turn();
}

}  // namespace fnp::FNP_LEVEL
