// Arrays put together: concatenate, stack and their kin, tile, repeat, resize, append, insert, delete.
#include <algorithm>
#include <cstring>

#include "engine/array/axes.hpp"
#include "engine/indexing/index_array.hpp"
#include "engine/manipulation/nest.hpp"
#include "fnp/manipulation.hpp"
#include "verify/oracle/case_subscript.hpp"
#include "verify/oracle/elementwise.hpp"

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

manipulation::joining joining_of(call& c) {
  manipulation::joining how;
  how.type = c.type(call::npos, "dtype");
  how.rule = parse_casting(c.text(call::npos, "casting", "same_kind"));
  return how;
}
// out= of a call: memory that earlier steps may still read lazily is settled first.
array_handle out_of(call& c, std::size_t position) {
  datum const* const d = c.find(position, "out");
  if (!d || d->is(datum::kind::none)) return {};
  return c.run.concrete(*d);
}

datum concatenate(call& c) {
  std::optional<index> const axis = c.axis_or_none(1, "axis", 0);
  manipulation::joining how = joining_of(c);
  array_handle const out = out_of(c, 2);
  c.check_all_taken();
  std::vector<array_handle> const parts = parts_of(c);
  c.run.flush();
  how.out = out.get();
  return datum::of(manipulation::concatenate(parts, axis, how));
}

datum stack(call& c) {
  index const axis = c.integer(1, "axis").value_or(0);
  manipulation::joining how = joining_of(c);
  array_handle const out = out_of(c, 2);
  c.check_all_taken();
  std::vector<array_handle> const parts = parts_of(c);
  c.run.flush();
  how.out = out.get();
  return datum::of(manipulation::stack(parts, axis, how));
}

template <array_handle (*Join)(manipulation::parts, manipulation::joining const&)>
datum stacked(call& c) {
  manipulation::joining const how = joining_of(c);
  c.check_all_taken();
  return datum::of(Join(parts_of(c), how));
}
template <array_handle (*Join)(manipulation::parts)>
datum stacked_plainly(call& c) {
  c.check_all_taken();
  return datum::of(Join(parts_of(c)));
}

manipulation::nest nest_of(session& run, datum const& d) {
  manipulation::nest n;
  if (d.is(datum::kind::tuple))
    for (datum const& i : d.items) n.items.push_back(nest_of(run, i));
  else n.leaf = run.concrete(d);
  return n;
}
datum block(call& c) {
  c.check_all_taken();
  return datum::of(manipulation::block(nest_of(c.run, c.need(0, "arrays"))));
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
  if (repeats.is(datum::kind::array) && !can_cast(c.run.type(repeats), dtype::i8))
    fail_cast(c.run.type(repeats), dtype::i8, "safe", "repeat");
  extents const counts = integers_of(c.run, repeats);
  return datum::of(manipulation::repeat(*c.run.concrete(c.need(0, "a")), counts, axis));
}

datum tile(call& c) {
  extents const times = c.shape(1, "reps");
  c.check_all_taken();
  return datum::of(manipulation::tile(*c.run.concrete(c.need(0, "A")), times));
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
  return datum::of(manipulation::concatenate(parts, axis));
}

// Indices of delete and insert: an integer, a slice is not taken here, integers, or a mask.
extents places(call& c, datum const& d, index n) {
  if (d.is(datum::kind::array) && c.run.type(d) == dtype::b1) {
    extents r;
    extents const mask = integers_of(c.run, d);
    if (static_cast<index>(mask.size()) != n)
      fail(error_code::mask_shape_mismatch,
           "boolean array argument obj to delete must be one dimensional and match the axis length");
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
  index const axis = normal_axis(asked.value_or(0), a->layout.rank()),
              n = a->layout.extent[static_cast<std::size_t>(axis)];
  std::vector<bool> keep(static_cast<std::size_t>(n), true);
  for (index const i : places(c, c.need(1, "obj"), n))
    keep[static_cast<std::size_t>(lookup::position_of(i, n, index_mode::raise, 0))] = false;
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
  index const axis = normal_axis(asked.value_or(0), a->layout.rank()),
              n = a->layout.extent[static_cast<std::size_t>(axis)];
  datum const obj = c.need(1, "obj");
  bool const single = obj.is(datum::kind::integer);
  extents at = places(c, obj, n);
  array_handle values = views::astype(*c.run.concrete(c.need(2, "values")), a->type);
  if (at.size() == 1 && a->layout.rank() > 1 && !single)
    throw unsupported{"op insert of one index into an array of several axes"};
  if (single && values->layout.rank() != 0 && a->layout.rank() > 1) {
    array_handle const front = views::moveaxis(*views::expand_dims(*values, {0}), {0}, {0});
    if (values->layout.rank() >= a->layout.rank()) throw unsupported{"op insert of several rows at one index"};
    values = front;
  }
  for (index& i : at) {
    if (i < -n || i > n)
      fail(error_code::index_out_of_range,
           "index " + std::to_string(i) + " is out of bounds for axis with size " + std::to_string(n));
    if (i < 0) i += n;
  }
  bool const run_of_values = at.size() == 1 && values->layout.rank() <= 1 && a->layout.rank() == 1;
  std::size_t const more = run_of_values ? static_cast<std::size_t>(values->count) : at.size();
  if (run_of_values) at = extents(more, at[0]);
  extents shape = a->layout.extent;
  shape[static_cast<std::size_t>(axis)] = static_cast<index>(more);
  array_handle front = values;
  if (single && a->layout.rank() > 1)
    front = values->layout.rank() == 0 ? values
                                       : views::moveaxis(*views::broadcast_to(*values,
                                                                              [&] {
                                                                                extents s = a->layout.extent;
                                                                                s.erase(static_cast<std::size_t>(axis));
                                                                                s.insert(0, 1);
                                                                                return s;
                                                                              }()),
                                                         {0}, {axis});
  array_handle const added = views::broadcast_to(*front, shape);
  // Positions count in the old array; later ones among equals come after.
  std::vector<std::size_t> order(more);
  for (std::size_t k = 0; k < more; ++k) order[k] = k;
  std::sort(order.begin(), order.end(),
            [&](std::size_t x, std::size_t y) { return at[x] != at[y] ? at[x] < at[y] : x < y; });
  std::vector<array_handle> const both{a, added};
  array_handle const all = manipulation::concatenate(both, axis, {a->type});
  std::vector<index> from;
  std::size_t next = 0;
  for (index i = 0; i <= n; ++i) {
    for (; next < more && at[order[next]] == i; ++next) from.push_back(n + static_cast<index>(order[next]));
    if (i < n) from.push_back(i);
  }
  return datum::of(taken_along(*all, axis, from));
}

constexpr step_row table[] = {
    {"concatenate", concatenate},
    {"stack", stack},
    {"vstack", stacked<manipulation::vstack>},
    {"hstack", stacked<manipulation::hstack>},
    {"dstack", stacked_plainly<manipulation::dstack>},
    {"column_stack", stacked_plainly<manipulation::column_stack>},
    {"block", block},
    {"repeat", repeat},
    {"tile", tile},
    {"resize", resize},
    {"append", append},
    {"delete", erase},
    {"insert", insert},
};

}  // namespace

std::span<step_row const> join_steps() { return table; }

}  // namespace fnp::oracle
