// Rows of numbers sorted by a network, as integers that order as the numbers do.
//
// What is equal there is the same bits, so any order of it is the stable one. NaN and zeros of both signs are not; rows
// that hold such are sorted without their NaN, and then those and the zeros come in their first order.
#pragma once
#include "fnp/base/cache_lines.hpp"
#include "kernels/sort/sorting_network.hpp"

namespace fnp::FNP_LEVEL {

// Of other elements rows are ranked.
template <class T> constexpr bool has_network() noexcept {
  return sizeof(T) > 1 && (std::is_integral_v<T> || std::is_floating_point_v<T> || std::is_same_v<T, half>);
}

// The integer of the network's order, and back. Unsigned numbers lose their upper bit's meaning and get it again.
template <class T> FNP_INLINE auto network_key(T const& x) noexcept {
  if constexpr (std::is_integral_v<T>) return narrow_key(x);
  else return ordered_bits(__builtin_bit_cast(typename float_layout<T>::bits, x));
}
template <class T, class K> FNP_INLINE T number_of(K key) noexcept {
  if constexpr (std::is_integral_v<T>) return static_cast<T>(narrow_key(static_cast<T>(key)));
  else return __builtin_bit_cast(T, ordered_bits(key));
}

template <class T> class network_rows {
  using K = decltype(network_key(T{}));

 public:
  static constexpr std::ptrdiff_t most = longest_network<K>;

  // x[0 .. n) becomes from[0 .. n) in order; `from` is x or lies elsewhere.
  FNP_INLINE void sort(T* x, T const* from, std::ptrdiff_t n) noexcept {
    if constexpr (!std::is_integral_v<T>)
      if (has_kinds(from, n)) return sort_kinds(x, from, n);
    if constexpr (std::is_same_v<T, K>) {
      sort_by_network(x, from, n);
    } else {
      for (std::ptrdiff_t i = 0; i < n; ++i) key_[i] = network_key(from[i]);
      sort_by_network(key_, key_, n);
      for (std::ptrdiff_t i = 0; i < n; ++i) x[i] = number_of<T>(key_[i]);
    }
  }

 private:
  // Is there a NaN or a negative zero?
  FNP_INLINE static bool has_kinds(T const* x, std::ptrdiff_t n) noexcept {
    K found = 0;
    for (std::ptrdiff_t i = 0; i < n; ++i) {
      K const bits = __builtin_bit_cast(K, x[i]);
      K const magnitude = static_cast<K>(bits & std::numeric_limits<K>::max());
      found = static_cast<K>(found | (magnitude > float_layout<T>::infinity) | (bits == std::numeric_limits<K>::min()));
    }
    return found != 0;
  }

  [[gnu::noinline]] void sort_kinds(T* x, T const* from, std::ptrdiff_t n) noexcept {
    T zeros[most], nans[most];
    std::ptrdiff_t numbers = 0, no_numbers = 0, zero = 0, negative = 0;
    for (std::ptrdiff_t i = 0; i < n; ++i) {
      K const bits = __builtin_bit_cast(K, from[i]), magnitude = static_cast<K>(bits & std::numeric_limits<K>::max());
      if (magnitude > float_layout<T>::infinity) {
        nans[no_numbers++] = from[i];
        continue;
      }
      if (magnitude == 0) zeros[zero++] = from[i];
      else negative += bits < 0;
      key_[numbers++] = network_key(from[i]);
    }
    if (numbers > 0) sort_by_network(key_, key_, numbers);
    for (std::ptrdiff_t i = 0; i < numbers; ++i) x[i] = number_of<T>(key_[i]);
    std::memcpy(static_cast<void*>(x + negative), zeros, static_cast<std::size_t>(zero) * sizeof(T));
    std::memcpy(static_cast<void*>(x + numbers), nans, static_cast<std::size_t>(no_numbers) * sizeof(T));
  }

  alignas(64) K key_[most];
};

// A row's loads and stores come all at once, with a network's time between them. So the processor is told of the memory
// a page ahead: what it finds out for itself comes too late where rows are not in the caches (half the time of rows of
// 300 int32).
template <class T>
void sort_rows_by_network(std::byte* data, std::byte const* from, std::ptrdiff_t from_row, std::ptrdiff_t rows,
                          std::ptrdiff_t n) noexcept {
  network_rows<T> network;
  T* x = reinterpret_cast<T*>(data);
  constexpr std::ptrdiff_t page = 4096;
  std::ptrdiff_t const bytes = n * static_cast<std::ptrdiff_t>(sizeof(T));
  for (; rows > 0; --rows, x += n, from += from_row) {
    for (std::ptrdiff_t i = 0; i < bytes; i += line_bytes) {
      expect_line(from, page + i);
      expect_line(x, page + i);
    }
    network.sort(x, reinterpret_cast<T const*>(from), n);
  }
}

// Positions of narrow elements: words of key and position, which no two have in common, are sorted where the positions
// will be.
template <class T>
void order_rows_by_network(index* to, std::byte const* data, std::ptrdiff_t rows, std::ptrdiff_t n) noexcept {
  constexpr std::ptrdiff_t soon_ranked = 24;
  constexpr int position_bits = 32;
  if (n <= soon_ranked || n > longest_network<std::int64_t>) return order_rows<T>(to, data, rows, n);
  T const* x = reinterpret_cast<T const*>(data);
  for (; rows > 0; --rows, x += n, to += n) {
    for (std::ptrdiff_t i = 0; i < n; ++i) {
      auto const key = static_cast<std::uint64_t>(static_cast<std::int64_t>(narrow_key(x[i])));
      to[i] = static_cast<index>(key << position_bits | static_cast<std::uint64_t>(i));
    }
    sort_by_network(to, to, n);
    for (std::ptrdiff_t i = 0; i < n; ++i) to[i] &= (index{1} << position_bits) - 1;
  }
}

}  // namespace fnp::FNP_LEVEL
