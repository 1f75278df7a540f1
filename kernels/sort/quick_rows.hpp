// Quicksort and quickselect of integers beside a buffer, down to runs that a network sorts.
//
// A level splits a run by the median of a sample, or, for a place that is looked for, by a neighbour of that place in
// the sample's order: on the side that leaves the shorter part to go on with (R. W. Floyd, R. L. Rivest, "Expected time
// bounds for selection", CACM 18 (1975), doi:10.1145/360680.360691). Where nothing is less than the pivot, what equals
// it is split off and done with. Pivots that leave nearly everything on one side, level after level, are replaced by
// the middle between the least and the greatest element: that halves the range of values, so there are few such levels.
// Which pivots are taken depends on the elements alone, so a selection leaves the same order on every level.
#pragma once
#include <cmath>

#include "kernels/registry.hpp"
#include "kernels/sort/network_rows.hpp"
#include "kernels/sort/pivot_split.hpp"

namespace fnp::FNP_LEVEL {

template <class K> class quick_rows {
 public:
  // spare: room for as many elements as are sorted.
  explicit quick_rows(K* spare) noexcept : spare_(spare) {}

  // x[0 .. n) becomes from[0 .. n) in order; `from` is x or lies elsewhere.
  void sort(K* x, K const* from, std::ptrdiff_t n, int levels) noexcept {
    while (n > longest_network<K>) {
      K const pivot = levels-- > 0 ? in_sample(from, n, 0.5, 0) : middle_of_range(from, n);
      std::ptrdiff_t const less = split(x, from, n, pivot);
      if (less > 0 && !is_least_) sort(x, x, less, levels);
      x += less, n -= less;
      from = x;
    }
    if (n > 0) sort_by_network(x, from, n);
  }

  // Likewise, but only partitioned at places. pre: there are some.
  void select(K* x, K const* from, std::ptrdiff_t n, index const* places, std::ptrdiff_t count, int levels) noexcept {
    part(x, from, n, 0, places, count, levels);
  }

 private:
  // x[0 .. n) are the elements `first` and on of the run whose places these are.
  void part(K* x, K const* from, std::ptrdiff_t n, std::ptrdiff_t first, index const* places, std::ptrdiff_t count,
            int levels) noexcept {
    while (count > 0 && n > fully_sorted) {
      K const pivot = levels-- > 0 ? beside(from, n, places[count / 2] - first) : middle_of_range(from, n);
      std::ptrdiff_t const less = split(x, from, n, pivot);
      std::ptrdiff_t below = 0;
      while (below < count && places[below] < first + less) ++below;
      if (!is_least_) part(x, x, less, first, places, below, levels);
      x += less, n -= less, first += less;
      places += below, count -= below;
      from = x;
    }
    if (count > 0) sort(x, from, n, levels);
  }

  static constexpr std::ptrdiff_t fully_sorted = kernels::fully_sorted(sizeof(K));
  static constexpr std::ptrdiff_t largest_sample = 1024, neighbours = 64 / sizeof(K);

  // Those in front, less than the pivot or, where it is the least element, equal to it; behind them the others.
  std::ptrdiff_t split(K* x, K const* from, std::ptrdiff_t n, K pivot) noexcept {
    std::ptrdiff_t less = split_by(x, from, spare_, n, pivot);
    copy(x + less, spare_ + less, n - less);
    is_least_ = less == 0;
    if (!is_least_) return less;
    if (pivot == std::numeric_limits<K>::max()) return n;
    less = split_by(x, x, spare_, n, static_cast<K>(pivot + 1));
    copy(x + less, spare_ + less, n - less);
    return less;
  }
  static void copy(K* to, K const* from, std::ptrdiff_t n) noexcept {
    std::memcpy(to, from, static_cast<std::size_t>(n) * sizeof(K));
  }

  // A neighbour of `place` in the order of a sample, so far that the place seldom lies beyond it.
  K beside(K const* x, std::ptrdiff_t n, std::ptrdiff_t place) noexcept {
    return in_sample(x, n, (static_cast<double>(place) + 0.5) / static_cast<double>(n), 2 * place < n ? 1 : -1);
  }
  // The sample consists of cache lines' worth of neighbours from all over the run.
  K in_sample(K const* x, std::ptrdiff_t n, double share, int side) noexcept {
    std::ptrdiff_t size = 4 * neighbours;
    while (size < largest_sample && size * size < (side == 0 ? n / 16 : 2 * n)) size *= 2;
    std::ptrdiff_t const step = n / (size / neighbours);
    for (std::ptrdiff_t i = 0; i < size / neighbours; ++i) std::memcpy(sample_ + i * neighbours, x + i * step, 64);
    if (size <= longest_network<K>) sort_by_network(sample_, sample_, size);
    else quick_rows(sample_ + size).sort(sample_, sample_, size, 20);
    if (side == 0) return sample_[size / 2];
    double const many = static_cast<double>(size);
    auto const at = static_cast<std::ptrdiff_t>(share * many + side * (std::sqrt(many * share * (1 - share)) + 1));
    return sample_[at < 0 ? 0 : at < size ? at : size - 1];
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

  K* spare_;
  bool is_least_ = false;  // of the last pivot: nothing was less
  alignas(64) K sample_[2 * largest_sample];
};

// Unsigned numbers are turned into signed ones that order alike, and back. Where the numbers stand thereafter.
template <class T> FNP_INLINE std::make_signed_t<T> const* turn_signs(T* x, T const* from, std::ptrdiff_t n) noexcept {
  if constexpr (std::is_signed_v<T>) {
    return from;
  } else {
    for (std::ptrdiff_t i = 0; i < n; ++i) x[i] = static_cast<T>(from[i] ^ (T{1} << (8 * sizeof(T) - 1)));
    return reinterpret_cast<std::make_signed_t<T> const*>(x);
  }
}
inline int levels_for(std::ptrdiff_t n) noexcept {
  int levels = 4;
  for (; n > 1; n /= 2) levels += 2;
  return levels;
}

template <class T>
void sort_quickly(std::byte* data, std::byte const* from, std::byte* spare, std::ptrdiff_t n) noexcept {
  using K = std::make_signed_t<T>;
  T* const x = reinterpret_cast<T*>(data);
  K const* const keys = turn_signs(x, reinterpret_cast<T const*>(from), n);
  quick_rows<K>(reinterpret_cast<K*>(spare)).sort(reinterpret_cast<K*>(x), keys, n, levels_for(n));
  turn_signs(x, x, n);
}

template <class T>
void select_quickly(std::byte* data, std::byte const* from, std::byte* spare, std::ptrdiff_t n, index const* places,
                    std::ptrdiff_t count) noexcept {
  using K = std::make_signed_t<T>;
  T* const x = reinterpret_cast<T*>(data);
  K const* const keys = turn_signs(x, reinterpret_cast<T const*>(from), n);
  quick_rows<K>(reinterpret_cast<K*>(spare)).select(reinterpret_cast<K*>(x), keys, n, places, count, levels_for(n));
  turn_signs(x, x, n);
}

}  // namespace fnp::FNP_LEVEL
