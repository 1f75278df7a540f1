// Arrays put together: concatenate, stack and their kin, tile, repeat, resize, append, insert, delete.
#include <algorithm>
#include <cstring>

#include "engine/array/axes.hpp"
#include "fnp/creation.hpp"
#include "engine/indexing/index_array.hpp"
#include "fnp/ndarray.hpp"
#include "verify/oracle/case_subscript.hpp"

namespace fnp::oracle {
namespace {

std::vector<array_handle> parts_of(call& c) {
  datum const& d = c.need(0, "arrays");
  std::vector<array_handle> r;
  if (d.is(datum::kind::tuple))
    for (datum const& i : d.items) r.push_back(c.run.concrete(i));
  else {
    array_handle const all = c.run.concrete(d);
    if (all->layout.rank() == 0) fail(error_code::bad_ndim, "zero-dimensional arrays cannot be concatenated");
    for (index k = 0; k < all->layout.extent[0]; ++k) {
      index_item const at(k);
      r.push_back(view_of(*all, &at, 1));
    }
  }
  return r;
}

// numpy.concatenate: the common dtype, or dtype= under casting same_kind.
array_handle joined(std::vector<array_handle> parts, std::optional<index> axis, std::optional<dtype> type = {}) {
  if (parts.empty()) fail(error_code::zero_argument, "need at least one array to concatenate");
  dtype common = parts[0]->type;
  for (array_handle const& p : parts) common = promote(common, p->type);
  if (type) {
    for (array_handle const& p : parts)
      if (!can_cast(p->type, *type, casting::same_kind)) fail_cast(p->type, *type, "same_kind", "concatenate");
    common = *type;
  }
  for (array_handle& p : parts) {
    if (!axis) p = views::ravel(*p);
    if (p->layout.rank() == 0) fail(error_code::bad_ndim, "zero-dimensional arrays cannot be concatenated");
    if (p->type != common) p = views::astype(*p, common);
  }
  return create::concatenate(parts, axis.value_or(0));
}

datum concatenate(call& c) {
  std::optional<index> const axis = c.axis_or_none(1, "axis", 0);
  std::optional<dtype> const type = c.type(call::npos, "dtype");
  c.check_all_taken();
  return datum::of(joined(parts_of(c), axis, type));
}

datum stack(call& c) {
  index const axis = c.integer(1, "axis").value_or(0);
  c.check_all_taken();
  std::vector<array_handle> parts = parts_of(c);
  if (parts.empty()) fail(error_code::zero_argument, "need at least one array to stack");
  for (array_handle& p : parts) {
    if (p->layout.extent != parts[0]->layout.extent)
      fail(error_code::shape_mismatch, "all input arrays must have the same shape");
  }
  index const at = normal_axis(axis, parts[0]->layout.rank() + 1);
  for (array_handle& p : parts) p = views::expand_dims(*p, {at});
  return datum::of(joined(parts, at));
}

enum class along { rows, columns, depth, column_vectors };
template <along How>
datum stacked(call& c) {
  c.check_all_taken();
  std::vector<array_handle> parts = parts_of(c);
  index axis = How == along::rows ? 0 : How == along::depth ? 2 : 1;
  for (array_handle& p : parts) {
    std::size_t const rank = p->layout.rank();
    if (How == along::rows && rank < 2) p = rank == 0 ? views::expand_dims(*p, {0, 1}) : views::expand_dims(*p, {0});
    if (How == along::columns && rank == 0) p = views::expand_dims(*p, {0});
    if (How == along::depth && rank < 3) p = rank == 0 ? views::expand_dims(*p, {0, 1, 2}) : rank == 1 ? views::expand_dims(*p, {0, 2}) : views::expand_dims(*p, {2});
    if (How == along::column_vectors && rank < 2) p = rank == 0 ? views::expand_dims(*p, {0, 1}) : views::expand_dims(*p, {1});
  }
  if (How == along::columns && !parts.empty() && parts[0]->layout.rank() == 1) axis = 0;
  return datum::of(joined(parts, axis));
}

// Positions along one axis, as a gather.
array_handle taken_along(array_body const& a, index axis, std::vector<index> const& at) {
  array_handle const places = make_array(dtype::i8, {static_cast<index>(at.size())});
  if (!at.empty()) std::memcpy(places->data, at.data(), at.size() * sizeof(index));
  return lookup::take(a, *places, &axis, index_mode::raise);
}

datum repeat(call& c) {
  datum const repeats = c.need(1, "repeats");
  std::optional<index> const axis = c.integer(2, "axis");
  c.check_all_taken();
  array_handle a = c.run.concrete(c.need(0, "a"));
  if (!axis) a = views::ravel(*a);
  if (repeats.is(datum::kind::array) && !can_cast(c.run.type(repeats), dtype::i8)) fail_cast(c.run.type(repeats), dtype::i8, "safe", "repeat");
  extents counts = integers_of(c.run, repeats);
  index const at = normal_axis(axis.value_or(0), a->layout.rank()), n = a->layout.extent[static_cast<std::size_t>(at)];
  if (counts.size() == 1) counts = extents(static_cast<std::size_t>(n), counts[0]);
  if (static_cast<index>(counts.size()) != n) fail(error_code::shape_mismatch, "operands could not be broadcast together with shape (" + std::to_string(n) + ",) (" + std::to_string(counts.size()) + ",)");
  std::vector<index> from;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] < 0) fail(error_code::negative_dimension, "repeats may not contain negative values.");
    from.insert(from.end(), static_cast<std::size_t>(counts[i]), static_cast<index>(i));
  }
  return datum::of(taken_along(*a, at, from));
}

