// Index arithmetic over arrays of every integer dtype.
#include "engine/indexing/index_array.hpp"

#include <algorithm>
#include <cstring>

#include "engine/indexing/c_rows.hpp"
#include "fnp/base/error.hpp"
#include "fnp/ndarray.hpp"

namespace fnp::lookup {
namespace {

template <index_mode Mode> index place(index i, index extent, bool& bad) noexcept {
  if constexpr (Mode == index_mode::clip) return std::clamp<index>(i, 0, extent - 1);
  if constexpr (Mode == index_mode::wrap) {
    if (i >= 0 && i < extent) return i;
    index const r = i % extent;
    return r < 0 ? r + extent : r;
  }
  i += i < 0 ? extent : 0;
  bad |= static_cast<std::uint64_t>(i) >= static_cast<std::uint64_t>(extent);
  return i;
}

// False when an index is out of range. uint64 above int64 becomes negative, and so is out of range or NumPy's wrap.
template <class T, index_mode Mode>
bool place_run(std::byte const* at, index step, index count, index extent, index stride, index* to) noexcept {
  bool bad = false;
  for (index k = 0; k < count; ++k) {
    T i;
    std::memcpy(&i, at + k * step, sizeof i);
    to[k] = static_cast<index>(static_cast<std::uint64_t>(place<Mode>(static_cast<index>(i), extent, bad)) *
                               static_cast<std::uint64_t>(stride));
  }
  return !bad;
}

// The top bit is set if an index is out of range: i + n or n - 1 - i is negative then, also where they wrap.
template <class T> std::uint64_t sign_of_range(std::byte const* at, index step, index count, index extent) noexcept {
  auto const n = static_cast<std::uint64_t>(extent);
  std::uint64_t signs = 0;
  auto const look = [&](std::byte const* p) {
    T i;
    std::memcpy(&i, p, sizeof i);
    auto const wide = static_cast<std::uint64_t>(static_cast<index>(i));
    return (wide + n) | (n - 1 - wide);
  };
  index k = 0;
  constexpr index part = 128;  // a constant length: compilers vectorise it at any level
  if (step == static_cast<index>(sizeof(T)))
    for (; k + part <= count; k += part) {
      std::byte const* const from = at + k * static_cast<index>(sizeof(T));
      for (index j = 0; j < part; ++j) signs |= look(from + j * static_cast<index>(sizeof(T)));
    }
  for (; k < count; ++k) signs |= look(at + k * step);
  return signs;
}

using run_function = bool (*)(std::byte const*, index, index, index, index, index*) noexcept;
run_function run_of(dtype type, index_mode mode) {
  run_function r = nullptr;
  visit_dtype(type, [&](auto sample) {
    using T = decltype(sample);
    if constexpr (std::is_integral_v<T>) {
      if (mode == index_mode::raise) r = place_run<T, index_mode::raise>;
      if (mode == index_mode::wrap) r = place_run<T, index_mode::wrap>;
      if (mode == index_mode::clip) r = place_run<T, index_mode::clip>;
    }
  });
  if (!r)
    fail(error_code::bad_index_type,
         "arrays used as indices must be of integer (or boolean) type, got " + std::string(name(type)));
  return r;
}

[[noreturn, gnu::cold]] void fail_first(array_body const& at, std::byte const* from, index step, index count,
                                        index extent, std::size_t axis) {
  for (index k = 0; k < count; ++k) {
    index i = 0;
    convert_element(at.type, from + k * step, dtype::i8, &i);
    if (i < -extent || i >= extent) fail_index(i, extent, axis);
  }
  fail(error_code::invariant_broken, "an index was out of range and then was not");
}

}  // namespace

void fail_index(index i, index extent, std::size_t axis) {
  fail(error_code::index_out_of_range, "index " + std::to_string(i) + " is out of bounds for axis " +
                                           std::to_string(axis) + " with size " + std::to_string(extent));
}

index position_of(index i, index extent, index_mode mode, std::size_t axis) {
  bool bad = false;
  if (mode == index_mode::clip) return place<index_mode::clip>(i, extent, bad);
  if (mode == index_mode::wrap) return place<index_mode::wrap>(i, extent, bad);
  index const r = place<index_mode::raise>(i, extent, bad);
  if (bad) fail_index(i, extent, axis);
  return r;
}

void offsets_of(array_body const& at, index extent, index stride, index_mode mode, std::size_t axis, index* to) {
  run_function const run = run_of(at.type, mode);
  for_each_c_row(at.layout.extent, at.layout.stride, [&](index first, index offset, index step, index count) {
    if (!run(at.data + offset, step, count, extent, stride, to + first))
      fail_first(at, at.data + offset, step, count, extent, axis);
  });
}

void offsets_of_part(array_body const& at, index first, index count, index extent, index stride, index_mode mode,
                     std::size_t axis, index* to) {
  auto const step = static_cast<index>(itemsize(at.type));
  std::byte const* const from = at.data + first * step;
  if (!run_of(at.type, mode)(from, step, count, extent, stride, to)) fail_first(at, from, step, count, extent, axis);
}

void check_range(array_body const& at, index extent, std::size_t axis) {
  visit_dtype(at.type, [&](auto sample) {
    using T = decltype(sample);
    if constexpr (std::is_integral_v<T>)
      for_each_c_row(at.layout.extent, at.layout.stride, [&](index, index offset, index step, index count) {
        std::byte const* const from = at.data + offset;
        if (sign_of_range<T>(from, step, count, extent) >> 63) fail_first(at, from, step, count, extent, axis);
      });
  });
}

array_handle as_indices(array_body const& a, char const* function) {
  if (!can_cast(a.type, dtype::i8, casting::safe))
    fail_cast(a.type, dtype::i8, "safe", std::string(function) + " indices");
  if (a.type == dtype::i8) return array_handle::share(const_cast<array_body*>(&a));
  return views::astype(a, dtype::i8);
}

bool may_overlap(array_body const& a, array_body const& b) noexcept {
  if (a.count == 0 || b.count == 0) return false;
  auto const reach = [](array_body const& x) {
    std::byte const *low = x.data, *high = x.data + itemsize(x.type);
    for (std::size_t i = 0; i < x.layout.rank(); ++i) {
      index const r = x.layout.stride[i] * (x.layout.extent[i] - 1);
      (r < 0 ? low : high) += r;
    }
    return std::pair(low, high);
  };
  auto const [a_low, a_high] = reach(a);
  auto const [b_low, b_high] = reach(b);
  return a_low < b_high && b_low < a_high;
}

}  // namespace fnp::lookup
