// Movements: true views of arrays in memory, lazy ones of values that are not computed yet.
#include <algorithm>

#include "engine/array/axes.hpp"
#include "fnp/manipulation.hpp"
#include "verify/oracle/case_subscript.hpp"

namespace fnp::oracle {
namespace {

// `lazy` makes a node, `real` a view; values that nobody may look into stay lazy.
template <class Lazy, class Real>
datum move(call& c, Lazy lazy, Real real) {
  c.check_all_taken();
  session& run = c.run;
  datum const operand = c.need(0, "a");
  if (run.is_lazy(operand) && !c.rigid) return run.keep(lazy(run.graph(), run.use(operand)));
  return datum::of(real(*run.concrete(operand)));
}

extents reversed(std::size_t rank) {
  extents r = every_axis(rank);
  std::reverse(r.begin(), r.end());
  return r;
}

// The positional shape or axes of a method: one tuple or several integers.
std::optional<extents> trailing(call& c, std::string_view name) {
  if (datum const* const d = c.find(call::npos, name))
    return d->is(datum::kind::none) ? std::optional<extents>() : integers_of(c.run, *d);
  if (c.args.size() < 2 || c.args[1].is(datum::kind::none)) return {};
  if (c.args.size() == 2) return integers_of(c.run, c.args[1]);
  extents r;
  for (std::size_t k = 1; k < c.args.size(); ++k) r.push_back(integer_of(c.run, c.args[k]));
  return r;
}

datum reshape(call& c) {
  memory_order const order = c.order(call::npos, "order", memory_order::c);
  for (char const* const name : {"newshape", "shape"})
    if (datum const* const d = c.find(call::npos, name)) c.attrs.push_back({"wanted", *d, true});
  std::optional<extents> wanted = trailing(c, "wanted");
  if (!wanted) throw numpy_error{"TypeError", "bad_argument", "reshape() takes exactly 1 argument (0 given)"};
  std::optional<bool> copies;
  if (datum const* const d = c.find(call::npos, "copy"); d && !d->is(datum::kind::none))
    copies = c.flag(call::npos, "copy", false);
  if (order == memory_order::c && !copies)
    return move(
        c, [&](ir::graph& g, ir::value v) { return ir::make_reshape(g, v, *wanted); },
        [&](array_body const& a) { return views::reshape(a, *wanted); });
  c.check_all_taken();
  return datum::of(manipulation::reshape(*c.run.concrete(c.need(0, "a")), *wanted, order, copies));
}

datum ravel(call& c) {
  memory_order const order = c.order(1, "order", memory_order::c);
  if (order == memory_order::c)
    return move(
        c, [](ir::graph& g, ir::value v) { return ir::make_reshape(g, v, {-1}); },
        [](array_body const& a) { return views::ravel(a); });
  c.check_all_taken();
  return datum::of(manipulation::ravel(*c.run.concrete(c.need(0, "a")), order));
}
datum flatten(call& c) {
  memory_order const order = c.order(1, "order", memory_order::c);
  c.check_all_taken();
  return datum::of(manipulation::flatten(*c.run.concrete(c.need(0, "a")), order));
}

datum transpose(call& c) {
  std::optional<extents> const axes = trailing(c, "axes");
  std::size_t const rank = c.run.shape(c.need(0, "a")).size();
  extents const order = axes ? *axes : reversed(rank);
  return move(c, [&](ir::graph& g, ir::value v) { return ir::make_transpose(g, v, {order.data(), order.size()}); },
              [&](array_body const& a) { return views::transpose(a, order); });
}

datum all_axes_reversed(call& c) {
  extents const order = reversed(c.run.shape(c.need(0, "a")).size());
  return move(c, [&](ir::graph& g, ir::value v) { return ir::make_transpose(g, v, {order.data(), order.size()}); },
              [&](array_body const& a) { return views::transpose(a); });
}

datum last_two_swapped(call& c) {
  if (c.run.shape(c.need(0, "a")).size() < 2)
    fail(error_code::bad_argument, "matrix transpose with ndim < 2 is undefined");
  return move(
      c, [](ir::graph& g, ir::value v) { return ir::make_swapaxes(g, v, -1, -2); },
      [](array_body const& a) { return views::swapaxes(a, -1, -2); });
}

datum swapaxes(call& c) {
  index const a1 = integer_of(c.run, c.need(1, "axis1")), a2 = integer_of(c.run, c.need(2, "axis2"));
  return move(
      c, [&](ir::graph& g, ir::value v) { return ir::make_swapaxes(g, v, a1, a2); },
      [&](array_body const& a) { return views::swapaxes(a, a1, a2); });
}

datum moveaxis(call& c) {
  extents const from = c.shape(1, "source"), to = c.shape(2, "destination");
  return move(
      c,
      [&](ir::graph& g, ir::value v) {
        return ir::make_moveaxis(g, v, {from.data(), from.size()}, {to.data(), to.size()});
      },
      [&](array_body const& a) { return views::moveaxis(a, from, to); });
}

datum rollaxis(call& c) {
  index const axis = integer_of(c.run, c.need(1, "axis")), start = c.integer(2, "start").value_or(0);
  c.check_all_taken();
  array_handle const a = c.run.concrete(c.need(0, "a"));
  normal_axis(axis, a->layout.rank());
  try {
    return datum::of(manipulation::rollaxis(*a, axis, start));
  } catch (error const& e) {
    throw numpy_error{"AxisError", "bad_argument", e.what()};  // of the start; its text is no axis error's
  }
}

datum flip_axes(call& c, engine::axes_argument const& axes) {
  return move(
      c, [&](ir::graph& g, ir::value v) { return ir::make_flip(g, v, axes); },
      [&](array_body const& a) { return views::flip(a, axes.all ? nullptr : &axes.axes); });
}
template <index Axis>
datum flip_one(call& c) {
  if (static_cast<index>(c.run.shape(c.need(0, "m")).size()) <= Axis)
    fail(error_code::bad_argument, "Input must be >= " + std::to_string(Axis + 1) + "-d.");
  return flip_axes(c, {{Axis}, false, false, 0});
}

datum squeeze(call& c) {
  engine::axes_argument axes = c.axes(1, "axis");
  // NumPy squeezes axis 0 of a number, if it is no tuple.
  datum const* const one = c.find(1, "axis");
  if (one && one->is(datum::kind::integer) && c.run.shape(c.need(0, "a")).empty() &&
      (axes.axes[0] == 0 || axes.axes[0] == -1))
    axes = {};
  return move(
      c, [&](ir::graph& g, ir::value v) { return ir::make_squeeze(g, v, axes); },
      [&](array_body const& a) { return views::squeeze(a, axes.all ? nullptr : &axes.axes); });
}

datum expand_dims(call& c) {
  extents const axes = c.shape(1, "axis");
  return move(
      c, [&](ir::graph& g, ir::value v) { return ir::make_expand_dims(g, v, {axes.data(), axes.size()}); },
      [&](array_body const& a) { return views::expand_dims(a, axes); });
}

datum broadcast_to(call& c) {
  extents const shape = c.shape(1, "shape");
  return move(
      c, [&](ir::graph& g, ir::value v) { return ir::make_broadcast(g, v, shape); },
      [&](array_body const& a) { return views::broadcast_to(a, shape); });
}

datum broadcast_arrays(call& c) {
  c.flag(call::npos, "subok", false);
  c.check_all_taken();
  std::vector<array_handle> arrays;
  for (datum const& d : c.args) arrays.push_back(c.run.concrete(d));
  return datum::of_arrays(manipulation::broadcast_arrays(arrays));
}

datum diagonal(call& c) {
  index const offset = c.integer(1, "offset").value_or(0), a1 = c.integer(2, "axis1").value_or(0),
              a2 = c.integer(3, "axis2").value_or(1);
  return move(
      c, [&](ir::graph& g, ir::value v) { return ir::make_diagonal(g, v, offset, a1, a2); },
      [&](array_body const& a) { return views::diagonal(a, offset, a1, a2); });
}

datum last_two_diagonal(call& c) {
  index const offset = c.integer(1, "offset").value_or(0);
  return move(
      c, [&](ir::graph& g, ir::value v) { return ir::make_diagonal(g, v, offset, -2, -1); },
      [&](array_body const& a) { return views::diagonal(a, offset, -2, -1); });
}

datum at_least(call& c, std::size_t rank) {
  c.check_all_taken();
  std::vector<array_handle> r;
  for (datum const& d : c.args) r.push_back(manipulation::at_least(*c.run.concrete(d), rank));
  return r.size() == 1 ? datum::of(r[0]) : datum::of_arrays(r);
}

datum as_strided(call& c) {
  array_handle const a = c.run.concrete(c.need(0, "x"));
  extents const shape = c.find(1, "shape") ? c.shape(1, "shape") : a->layout.extent,
                strides = c.find(2, "strides") ? c.shape(2, "strides") : a->layout.stride;
  c.check_all_taken();
  return datum::of(views::as_strided(*a, shape, strides, true));
}

datum sliding_window(call& c) {
  extents const window = c.shape(1, "window_shape");
  engine::axes_argument const axes = c.axes(2, "axis");
  return move(
      c, [&](ir::graph& g, ir::value v) { return ir::make_sliding_window(g, v, window, axes); },
      [&](array_body const& a) {
        return views::read_only(*views::sliding_window_view(a, window, axes.all ? nullptr : &axes.axes));
      });
}

datum view(call& c) {
  std::optional<dtype> const to = c.type(1, "dtype");
  c.check_all_taken();
  array_handle const a = c.run.concrete(c.need(0, "a"));
  if (to == dtype::b1 && a->type != dtype::b1) throw unsupported{"attr ndarray.view.dtype bool of other bytes"};
  return datum::of(to ? views::with_dtype(*a, *to) : a);
}

// Unlike the ufunc, the method leaves real arrays as they are.
datum conjugate(call& c) {
  c.expect_at_most(1);
  datum const a = c.need(0, "a");
  if (kind(c.run.type(a)) != 'c') {
    c.check_all_taken();
    return a;
  }
  c.op = "conjugate";
  return elementwise_step(c);
}

// Of a Python number a Python number: that of an integer is one.
datum part(call& c, bool imaginary) {
  c.check_all_taken();
  if (datum const& d = c.need(0, "a"); d.is_scalar()) {
    if (d.is(datum::kind::boolean) || d.is(datum::kind::integer))
      return imaginary ? datum::of_int(0) : d.is(datum::kind::integer) ? d : datum::of_int(d.truth);
    return datum::of_real(imaginary ? d.im : d.re);
  }
  array_handle const a = c.run.concrete(c.need(0, "a"));
  return datum::of(imaginary ? views::imag(*a) : views::real(*a));
}

constexpr step_row table[] = {
    {"reshape", reshape},
    {"ravel", ravel},
    {"ndarray.flatten", flatten},
    {"transpose", transpose},
    {"ndarray.T", all_axes_reversed},
    {"ndarray.mT", last_two_swapped},
    {"matrix_transpose", last_two_swapped},
    {"linalg.matrix_transpose", last_two_swapped},
    {"swapaxes", swapaxes},
    {"moveaxis", moveaxis},
    {"rollaxis", rollaxis},
    {"flip", [](call& c) { return flip_axes(c, c.axes(1, "axis")); }},
    {"flipud", flip_one<0>},
    {"fliplr", flip_one<1>},
    {"squeeze", squeeze},
    {"expand_dims", expand_dims},
    {"broadcast_to", broadcast_to},
    {"broadcast_arrays", broadcast_arrays},
    {"diagonal", diagonal},
    {"linalg.diagonal", last_two_diagonal},
    {"atleast_1d", [](call& c) { return at_least(c, 1); }},
    {"atleast_2d", [](call& c) { return at_least(c, 2); }},
    {"atleast_3d", [](call& c) { return at_least(c, 3); }},
    {"lib.stride_tricks.as_strided", as_strided},
    {"lib.stride_tricks.sliding_window_view", sliding_window},
    {"ndarray.view", view},
    {"ndarray.conj", conjugate}, {"ndarray.conjugate", conjugate},
    {"real", [](call& c) { return part(c, false); }},
    {"imag", [](call& c) { return part(c, true); }},
};

}  // namespace

std::span<step_row const> view_steps() { return table; }

}  // namespace fnp::oracle
