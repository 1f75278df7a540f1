// Words of key and position, sorted; groups that they leave together are settled one after the other.
#include "engine/sorting/position_order.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <numeric>

#include "engine/sorting/vector_sort.hpp"

namespace fnp::sorting {
namespace {

constexpr index few = 24;  // fewer are inserted one after the other

int bits_of_positions(index n) { return static_cast<int>(std::bit_width(static_cast<std::uint64_t>(n - 1))); }

// How many low bits of a distance must go, so that it fits beside a position into a word that is not negative.
int dropped_bits(std::int64_t least, std::int64_t greatest, int position_bits) {
  std::uint64_t const span = static_cast<std::uint64_t>(greatest) - static_cast<std::uint64_t>(least);
  return std::max(0, static_cast<int>(std::bit_width(span)) + position_bits - 63);
}

void gather(std::byte* to, key_column const& c, index const* at, index count) {
  std::size_t const item = itemsize(c.type);
  auto const from = [&](index k) { return c.at + (at ? at[k] : k) * c.step; };
  auto const loop = [&](auto size) {
    for (index k = 0; k < count; ++k) std::memcpy(to + static_cast<std::size_t>(k) * size, from(k), size);
  };
  switch (item) {
    case 1:
      return loop(std::integral_constant<std::size_t, 1>{});
    case 2:
      return loop(std::integral_constant<std::size_t, 2>{});
    case 4:
      return loop(std::integral_constant<std::size_t, 4>{});
    case 8:
      return loop(std::integral_constant<std::size_t, 8>{});
    default:
      return loop(std::integral_constant<std::size_t, 16>{});
  }
}

template <class T> T* room(std::vector<T>& v, index n) {
  if (v.size() < static_cast<std::size_t>(n)) v.resize(static_cast<std::size_t>(n));
  return v.data();
}

}  // namespace

position_order::position_order(std::span<key_column const> columns, isa level, int threads)
    : level_(level), threads_(threads) {
  for (key_column const& c : columns) {
    kernels::sort_kernel const& kernel = kernels::find_sort(c.type, level);
    for (int part = 0; part < kernel.words; ++part) words_.push_back({c, &kernel, part});
  }
}

void position_order::run(index* to, index n) {
  if (n == 0) return;
  word const* const w = words_.data();
  bool const one_key = words_.size() == static_cast<std::size_t>(w->kernel->words);
  if (one_key && n <= w->kernel->longest_ordered &&
      (n == 1 || w->column.step == static_cast<index>(itemsize(w->column.type))))
    return w->kernel->order_rows(to, w->column.at, 1, n);
  if (!sort_all(to, n)) std::iota(to, to + n, index{0});
}

// Passes positions on from sorted words, and opens the groups that these leave together.
template <class Unpack>
void position_order::take_over(index* to, std::uint64_t const* words, group const& all, int dropped, int bits,
                               Unpack&& position) {
  std::size_t const next = dropped > 0 ? all.word : all.word + 1;
  if (next == words_.size()) {
    for (index i = 0; i < all.count; ++i) to[all.first + i] = position(words[i]);
    return;
  }
  index first = 0;
  std::uint64_t shared = words[0] >> bits;
  for (index i = 1; i <= all.count; ++i) {
    std::uint64_t const now = i < all.count ? words[i] >> bits : ~shared;
    to[all.first + i - 1] = position(words[i - 1]);
    if (now == shared) continue;
    if (i - first > 1) open_.push_back({all.first + first, i - first, next});
    first = i;
    shared = now;
  }
}

// By the first word that tells any two elements apart; false: none does. The words lie where the positions will.
bool position_order::sort_all(index* to, index n) {
  int const bits = bits_of_positions(n);
  auto* const packed = reinterpret_cast<std::uint64_t*>(to);
  for (std::size_t w = 0; w < words_.size(); ++w) {
    word const& key = words_[w];
    std::byte const* dense = key.column.at;
    if (index const item = static_cast<index>(itemsize(key.column.type)); key.column.step != item && n > 1) {
      gather(room(gathered_, n * item), key.column, nullptr, n);
      dense = gathered_.data();
    }
    std::int64_t least, greatest;
    key.kernel->range[key.part](dense, n, least, greatest);
    if (least == greatest) continue;
    int const dropped = dropped_bits(least, greatest, bits);
    key.kernel->pack[key.part](packed, dense, n, least, dropped, bits);
    sort_words(reinterpret_cast<std::int64_t*>(packed), n, level_, threads_);
    std::uint64_t const mask = (std::uint64_t{1} << bits) - 1;
    take_over(to, packed, {0, n, w}, dropped, bits, [&](std::uint64_t u) { return static_cast<index>(u & mask); });
    settle(to);
    return true;
  }
  return false;
}

void position_order::settle(index* to) {
  while (!open_.empty()) {
    group const g = open_.back();
    open_.pop_back();
    settle(to, g);
  }
}

std::int64_t const* position_order::keys_of(word const& w, index const* at, index count) {
  gather(room(gathered_, count * static_cast<index>(itemsize(w.column.type))), w.column, at, count);
  w.kernel->keys[w.part](room(keys_, count), gathered_.data(), count);
  return keys_.data();
}

void position_order::settle(index* to, group g) {
  if (g.count <= few) return settle_few(to, g);
  index* const mine = to + g.first;
  for (; g.word < words_.size(); ++g.word) {
    std::int64_t const* const key = keys_of(words_[g.word], mine, g.count);
    auto const [least, greatest] = std::minmax_element(key, key + g.count);
    if (*least == *greatest) continue;
    int const bits = bits_of_positions(g.count), dropped = dropped_bits(*least, *greatest, bits);
    std::uint64_t* const packed = room(packed_, g.count);
    for (index i = 0; i < g.count; ++i)
      packed[i] = (static_cast<std::uint64_t>(key[i]) - static_cast<std::uint64_t>(*least)) >> dropped << bits |
                  static_cast<std::uint64_t>(i);
    sort_words(reinterpret_cast<std::int64_t*>(packed), g.count, level_, threads_);
    before_.assign(mine, mine + g.count);
    std::uint64_t const mask = (std::uint64_t{1} << bits) - 1;
    take_over(to, packed, g, dropped, bits, [&](std::uint64_t u) { return before_[u & mask]; });
    return;
  }
}

void position_order::settle_few(index* to, group const& g) {
  std::int64_t key[few];
  index* const mine = to + g.first;
  std::copy_n(keys_of(words_[g.word], mine, g.count), g.count, key);
  for (index i = 1; i < g.count; ++i) {
    std::int64_t const k = key[i];
    index const p = mine[i];
    index j = i;
    for (; j > 0 && key[j - 1] > k; --j) key[j] = key[j - 1], mine[j] = mine[j - 1];
    key[j] = k, mine[j] = p;
  }
  if (g.word + 1 == words_.size()) return;
  for (index first = 0, i = 1; i <= g.count; ++i) {
    if (i < g.count && key[i] == key[first]) continue;
    if (i - first > 1) open_.push_back({g.first + first, i - first, g.word + 1});
    first = i;
  }
}

}  // namespace fnp::sorting
