// Rounds of updates: who is in one, and how it is computed.
#include "engine/ufunc/update_rounds.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "fnp/ops/all.hpp"

namespace fnp::ufunc_on {
namespace {

constexpr std::size_t slots = 1 << 13;
constexpr std::size_t worth_a_row = 8;  // at least one of so many that wait
constexpr std::size_t widest = 16;      // bytes of an element

using two_words = std::array<std::uint64_t, 2>;

// each(word of so many bytes)
template <class Each> void by_size(std::size_t bytes, Each&& each) {
  if (bytes == 1)
    each(std::uint8_t{});
  else if (bytes == 2)
    each(std::uint16_t{});
  else if (bytes == 4)
    each(std::uint32_t{});
  else if (bytes == 8)
    each(std::uint64_t{});
  else
    each(two_words{});
}

}  // namespace

update_rounds::update_rounds(method_loop& loop, dtype stored)
    : loop_(loop),
      stored_(stored),
      first_(loop.types().in[0]),
      second_(loop.types().in[1]),
      result_(loop.types().out[0]),
      marks_(slots),
      rows_(3 * window * widest) {}

bool update_rounds::may_run(std::span<index const> places, index scale) const {
  index const part = static_cast<index>(itemsize(stored_)) - 1;
  if ((scale & part) == 0) return true;
  index parts = 0;
  for (index const place : places) parts |= place * scale;
  return (parts & part) == 0;
}

void update_rounds::run(std::byte* to, std::span<index const> places, index scale, std::byte const* values,
                        index step) {
  index offset[window];
  std::uint16_t list[window], left[window];
  int const shift = std::countr_zero(itemsize(stored_));
  for (std::size_t begin = 0; begin < places.size(); begin += window) {
    std::size_t const count = std::min<std::size_t>(window, places.size() - begin);
    std::byte const* const x = values ? values + static_cast<index>(begin) * step : nullptr;
    for (std::size_t k = 0; k < count; ++k) {
      offset[k] = places[begin + k] * scale;
      left[k] = static_cast<std::uint16_t>(k);
    }
    for (std::size_t waiting = count; waiting > 0;) {
      if (++round_ == 0) std::fill(marks_.begin(), marks_.end(), 0u), round_ = 1;
      std::uint32_t const now = round_;
      std::uint32_t* const marks = marks_.data();
      std::size_t taken = 0, kept = 0;
      for (std::size_t k = 0; k < waiting; ++k) {
        std::uint16_t const update = left[k];
        std::uint32_t& mark = marks[static_cast<std::size_t>(offset[update]) >> shift & (slots - 1)];
        bool const met = mark == now;
        mark = now;
        list[taken] = left[kept] = update;  // kept <= k: what is overwritten is done
        taken += !met;
        kept += met;
      }
      together(to, offset, x, step, {list, taken});
      waiting = kept;
      if (waiting == 0 || taken * worth_a_row >= waiting) continue;
      for (std::size_t k = 0; k < waiting; ++k) together(to, offset, x, step, {left + k, 1});
      break;
    }
  }
}

void update_rounds::together(std::byte* to, index const* offsets, std::byte const* values, index step,
                             std::span<std::uint16_t const> list) {
  std::byte *const stored = rows_.data(), *const converted = stored + window * widest,
                   *const given = converted + window * widest;
  std::size_t const n = list.size();
  auto const count = static_cast<index>(n);
  by_size(itemsize(stored_), [&]<class T>(T) {
    for (std::size_t k = 0; k < n; ++k) std::memcpy(stored + k * sizeof(T), to + offsets[list[k]], sizeof(T));
  });
  if (values)
    by_size(itemsize(second_), [&]<class T>(T) {
      for (std::size_t k = 0; k < n; ++k) std::memcpy(given + k * sizeof(T), values + list[k] * step, sizeof(T));
    });
  std::byte* x = stored;
  if (first_ != stored_) convert_dense(x = converted, first_, stored, stored_, count);
  loop_.row(converted, x, given, count);
  std::byte* result = converted;
  if (result_ != stored_) convert_dense(result = stored, stored_, converted, result_, count);
  by_size(itemsize(stored_), [&]<class T>(T) {
    for (std::size_t k = 0; k < n; ++k) std::memcpy(to + offsets[list[k]], result + k * sizeof(T), sizeof(T));
  });
}

}  // namespace fnp::ufunc_on
