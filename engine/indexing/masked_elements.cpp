// Loops over the true elements of a mask, one for every size of element.
#include "engine/indexing/masked_elements.hpp"

#include <type_traits>

#include "engine/indexing/c_rows.hpp"
#include "engine/indexing/true_places.hpp"

namespace fnp::lookup {
namespace {

template <class F> void with_size(dtype type, F&& f) {
  switch (itemsize(type)) {
    case 1:
      return f.template operator()<1>();
    case 2:
      return f.template operator()<2>();
    case 4:
      return f.template operator()<4>();
    case 8:
      return f.template operator()<8>();
    default:
      return f.template operator()<16>();
  }
}

// Calls f(place, k): element k of the array in C order lies at `place` and is true.
template <class F> void for_each_true_place(array_body const& a, std::byte const* mask, F&& f) {
  for_each_c_row(a.layout.extent, a.layout.stride, [&](index first, index offset, index step, index count) {
    std::byte* const from = a.data + offset;
    for_each_true(mask + first, count, [&](index k) { f(from + k * step, first + k); });
  });
}

}  // namespace

array_handle masked_elements(array_body const& a, std::byte const* mask) {
  array_handle const r = make_array(a.type, {count_true(mask, a.count)});
  with_size(a.type, [&]<std::size_t Size>() {
    constexpr auto item = static_cast<index>(Size);
    std::byte *to = r->data, *const end = to + r->count * item;
    for_each_c_row(a.layout.extent, a.layout.stride, [&](index first, index offset, index step, index count) {
      std::byte const* const from = a.data + offset;
      auto const compact = [&](auto distance) {
        compact_true(
            mask + first, count, (end - to) / item, [&](index k) { std::memcpy(to, from + k * distance, Size); },
            [&](bool on) { to += on ? item : 0; });
      };
      if (step == item)
        compact(std::integral_constant<index, item>{});
      else
        compact(step);
    });
  });
  return r;
}

void fill_masked(array_body& a, std::byte const* mask, array_body const& values) {
  with_size(a.type, [&]<std::size_t Size>() {
    if (values.count == 1) {
      std::byte unit[Size];
      std::memcpy(unit, values.data, Size);
      return for_each_true_place(a, mask, [&](std::byte* to, index) { std::memcpy(to, unit, Size); });
    }
    std::byte const* from = values.data;
    for_each_true_place(a, mask, [&](std::byte* to, index) {
      std::memcpy(to, from, Size);
      from += Size;
    });
  });
}

void fill_masked_in_turn(array_body& a, std::byte const* mask, array_body const& values) {
  auto const item = static_cast<index>(itemsize(a.type));
  auto const size = static_cast<std::size_t>(item);
  std::byte const* from = values.data;
  index const stride = values.layout.stride[0];
  for_each_c_row(a.layout.extent, a.layout.stride, [&](index first, index offset, index step, index count) {
    std::byte const* const true_at = mask + first;
    for (index k = 0; k < count;) {
      if (true_at[k] == std::byte{0}) {
        ++k;
        continue;
      }
      index end = k;
      while (end < count && true_at[end] != std::byte{0}) ++end;
      std::byte* const to = a.data + offset + k * step;
      if (step == item && stride == item)
        std::memmove(to, from, size * static_cast<std::size_t>(end - k));
      else
        for (index i = 0; i < end - k; ++i) std::memmove(to + i * step, from + i * stride, size);
      from += (end - k) * stride;
      k = end;
    }
  });
}

void place_cyclically(array_body& a, std::byte const* mask, array_body const& values) {
  with_size(a.type, [&]<std::size_t Size>() {
    std::byte const *from = values.data, *const end = values.data + values.count * static_cast<index>(Size);
    for_each_true_place(a, mask, [&](std::byte* to, index) {
      std::memcpy(to, from, Size);
      from += Size;
      if (from == end) from = values.data;
    });
  });
}

void put_where(array_body& a, std::byte const* mask, array_body const& values) {
  with_size(a.type, [&]<std::size_t Size>() {
    if (values.count == 1) return fill_masked(a, mask, values);
    bool const repeats = values.count < a.count;
    for_each_true_place(a, mask, [&](std::byte* to, index k) {
      std::memcpy(to, values.data + (repeats ? k % values.count : k) * static_cast<index>(Size), Size);
    });
  });
}

}  // namespace fnp::lookup
