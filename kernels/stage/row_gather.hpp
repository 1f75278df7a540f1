// One row of elements that lie any distance apart, to a dense row: reversed ones and every other one in registers.
#pragma once
#include <cstring>
#include <utility>

#include "kernels/stage/registers.hpp"

namespace fnp::FNP_LEVEL {

struct sixteen_bytes {
  std::uint64_t low, high;
};

template <class T> FNP_INLINE T load(std::byte const* p) noexcept {
  T v;
  std::memcpy(&v, p, sizeof(T));
  return v;
}
template <class T> FNP_INLINE void store(std::byte* p, T const& v) noexcept { std::memcpy(p, &v, sizeof(T)); }

// Elements in registers, as words of at most 8 bytes: g++ has no lanes of 16.
template <class T> struct element_lanes {
  static constexpr std::size_t words = sizeof(T) > 8 ? sizeof(T) / 8 : 1, n = register_bytes / sizeof(T);
  using word = std::conditional_t<(sizeof(T) > 8), std::uint64_t, T>;
  typedef word vector __attribute__((vector_size(register_bytes)));
  using indices = std::make_index_sequence<n * words>;
};

template <class T, std::size_t... I>
FNP_INLINE void store_reversed(std::byte* to, std::byte const* from, std::index_sequence<I...>) noexcept {
  using lanes = element_lanes<T>;
  constexpr std::size_t w = lanes::words;
  auto const x = load<typename lanes::vector>(from);
  typename lanes::vector const turned =
      __builtin_shufflevector(x, x, static_cast<int>((lanes::n - 1 - I / w) * w + I % w)...);
  store(to, turned);
}

// Elements 0, 2, 4 ... of those at `from`; the second register begins `Late` elements before the first one's end.
template <class T, std::size_t Late, std::size_t... I>
FNP_INLINE void store_every_other(std::byte* to, std::byte const* from, std::index_sequence<I...>) noexcept {
  using lanes = element_lanes<T>;
  constexpr std::size_t w = lanes::words, n = lanes::n;
  auto const x = load<typename lanes::vector>(from);
  auto const y = load<typename lanes::vector>(from + (n - Late) * sizeof(T));
  typename lanes::vector const even =
      __builtin_shufflevector(x, y, static_cast<int>((2 * (I / w) + (2 * (I / w) < n ? 0 : Late)) * w + I % w)...);
  store(to, even);
}

// pre: to is dense. The element behind the last one wanted is read only where another one follows.
template <class T> FNP_INLINE void copy_every_other(std::byte* out, std::byte const* x, std::ptrdiff_t count) noexcept {
  constexpr std::ptrdiff_t size = sizeof(T), n = element_lanes<T>::n;
  using indices = typename element_lanes<T>::indices;
  std::ptrdiff_t i = 0;
  for (; i + n < count; i += n) store_every_other<T, 0>(out + i * size, x + 2 * i * size, indices{});
  if (i + n == count) return store_every_other<T, 1>(out + i * size, x + 2 * i * size, indices{});
  for (; i < count; ++i) store(out + i * size, load<T>(x + 2 * i * size));
}
template <class T> FNP_INLINE void copy_reversed(std::byte* out, std::byte const* x, std::ptrdiff_t count) noexcept {
  constexpr std::ptrdiff_t size = sizeof(T), n = element_lanes<T>::n;
  std::ptrdiff_t i = 0;
  for (; i + n <= count; i += n)
    store_reversed<T>(out + i * size, x - (i + n - 1) * size, typename element_lanes<T>::indices{});
  for (; i < count; ++i) store(out + i * size, load<T>(x - i * size));
}

// The word that an element of so many bytes is moved as.
template <std::size_t Bytes> struct moved_as;
template <> struct moved_as<1> {
  using type = std::uint8_t;
};
template <> struct moved_as<2> {
  using type = std::uint16_t;
};
template <> struct moved_as<4> {
  using type = std::uint32_t;
};
template <> struct moved_as<8> {
  using type = std::uint64_t;
};
template <> struct moved_as<16> {
  using type = sixteen_bytes;
};

// `count` elements `step` bytes apart, step may be negative or 0.
template <class T>
FNP_INLINE void gather_row(std::byte* out, std::byte const* x, std::ptrdiff_t step, std::ptrdiff_t count) noexcept {
  constexpr std::ptrdiff_t size = sizeof(T);
  constexpr bool in_lanes =
      size >= 4 && size < static_cast<std::ptrdiff_t>(register_bytes);  // g++ packs smaller ones well
  if (step == size) {
    std::memcpy(out, x, static_cast<std::size_t>(count * size));
  } else if (step == 0) {
    T const value = load<T>(x);
    for (std::ptrdiff_t i = 0; i < count; ++i) store(out + i * size, value);
  } else if (step == -size) {
    if constexpr (in_lanes)
      copy_reversed<T>(out, x, count);
    else
      for (std::ptrdiff_t i = 0; i < count; ++i) store(out + i * size, load<T>(x - i * size));
  } else if (step == 2 * size) {
    if constexpr (in_lanes)
      copy_every_other<T>(out, x, count);
    else
      for (std::ptrdiff_t i = 0; i < count; ++i) store(out + i * size, load<T>(x + i * (2 * size)));
  } else {
    for (std::ptrdiff_t i = 0; i < count; ++i) store(out + i * size, load<T>(x + i * step));
  }
}

}  // namespace fnp::FNP_LEVEL
