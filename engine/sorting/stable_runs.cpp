// A run is ranked if it is short, counted if its elements are bytes, else sorted by vectors or by positions.
#include "engine/sorting/stable_runs.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <iterator>
#include <vector>

#include "engine/sorting/position_order.hpp"
#include "engine/sorting/vector_sort.hpp"
#include "kernels/registry.hpp"

namespace fnp::sorting {
namespace {

void count_bytes(std::byte* x, std::byte const* from, index n, bool is_signed) {
  std::array<index, 256> counts{};
  for (index i = 0; i < n; ++i) ++counts[static_cast<std::size_t>(from[i])];
  for (int k = 0; k < 256; ++k) {
    int const value = is_signed ? k ^ 128 : k;
    auto const count = static_cast<std::size_t>(counts[static_cast<std::size_t>(value)]);
    std::memset(x, value, count);
    x += count;
  }
}

float value_of(half x) noexcept { return half_to_float(x.bits); }
template <class T> T value_of(T x) noexcept { return x; }

void copy_run(std::byte* x, std::byte const* from, index bytes) {
  if (x != from) std::memcpy(x, from, static_cast<std::size_t>(bytes));
}

template <class T>
void sort_floats(T* x, std::byte const* from, index n, kernels::sort_kernel const& kernel, isa level, int threads) {
  auto* const bytes = reinterpret_cast<std::byte*>(x);
  constexpr dtype integers = sizeof(T) == 2 ? dtype::i2 : sizeof(T) == 4 ? dtype::i4 : dtype::i8;
  kernels::float_kinds const kinds = kernel.to_integers(bytes, from, n);
  std::vector<T> nans, zeros;
  if (kinds.nans > 0 || (kinds.negative_zeros > 0 && kinds.negative_zeros < kinds.zeros)) {
    kernel.to_floats(bytes, n);
    index kept = 0;
    for (index i = 0; i < n; ++i) {
      if (value_of(x[i]) == value_of(x[i]))
        x[kept++] = x[i];
      else
        nans.push_back(x[i]);
    }
    n = kept;
    std::copy(nans.begin(), nans.end(), x + n);
    std::copy_if(x, x + n, std::back_inserter(zeros), [](T v) { return value_of(v) == 0; });
    kernel.to_integers(bytes, bytes, n);
  }
  sort_numbers(integers, bytes, n, level, threads);
  // Negative integers come first; the others are the floats already.
  using I = std::conditional_t<sizeof(T) == 2, std::int16_t, std::conditional_t<sizeof(T) == 4, std::int32_t, index>>;
  auto* const sorted = reinterpret_cast<I*>(x);
  kernel.to_floats(bytes, std::partition_point(sorted, sorted + n, [](I v) { return v < 0; }) - sorted);
  if (!zeros.empty())
    std::copy(zeros.begin(), zeros.end(), std::partition_point(x, x + n, [](T v) { return value_of(v) < 0; }));
}

template <class T> void sort_by_positions(T* x, index n, isa level, int threads) {
  std::vector<index> order(static_cast<std::size_t>(n));
  key_column const key{dtype_of<T>(), reinterpret_cast<std::byte const*>(x), sizeof(T)};
  position_order({&key, 1}, level, threads).run(order.data(), n);
  std::vector<T> const before(x, x + n);
  for (index i = 0; i < n; ++i) x[i] = before[static_cast<std::size_t>(order[static_cast<std::size_t>(i)])];
}

}  // namespace

void sort_run(dtype type, std::byte* x, std::byte const* from, index n, isa level, int threads) {
  kernels::sort_kernel const& kernel = kernels::find_sort(type, level);
  index const bytes = n * static_cast<index>(itemsize(type));
  if (n <= kernel.longest_sorted) {
    copy_run(x, from, bytes);
    return kernel.sort_rows(x, 1, n);
  }
  visit_dtype(type, [&](auto sample) {
    using T = decltype(sample);
    if constexpr (sizeof(T) == 1)
      count_bytes(x, from, n, type == dtype::i1);
    else if constexpr (std::is_integral_v<T>) {
      copy_run(x, from, bytes);
      sort_numbers(type, x, n, level, threads);
    } else if constexpr (std::is_same_v<T, complex64> || std::is_same_v<T, complex128>) {
      copy_run(x, from, bytes);
      sort_by_positions(reinterpret_cast<T*>(x), n, level, threads);
    } else
      sort_floats(reinterpret_cast<T*>(x), from, n, kernel, level, threads);
  });
}

}  // namespace fnp::sorting
