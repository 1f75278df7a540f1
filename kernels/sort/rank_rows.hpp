// Short rows sorted by counting: the rank of an element is how many elements stand before it.
//
//     rank[i] = |{j < i : key[j] <= key[i]}| + |{j > i : key[j] < key[i]}|
//
// That is the stable order, and needs no branch: every key is compared with a register of others at once. It takes
// n * n / lanes comparisons, which for less than about a hundred elements is the fastest way. Elements of two words are
// ranked by the first.
#pragma once
#include <cstring>
#include <limits>

#include "fnp/base/checked.hpp"
#include "kernels/sort/order_keys.hpp"
#include "kernels/stage/registers.hpp"

namespace fnp::FNP_LEVEL {

template <class K> struct rank_lanes {
  static constexpr std::ptrdiff_t count = register_bytes / sizeof(K);
  typedef K type __attribute__((vector_size(register_bytes)));
};

// The longest rows that are ranked: within the numbers that a narrow key can count.
template <class K> inline constexpr std::ptrdiff_t longest_ranked = sizeof(K) == 8 ? 96 : sizeof(K) == 1 ? 120 : 160;

template <class K> class row_ranks {
 public:
  row_ranks() noexcept {
    for (std::ptrdiff_t i = 0; i < lanes; ++i) lane_[i] = static_cast<K>(i);
  }

  // rank()[i] for the n keys that key() holds.
  FNP_INLINE void count(std::ptrdiff_t n) noexcept {
    std::ptrdiff_t const blocks = (n + lanes - 1) / lanes;
    for (std::ptrdiff_t i = n; i < blocks * lanes; ++i) key_[i] = std::numeric_limits<K>::max();
    for (std::ptrdiff_t own = 0; own < blocks; ++own) {
      std::ptrdiff_t const first = own * lanes, last = first + lanes < n ? first + lanes : n;
      for (std::ptrdiff_t b = 0; b < blocks; ++b) {
        vector const mine = load(key_ + b * lanes);
        vector before{};
        if (b < own)
          for (std::ptrdiff_t j = first; j < last; ++j) before -= mine > key_[j];
        else if (b > own)
          for (std::ptrdiff_t j = first; j < last; ++j) before -= mine >= key_[j];
        else
          for (std::ptrdiff_t j = first; j < last; ++j)
            before -= (mine > key_[j]) | ((mine == key_[j]) & (lane_ > static_cast<K>(j - first)));
        if (own > 0) before += load(rank_ + b * lanes);
        std::memcpy(rank_ + b * lanes, &before, sizeof before);
      }
    }
  }

  K* key() noexcept { return key_; }
  std::ptrdiff_t rank(std::ptrdiff_t i) const noexcept { return static_cast<std::ptrdiff_t>(rank_[i]); }

 private:
  static constexpr std::ptrdiff_t lanes = rank_lanes<K>::count;
  static constexpr std::ptrdiff_t most = (longest_ranked<K> + lanes - 1) / lanes * lanes;
  using vector = typename rank_lanes<K>::type;

  FNP_INLINE static vector load(K const* p) noexcept {
    vector v;
    std::memcpy(&v, p, sizeof v);
    return v;
  }

  vector lane_{};
  alignas(64) K key_[most];
  alignas(64) K rank_[most];
};

// The key by which rows are ranked: of two words the first.
template <class T> FNP_INLINE auto ranked_key(T const& x) noexcept {
  if constexpr (words_of_key<T> == 2) return wide_key<T, 0>(x);
  else return narrow_key(x);
}

// Positions that agree in the first word, by the second one.
template <class T> FNP_INLINE void settle_ties(index* to, T const* x, std::ptrdiff_t n) noexcept {
  for (std::ptrdiff_t i = 1; i < n; ++i) {
    index const p = to[i];
    std::int64_t const first = wide_key<T, 0>(x[p]);
    if (first != wide_key<T, 0>(x[to[i - 1]])) [[likely]]
      continue;
    std::int64_t const second = wide_key<T, 1>(x[p]);
    std::ptrdiff_t j = i;
    for (; j > 0 && wide_key<T, 0>(x[to[j - 1]]) == first && wide_key<T, 1>(x[to[j - 1]]) > second; --j)
      to[j] = to[j - 1];
    to[j] = p;
  }
}

template <class T> void order_rows(index* to, std::byte const* data, std::ptrdiff_t rows, std::ptrdiff_t n) noexcept {
  using K = decltype(ranked_key(T{}));
  row_ranks<K> ranks;
  T const* x = reinterpret_cast<T const*>(data);
  for (; rows > 0; --rows, x += n, to += n) {
    for (std::ptrdiff_t i = 0; i < n; ++i) ranks.key()[i] = ranked_key(x[i]);
    ranks.count(n);
    for (std::ptrdiff_t i = 0; i < n; ++i) to[ranks.rank(i)] = i;
    if constexpr (words_of_key<T> == 2) settle_ties(to, x, n);
  }
}

template <class T>
void sort_rows(std::byte* data, std::byte const* from, std::ptrdiff_t from_row, std::ptrdiff_t rows,
               std::ptrdiff_t n) noexcept {
  using K = decltype(ranked_key(T{}));
  row_ranks<K> ranks;
  T row[longest_ranked<K>];
  T* x = reinterpret_cast<T*>(data);
  for (; rows > 0; --rows, x += n, from += from_row) {
    T const* const y = reinterpret_cast<T const*>(from);
    if constexpr (words_of_key<T> == 2) {
      index order[longest_ranked<K>];
      order_rows<T>(order, from, 1, n);
      for (std::ptrdiff_t i = 0; i < n; ++i) row[i] = y[order[i]];
    } else {
      for (std::ptrdiff_t i = 0; i < n; ++i) ranks.key()[i] = narrow_key(y[i]);
      ranks.count(n);
      for (std::ptrdiff_t i = 0; i < n; ++i) row[ranks.rank(i)] = y[i];
    }
    std::memcpy(static_cast<void*>(x), row, static_cast<std::size_t>(n) * sizeof(T));
  }
}

}  // namespace fnp::FNP_LEVEL
