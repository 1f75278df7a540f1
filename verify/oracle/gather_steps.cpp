// Indexing functions: take, put, take_along_axis, choose, compress, nonzero, unravel_index and their kin.
#include <cstring>

#include "engine/array/axes.hpp"
#include "fnp/ndarray.hpp"
#include "verify/oracle/case_subscript.hpp"

namespace fnp::oracle {
namespace {

array_handle of_integers(std::vector<index> const& values, extents const& shape) {
  array_handle const a = make_array(dtype::i8, shape);
  if (!values.empty()) std::memcpy(a->data, values.data(), values.size() * sizeof(index));
  return a;
}
std::vector<index> list(extents const& e) { return {e.begin(), e.end()}; }

std::vector<index> checked_places(call& c, datum const& at, index n, std::string const& mode, index total) {
  if (at.is(datum::kind::array) && !can_cast(c.run.type(at), dtype::i8, casting::same_kind)) fail_cast(c.run.type(at), dtype::i8, "safe", c.op + " indices");
  std::vector<index> r = list(integers_of(c.run, at));
  if (n == 0 && !r.empty() && total == 0) fail(error_code::index_out_of_range, "cannot do a non-empty take from an empty axes.");
  for (index& i : r) i = place_index(i, n, mode);
  return r;
}

datum take(call& c) {
  std::optional<index> const asked = c.integer(2, "axis");
  std::string const mode = c.text(4, "mode", "raise");
  c.check_all_taken();
  array_handle a = c.run.concrete(c.need(0, "a"));
  if (!asked) a = views::ravel(*a);
  index const axis = normal_axis(asked.value_or(0), a->layout.rank());
  datum const& at = c.need(1, "indices");
  extents const index_shape = at.is_scalar() ? extents{} : c.run.concrete(at)->layout.extent;
  std::vector<index> const places = checked_places(c, at, a->layout.extent[static_cast<std::size_t>(axis)], mode, a->count);
  auto const k = static_cast<std::ptrdiff_t>(axis);
  extents const& e = a->layout.extent;
  extents const& s = a->layout.stride;
  std::vector<index> const outer = offsets_of({e.begin(), e.begin() + k}, {s.begin(), s.begin() + k});
  std::vector<index> const inner = offsets_of({e.begin() + k + 1, e.end()}, {s.begin() + k + 1, s.end()});
  extents shape(e.begin(), e.begin() + k);
  for (index const i : index_shape) shape.push_back(i);
  for (std::size_t i = static_cast<std::size_t>(k) + 1; i < e.size(); ++i) shape.push_back(e[i]);
  std::vector<index> offsets;
  for (index const o : outer)
    for (index const p : places)
      for (index const i : inner) offsets.push_back(o + p * s[static_cast<std::size_t>(k)] + i);
  return datum::of(gather_elements(*a, shape, offsets));
}

// Elements of `a` picked along one axis by an index array that broadcasts against it.
subscript along(call& c, array_body const& a, datum const& at, std::optional<index> asked) {
  if (!c.run.concrete(at) || !is_integer(c.run.type(at))) fail(error_code::bad_index_type, "`indices` must be an integer array: arrays used as indices must be of integer type");
  array_handle const places = c.run.concrete(at);
  index const axis = normal_axis(asked.value_or(0), a.layout.rank());
  if (places->layout.rank() != a.layout.rank()) throw numpy_error{"ValueError", "shape_mismatch", "`indices` and `arr` must have the same number of dimensions"};
  extents shape = places->layout.extent, other = a.layout.extent;
  other[static_cast<std::size_t>(axis)] = 1;
  if (!broadcast_into(shape, other)) fail_shapes(error_code::index_shape_mismatch, "shape mismatch: indexing arrays", places->layout.extent, a.layout.extent);
  subscript r;
  r.basic = false;
  r.shape = shape;
  extents stride = a.layout.stride;
  for (std::size_t i = 0; i < stride.size(); ++i)
    if (static_cast<index>(i) == axis || a.layout.extent[i] == 1) stride[i] = 0;
  r.offsets = offsets_of(shape, stride);
  extents const where = integers_of(c.run, datum::of(views::broadcast_to(*places, shape)));
  for (std::size_t k = 0; k < r.offsets.size(); ++k)
    r.offsets[k] += place_index(where[k], a.layout.extent[static_cast<std::size_t>(axis)], "raise") * a.layout.stride[static_cast<std::size_t>(axis)];
  return r;
}

datum take_along_axis(call& c) {
  std::optional<index> const axis = c.axis_or_none(2, "axis", -1);
  c.check_all_taken();
  array_handle a = c.run.concrete(c.need(0, "arr"));
  if (!axis) a = views::ravel(*a);
  subscript const s = along(c, *a, c.need(1, "indices"), axis);
  return datum::of(gather_elements(*a, s.shape, s.offsets));
}

datum put_along_axis(call& c) {
  std::optional<index> const axis = c.integer(3, "axis");
  c.check_all_taken();
  if (!axis) throw unsupported{"attr put_along_axis.axis None"};
  datum const target = c.need(0, "arr");
  array_handle const a = c.run.concrete(target);
  subscript const s = along(c, *a, c.need(1, "indices"), axis);
  scatter_elements(c.run, *a, s.shape, s.offsets, c.need(2, "values"), false);
  return target;
}

datum put(call& c) {
  std::string const mode = c.text(3, "mode", "raise");
  c.check_all_taken();
  datum const target = c.need(0, "a");
  array_handle const a = c.run.concrete(target);
  std::vector<index> places = checked_places(c, c.need(1, "ind"), a->count, mode, a->count);
  std::vector<index> const all = offsets_of(a->layout.extent, a->layout.stride);
  array_handle const values = views::copy(*views::ravel(*views::astype(*c.run.concrete(c.need(2, "v")), a->type)));
  if (!a->writeable) fail(error_code::read_only, "put: output array is read-only");
  c.run.flush();
  std::size_t const bytes = itemsize(a->type);
  if (values->count)
    for (std::size_t k = 0; k < places.size(); ++k)
      std::memcpy(a->data + all[static_cast<std::size_t>(places[k])], values->data + k % static_cast<std::size_t>(values->count) * bytes, bytes);
  return target;
}

datum choose(call& c) {
  std::string const mode = c.text(3, "mode", "raise");
  c.check_all_taken();
  datum const& options = c.need(1, "choices");
  if (!options.is(datum::kind::tuple) || options.items.empty()) throw unsupported{"op choose of one array"};
  array_handle const at = c.run.concrete(c.need(0, "a"));
  std::vector<array_handle> arrays;
  dtype type = c.run.concrete(options.items[0])->type;
  extents shape = at->layout.extent;
  for (datum const& d : options.items) {
    arrays.push_back(c.run.concrete(d));
    type = promote(type, arrays.back()->type);
    if (!broadcast_into(shape, arrays.back()->layout.extent)) fail_shapes(error_code::shape_mismatch, "operands", shape, arrays.back()->layout.extent);
  }
  for (array_handle& a : arrays) a = views::copy(*views::broadcast_to(*views::astype(*a, type), shape));
  extents const which = integers_of(c.run, datum::of(views::broadcast_to(*at, shape)));
  array_handle const r = make_array(type, shape);
  std::size_t const bytes = itemsize(type);
  auto const n = static_cast<index>(arrays.size());
  for (std::size_t k = 0; k < which.size(); ++k) {
    if (mode == "raise" && (which[k] < 0 || which[k] >= n)) throw numpy_error{"ValueError", "index_out_of_range", "invalid entry in choice array"};
    std::memcpy(r->data + k * bytes, arrays[static_cast<std::size_t>(place_index(which[k], n, mode))]->data + k * bytes, bytes);
  }
  return datum::of(r);
}

// The places of true elements, one list an axis.
std::vector<std::vector<index>> true_places(array_body const& a) {
  array_handle const dense = make_array(dtype::b1, a.layout.extent);
  views::convert_into(a, *dense);
  std::vector<std::vector<index>> r(a.layout.rank());
  for (index k = 0; k < dense->count; ++k) {
    if (dense->data[k] == std::byte{0}) continue;
    index rest = k;
    for (std::size_t i = a.layout.rank(); i-- > 0;) {
      r[i].push_back(rest % a.layout.extent[i]);
      rest /= a.layout.extent[i];
    }
  }
  return r;
}

datum nonzero(call& c) {
  c.check_all_taken();
  array_handle const a = c.run.concrete(c.need(0, "a"));
  if (a->layout.rank() == 0) fail(error_code::bad_ndim, "Calling nonzero on 0d arrays is not allowed: 0-dimensional array");
  std::vector<datum> r;
  for (std::vector<index> const& p : true_places(*a)) r.push_back(datum::of(of_integers(p, {static_cast<index>(p.size())})));
  return datum::of_tuple(std::move(r));
}
datum flatnonzero(call& c) {
  c.check_all_taken();
  std::vector<index> const p = true_places(*views::reshape(*c.run.concrete(c.need(0, "a")), {-1}))[0];
  return datum::of(of_integers(p, {static_cast<index>(p.size())}));
}
datum argwhere(call& c) {
  c.check_all_taken();
  array_handle const a = c.run.concrete(c.need(0, "a"));
  if (a->layout.rank() == 0) throw unsupported{"op argwhere of rank 0"};
  auto const p = true_places(*a);
  std::vector<index> rows;
  for (std::size_t k = 0; k < p[0].size(); ++k)
    for (auto const& axis : p) rows.push_back(axis[k]);
  return datum::of(of_integers(rows, {static_cast<index>(p[0].size()), static_cast<index>(p.size())}));
}

datum unravel_index(call& c) {
  extents const shape = c.shape(1, "shape");
  std::string const order = c.text(2, "order", "C");
  c.check_all_taken();
  array_handle const at = c.run.concrete(c.need(0, "indices"));
  if (!is_integer(at->type)) fail(error_code::bad_index_type, "only integers, slices and arrays of integers are indices");
  std::vector<std::vector<index>> coordinates(shape.size());
  index const total = element_count(shape).value;
  for (index const given : integers_of(c.run, datum::of(at))) {
    index rest = given;
    if (rest < 0 || rest >= total) throw numpy_error{"ValueError", "index_out_of_range", "index " + std::to_string(rest) + " is out of bounds for array with size " + std::to_string(total)};
    for (std::size_t n = 0; n < shape.size(); ++n) {
      std::size_t const i = order == "C" ? shape.size() - 1 - n : n;
      coordinates[i].push_back(rest % shape[i]);
      rest /= shape[i];
    }
  }
  std::vector<datum> r;
  for (auto const& x : coordinates) r.push_back(datum::of(of_integers(x, at->layout.extent)));
  return datum::of_tuple(std::move(r));
}

datum ravel_multi_index(call& c) {
  extents const shape = c.shape(1, "dims");
  std::string const mode = c.text(2, "mode", "raise"), order = c.text(3, "order", "C");
  c.check_all_taken();
  datum const& given = c.need(0, "multi_index");
  if (!given.is(datum::kind::tuple) || given.items.size() != shape.size()) throw unsupported{"op ravel_multi_index of what is no tuple of arrays"};
  extents joint;
  for (datum const& d : given.items)
    if (!broadcast_into(joint, c.run.concrete(d)->layout.extent)) fail_shapes(error_code::shape_mismatch, "operands", joint, c.run.shape(d));
  std::vector<index> flat(static_cast<std::size_t>(element_count(joint).value), 0);
  for (std::size_t n = 0; n < shape.size(); ++n) {
    std::size_t const i = order == "C" ? n : shape.size() - 1 - n;
    extents const x = integers_of(c.run, datum::of(views::broadcast_to(*c.run.concrete(given.items[i]), joint)));
    for (std::size_t k = 0; k < flat.size(); ++k) {
      if (mode == "raise" && (x[k] < 0 || x[k] >= shape[i])) throw numpy_error{"ValueError", "index_out_of_range", "invalid entry in coordinates array"};
      flat[k] = flat[k] * shape[i] + place_index(x[k], shape[i], mode);
    }
  }
  return datum::of(of_integers(flat, joint));
}

// Elements where the condition is true: compress along an axis, extract from the flat array.
datum compress(call& c) {
  std::optional<index> const axis = c.integer(2, "axis");
  c.check_all_taken();
  datum condition = c.need(0, "condition"), a = c.need(1, "a");
  if (c.op == "ndarray.compress") std::swap(condition, a);
  if (c.run.concrete(condition)->layout.rank() != 1) fail(error_code::bad_argument, "condition must be a 1-d array");
  std::vector<index> const on = true_places(*views::reshape(*c.run.concrete(condition), {-1}))[0];
  call inner{c.run, "take", {a, datum::of(of_integers(on, {static_cast<index>(on.size())}))}, {}};
  if (axis) inner.attrs.push_back({"axis", datum::of_int(*axis), false});
  return take(inner);
}
datum extract(call& c) {
  c.check_all_taken();
  std::vector<index> const on = true_places(*views::reshape(*c.run.concrete(c.need(0, "condition")), {-1}))[0];
  call inner{c.run, "take", {c.need(1, "arr"), datum::of(of_integers(on, {static_cast<index>(on.size())}))}, {}};
  return take(inner);
}

constexpr step_row table[] = {
    {"take", take}, {"put", put}, {"take_along_axis", take_along_axis}, {"put_along_axis", put_along_axis}, {"choose", choose},
    {"nonzero", nonzero}, {"flatnonzero", flatnonzero}, {"argwhere", argwhere}, {"unravel_index", unravel_index},
    {"ravel_multi_index", ravel_multi_index}, {"compress", compress}, {"ndarray.compress", compress}, {"extract", extract},
};

}  // namespace

std::span<step_row const> gather_steps() { return table; }

}  // namespace fnp::oracle
