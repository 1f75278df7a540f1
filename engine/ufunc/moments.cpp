// mean, var and std with dtype=, out= and where=, and outer: formulas of whole arrays.
//
// They follow numpy/_core/_methods.py step by step, because the roundings show: a sum goes through out=, the quotient
// is made in the dtype that it shares with an int64 count and stored back, whatever is lost.
#include "engine/evaluation.hpp"
#include "engine/ufunc/method_loop.hpp"
#include "fnp/ndarray.hpp"
#include "fnp/ops/all.hpp"
#include "fnp/ufunc_methods.hpp"

namespace fnp::ufunc_on {
namespace {

template <class Op> array_handle apply(array_body const& x) {
  engine::evaluation e;
  ir::value const v = ir::make_input(e.graph, x);
  e.add(ir::make_elementwise(e.graph, ops::id_of<Op>, {&v, 1}));
  std::vector<array_handle> r;
  engine::run(e, engine::defaults(), r);
  return r[0];
}

array_handle cast(array_handle const& x, dtype to) { return x->type == to ? x : views::astype(*x, to); }

// How many elements each fold sees: one number, or an array where a mask decides.
array_handle count(array_body const& a, fold_arguments const& given) {
  if (given.where) {
    if (given.where->type != dtype::b1) fail_cast(given.where->type, dtype::b1, "safe", "where=");
    fold_arguments of{given.axes, dtype::i8};
    return reduce(ops::id_of<ops::add>, *views::broadcast_to(*given.where, a.layout.extent), of);
  }
  engine::axes_argument const& axes = given.axes;
  auto const rank = static_cast<index>(a.layout.rank());
  checked n = 1;
  if (axes.all) n = a.count;
  else
    for (index const axis : axes.axes) {
      if (axis < -rank || axis >= rank) fail_axis(axis, a.layout.rank());
      n *= a.layout.extent[static_cast<std::size_t>(axis < 0 ? axis + rank : axis)];
    }
  return views::of_scalar(scalar(n.value));
}

// In the memory of the sum.
array_handle quotient(array_handle const& sum, array_body const& count) {
  views::convert_into(*elementwise(ops::id_of<ops::divide>, *sum, count), *sum);
  return sum;
}

dtype part_of(dtype d) { return d == dtype::c8 ? dtype::f4 : dtype::f8; }

}  // namespace

array_handle elementwise(ops::op_id op, array_body const& x, array_body const& y) {
  engine::evaluation e;
  ir::value const v[] = {ir::make_input(e.graph, x), ir::make_input(e.graph, y)};
  e.add(ir::make_elementwise(e.graph, op, v));
  std::vector<array_handle> r;
  engine::run(e, engine::defaults(), r);
  return r[0];
}

array_handle mean(array_body const& a, fold_arguments const& given) {
  array_handle const n = count(a, given);
  fold_arguments sums = given;
  sums.initial = none;
  bool const half = !given.type && a.type == dtype::f2;
  if (half) sums.type = dtype::f4;
  else if (!given.type && !is_inexact(a.type)) sums.type = dtype::f8;
  array_handle const sum = reduce(ops::id_of<ops::add>, a, sums);
  if (!half || given.out) return quotient(sum, *n);
  // An array is rounded to float32 on its way back, a single number is not.
  if (sum->layout.rank() > 0) return cast(quotient(sum, *n), dtype::f2);
  return cast(elementwise(ops::id_of<ops::divide>, *sum, *n), dtype::f2);
}

array_handle var(array_body const& a, fold_arguments const& given, array_body const* known) {
  array_handle const n = count(a, given);
  fold_arguments sums = given;
  sums.initial = none;
  if (!given.type && !is_inexact(a.type)) sums.type = dtype::f8;
  array_handle center = known ? array_handle::share(const_cast<array_body*>(known)) : array_handle{};
  if (!center) {
    fold_arguments kept = sums;
    kept.axes.keepdims = true;
    kept.out = nullptr;
    array_handle const sum = reduce(ops::id_of<ops::add>, a, kept);
    center = quotient(sum, n->layout.rank() == 0 ? *n : *views::reshape(*n, sum->layout.extent));
  }
  array_handle x = elementwise(ops::id_of<ops::subtract>, a, *center);
  if (kind(a.type) == 'f' || is_integer(a.type)) x = cast(apply<ops::square>(*x), x->type);
  else if (kind(x->type) == 'c') {
    array_handle const re = apply<ops::square>(*views::real(*x)), im = apply<ops::square>(*views::imag(*x));
    x = cast(elementwise(ops::id_of<ops::add>, *re, *im), part_of(x->type));
  } else
    x = elementwise(ops::id_of<ops::multiply>, *x, *x);
  array_handle const sum = reduce(ops::id_of<ops::add>, *x, sums);
  array_handle const ddof = views::of_scalar(scalar(given.axes.ddof)), zero = views::of_scalar(scalar(index{0}));
  array_handle const left =
      elementwise(ops::id_of<ops::maximum>, *elementwise(ops::id_of<ops::subtract>, *n, *ddof), *zero);
  return quotient(sum, *left);
}

array_handle std(array_body const& a, fold_arguments const& given, array_body const* known) {
  array_handle const v = var(a, given, known);
  array_handle const root = apply<ops::sqrt>(*v);
  // An array takes its root in place, a number is converted.
  bool const number = v->layout.rank() == 0 && !given.out;
  if (!number && !can_cast(root->type, v->type, casting::same_kind))
    fail_cast(root->type, v->type, "same_kind", "sqrt output");
  views::convert_into(*root, *v);
  return v;
}

array_handle outer(ops::op_id op, array_body const& a, array_body const& b) {
  extents shape = a.layout.extent;
  for (std::size_t i = 0; i < b.layout.rank(); ++i) shape.push_back(1);
  if (ops::op_table[op].arity != 2 || ops::op_table[op].outputs != 1)
    fail(error_code::bad_argument, std::string(ops::op_table[op].name) +
                                       ".outer: only functions of two operands and one result have this method");
  return elementwise(op, *views::reshape(a, shape), b);
}

}  // namespace fnp::ufunc_on
