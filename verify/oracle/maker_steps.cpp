// Arrays made from numbers or from another array: zeros, full, arange, linspace, eye, indices, asarray, copy, ...
#include <algorithm>
#include <cmath>
#include <cstring>

#include "fnp/creation.hpp"
#include "fnp/ndarray.hpp"
#include "fnp/ops/all.hpp"
#include "verify/oracle/elementwise.hpp"
#include "verify/oracle/case_subscript.hpp"

namespace fnp::oracle {
namespace {

scalar const zero = std::int8_t{0}, one = std::int8_t{1};

// Fresh, filled, in C or Fortran order.
array_handle filled(dtype type, extents const& shape, scalar const& value, std::string const& order) {
  if (order == "F") {
    extents turned = shape;
    std::reverse(turned.begin(), turned.end());
    array_handle const rows = create::full(type, turned, value);
    return views::transpose(*rows);
  }
  return create::full(type, shape, value);
}

datum of_shape(call& c, index value) {
  extents const shape = c.shape(0, "shape");
  dtype const type = c.type(1, "dtype").value_or(dtype::f8);
  std::string const order = c.text(2, "order", "C");
  c.check_all_taken();
  return datum::of(filled(type, shape, scalar(value), order));
}

datum full(call& c) {
  extents const shape = c.shape(0, "shape");
  datum const value = c.need(1, "fill_value");
  std::optional<dtype> const type = c.type(2, "dtype");
  std::string const order = c.text(3, "order", "C");
  c.check_all_taken();
  array_handle const from = c.run.concrete(value);
  array_handle const r = filled(type.value_or(from->type), shape, zero, order);
  if (value.is(datum::kind::integer)) views::assign(*views::of_scalar(stored_number(c.run, value, r->type)), *r);
  else views::assign(*from, *r);
  return datum::of(r);
}

datum like(call& c, std::optional<index> number) {
  datum const value = number ? datum::of_int(*number) : c.need(1, "fill_value");
  std::size_t const next = number ? 1 : 2;
  std::optional<dtype> const type = c.type(next, "dtype");
  std::string const order = c.text(next + 1, "order", "K");
  if (c.find(call::npos, "shape")) throw unsupported{"attr " + c.op + ".shape"};
  c.check_all_taken();
  array_handle const a = c.run.concrete(c.need(0, "a"));
  dtype const to = type.value_or(a->type);
  array_handle const r = order == "K" ? create::full_like(*a, to, zero) : filled(to, a->layout.extent, zero, order);
  if (value.is(datum::kind::integer)) views::assign(*views::of_scalar(stored_number(c.run, value, to)), *r);
  else views::assign(*c.run.concrete(value), *r);
  return datum::of(r);
}

datum arange(call& c) {
  datum const *start = c.find(0, "start"), *stop = c.find(1, "stop"), *step = c.find(2, "step");
  std::optional<dtype> const type = c.type(3, "dtype");
  c.check_all_taken();
  datum const nothing = datum::of_int(0), unit = datum::of_int(1);
  if (!stop || stop->is(datum::kind::none)) stop = start, start = &nothing;
  if (!start || !stop) throw unsupported{"op arange without stop"};
  if (!step || step->is(datum::kind::none)) step = &unit;
  bool whole = true;
  for (datum const* const d : {start, stop, step}) {
    if (!d->is(datum::kind::integer) && !d->is(datum::kind::real)) throw unsupported{"op arange of arrays"};
    whole = whole && d->is(datum::kind::integer);
  }
  dtype const to = type.value_or(whole ? dtype::i8 : dtype::f8);
  if (to == dtype::b1 && std::fabs((real_value(*stop) - real_value(*start)) / real_value(*step)) > 2)
    throw numpy_error{"TypeError", "bad_argument", "arange() is only supported for booleans when the result has at most length 2."};
  if (whole) return datum::of(create::arange(to, integer_of(c.run, *start), integer_of(c.run, *stop), integer_of(c.run, *step)));
  return datum::of(create::arange(to, real_value(*start), real_value(*stop), real_value(*step)));
}

datum linspace(call& c) {
  datum const start = c.need(0, "start"), stop = c.need(1, "stop");
  index const n = c.integer(2, "num").value_or(50);
  bool const endpoint = c.flag(3, "endpoint", true), retstep = c.flag(4, "retstep", false);
  std::optional<dtype> const type = c.type(5, "dtype");
  if (c.integer(6, "axis").value_or(0) != 0) throw unsupported{"attr linspace.axis"};
  c.check_all_taken();
  if (!(start.is(datum::kind::integer) || start.is(datum::kind::real)) || !(stop.is(datum::kind::integer) || stop.is(datum::kind::real)))
    throw unsupported{"op linspace of arrays"};
  if (n < 0) fail(error_code::negative_dimension, "Number of samples, " + std::to_string(n) + ", must be non-negative.");
  array_handle const r = create::linspace(type.value_or(dtype::f8), real_value(start), real_value(stop), n, endpoint);
  if (!retstep) return datum::of(r);
  index const parts = endpoint ? n - 1 : n;
  double const step = parts > 0 ? (real_value(stop) - real_value(start)) / static_cast<double>(parts) : NAN;
  return datum::of_tuple({datum::of(r), datum::of(views::of_scalar(scalar(step)))});
}

// base ** linspace(start, stop)
datum logspace(call& c) {
  double const start = real_value(c.need(0, "start")), stop = real_value(c.need(1, "stop"));
  index const n = c.integer(2, "num").value_or(50);
  bool const endpoint = c.flag(3, "endpoint", true);
  datum const* const base = c.find(4, "base");
  std::optional<dtype> const type = c.type(5, "dtype");
  c.check_all_taken();
  if (c.args[0].is(datum::kind::array) || c.args[1].is(datum::kind::array)) throw unsupported{"op logspace of arrays"};
  if (type && *type != dtype::f8) throw unsupported{"attr logspace.dtype"};
  double const b = base ? real_value(*base) : 10.0;
  datum const both[] = {datum::of(views::of_scalar(scalar(b))), datum::of(create::linspace(dtype::f8, start, stop, n, endpoint))};
  return c.run.keep(apply(c.run, ops::id_of<ops::power>, both));
}

datum eye(call& c) {
  index const n = integer_of(c.run, c.need(0, "N")), m = c.integer(1, "M").value_or(n), k = c.integer(2, "k").value_or(0);
  dtype const type = c.type(3, "dtype").value_or(dtype::f8);
  c.check_all_taken();
  return datum::of(create::eye(type, n, m, k));
}
datum identity(call& c) {
  index const n = integer_of(c.run, c.need(0, "n"));
  dtype const type = c.type(1, "dtype").value_or(dtype::f8);
  c.check_all_taken();
  return datum::of(create::eye(type, n, n, 0));
}

datum indices(call& c) {
  extents const shape = c.shape(0, "dimensions");
  std::optional<dtype> const type = c.type(1, "dtype");
  bool const sparse = c.flag(2, "sparse", false);
  c.check_all_taken();
  dtype const to = type.value_or(dtype::i8);
  if (!sparse) {
    array_handle const a = create::indices(shape);
    return datum::of(to == dtype::i8 ? a : views::astype(*a, to));
  }
  std::vector<datum> r;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    extents line(shape.size(), 1);
    line[i] = shape[i];
    r.push_back(datum::of(views::reshape(*create::arange(to, index{0}, shape[i], index{1}), line)));
  }
  return datum::of_tuple(std::move(r));
}

// Powers of x by columns, each the former times x.
datum vander(call& c) {
  std::optional<index> const asked = c.integer(1, "N");
  bool const increasing = c.flag(2, "increasing", false);
  c.check_all_taken();
  array_handle x = c.run.concrete(c.need(0, "x"));
  if (x->layout.rank() != 1) fail(error_code::bad_ndim, "x must be a one-dimensional array or sequence: 1-dimensional array");
  dtype const type = promote(x->type, dtype::i8);
  x = views::astype(*x, type);
  index const n = asked.value_or(x->count);
  if (n < 0) fail(error_code::negative_dimension, "negative dimensions are not allowed");
  array_handle const r = make_array(type, {x->count, n});
  datum column = datum::of(create::full(type, x->layout.extent, one));
  for (index k = 0; k < n; ++k) {
    index_item const items[] = {index_item(whole), index_item(increasing ? k : n - 1 - k)};
    views::assign(*c.run.concrete(column), *view_of(*r, items, 2));
    datum const both[] = {column, datum::of(x)};
    column = datum::of(c.run.concrete(c.run.keep(apply(c.run, ops::id_of<ops::multiply>, both))));
  }
  return datum::of(r);
}

// A triangle kept, the rest zero; also of ones (tri).
array_handle triangle(array_body const& a, index k, bool upper) {
  array_handle const r = views::copy(a);
  std::size_t const rank = a.layout.rank(), bytes = itemsize(a.type);
  index const rows = a.layout.extent[rank - 2], columns = a.layout.extent[rank - 1];
  for (index at = 0; at < r->count; ++at) {
    index const j = at % columns, i = at / columns % rows;
    if (upper ? j - i < k : j - i > k) std::memset(r->data + static_cast<std::size_t>(at) * bytes, 0, bytes);
  }
  return r;
}
template <bool Upper>
datum triangular(call& c) {
  index const k = c.integer(1, "k").value_or(0);
  c.check_all_taken();
  array_handle a = c.run.concrete(c.need(0, "m"));
  if (a->layout.rank() == 0) throw unsupported{"op " + c.op + " of rank 0"};
  if (a->layout.rank() == 1) a = views::broadcast_to(*a, {a->count, a->count});
  return datum::of(triangle(*a, k, Upper));
}
datum tri(call& c) {
  index const n = integer_of(c.run, c.need(0, "N")), m = c.integer(1, "M").value_or(n), k = c.integer(2, "k").value_or(0);
  dtype const type = c.type(3, "dtype").value_or(dtype::f8);
  c.check_all_taken();
  return datum::of(triangle(*create::full(type, {n, m}, one), k, false));
}
datum diag(call& c) {
  index const k = c.integer(1, "k").value_or(0);
  c.check_all_taken();
  array_handle const v = c.run.concrete(c.need(0, "v"));
  if (v->layout.rank() == 2) return datum::of(views::read_only(*views::diagonal(*v, k, 0, 1)));
  if (v->layout.rank() != 1) fail(error_code::bad_ndim, "Input must be 1- or 2-d.");
  index const n = v->count + (k < 0 ? -k : k);
  array_handle const r = create::full(v->type, {n, n}, zero);
  views::copy_into(*v, *make_view(r->memory, r->type, views::diagonal(*r, k, 0, 1)->layout, true));
  return datum::of(r);
}

datum sequence(call& c) {
  std::optional<dtype> const type = c.type(call::npos, "dtype");
  c.check_all_taken();
  array_handle const a = c.run.concrete(datum::of_tuple(c.args));
  return datum::of(type && *type != a->type ? views::astype(*a, *type) : a);
}

array_handle copied(array_body const& a, std::string order) {
  index const size = static_cast<index>(itemsize(a.type));
  if (order == "A") order = is_f_contiguous(a.layout, size) && !is_c_contiguous(a.layout, size) ? "F" : "C";
  array_handle r;
  if (order == "F") r = views::transpose(*make_array(a.type, views::transpose(a)->layout.extent));
  else r = order == "K" ? make_array_like(a.type, a.layout.extent, a.layout.stride) : make_array(a.type, a.layout.extent);
  views::copy_into(a, *r);
  return r;
}
template <char Default>
datum copy(call& c) {
  std::string const order = c.text(1, "order", std::string(1, Default));
  c.check_all_taken();
  return datum::of(copied(*c.run.concrete(c.need(0, "a")), order));
}
template <char Order>
datum contiguous(call& c) {
  std::optional<dtype> const type = c.type(1, "dtype");
  c.check_all_taken();
  array_handle a = c.run.concrete(c.need(0, "a"));
  if (type && *type != a->type) a = views::astype(*a, *type);
  if (a->layout.rank() == 0) a = views::reshape(*a, {1});
  index const size = static_cast<index>(itemsize(a->type));
  bool const fits = Order == 'C' ? is_c_contiguous(a->layout, size) : is_f_contiguous(a->layout, size);
  return datum::of(fits ? a : copied(*a, std::string(1, Order)));
}

constexpr step_row table[] = {
    {"zeros", [](call& c) { return of_shape(c, 0); }},
    {"ones", [](call& c) { return of_shape(c, 1); }},
    {"full", full},
    {"zeros_like", [](call& c) { return like(c, 0); }},
    {"ones_like", [](call& c) { return like(c, 1); }},
    {"full_like", [](call& c) { return like(c, std::nullopt); }},
    {"arange", arange}, {"linspace", linspace}, {"logspace", logspace}, {"eye", eye}, {"identity", identity}, {"indices", indices},
    {"vander", vander}, {"tril", triangular<false>}, {"triu", triangular<true>}, {"tri", tri}, {"diag", diag},
    {"asarray.sequence", sequence}, {"ndarray.copy", copy<'C'>}, {"copy", copy<'K'>}, {"identity_copy", copy<'K'>},
    {"ascontiguousarray", contiguous<'C'>}, {"asfortranarray", contiguous<'F'>},
};

}  // namespace

std::span<step_row const> maker_steps() { return table; }

}  // namespace fnp::oracle
