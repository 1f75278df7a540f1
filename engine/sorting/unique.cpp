// Distinct values: sorted, and kept where an element differs from the one before it.
#include <algorithm>
#include <cstring>
#include <limits>
#include <numeric>
#include <vector>

#include "engine/array/axes.hpp"
#include "engine/ir/element_cast.hpp"
#include "engine/settings.hpp"
#include "engine/sorting/position_order.hpp"
#include "fnp/manipulation.hpp"
#include "fnp/sorting.hpp"
#include "kernels/registry.hpp"

namespace fnp::sorting {
namespace {

template <class T> bool is_nan(T const& x) noexcept {
  if constexpr (is_complex_v<T>)
    return x.re != x.re || x.im != x.im;
  else if constexpr (std::is_same_v<T, half>)
    return is_nan(static_cast<float>(x));
  else
    return x != x;
}
template <class T> bool differ(T const& x, T const& y) noexcept {
  if constexpr (std::is_same_v<T, half>)
    return differ(static_cast<float>(x), static_cast<float>(y));
  else
    return !(x == y);
}

// Calls keep(i) for every element of a sorted run that begins a new value.
template <class T, class Keep> void each_first(T const* sorted, index n, bool equal_nan, Keep&& keep) {
  for (index i = 0; i < n; ++i)
    if (i == 0 || (differ(sorted[i], sorted[i - 1]) && !(equal_nan && is_nan(sorted[i]) && is_nan(sorted[i - 1]))))
      keep(i);
}

array_handle int64_array(std::vector<index> const& values) {
  array_handle const r = make_array(dtype::i8, {static_cast<index>(values.size())});
  std::memcpy(r->data, values.data(), values.size() * sizeof(index));
  return r;
}

// Everything but the values: `first` are the places in sorted order where a new value begins. Null order: not wanted.
void describe(unique_found& r, unique_wanted const& w, std::vector<index> const& first, index const* order, index n,
              extents const& inverse_shape) {
  std::size_t const count = first.size();
  auto const end_of = [&](std::size_t k) { return k + 1 < count ? first[k + 1] : n; };
  if (w.indices) {
    r.indices = make_array(dtype::i8, {static_cast<index>(count)});
    for (std::size_t k = 0; k < count; ++k) reinterpret_cast<index*>(r.indices->data)[k] = order[first[k]];
  }
  if (w.inverse) {
    r.inverse = make_array(dtype::i8, inverse_shape);
    auto* const inverse = reinterpret_cast<index*>(r.inverse->data);
    for (std::size_t k = 0; k < count; ++k)
      for (index i = first[k]; i < end_of(k); ++i) inverse[order[i]] = static_cast<index>(k);
  }
  if (w.counts) {
    r.counts = make_array(dtype::i8, {static_cast<index>(count)});
    for (std::size_t k = 0; k < count; ++k) reinterpret_cast<index*>(r.counts->data)[k] = end_of(k) - first[k];
  }
}

unique_found unique_values(array_body const& a, unique_wanted const& w) {
  unique_found r;
  array_handle const flat = views::reshape(*manipulation::as_array(a, {}, memory_order::c, {}), {-1});
  array_handle const order = w.indices || w.inverse ? argsort(*flat, 0) : array_handle{};
  array_handle const sorted = order ? lookup::take(*flat, *order, nullptr, index_mode::raise) : sort(*flat, 0);
  index const n = flat->count;
  std::vector<index> first;
  visit_dtype(a.type, [&](auto sample) {
    using T = decltype(sample);
    auto const* const x = reinterpret_cast<T const*>(sorted->data);
    each_first(x, n, w.equal_nan, [&](index i) { first.push_back(i); });
    r.values = make_array(a.type, {static_cast<index>(first.size())});
    auto* const to = reinterpret_cast<T*>(r.values->data);
    for (std::size_t k = 0; k < first.size(); ++k) to[k] = x[first[k]];
    // Complex NaNs differ in where they are none. NumPy keeps the least of them, or of values alone the first one.
    if (is_complex_v<T> && w.equal_nan && !(w.indices || w.inverse || w.counts) && n > 0 && is_nan(x[n - 1]))
      to[first.size() - 1] =
          *std::find_if(reinterpret_cast<T const*>(flat->data), reinterpret_cast<T const*>(flat->data) + n, is_nan<T>);
  });
  describe(r, w, first, order ? reinterpret_cast<index const*>(order->data) : nullptr, n, a.layout.extent);
  return r;
}

// Rows of a dense matrix differ where any of their elements does.
bool rows_differ(dtype type, std::byte const* x, std::byte const* y, index columns) {
  return visit_dtype(type, [&](auto sample) {
    using T = decltype(sample);
    auto const *p = reinterpret_cast<T const*>(x), *q = reinterpret_cast<T const*>(y);
    for (index k = 0; k < columns; ++k)
      if (differ(p[k], q[k])) return true;
    return false;
  });
}

// What parts are ordered by: the elements, but float16 as integers, since NumPy compares parts of these with NaN first.
array_handle keys_of_parts(array_handle const& a) {
  if (a->type != dtype::f2) return a;
  std::vector<std::int64_t> keys(static_cast<std::size_t>(a->count));
  if (!keys.empty()) kernels::find_sort(a->type, isa::reference).keys[0](keys.data(), a->data, a->count);
  array_handle const r = make_array(dtype::i2, a->layout.extent);
  std::transform(keys.begin(), keys.end(), reinterpret_cast<std::int16_t*>(r->data), [](std::int64_t k) {
    constexpr auto nan = std::numeric_limits<std::int16_t>::max();
    return k == nan ? std::numeric_limits<std::int16_t>::min() : static_cast<std::int16_t>(k);
  });
  return r;
}

unique_found unique_parts_along(array_body const& a, unique_wanted const& w, index axis) {
  array_handle const moved = manipulation::copy(*views::moveaxis(a, {axis}, {0}), memory_order::c);
  index const n = moved->layout.extent[0], item = static_cast<index>(itemsize(a.type));
  index columns = 1;
  for (std::size_t i = 1; i < moved->layout.rank(); ++i) columns *= moved->layout.extent[i];
  array_handle const ordered = keys_of_parts(moved);
  std::vector<key_column> keys;
  for (index k = 0; k < columns; ++k) keys.push_back({ordered->type, ordered->data + k * item, columns * item});
  std::vector<index> order(static_cast<std::size_t>(n));
  std::iota(order.begin(), order.end(), index{0});
  engine::options const o = engine::settle(engine::defaults());
  if (columns > 0) position_order(keys, o.level, o.threads).run(order.data(), n);
  auto const row = [&](index i) { return moved->data + order[static_cast<std::size_t>(i)] * columns * item; };
  std::vector<index> first;
  for (index i = 0; i < n; ++i)
    if (i == 0 || (columns > 0 && rows_differ(a.type, row(i), row(i - 1), columns))) first.push_back(i);
  std::vector<index> chosen;
  for (index const i : first) chosen.push_back(order[static_cast<std::size_t>(i)]);
  unique_found r;
  index const zero = 0;
  r.values = manipulation::copy(
      *views::moveaxis(*lookup::take(*moved, *int64_array(chosen), &zero, index_mode::raise), {0}, {axis}),
      memory_order::keep);
  describe(r, w, first, order.data(), n, {n});
  return r;
}

}  // namespace

unique_found unique(array_body const& a, unique_wanted w, maybe<index> axis) {
  if (!axis) return unique_values(a, w);
  index const along = normal_axis(*axis, a.layout.rank());
  return a.layout.rank() == 1 ? unique_values(a, w) : unique_parts_along(a, w, along);
}

}  // namespace fnp::sorting
