// A run is ranked if it is short, counted if its elements are bytes, else sorted by vectors or by positions.
#include "engine/sorting/stable_runs.hpp"

#include <cstring>
#include <vector>

#include "engine/sorting/counted_runs.hpp"
#include "engine/sorting/float_runs.hpp"
#include "engine/sorting/position_order.hpp"
#include "engine/sorting/vector_sort.hpp"

namespace fnp::sorting {
namespace {

void copy_run(std::byte* x, std::byte const* from, index bytes) {
  if (x != from) std::memcpy(x, from, static_cast<std::size_t>(bytes));
}

template <class T>
void sort_floats(T* x, std::byte const* from, index n, kernels::sort_kernel const& kernel, isa level, int threads) {
  constexpr dtype integers = sizeof(T) == 2 ? dtype::i2 : sizeof(T) == 4 ? dtype::i4 : dtype::i8;
  float_run<T> run(x, from, n, kernel);
  sort_numbers(integers, run.bytes(), run.bytes(), run.numbers(), level, threads);
  run.sorted_to_floats();
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
  if (n <= kernel.longest_sorted) return kernel.sort_rows(x, from, 0, 1, n);
  visit_dtype(type, [&](auto sample) {
    using T = decltype(sample);
    if constexpr (sizeof(T) == 1)
      count_bytes(x, from, n, type == dtype::i1);
    else if constexpr (std::is_integral_v<T>)
      sort_numbers(type, x, from, n, level, threads);
    else if constexpr (is_complex_v<T>) {
      copy_run(x, from, bytes);
      sort_by_positions(reinterpret_cast<T*>(x), n, level, threads);
    } else
      sort_floats(reinterpret_cast<T*>(x), from, n, kernel, level, threads);
  });
}

}  // namespace fnp::sorting
