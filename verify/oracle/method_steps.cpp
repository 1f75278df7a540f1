// The methods of ufuncs: OP.reduce, OP.accumulate, OP.outer, OP.reduceat, OP.at.
//
// Reductions that the engine has go through the graph; the others fold dense rows in index order.
#include <cstring>

#include "engine/array/axes.hpp"
#include "fnp/ndarray.hpp"
#include "fnp/ops/all.hpp"
#include "verify/oracle/binary_rows.hpp"
#include "verify/oracle/elementwise.hpp"
#include "verify/oracle/reductions.hpp"
#include "verify/oracle/case_subscript.hpp"

namespace fnp::oracle {
namespace {

// Sums and products of narrow integers widen to 64 bits.
dtype folded_type(ops::op_id op, dtype element, std::optional<dtype> asked) {
  if (op == ops::id_of<ops::logical_and> || op == ops::id_of<ops::logical_or> || op == ops::id_of<ops::logical_xor>) return dtype::b1;
  if (asked) return *asked;
  bool const widens = op == ops::id_of<ops::add> || op == ops::id_of<ops::multiply>;
  if (!widens || is_inexact(element)) return element;
  return kind(element) == 'u' ? dtype::u8 : dtype::i8;
}

binary_rows folding(ops::op_id op, dtype element, std::optional<dtype> asked) {
  binary_rows const f(op, folded_type(op, element, asked));
  if (asked && f.type() != *asked)
    fail(error_code::no_loop, "No loop matching the specified signature and casting was found for ufunc " + std::string(ops::op_table[op].name));
  return f;
}

void give_back(session& run, binary_rows const& f) { run.note_flags(f.raised()); }

datum into_out(call& c, array_handle const& result, array_handle const& out) {
  if (!out) return datum::of(result);
  if (out->layout.extent != result->layout.extent)
    fail(error_code::out_shape_mismatch, "provided out is the wrong size: " + to_string(out->layout.extent) + ", expected " + to_string(result->layout.extent));
  if (!can_cast(result->type, out->type, casting::same_kind)) fail_cast(result->type, out->type, "same_kind", c.op + " output");
  if (!out->writeable) fail(error_code::read_only, "output array is read-only");
  c.run.flush();
  views::convert_into(*result, *out);
  return datum::of(out);
}

array_handle out_of(call& c) {
  datum const* const d = c.find(call::npos, "out");
  if (!d || d->is(datum::kind::none)) return {};
  return c.run.concrete(d->is(datum::kind::tuple) && d->items.size() == 1 ? d->items[0] : *d);
}

datum fold(call& c, ops::op_id op) {
  engine::axes_argument axes;
  axes.all = false;
  axes.axes = {0};
  if (datum const* const d = c.find(1, "axis")) axes = axes_of(c.run, d);
  std::optional<dtype> const asked = c.type(2, "dtype");
  array_handle const out = out_of(c);
  bool const keepdims = c.flag(4, "keepdims", false);
  datum const* const initial = c.find(5, "initial");
  datum const* const where = c.find(6, "where");
  if (where && !(where->is(datum::kind::boolean) && where->truth)) throw unsupported{"attr " + c.op + ".where"};
  c.check_all_taken();
  array_handle const a = c.run.concrete(c.need(0, "array"));
  std::size_t const rank = a->layout.rank();
  extents const over = axes.all ? every_axis(rank) : normal_axes(axes.axes, rank);
  binary_rows f = folding(op, a->type, asked);
  if (over.size() > 1 && !is_reorderable(op))
    fail(error_code::not_reorderable, "reduction operation '" + std::string(ops::op_table[op].name) + "' is not reorderable, so at most one axis may be specified");
  array_handle moved = a;
  extents front(over.size()), kept = a->layout.extent;
  for (std::size_t i = 0; i < over.size(); ++i) {
    front[i] = static_cast<index>(i);
    kept[static_cast<std::size_t>(over[i])] = 1;
  }
  if (!over.empty()) moved = views::moveaxis(*a, over, front);
  array_handle const dense = make_array(f.type(), moved->layout.extent);
  views::convert_into(*moved, *dense);
  index n = 1;
  for (index const axis : over) n *= a->layout.extent[static_cast<std::size_t>(axis)];
  extents rest;
  for (std::size_t i = over.size(); i < rank; ++i) rest.push_back(moved->layout.extent[i]);
  array_handle const result = make_array(f.type(), rest);
  index const length = result->count, bytes = length * static_cast<index>(itemsize(f.type()));
  std::optional<scalar> start = identity_of(op, f.type());
  if (initial && !initial->is(datum::kind::none)) start = views::item(*c.run.concrete(*initial), nullptr, 0).astype(f.type());
  index next = 0;
  if (start) views::assign(*views::of_scalar(*start), *result);
  else if (n == 0 && length != 0)
    fail(error_code::empty_reduction, "zero-size array to reduction operation " + std::string(ops::op_table[op].name) + " which has no identity");
  else if (n != 0 && bytes != 0) std::memcpy(result->data, dense->data, static_cast<std::size_t>(bytes)), next = 1;
  for (index i = next; i < n; ++i) f.run(result->data, result->data, dense->data + i * bytes, length);
  give_back(c.run, f);
  if (!keepdims) {
    return into_out(c, result, out);
  }
  return into_out(c, views::reshape(*result, kept), out);
}

datum accumulate_method(call& c, ops::op_id op) {
  index const axis = c.integer(1, "axis").value_or(0);
  std::optional<dtype> const asked = c.type(2, "dtype");
  array_handle const out = out_of(c);
  c.check_all_taken();
  array_handle const a = c.run.concrete(c.need(0, "array"));
  if (a->layout.rank() == 0) fail(error_code::no_loop, "cannot accumulate on a scalar: ufunc 'accumulate' not supported");
  return into_out(c, accumulate(c.run, op, *a, axis, asked), out);
}

datum outer(call& c, ops::op_id op) {
  if (c.args.size() != 2) throw unsupported{"op " + c.op + " with " + std::to_string(c.args.size()) + " operands"};
  c.check_all_taken();
  extents shape = c.run.shape(c.args[0]);
  std::size_t const more = c.run.shape(c.args[1]).size();
  for (std::size_t i = 0; i < more; ++i) shape.push_back(1);
  // A view of the first operand, so that nothing is computed yet.
  datum first = c.args[0];
  if (!first.is_scalar()) first = c.run.keep(ir::make_reshape(c.run.graph(), c.run.use(first), shape));
  datum const both[] = {first, c.args[1]};
  return c.run.keep(apply(c.run, op, both));
}

datum reduceat(call& c, ops::op_id op) {
  extents const starts = c.shape(1, "indices");
  index const asked_axis = c.integer(2, "axis").value_or(0);
  std::optional<dtype> const asked = c.type(3, "dtype");
  array_handle const out = out_of(c);
  c.check_all_taken();
  array_handle const a = c.run.concrete(c.need(0, "array"));
  index const axis = normal_axis(asked_axis, a->layout.rank()), n = a->layout.extent[static_cast<std::size_t>(axis)];
  for (index const s : starts)
    if (s < 0 || s >= n) throw numpy_error{"IndexError", "bad_argument", "index " + std::to_string(s) + " out-of-bounds in " + c.op + " [0, " + std::to_string(n) + ")"};
  binary_rows f = folding(op, a->type, asked);
  rows const r = rows_along(*a, axis, f.type());
  bool const sums = op == ops::id_of<ops::add> && is_inexact(f.type());
  extents shape = r.shape;
  shape[0] = static_cast<index>(starts.size());
  array_handle const result = make_array(f.type(), shape);
  index const bytes = r.length * static_cast<index>(itemsize(f.type()));
  for (std::size_t k = 0; k < starts.size(); ++k) {
    index const from = starts[k], to = k + 1 < starts.size() ? starts[k + 1] : n;
    std::byte* const at = result->data + static_cast<index>(k) * bytes;
    if (sums && to - from > 8) throw unsupported{"op add.reduceat of long pairwise segments"};
    if (bytes) std::memcpy(at, r.row(from), static_cast<std::size_t>(bytes));
    // A segment is x[from] + P(rest); below nine elements P adds in order, from -0.
    if (!sums || to - from <= 2) {
      for (index i = from + 1; i < to; ++i) f.run(at, at, r.row(i), r.length);
      continue;
    }
    array_handle const rest = views::copy(*views::reshape(*make_view(r.data->memory, f.type(), {{r.length}, {static_cast<index>(itemsize(f.type()))}, r.data->layout.offset + (from + 1) * bytes}, true), {r.length}));
    for (index i = from + 2; i < to; ++i) f.run(rest->data, rest->data, r.row(i), r.length);
    f.run(at, at, rest->data, r.length);
  }
  give_back(c.run, f);
  return into_out(c, axis_back(*result, axis), out);
}

// a[idx] op= b, each index in turn, repeated ones included.
datum at(call& c, ops::op_id op) {
  c.check_all_taken();
  ops::op_info const& info = ops::op_table[op];
  if (c.args.size() != info.arity + 1u || info.outputs != 1) throw unsupported{"op " + c.op + " with " + std::to_string(c.args.size()) + " operands"};
  datum const target = c.args[0];
  array_handle const a = c.run.concrete(target);
  std::vector<datum> const index_items = c.args[1].is(datum::kind::tuple) ? c.args[1].items : std::vector<datum>{c.args[1]};
  datum second = info.arity == 2 ? c.args[2] : datum{};
  if (second.is(datum::kind::tuple)) second = datum::of(c.run.concrete(second));
  std::vector<datum> operands{target};
  if (info.arity == 2) operands.push_back(second);
  int const loop = chosen_loop(c.run, op, operands);
  if (loop < 0) {
    dtype const types[] = {a->type, info.arity == 2 ? c.run.type(second) : a->type};
    fail_loop(info.name, types, info.arity);
  }
  subscript const where = resolve_subscript(c.run, *a, index_items);
  c.run.flush();
  if (!a->writeable) fail(error_code::read_only, "array is read-only");
  // One element at a time: what an index wrote, the next reads.
  array_handle values;
  if (info.arity == 2) {
    array_handle const given = c.run.concrete(second);
    extents joined = where.shape;
    if (!broadcast_into(joined, given->layout.extent) || joined != where.shape) fail_shapes(error_code::shape_mismatch, "array is not broadcastable to correct shape", given->layout.extent, where.shape);
    values = views::copy(*views::broadcast_to(*given, where.shape));
  }
  for (std::size_t k = 0; k < where.offsets.size(); ++k) {
    auto const one = [](array_body const& body, index offset) { return datum::of(make_view(body.memory, body.type, {{}, {}, offset}, true)); };
    datum const element = one(*a, a->layout.offset + where.offsets[k]);
    std::vector<datum> both{element};
    if (info.arity == 2) both.push_back(one(*values, static_cast<index>(k * itemsize(values->type))));
    array_handle const result = c.run.concrete(c.run.keep(apply(c.run, op, both)));
    views::convert_into(*result, *element.array->done);
  }
  return target;
}

}  // namespace

array_handle accumulate(session& run, ops::op_id op, array_body const& a, index axis, std::optional<dtype> asked) {
  axis = normal_axis(axis, a.layout.rank());
  binary_rows f = folding(op, a.type, asked);
  rows const r = rows_along(a, axis, f.type());
  for (index i = 1; i < r.n; ++i) f.run(r.row(i), r.row(i - 1), r.row(i), r.length);
  run.note_flags(f.raised());
  return axis_back(*r.data, axis);
}

datum fold_step(call& c, ops::op_id op) { return fold(c, op); }

datum method_step(call& c) {
  std::size_t const dot = c.op.rfind('.');
  std::string const name = c.op.substr(0, dot), method = c.op.substr(dot + 1);
  ops::op_id const op = ops::find_op(canonical_name(name));
  ops::op_info const& info = ops::op_table[op];
  if (method == "at") return at(c, op);
  if (info.arity != 2 || info.outputs != 1) throw unsupported{"op " + c.op};
  if (method == "outer") return outer(c, op);
  if (op == ops::id_of<ops::ldexp> || (op == ops::id_of<ops::power> && !c.args.empty() && is_integer(c.run.type(c.args[0])))) throw unsupported{"op " + c.op};
  if (method == "accumulate") return accumulate_method(c, op);
  if (method == "reduceat") return reduceat(c, op);
  if (method != "reduce") throw unsupported{"op " + c.op};
  if (ops::find_op(c.op) != ops::no_op) return reduce_step(c, ops::find_op(c.op));
  return fold(c, op);
}

}  // namespace fnp::oracle
