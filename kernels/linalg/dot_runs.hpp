// Dot products of dense runs by a fixed number of lanes, as kernels/registry.hpp defines their order.
#pragma once
#include "kernels/linalg/product_lanes.hpp"
#include "kernels/registry.hpp"

namespace fnp::FNP_LEVEL {

template <class T> void dot_of_run(std::byte* sum, std::byte const* x, std::byte const* y, std::ptrdiff_t n) noexcept {
  using part = typename number<T>::part;
  using ring = typename number<T>::ring;
  using vector = lanes<part>;
  constexpr std::size_t bytes = kernels::dot_lanes, registers = bytes / product_register;
  constexpr std::ptrdiff_t width = bytes / sizeof(T);
  vector sums[registers]{};
  std::ptrdiff_t i = 0;
  for (; i + width <= n; i += width, x += bytes, y += bytes) {
#pragma GCC unroll 16
    for (std::size_t r = 0; r < registers; ++r) {
      std::size_t const at = r * product_register;
      sums[r] = ring::sum(sums[r], term_of<T>(read<vector>(x + at), read<vector>(y + at)));
    }
  }
  T all[width];
  std::memcpy(static_cast<void*>(all), sums, bytes);
  for (std::ptrdiff_t l = 0; i < n; ++i, ++l)
    add_term(all[l], read<T>(x + l * static_cast<std::ptrdiff_t>(sizeof(T))),
             read<T>(y + l * static_cast<std::ptrdiff_t>(sizeof(T))));
  for (std::ptrdiff_t half = width / 2; half > 0; half /= 2)
    for (std::ptrdiff_t l = 0; l < half; ++l) add_number(all[l], all[l + half]);
  write(sum, all[0]);
}

template <class T> void join_sums(std::byte* c, std::byte const* x, std::ptrdiff_t n) noexcept {
  using part = typename number<T>::part;
  using vector = lanes<part>;
  constexpr std::ptrdiff_t width = product_register / sizeof(T), item = sizeof(T);
  std::ptrdiff_t i = 0;
  for (; i + width <= n; i += width)
    write(c + i * item, number<T>::ring::sum(read<vector>(c + i * item), read<vector>(x + i * item)));
  for (; i < n; ++i) {
    T sum = read<T>(c + i * item);
    add_number(sum, read<T>(x + i * item));
    write(c + i * item, sum);
  }
}

}  // namespace fnp::FNP_LEVEL
