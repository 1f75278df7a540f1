// Sorting: sort, argsort, searchsorted. NaN stands last; complex numbers go by real part, then imaginary part.
#include <algorithm>
#include <cstring>
#include <numeric>

#include "engine/array/axes.hpp"
#include "fnp/ndarray.hpp"
#include "verify/oracle/case_subscript.hpp"

namespace fnp::oracle {
namespace {

template <class T>
bool before(T const& a, T const& b) {
  if constexpr (std::is_same_v<T, half>) return before(float(a), float(b));
  else if constexpr (std::is_same_v<T, complex64> || std::is_same_v<T, complex128>) {
    bool const nan_a = a.re != a.re, nan_b = b.re != b.re, nan_ia = a.im != a.im, nan_ib = b.im != b.im;
    // Classes: number, number with NaN imaginary, NaN real, both NaN.
    int const class_a = 2 * nan_a + nan_ia, class_b = 2 * nan_b + nan_ib;
    if (class_a != class_b) return class_a < class_b;
    if (!nan_a && a.re != b.re) return a.re < b.re;
    return !nan_ia && a.im < b.im;
  } else return a < b || (b != b && a == a);
}

// Stable positions of the sorted elements of n dense values.
std::vector<index> sorted_positions(dtype type, std::byte const* data, index n) {
  std::vector<index> p(static_cast<std::size_t>(n));
  std::iota(p.begin(), p.end(), index{0});
  visit_dtype(type, [&](auto sample) {
    using T = decltype(sample);
    auto const* const x = reinterpret_cast<T const*>(data);
    std::sort(p.begin(), p.end(), [&](index a, index b) { return before(x[a], x[b]) || (!before(x[b], x[a]) && a < b); });
  });
  return p;
}

// `a` sorted along an axis, and the positions; dense, with the axis at its place.
struct sorting {
  array_handle values, positions;
};
sorting sort_along(array_body const& a, index axis) {
  array_handle const last = views::copy(*views::moveaxis(a, {axis}, {-1}));
  index const n = last->layout.extent.back(), bytes = static_cast<index>(itemsize(a.type));
  sorting s{views::copy(*last), make_array(dtype::i8, last->layout.extent)};
  for (index row = 0; n && row < last->count / n; ++row) {
    std::byte const* const from = last->data + row * n * bytes;
    std::vector<index> const p = sorted_positions(a.type, from, n);
    for (index k = 0; k < n; ++k) std::memcpy(s.values->data + (row * n + k) * bytes, from + p[static_cast<std::size_t>(k)] * bytes, static_cast<std::size_t>(bytes));
    std::memcpy(s.positions->data + row * n * 8, p.data(), static_cast<std::size_t>(n) * 8);
  }
  s.values = views::copy(*views::moveaxis(*s.values, {-1}, {axis}));
  s.positions = views::copy(*views::moveaxis(*s.positions, {-1}, {axis}));
  return s;
}

struct arguments {
  array_handle a;
  index axis = 0;
};
arguments take(call& c) {
  datum const* const given = c.find(1, "axis");
  bool const flat = given && given->is(datum::kind::none);
  index const axis = given && !flat ? integer_of(c.run, *given) : -1;
  c.text(2, "kind", "");
  bool const stable = c.flag(call::npos, "stable", false);
  (void)stable;  // the order of equal elements is free unless asked for; ours is stable
  c.check_all_taken();
  array_handle a = c.run.concrete(c.need(0, "a"));
  if (flat) a = views::ravel(*a);
  if (a->layout.rank() == 0 && !flat) fail_axis(axis, 0);
  return {a, normal_axis(axis, a->layout.rank())};
}

datum sort(call& c) {
  arguments const x = take(c);
  return datum::of(sort_along(*x.a, x.axis).values);
}
datum argsort(call& c) {
  arguments const x = take(c);
  return datum::of(sort_along(*x.a, x.axis).positions);
}
datum sort_in_place(call& c) {
  arguments const x = take(c);
  if (!x.a->writeable) fail(error_code::read_only, "sort array is read-only");
  c.run.flush();
  views::copy_into(*sort_along(*x.a, x.axis).values, *x.a);
  return c.need(0, "a");
}

datum searchsorted(call& c) {
  std::string const side = c.text(2, "side", "left");
  datum const* const sorter = c.find(3, "sorter");
  c.check_all_taken();
  array_handle const order = sorter && !sorter->is(datum::kind::none) ? c.run.concrete(*sorter) : array_handle{};
  datum const &a = c.need(0, "a"), &v = c.need(1, "v");
  return datum::of(lookup::searchsorted(*c.run.concrete(a), *c.run.concrete(v), side == "right", order.get()));
}

constexpr step_row table[] = {{"sort", sort}, {"argsort", argsort}, {"ndarray.sort", sort_in_place}, {"searchsorted", searchsorted}};

}  // namespace

std::span<step_row const> order_steps() { return table; }

}  // namespace fnp::oracle
