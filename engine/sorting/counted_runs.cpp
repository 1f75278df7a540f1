// Counters of all values, and what they say written down.
#include "engine/sorting/counted_runs.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "engine/execute/thread_scratch.hpp"

namespace fnp::sorting {
namespace {

thread_local execute::thread_scratch counters;

std::array<index, 256> count(std::byte const* from, index n) {
  std::array<index, 256> r{};
  for (index i = 0; i < n; ++i) ++r[static_cast<std::size_t>(from[i])];
  return r;
}

}  // namespace

void count_bytes(std::byte* x, std::byte const* from, index n, bool is_signed) {
  std::array<index, 256> const counts = count(from, n);
  for (int k = 0; k < 256; ++k) {
    int const value = is_signed ? k ^ 128 : k;
    auto const many = static_cast<std::size_t>(counts[static_cast<std::size_t>(value)]);
    std::memset(x, value, many);
    x += many;
  }
}

// Values of which there are few are written eight at a time, so that nothing depends on how few.
void count_words(std::byte* x_bytes, std::byte const* from_bytes, index n, bool is_signed) {
  constexpr std::size_t values = 1 << 16;
  constexpr index together = 8;
  auto* const counts = reinterpret_cast<index*>(counters.get(values * sizeof(index)));
  std::fill_n(counts, values, index{0});
  auto const* const from = reinterpret_cast<std::uint16_t const*>(from_bytes);
  for (index i = 0; i < n; ++i) ++counts[from[i]];
  auto* x = reinterpret_cast<std::uint16_t*>(x_bytes);
  std::uint16_t* const end = x + n;
  for (std::size_t k = 0; k < values; ++k) {
    auto const value = static_cast<std::uint16_t>(is_signed ? k ^ 0x8000 : k);
    index const many = counts[value];
    if (end - x >= together) std::fill_n(x, together, value);
    if (many > together || end - x < together) std::fill_n(x, many, value);
    x += many;
  }
}

void order_bytes(index* to, std::byte const* from, index n, bool is_signed) {
  std::array<index, 256> next = count(from, n);
  index before = 0;
  for (int k = 0; k < 256; ++k)
    before += std::exchange(next[static_cast<std::size_t>(is_signed ? k ^ 128 : k)], before);
  for (index i = 0; i < n; ++i) to[next[static_cast<std::size_t>(from[i])]++] = i;
}

}  // namespace fnp::sorting