datum tile(call& c) {
  extents reps = c.shape(1, "reps");
  c.check_all_taken();
  array_handle a = c.run.concrete(c.need(0, "A"));
  while (a->layout.rank() < reps.size()) a = views::expand_dims(*a, {0});
  while (reps.size() < a->layout.rank()) reps.insert(0, 1);
  array_handle r = views::copy(*a);
  for (std::size_t i = 0; i < reps.size(); ++i) {
    if (reps[i] < 0) fail(error_code::negative_dimension, "negative dimensions are not allowed");
    std::vector<index> at;
    for (index k = 0; k < reps[i]; ++k)
      for (index j = 0; j < a->layout.extent[i]; ++j) at.push_back(j);
    r = taken_along(*r, static_cast<index>(i), at);
  }
  return datum::of(r);
}

datum resize(call& c) {
  extents const shape = c.shape(1, "new_shape");
  c.check_all_taken();
  array_handle const flat = views::copy(*views::ravel(*c.run.concrete(c.need(0, "a"))));
  for (index const e : shape)
    if (e < 0) fail(error_code::negative_dimension, "all elements of `new_shape` must be non-negative");
  array_handle const r = make_array(flat->type, shape);
  std::size_t const bytes = itemsize(flat->type);
  for (index k = 0; k < r->count; ++k) {
    std::byte* const to = r->data + static_cast<std::size_t>(k) * bytes;
    if (flat->count) std::memcpy(to, flat->data + static_cast<std::size_t>(k % flat->count) * bytes, bytes);
    else std::memset(to, 0, bytes);
  }
  return datum::of(r);
}

datum append(call& c) {
  std::optional<index> const axis = c.integer(2, "axis");
  c.check_all_taken();
  std::vector<array_handle> const parts{c.run.concrete(c.need(0, "arr")), c.run.concrete(c.need(1, "values"))};
  return datum::of(joined(parts, axis));
}

// Indices of delete and insert: an integer, a slice is not taken here, integers, or a mask.
extents places(call& c, datum const& d, index n) {
  if (d.is(datum::kind::array) && c.run.type(d) == dtype::b1) {
    extents r;
    extents const mask = integers_of(c.run, d);
    if (static_cast<index>(mask.size()) != n) fail(error_code::mask_shape_mismatch, "boolean array argument obj to delete must be one dimensional and match the axis length");
    for (std::size_t i = 0; i < mask.size(); ++i)
      if (mask[i]) r.push_back(static_cast<index>(i));
    return r;
  }
  return integers_of(c.run, d);
}

