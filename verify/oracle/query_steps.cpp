// Questions about arrays, answered with Python values: shape, size, flags, array_equal, broadcast_shapes, ...
#include "engine/array/axes.hpp"
#include "fnp/flags.hpp"
#include "fnp/manipulation.hpp"
#include "verify/oracle/step_call.hpp"

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
  for (index const axis : normal_axes(axes.axes, a->layout.rank()))
    n *= a->layout.extent[static_cast<std::size_t>(axis)];
  return datum::of_int(n);
}

datum three_flags(call& c) {
  array_flags const f = fnp::flags(*first(c));
  return datum::of_tuple({datum::of_bool(f.c_contiguous), datum::of_bool(f.f_contiguous), datum::of_bool(f.writeable)});
}

datum broadcast_shapes(call& c) {
  c.check_all_taken();
  std::vector<extents> shapes;
  for (datum const& d : c.args) shapes.push_back(integers_of(c.run, d));
  return tuple_of(manipulation::broadcast_shapes(shapes));
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

template <bool (*Answer)(array_body const&, array_body const&, index), index Work>
datum shares(call& c) {
  index const work = c.integer(2, "max_work").value_or(Work);
  c.check_all_taken();
  return datum::of_bool(Answer(*c.run.concrete(c.need(0, "a")), *c.run.concrete(c.need(1, "b")), work));
}

bool is_complex(call& c) { return kind(first(c)->type) == 'c'; }

datum isscalar(call& c) {
  c.check_all_taken();
  datum const& d = c.need(0, "element");
  return datum::of_bool(d.is_scalar() || d.is(datum::kind::text));
}

constexpr step_row table[] = {
    {"shape", [](call& c) { return tuple_of(first(c)->layout.extent); }},
    {"ndim", [](call& c) { return datum::of_int(static_cast<index>(first(c)->layout.rank())); }},
    {"size", size},
    {"ndarray.strides", [](call& c) { return tuple_of(first(c)->layout.stride); }},
    {"ndarray.itemsize", [](call& c) { return datum::of_int(static_cast<index>(itemsize(first(c)->type))); }},
    {"ndarray.nbytes",
     [](call& c) { return datum::of_int(first(c)->count * static_cast<index>(itemsize(c.run.type(c.args[0])))); }},
    {"ndarray.dtype", [](call& c) { return datum::of_type(std::string(info(first(c)->type).descr)); }},
    {"ndarray.flags", three_flags},
    {"broadcast_shapes", broadcast_shapes},
    {"lib.array_utils.normalize_axis_tuple", normalize_axis_tuple},
    {"lib.array_utils.normalize_axis_index", normalize_axis_index},
    {"shares_memory", shares<manipulation::shares_memory, -1>},
    {"may_share_memory", shares<manipulation::may_share_memory, 0>},
    {"isscalar", isscalar},
    {"iscomplexobj", [](call& c) { return datum::of_bool(is_complex(c)); }},
    {"isrealobj", [](call& c) { return datum::of_bool(!is_complex(c)); }},
};

}  // namespace

std::span<step_row const> query_steps() { return table; }

}  // namespace fnp::oracle
