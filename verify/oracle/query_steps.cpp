// Questions about arrays, answered with Python values: shape, size, flags, array_equal, broadcast_shapes, ...
#include "engine/array/axes.hpp"
#include "fnp/ndarray.hpp"
#include "fnp/ops/all.hpp"
#include "verify/oracle/elementwise.hpp"

namespace fnp::oracle {
namespace {

datum tuple_of(extents const& e) {
  std::vector<datum> r;
  for (index const i : e) r.push_back(datum::of_int(i));
  return datum::of_tuple(std::move(r));
}
array_handle first(call& c) {
  c.check_all_taken();
  return c.run.concrete(c.need(0, "a"));
}

datum size(call& c) {
  engine::axes_argument const axes = c.axes(1, "axis");
  array_handle const a = first(c);
  if (axes.all) return datum::of_int(a->count);
  index n = 1;
  for (index const axis : normal_axes(axes.axes, a->layout.rank())) n *= a->layout.extent[static_cast<std::size_t>(axis)];
  return datum::of_int(n);
}

datum flags(call& c) {
  array_handle const a = first(c);
  index const size = static_cast<index>(itemsize(a->type));
  return datum::of_tuple({datum::of_bool(is_c_contiguous(a->layout, size)), datum::of_bool(is_f_contiguous(a->layout, size)), datum::of_bool(a->writeable)});
}

// Are all elements of the comparison true?
datum all_equal(call& c, bool broadcasts) {
  bool const nan_too = c.flag(2, "equal_nan", false);
  c.check_all_taken();
  session& run = c.run;
  array_handle const a = run.concrete(c.need(0, "a1")), b = run.concrete(c.need(1, "a2"));
  extents joint = a->layout.extent;
  if (broadcasts ? !broadcast_into(joint, b->layout.extent) : a->layout.extent != b->layout.extent) return datum::of_bool(false);
  datum const both[] = {datum::of(a), datum::of(b)};
  ir::value same = apply(run, ops::id_of<ops::equal>, both);
  if (nan_too && is_inexact(a->type) && is_inexact(b->type)) {
    ir::value const nans[] = {apply(run, ops::id_of<ops::isnan>, {&both[0], 1}), apply(run, ops::id_of<ops::isnan>, {&both[1], 1})};
    ir::value const either[] = {same, ir::make_elementwise(run.graph(), ops::id_of<ops::logical_and>, nans)};
    same = ir::make_elementwise(run.graph(), ops::id_of<ops::logical_or>, either);
  }
  array_handle const r = run.concrete(run.keep(ir::make_reduce(run.graph(), ops::id_of<ops::logical_and_reduce>, same, {})));
  return datum::of_bool(views::item(*r, nullptr, 0).as<bool>());
}

datum broadcast_shapes(call& c) {
  c.check_all_taken();
  extents joint;
  for (datum const& d : c.args) {
    extents const shape = integers_of(c.run, d);
    if (!broadcast_into(joint, shape)) fail_shapes(error_code::shape_mismatch, "objects cannot be broadcast to a single shape", joint, shape);
  }
  return tuple_of(joint);
}

datum normalize_axis_tuple(call& c) {
  extents const axes = c.shape(0, "axis");
  index const rank = integer_of(c.run, c.need(1, "ndim"));
  bool const repeats = c.flag(3, "allow_duplicate", false);
  c.text(2, "argname", "");
  c.check_all_taken();
  if (rank < 0 || rank > static_cast<index>(max_rank)) throw unsupported{"op normalize_axis_tuple beyond 64 axes"};
  if (!repeats) return tuple_of(normal_axes(axes, static_cast<std::size_t>(rank)));
  extents r;
  for (index const a : axes) r.push_back(normal_axis(a, static_cast<std::size_t>(rank)));
  return tuple_of(r);
}
datum normalize_axis_index(call& c) {
  index const axis = integer_of(c.run, c.need(0, "axis")), rank = integer_of(c.run, c.need(1, "ndim"));
  c.check_all_taken();
  return datum::of_int(normal_axis(axis, static_cast<std::size_t>(rank)));
}

datum shares_memory(call& c) {
  c.check_all_taken();
  array_handle const a = c.run.concrete(c.need(0, "a")), b = c.run.concrete(c.need(1, "b"));
  if (a->memory.get() != b->memory.get()) return datum::of_bool(false);
  throw unsupported{"op " + c.op + " within one buffer"};
}

bool is_complex(call& c) { return kind(first(c)->type) == 'c'; }

// isreal, iscomplex, isposinf, isneginf of elements.
datum imaginary_is(call& c, bool zero) {
  array_handle const a = first(c);
  datum const both[] = {datum::of(views::imag(*a)), datum::of_int(0)};
  return c.run.keep(apply(c.run, zero ? ops::id_of<ops::equal> : ops::id_of<ops::not_equal>, both));
}

constexpr step_row table[] = {
    {"shape", [](call& c) { return tuple_of(first(c)->layout.extent); }},
    {"ndim", [](call& c) { return datum::of_int(static_cast<index>(first(c)->layout.rank())); }},
    {"size", size},
    {"ndarray.strides", [](call& c) { return tuple_of(first(c)->layout.stride); }},
    {"ndarray.itemsize", [](call& c) { return datum::of_int(static_cast<index>(itemsize(first(c)->type))); }},
    {"ndarray.nbytes", [](call& c) { return datum::of_int(first(c)->count * static_cast<index>(itemsize(c.run.type(c.args[0])))); }},
    {"ndarray.dtype", [](call& c) { return datum::of_type(std::string(info(first(c)->type).descr)); }},
    {"ndarray.flags", flags},
    {"array_equal", [](call& c) { return all_equal(c, false); }},
    {"array_equiv", [](call& c) { return all_equal(c, true); }},
    {"broadcast_shapes", broadcast_shapes},
    {"lib.array_utils.normalize_axis_tuple", normalize_axis_tuple},
    {"lib.array_utils.normalize_axis_index", normalize_axis_index},
    {"shares_memory", shares_memory},
    {"iscomplexobj", [](call& c) { return datum::of_bool(is_complex(c)); }},
    {"isrealobj", [](call& c) { return datum::of_bool(!is_complex(c)); }},
    {"isreal", [](call& c) { return imaginary_is(c, true); }},
    {"iscomplex", [](call& c) { return imaginary_is(c, false); }},
};

}  // namespace

std::span<step_row const> query_steps() { return table; }

}  // namespace fnp::oracle
