// Integers and floats in place; positions by words; complex numbers by their positions.
#include "engine/sorting/place_selection.hpp"

#include <algorithm>
#include <bit>
#include <vector>

#include "engine/execute/thread_scratch.hpp"
#include "engine/sorting/counted_runs.hpp"
#include "engine/sorting/float_runs.hpp"
#include "engine/sorting/position_order.hpp"
#include "kernels/registry.hpp"

namespace fnp::sorting {
namespace {

thread_local execute::thread_scratch spare_memory;

template <class Integer>
void select_integers(std::byte* x, std::byte const* from, index n, isa level, std::span<index const> places) {
  places = places.first(static_cast<std::size_t>(std::lower_bound(places.begin(), places.end(), n) - places.begin()));
  if (places.empty()) return;
  kernels::find_sort(dtype_of<Integer>(), level)
      .select_quickly(x, from, spare_memory.get(static_cast<std::size_t>(n) * sizeof(Integer)), n, places.data(),
                      static_cast<std::ptrdiff_t>(places.size()));
}

// The places with those beside them, where an element that ties in its word would stand.
std::vector<index> with_neighbours(std::span<index const> places, index n) {
  std::vector<index> r;
  for (index const k : places)
    for (index const at : {k - 1, k, k + 1})
      if (at >= 0 && at < n && (r.empty() || r.back() < at)) r.push_back(at);
  return r;
}

// Does the word at a place agree with another one in its key? pre: its neighbours are where sorting puts them.
bool ties(std::uint64_t const* word, index n, int bits, std::span<index const> places) {
  auto const key = [&](index i) { return word[i] >> bits; };
  return std::any_of(places.begin(), places.end(), [&](index k) {
    return (k > 0 && key(k - 1) == key(k)) || (k + 1 < n && key(k + 1) == key(k));
  });
}

}  // namespace

void select_positions(dtype type, index* to, std::byte const* x, index n, isa level, std::span<index const> places) {
  auto const item = static_cast<index>(itemsize(type));
  if (item == 1) return order_bytes(to, x, n, type == dtype::i1);
  kernels::sort_kernel const& kernel = kernels::find_sort(type, level);
  int const bits = static_cast<int>(std::bit_width(static_cast<std::uint64_t>(n - 1)));
  std::int64_t least, greatest;
  kernel.range[0](x, n, least, greatest);
  std::uint64_t const span = static_cast<std::uint64_t>(greatest) - static_cast<std::uint64_t>(least);
  int const dropped = std::max(0, static_cast<int>(std::bit_width(span)) + bits - 63);
  bool const whole = dropped == 0 && kernel.words == 1;  // a word holds all of its key
  if (span > 0) {
    auto* const word = reinterpret_cast<std::uint64_t*>(to);
    auto* const words = reinterpret_cast<std::byte*>(to);
    kernel.pack[0](word, x, n, least, dropped, bits);
    if (whole) select_integers<std::int64_t>(words, words, n, level, places);
    else select_integers<std::int64_t>(words, words, n, level, with_neighbours(places, n));
    if (whole || !ties(word, n, bits, places)) {
      for (index i = 0; i < n; ++i) to[i] = static_cast<index>(word[i] & ((std::uint64_t{1} << bits) - 1));
      return;
    }
  }
  key_column const all{type, x, item};
  position_order({&all, 1}, level, 1).run(to, n);
}

void select_run(dtype type, std::byte* x, std::byte const* from, index n, isa level, std::span<index const> places) {
  visit_dtype(type, [&](auto sample) {
    using T = decltype(sample);
    if constexpr (sizeof(T) == 1) {
      count_bytes(x, from, n, type == dtype::i1);
    } else if constexpr (std::is_integral_v<T>) {
      select_integers<T>(x, from, n, level, places);
    } else if constexpr (is_complex_v<T>) {
      std::vector<index> at(static_cast<std::size_t>(n));
      select_positions(type, at.data(), from, n, level, places);
      std::vector<T> before;
      auto const* element = reinterpret_cast<T const*>(from);
      if (x == from) {
        before.assign(element, element + n);
        element = before.data();
      }
      for (index i = 0; i < n; ++i) reinterpret_cast<T*>(x)[i] = element[at[static_cast<std::size_t>(i)]];
    } else {
      float_run<T> run(reinterpret_cast<T*>(x), from, n, kernels::find_sort(type, level));
      select_integers<typename float_run<T>::integer>(x, x, run.numbers(), level, places);
      run.to_floats();
    }
  });
}

}  // namespace fnp::sorting
