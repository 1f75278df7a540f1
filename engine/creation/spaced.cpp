// Evenly spaced samples between arrays, on a linear or a logarithmic scale: NumPy's formulas step by step.
//
//     linspace:   y = i * step + start,  step = (stop - start) / parts,  the last sample exactly `stop`
//     logspace:   base ** linspace(start, stop)
//     geomspace:  both ends turned to the positive real axis, logspace of their logarithms, turned back
#include <string>

#include "engine/array/axes.hpp"
#include "engine/whole/whole_graph.hpp"
#include "fnp/creation.hpp"
#include "fnp/dtypes.hpp"
#include "fnp/manipulation.hpp"

namespace fnp::create {
namespace {

using engine::whole_graph;

dtype joint_type(range_end const& a, range_end const& b) {
  dtype types[2];
  std::size_t count = 0;
  weak kinds = weak::real;
  for (range_end const* const r : {&a, &b}) {
    if (r->kind == weak::strong)
      types[count++] = r->value->type;
    else if (r->kind == weak::imaginary)
      kinds = weak::imaginary;
  }
  return result_type({types, count}, kinds);
}

array_handle in_type(array_body const& a, dtype type) {
  return a.type == type ? make_view(a.memory, a.type, a.layout, false) : views::astype(a, type);
}

bool any_zero(array_body const& a) {
  whole_graph g;
  ir::value const truth = ir::make_cast(g.graph(), g.use(a), dtype::b1);
  array_handle const all = g.run(ir::make_reduce(g.graph(), ops::id_of<ops::logical_and_reduce>, truth, {}));
  return all->data[0] == std::byte{0};
}

// Row i of the samples, for all other axes.
void set_row(array_body& y, index i, array_body const& value) {
  index_item const at[] = {index_item(i), index_item(ellipsis)};
  views::assign(value, *view_of(y, at, 2));
}

array_handle to_axis(array_handle const& y, index axis) {
  return axis == 0 ? y : views::moveaxis(*y, {0}, {axis});
}

array_handle to_type(array_handle const& y, dtype type) {
  if (y->type == type) return y;
  return views::astype(*y, type);
}

}  // namespace

spaced linspace(range_end const& first, range_end const& last, spacing const& how) {
  index const n = how.count;
  if (n < 0)
    fail(error_code::negative_dimension, "Number of samples, " + std::to_string(n) + ", must be non-negative.");
  index const parts = how.endpoint ? n - 1 : n;
  dtype const type = joint_type(first, last);
  array_handle const start = in_type(*first.value, type), stop = in_type(*last.value, type);
  whole_graph g;
  array_handle const delta = g.run(g.apply<ops::subtract>({g.use(*stop), g.use(*start)}));
  extents column(delta->layout.rank() + 1, 1);
  column[0] = n;
  array_handle const count = views::reshape(*arange(type, index{0}, n, index{1}), column);
  array_handle step;
  ir::value y = g.use(*count);
  if (parts > 0) {
    // A weak integer: the quotient stays in the dtype.
    step = g.run(g.apply<ops::divide>({g.use(*delta), g.number(parts)}, {weak::strong, weak::integer}));
    y = g.use(*count);
    // A step that underflows to zero would lose the range: divide first then.
    if (any_zero(*step))
      y = g.apply<ops::multiply>(
          {g.apply<ops::divide>({y, g.number(parts)}, {weak::strong, weak::integer}), g.use(*delta)});
    else
      y = g.apply<ops::multiply>({y, g.use(*step)});
  } else {
    step = views::of_scalar(scalar(__builtin_nan("")));
    y = g.apply<ops::multiply>({y, g.use(*delta)});
  }
  array_handle r = g.run(g.apply<ops::add>({y, g.use(*start)}));
  if (how.endpoint && n > 1) set_row(*r, -1, *stop);
  r = to_axis(r, how.axis);
  if (how.type && is_integer(*how.type)) {
    ir::value const whole_numbers = g.apply<ops::floor>({g.use(*r)});
    r = g.run(whole_numbers);
  }
  return {to_type(r, how.type.value_or(type)), step};
}

array_handle logspace(range_end const& start, range_end const& stop, range_end const& base, spacing const& how) {
  spacing plain = how;
  plain.type = none;
  array_handle const y = linspace(start, stop, plain).values;
  whole_graph g;
  ir::value b;
  if (base.kind == weak::strong)
    b = g.use(*base.value);
  else
    b = ir::make_constant(g.graph(), base.value->type, base.value->data);
  array_handle const r = g.run(g.apply<ops::power>({b, g.use(*y)}, {base.kind, weak::strong}));
  return to_type(r, how.type.value_or(r->type));
}

array_handle geomspace(range_end const& first, range_end const& last, spacing const& how) {
  for (range_end const* const r : {&first, &last})
    if (any_zero(*r->value)) fail(error_code::bad_argument, "Geometric sequence cannot include zero");
  dtype const types[] = {first.value->type, last.value->type, how.type.value_or(dtype::f8)};
  dtype const type = result_type(types, weak::real);
  array_handle const start = in_type(*first.value, type), stop = in_type(*last.value, type);
  whole_graph g;
  array_handle const sign = g.run(g.apply<ops::sign>({g.use(*start)}));
  auto const logarithm = [&](array_body const& end) {
    ir::value const turned = g.apply<ops::divide>({g.use(end), g.use(*sign)});
    return g.run(g.apply<ops::log10>({turned}));
  };
  array_handle const from = logarithm(*start), to = logarithm(*stop);
  spacing along = how;
  along.axis = 0;
  along.type = type;
  array_handle r = logspace({from}, {to}, {views::of_scalar(scalar(10.0)), weak::real}, along);
  if (how.count > 0) {
    whole_graph h;
    set_row(*r, 0, *h.run(h.apply<ops::divide>({h.use(*start), h.use(*sign)})));
    if (how.count > 1 && how.endpoint) set_row(*r, -1, *h.run(h.apply<ops::divide>({h.use(*stop), h.use(*sign)})));
  }
  r = to_axis(g.run(g.apply<ops::multiply>({g.use(*r), g.use(*sign)})), how.axis);
  return to_type(r, how.type.value_or(type));
}

}  // namespace fnp::create
