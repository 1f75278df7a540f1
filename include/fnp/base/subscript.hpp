// What stands between the brackets of basic indexing: integers, slices, newaxis, ellipsis.
#pragma once
#include <concepts>
#include <cstdint>
#include <type_traits>

#include "fnp/base/checked.hpp"
#include "fnp/base/maybe.hpp"

namespace fnp {

inline constexpr none_t end{};  // a bound that is left out, as in a[1:]
struct newaxis_t {};
inline constexpr newaxis_t newaxis{};
struct ellipsis_t {};
inline constexpr ellipsis_t ellipsis{};

struct index_item {
  enum kind : std::uint8_t { integer, slice, newaxis, ellipsis, boolean };
  kind what = slice;
  bool has_start = false, has_stop = false, has_step = false;
  index start = 0, stop = 0, step = 1;  // integer: start; boolean: start is 0 or 1

  constexpr index_item() noexcept = default;
  template <std::integral I>
  constexpr index_item(I i) noexcept : what(std::same_as<I, bool> ? boolean : integer), start(static_cast<index>(i)) {}
  constexpr index_item(newaxis_t) noexcept : what(newaxis) {}
  constexpr index_item(ellipsis_t) noexcept : what(ellipsis) {}
};

// a[start:stop:step]; `end` (or `none`) in any place leaves that bound out: slice(1, end), slice(none, none, -1).
struct slice : index_item {
  constexpr slice() noexcept = default;
  template <class Start, class Stop, class Step = none_t>
    requires(std::integral<Start> || std::same_as<Start, none_t>) &&
            (std::integral<Stop> || std::same_as<Stop, none_t>) && (std::integral<Step> || std::same_as<Step, none_t>)
  constexpr slice(Start a, Stop b, Step s = {}) noexcept {
    if constexpr (std::integral<Start>) has_start = true, start = static_cast<index>(a);
    if constexpr (std::integral<Stop>) has_stop = true, stop = static_cast<index>(b);
    if constexpr (std::integral<Step>) has_step = true, step = static_cast<index>(s);
  }
};
inline constexpr slice whole{};  // a[:]

template <class T>
concept indexing = std::convertible_to<T, index_item>;

// Index arrays and masks, also as expressions, stand there too; what they select is a `selected` (fnp/selected.hpp).
template <class T>
concept index_array = !indexing<T> && requires(T const& x) { x.shape(); };
template <class... I>
concept advanced_indexing = ((indexing<I> || index_array<I>) && ...) && (index_array<I> || ...);
template <class A> class selected;

}  // namespace fnp
