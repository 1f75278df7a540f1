// Binary search for many keys: NumPy's, bounds carried on from one key to the next included.
//
// A key not below the one before it is searched for from where that one was found. On a sorted array this changes
// nothing but speed; on an unsorted one it is part of the answer.
#include <cstring>
#include <string>

#include "engine/indexing/index_array.hpp"
#include "engine/ir/element_cast.hpp"
#include "fnp/base/error.hpp"
#include "fnp/ndarray.hpp"

namespace fnp::lookup {
namespace {

// The order of sorting: NaN stands last; complex numbers go by real part, then by imaginary part.
template <class T> bool less(T const& a, T const& b) noexcept {
  if constexpr (std::is_same_v<T, half>)
    return less(float(a), float(b));
  else if constexpr (is_complex_v<T>) {
    if (a.re < b.re) return a.im == a.im || b.im != b.im;
    if (a.re > b.re) return b.im != b.im && a.im == a.im;
    if (a.re == b.re || (a.re != a.re && b.re != b.re)) return a.im < b.im || (b.im != b.im && a.im == a.im);
    return b.re != b.re;
  } else
    return a < b || (b != b && a == a);
}
template <class T> bool less_equal(T const& a, T const& b) noexcept { return !less(b, a); }

template <class T, bool (*Before)(T const&, T const&) noexcept>
void search(T const* a, index n, T const* keys, index count, index const* sorter, index* to) {
  index low = 0, high = n;
  for (index k = 0; k < count; ++k) {
    if (k > 0 && Before(keys[k - 1], keys[k]))
      high = n;
    else {
      low = 0;
      high = high < n ? high + 1 : n;
    }
    while (low < high) {
      index const middle = low + (high - low) / 2;
      index const at = sorter ? sorter[middle] : middle;
      if (at < 0 || at >= n) fail(error_code::index_out_of_range, "Sorter index out of range: " + std::to_string(at));
      if (Before(a[at], keys[k]))
        low = middle + 1;
      else
        high = middle;
    }
    to[k] = low;
  }
}

array_handle dense_as(array_body const& a, dtype type) {
  if (a.type == type && a.c_contiguous) return array_handle::share(const_cast<array_body*>(&a));
  array_handle const r = make_array(type, a.layout.extent);
  views::convert_into(a, *r);
  return r;
}

}  // namespace

array_handle searchsorted(array_body const& a, array_body const& values, bool right, array_body const* sorter) {
  if (a.layout.rank() != 1)
    fail(a.layout.rank() == 0 ? error_code::bad_argument : error_code::bad_ndim,
         std::string(a.layout.rank() == 0 ? "object of too small depth" : "object too deep") +
             " for desired array: searchsorted needs rank 1, got shape " + to_string(a.layout.extent));
  array_handle order;
  if (sorter) {
    if (!is_integer(sorter->type)) fail_as("TypeError", error_code::bad_argument, "sorter must only contain integers");
    if (sorter->layout.rank() != 1) fail_as("TypeError", error_code::bad_argument, "could not parse sorter argument");
    if (sorter->count != a.count)
      fail(error_code::bad_argument,
           "sorter.size must equal a.size, got " + std::to_string(sorter->count) + " and " + std::to_string(a.count));
    order = dense_as(*sorter, dtype::i8);
  }
  dtype const type = promote(a.type, values.type);
  array_handle const x = dense_as(a, type), keys = dense_as(values, type);
  array_handle const r = make_array(dtype::i8, values.layout.extent);
  auto const* const by = order ? reinterpret_cast<index const*>(order->data) : nullptr;
  auto* const to = reinterpret_cast<index*>(r->data);
  visit_dtype(type, [&](auto sample) {
    using T = decltype(sample);
    auto const *from = reinterpret_cast<T const*>(x->data), *key = reinterpret_cast<T const*>(keys->data);
    if (right)
      search<T, less_equal<T>>(from, x->count, key, keys->count, by, to);
    else
      search<T, less<T>>(from, x->count, key, keys->count, by, to);
  });
  return r;
}

}  // namespace fnp::lookup
