// Counting true elements and listing where they lie.
#include "engine/indexing/true_places.hpp"

#include "engine/indexing/c_rows.hpp"
#include "fnp/ndarray.hpp"

namespace fnp::lookup {

index count_true(std::byte const* mask, index count) noexcept {
  index n = 0, k = 0;
  constexpr index part = 128;  // a constant length: compilers vectorise it at any level
  for (; k + part <= count; k += part) {
    unsigned char here = 0;
    for (index j = 0; j < part; ++j) here = static_cast<unsigned char>(here + (mask[k + j] != std::byte{0}));
    n += here;
  }
  for (; k < count; ++k) n += mask[k] != std::byte{0};
  return n;
}

array_handle truth_of(array_body const& a) {
  if (a.type == dtype::b1 && a.c_contiguous) return array_handle::share(const_cast<array_body*>(&a));
  array_handle const dense = make_array(dtype::b1, a.layout.extent);
  views::convert_into(a, *dense);
  return dense;
}

array_handle true_offsets(std::byte const* mask, extents const& shape, extents const& stride) {
  index const total = element_count(shape).value;
  array_handle const r = make_array(dtype::i8, {count_true(mask, total)});
  auto *to = reinterpret_cast<index*>(r->data), *const end = to + r->count;
  for_each_c_row(shape, stride, [&](index first, index at, index step, index count) {
    compact_true(mask + first, count, end - to, [&](index k) { *to = at + k * step; }, [&](bool on) { to += on; });
  });
  return r;
}

array_handle true_indices(std::byte const* mask, extents const& shape) {
  std::size_t const rank = shape.size();
  index const total = element_count(shape).value;
  array_handle const r = make_array(dtype::i8, {count_true(mask, total), static_cast<index>(rank)});
  auto* to = reinterpret_cast<index*>(r->data);
  index const width = shape.back();
  extents at(rank, 0);
  for (index first = 0; first < total; first += width) {
    for_each_true(mask + first, width, [&](index k) {
      for (std::size_t i = 0; i + 1 < rank; ++i) *to++ = at[i];
      *to++ = k;
    });
    for (std::size_t i = rank - 1; i-- > 0;) {
      if (++at[i] < shape[i]) break;
      at[i] = 0;
    }
  }
  return r;
}

}  // namespace fnp::lookup