datum erase(call& c) {
  std::optional<index> const asked = c.integer(2, "axis");
  c.check_all_taken();
  array_handle a = c.run.concrete(c.need(0, "arr"));
  if (!asked) a = views::ravel(*a);
  index const axis = normal_axis(asked.value_or(0), a->layout.rank()), n = a->layout.extent[static_cast<std::size_t>(axis)];
  std::vector<bool> keep(static_cast<std::size_t>(n), true);
  for (index const i : places(c, c.need(1, "obj"), n)) keep[static_cast<std::size_t>(lookup::position_of(i, n, index_mode::raise, 0))] = false;
  std::vector<index> at;
  for (index i = 0; i < n; ++i)
    if (keep[static_cast<std::size_t>(i)]) at.push_back(i);
  return datum::of(taken_along(*a, axis, at));
}

datum insert(call& c) {
  std::optional<index> const asked = c.integer(3, "axis");
  c.check_all_taken();
  array_handle a = c.run.concrete(c.need(0, "arr"));
  if (!asked) a = views::ravel(*a);
  index const axis = normal_axis(asked.value_or(0), a->layout.rank()), n = a->layout.extent[static_cast<std::size_t>(axis)];
  datum const obj = c.need(1, "obj");
  bool const single = obj.is(datum::kind::integer);
  extents at = places(c, obj, n);
  array_handle values = views::astype(*c.run.concrete(c.need(2, "values")), a->type);
  if (at.size() == 1 && a->layout.rank() > 1 && !single) throw unsupported{"op insert of one index into an array of several axes"};
  if (single && values->layout.rank() != 0 && a->layout.rank() > 1) {
    array_handle const front = views::moveaxis(*views::expand_dims(*values, {0}), {0}, {0});
    if (values->layout.rank() >= a->layout.rank()) throw unsupported{"op insert of several rows at one index"};
    values = front;
  }
  for (index& i : at) {
    if (i < -n || i > n) fail(error_code::index_out_of_range, "index " + std::to_string(i) + " is out of bounds for axis with size " + std::to_string(n));
    if (i < 0) i += n;
  }
  bool const run_of_values = at.size() == 1 && values->layout.rank() <= 1 && a->layout.rank() == 1;
  std::size_t const more = run_of_values ? static_cast<std::size_t>(values->count) : at.size();
  if (run_of_values) at = extents(more, at[0]);
  extents shape = a->layout.extent;
  shape[static_cast<std::size_t>(axis)] = static_cast<index>(more);
  array_handle front = values;
  if (single && a->layout.rank() > 1) front = values->layout.rank() == 0 ? values : views::moveaxis(*views::broadcast_to(*values, [&] {
    extents s = a->layout.extent;
    s.erase(static_cast<std::size_t>(axis));
    s.insert(0, 1);
    return s;
  }()), {0}, {axis});
  array_handle const added = views::broadcast_to(*front, shape);
  // Positions count in the old array; later ones among equals come after.
  std::vector<std::size_t> order(more);
  for (std::size_t k = 0; k < more; ++k) order[k] = k;
  std::sort(order.begin(), order.end(), [&](std::size_t x, std::size_t y) { return at[x] != at[y] ? at[x] < at[y] : x < y; });
  std::vector<array_handle> const both{a, added};
  array_handle const all = joined(both, axis, a->type);
  std::vector<index> from;
  std::size_t next = 0;
  for (index i = 0; i <= n; ++i) {
    for (; next < more && at[order[next]] == i; ++next) from.push_back(n + static_cast<index>(order[next]));
    if (i < n) from.push_back(i);
  }
  return datum::of(taken_along(*all, axis, from));
}

constexpr step_row table[] = {
    {"concatenate", concatenate}, {"stack", stack},   {"vstack", stacked<along::rows>}, {"hstack", stacked<along::columns>},
    {"dstack", stacked<along::depth>}, {"column_stack", stacked<along::column_vectors>},
    {"repeat", repeat},           {"tile", tile},     {"resize", resize},               {"append", append},
    {"delete", erase},            {"insert", insert},
};

}  // namespace

std::span<step_row const> join_steps() { return table; }

}  // namespace fnp::oracle
