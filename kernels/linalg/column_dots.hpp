// Dot products of a short vector with the dense columns of a matrix: every lane of the order is a row of sums.
#pragma once
#include "kernels/linalg/partial_load.hpp"
#include "kernels/linalg/product_lanes.hpp"
#include "kernels/product_kernel.hpp"

namespace fnp::FNP_LEVEL {

// c[j] = the dot product of the `depth` <= Lanes terms x[k] b[k, j]: rows of b and c dense, x in steps of `x_step`
// bytes.
template <class T, std::size_t Lanes = 1>
void dots_of_columns(std::byte* c, std::byte const* x, std::ptrdiff_t x_step, std::byte const* b, std::ptrdiff_t b_row,
                     std::ptrdiff_t depth, std::ptrdiff_t columns) noexcept {
  if constexpr (Lanes < kernels::shortest_lanes)
    if (depth > static_cast<std::ptrdiff_t>(Lanes))
      return dots_of_columns<T, 2 * Lanes>(c, x, x_step, b, b_row, depth, columns);
  using part = typename number<T>::part;
  using ring = typename number<T>::ring;
  using vector = lanes<part>;
  constexpr std::ptrdiff_t width = product_register / sizeof(T), item = sizeof(T);
  T factor[Lanes]{};
  for (std::ptrdiff_t k = 0; k < depth; ++k) factor[k] = read<T>(x + k * x_step);
  auto const spread = [](T const& number_of_all) {
    vector r;
    for (std::size_t i = 0; i < product_register; i += sizeof(T))
      std::memcpy(reinterpret_cast<std::byte*>(&r) + i, &number_of_all, sizeof(T));
    return r;
  };
  vector left[Lanes];
  for (std::size_t k = 0; k < Lanes; ++k) left[k] = spread(factor[k]);
  auto const sum_of = [&](auto&& right) {
    vector sums[Lanes]{};
#pragma GCC unroll 8
    for (std::size_t k = 0; k < Lanes; ++k)
      if (static_cast<std::ptrdiff_t>(k) < depth)
        sums[k] = ring::sum(sums[k], term_of<T>(left[k], right(b + static_cast<std::ptrdiff_t>(k) * b_row)));
#pragma GCC unroll 4
    for (std::size_t half = Lanes / 2; half > 0; half /= 2)
#pragma GCC unroll 4
      for (std::size_t k = 0; k < half; ++k) sums[k] = ring::sum(sums[k], sums[k + half]);
    return sums[0];
  };
  for (; columns >= width; columns -= width, b += product_register, c += product_register)
    write(c, sum_of([](std::byte const* row) { return read<vector>(row); }));
  if (auto const rest = static_cast<std::size_t>(columns * item); rest > 0) {
    vector const sums = sum_of([rest](std::byte const* row) { return first_bytes<vector>(row, rest); });
    std::memcpy(c, &sums, rest);
  }
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
