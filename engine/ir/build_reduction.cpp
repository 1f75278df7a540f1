// Reductions, and NumPy's formulas that are made of them: mean, var, std, count_nonzero, ptp.
//
// The statistics follow numpy/_core/_methods.py step by step, because their roundings show. The count is an int64
// scalar there, not weak: float32 / int64 computes in float64 and is then cast back.
#include <algorithm>

#include "engine/ir/operand.hpp"
#include "fnp/ops/all.hpp"

namespace fnp::ir {
namespace {

extents normalised(ops::op_id op, extents const& shape, engine::axes_argument const& a) {
  extents axes;
  auto const rank = static_cast<index>(shape.size());
  if (a.all)
    for (index i = 0; i < rank; ++i) axes.push_back(i);
  else
    for (index const axis : a.axes) {
      if (axis < -rank || axis >= rank) fail_axis(axis, shape.size());
      axes.push_back(axis < 0 ? axis + rank : axis);
    }
  std::sort(axes.begin(), axes.end());
  if (std::adjacent_find(axes.begin(), axes.end()) != axes.end())
    fail(error_code::duplicate_axis, op_name(op) + ": duplicate value in 'axis' " + to_string(a.axes));
  return axes;
}

// The loop whose result is `type`; the element dtype is `type` too, where the op has such a loop.
int loop_giving(ops::op_info const& op, dtype element, dtype const* type) {
  if (!type) return ops::find_loop(op, &element, 1);
  for (int i = 0; i < op.loop_count; ++i)
    if (op.loops[i].in[0] == *type) return i;
  return -1;
}

value binary(graph& g, ops::op_id op, value a, value b) {
  value const operands[] = {a, b};
  return make_elementwise(g, op, operands);
}
value unary(graph& g, ops::op_id op, value a) { return make_elementwise(g, op, {&a, 1}); }

index count_items(graph const& g, value v, engine::axes_argument const& a) {
  checked n = 1;
  for (index const axis : normalised(ops::id_of<ops::add_reduce>, g.shape(v), a))
    n *= g.shape(v)[static_cast<std::size_t>(axis)];
  return n.value;
}

// sum / count in the sum's dtype, by way of the loop that dtype and int64 share.
value divide_by(graph& g, value sum, index count, dtype to) {
  value const quotient = binary(g, ops::id_of<ops::divide>, sum, make_constant(g, dtype::i8, &count));
  return g.type(quotient) == to ? quotient : make_cast(g, quotient, to);
}

dtype accumulator(dtype d) { return is_inexact(d) ? d : dtype::f8; }

}  // namespace

value make_reduce(graph& g, ops::op_id op, value v, engine::axes_argument const& a, dtype const* type) {
  if (op >= ops::op_table.size() || ops::op_table[op].kind != ops::family::reduction)
    fail(error_code::bad_argument, op_name(op) + " is no reduction");
  node n;
  n.op = op;
  bool const positions = op == ops::id_of<ops::argmin> || op == ops::id_of<ops::argmax>;
  // NumPy's argmin takes a single number for an array of one axis.
  bool const lone = positions && g.shape(v).empty() && a.axes.size() == 1 && (a.axes[0] == 0 || a.axes[0] == -1);
  extents axes = lone ? extents{} : normalised(op, g.shape(v), a);
  if (positions && !lone && !a.all && axes.size() != 1)
    fail(error_code::bad_argument,
         op_name(op) + " takes one axis or all, got " + std::to_string(axes.size()) + " axes");
  ops::op_info const& info = ops::op_table[op];
  dtype const element = g.type(v);
  // Truth is bool whatever it is taken of.
  bool const truth = op == ops::id_of<ops::logical_and_reduce> || op == ops::id_of<ops::logical_or_reduce>;
  int const loop = truth && type && *type == dtype::b1 ? loop_giving(info, element, nullptr)
                   : truth && type                     ? -1
                                                       : loop_giving(info, element, type);
  if (loop < 0) {
    dtype const shown = type ? *type : element;
    fail_loop(info.name, &shown, 1);
  }
  if (a.accurate && op == ops::id_of<ops::add_reduce> && is_inexact(info.loops[loop].in[0]))
    return make_reduce(g, ops::id_of<ops::wide_add_reduce>, v, a, &info.loops[loop].in[0]);
  n.loop = static_cast<std::uint8_t>(loop);
  n.operands = {materialise(g, as_operand(g, v), info.loops[loop].in[0])};
  n.attributes = {{"axes", std::move(axes), {}}, {"keepdims", {a.keepdims ? 1 : 0}, {}}};
  value const r = g.add(std::move(n));
  // A sum in a narrow integer dtype is the wide one, wrapped: both are sums modulo 2^width.
  return type && g.type(r) != *type && info.loops[loop].out[0] != dtype::b1 && !positions ? make_cast(g, r, *type) : r;
}

namespace {

// v with the folded axes put back, each of extent 1. shape: before the fold.
value with_folded_axes(graph& g, ops::op_id op, value v, extents const& shape, engine::axes_argument const& a) {
  extents const axes = normalised(op, shape, a);
  return axes.empty() ? v : make_expand_dims(g, v, axes);
}

}  // namespace

value make_reduce_shared(graph& g, ops::op_id op, value v, engine::axes_argument const& a) {
  if (!a.keepdims) return make_reduce(g, op, v, a);
  extents const shape = g.shape(v);
  engine::axes_argument plain = a;
  plain.keepdims = false;
  return with_folded_axes(g, op, make_reduce(g, op, v, plain), shape, a);
}

value make_mean(graph& g, value v, engine::axes_argument const& a) {
  dtype const given = g.type(v);
  dtype const sums = given == dtype::f2 ? dtype::f4 : accumulator(given);
  index const count = count_items(g, v, a);
  value const sum = make_reduce(g, ops::id_of<ops::add_reduce>, v, a, &sums);
  // float16: an array is rounded to float32 on its way back, a single number is not.
  if (given == dtype::f2 && !g.shape(sum).empty()) return make_cast(g, divide_by(g, sum, count, sums), given);
  return divide_by(g, sum, count, given == dtype::f2 ? given : sums);
}

namespace {

// One pass (fnp::accurate): the squares stand beside the sum, as the imaginary part. pre: v is real
value one_pass_squares(graph& g, value v, engine::axes_argument const& a, dtype sums) {
  return unary(g, ops::id_of<ops::imag>,
               make_reduce_shared(g, ops::id_of<ops::moments_reduce>, make_cast(g, v, sums), a));
}

}  // namespace

value make_var(graph& g, value v, engine::axes_argument const& a, bool root) {
  dtype const given = g.type(v), sums = accumulator(given);
  index const count = count_items(g, v, a), freedom = std::max<index>(0, (checked(count) - a.ddof).value);
  if (a.accurate && kind(sums) != 'c') {
    dtype const type = sums == dtype::f2 ? dtype::f4 : sums;
    value const var = divide_by(g, one_pass_squares(g, v, a, type), freedom, type);
    value const r = root ? unary(g, ops::id_of<ops::sqrt>, var) : var;
    return sums == dtype::f2 ? make_cast(g, r, sums) : r;
  }
  engine::axes_argument plain = a;
  plain.keepdims = false;
  extents const shape = g.shape(v);
  value const sum_of_all = make_reduce(g, ops::id_of<ops::add_reduce>, v, plain, &sums);
  value const mean = with_folded_axes(g, ops::id_of<ops::add_reduce>, divide_by(g, sum_of_all, count, sums), shape, a);
  value const x = binary(g, ops::id_of<ops::subtract>, v, mean);
  value squared;
  if (kind(sums) == 'c') {
    // Re(x * conj(x)) has the roundings of re*re + im*im: re*re - im*(-im).
    value const product = binary(g, ops::id_of<ops::multiply>, x, unary(g, ops::id_of<ops::conjugate>, x));
    squared = make_cast(g, product, sums == dtype::c8 ? dtype::f4 : dtype::f8);
  } else
    squared = unary(g, ops::id_of<ops::square>, x);
  dtype const real = g.type(squared);
  value const sum = make_reduce(g, ops::id_of<ops::add_reduce>, squared, a, &real);
  value const var = divide_by(g, sum, freedom, real);
  return root ? unary(g, ops::id_of<ops::sqrt>, var) : var;
}

value make_count_nonzero(graph& g, value v, engine::axes_argument const& a) {
  value const truth = g.type(v) == dtype::b1 ? v : make_cast(g, v, dtype::b1);
  return make_reduce(g, ops::id_of<ops::add_reduce>, truth, a);
}

value make_ptp(graph& g, value v, engine::axes_argument const& a) {
  value const highest = make_reduce(g, ops::id_of<ops::maximum_reduce>, v, a);
  return binary(g, ops::id_of<ops::subtract>, highest, make_reduce(g, ops::id_of<ops::minimum_reduce>, v, a));
}

}  // namespace fnp::ir
