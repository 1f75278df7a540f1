// A run is ranked if it is short, counted if its elements are bytes, else sorted by vectors or by positions.
#include "engine/sorting/stable_runs.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

#include "engine/sorting/position_order.hpp"
#include "engine/sorting/vector_sort.hpp"
#include "kernels/registry.hpp"

namespace fnp::sorting {
namespace {

void count_bytes(std::byte* x, index n, bool is_signed) {
  std::array<index, 256> counts{};
  for (index i = 0; i < n; ++i) ++counts[static_cast<std::size_t>(x[i])];
  for (int k = 0; k < 256; ++k) {
    int const value = is_signed ? k ^ 128 : k;
    auto const count = static_cast<std::size_t>(counts[static_cast<std::size_t>(value)]);
    std::memset(x, value, count);
    x += count;
  }
}

float value_of(half x) noexcept { return half_to_float(x.bits); }
template <class T> T value_of(T x) noexcept { return x; }

// The bits of halves as integers of the same order, and back: the magnitude of negative ones complemented.
void exchange_halves(half* x, index n) noexcept {
  for (index i = 0; i < n; ++i) {
    auto const negative = static_cast<std::uint16_t>(-(x[i].bits >> 15));
    x[i].bits = static_cast<std::uint16_t>(x[i].bits ^ (negative & 0x7fff));
  }
}

template <class T> void sort_floats(T* x, index n, kernels::sort_kernel const& kernel, int threads) {
  kernels::float_kinds const kinds = kernel.kinds(reinterpret_cast<std::byte const*>(x), n);
  std::vector<T> nans, least, greatest, zeros;
  if (kinds.not_finite > 0) {
    index kept = 0;
    for (index i = 0; i < n; ++i) {
      auto const v = value_of(x[i]);
      if (v - v == 0)
        x[kept++] = x[i];
      else
        (v < 0 ? least : v > 0 ? greatest : nans).push_back(x[i]);
    }
    x = std::copy_backward(x, x + kept, x + kept + static_cast<index>(least.size()));
    std::copy(least.begin(), least.end(), x - least.size());
    n = kept;
  }
  if (kinds.negative_zeros > 0 && kinds.negative_zeros < kinds.zeros)
    std::copy_if(x, x + n, std::back_inserter(zeros), [](T v) { return value_of(v) == 0; });
  auto* const bytes = reinterpret_cast<std::byte*>(x);
  if constexpr (std::is_same_v<T, half>) {
    exchange_halves(x, n);
    sort_numbers(dtype::i2, bytes, n, threads);
    exchange_halves(x, n);
  } else {
    sort_numbers(dtype_of<T>(), bytes, n, threads);
  }
  if (!zeros.empty())
    std::copy(zeros.begin(), zeros.end(), std::partition_point(x, x + n, [](T v) { return value_of(v) < 0; }));
  std::copy(nans.begin(), nans.end(), std::copy(greatest.begin(), greatest.end(), x + n));
}

template <class T> void sort_by_positions(T* x, index n, isa level, int threads) {
  std::vector<index> order(static_cast<std::size_t>(n));
  key_column const key{dtype_of<T>(), reinterpret_cast<std::byte const*>(x), sizeof(T)};
  position_order({&key, 1}, level, threads).run(order.data(), n);
  std::vector<T> const before(x, x + n);
  for (index i = 0; i < n; ++i) x[i] = before[static_cast<std::size_t>(order[static_cast<std::size_t>(i)])];
}

}  // namespace

void sort_run(dtype type, std::byte* x, index n, isa level, int threads) {
  kernels::sort_kernel const& kernel = kernels::find_sort(type, level);
  if (n <= kernel.longest) return kernel.sort_rows(x, 1, n);
  visit_dtype(type, [&](auto sample) {
    using T = decltype(sample);
    if constexpr (sizeof(T) == 1)
      count_bytes(x, n, type == dtype::i1);
    else if constexpr (std::is_integral_v<T>)
      sort_numbers(type, x, n, threads);
    else if constexpr (std::is_same_v<T, complex64> || std::is_same_v<T, complex128>)
      sort_by_positions(reinterpret_cast<T*>(x), n, level, threads);
    else
      sort_floats(reinterpret_cast<T*>(x), n, kernel, threads);
  });
}

}  // namespace fnp::sorting
