// The checks of a ufunc call in NumPy's order, and its node.
#include "engine/ir/ufunc_call.hpp"

#include "engine/ir/operand.hpp"
#include "engine/ir/ufunc_loop.hpp"

namespace fnp::ir {
namespace {

bool is_true(graph const& g, value number) {
  operand const o = as_operand(g, number);
  return cast_element(o.type, o.bits.data(), dtype::b1)[0] != std::byte{0};
}

// The operand as the loop takes it: a number under dtype= as if nothing else stood there, an array with the strides it
// has.
value in_loop(graph& g, value v, weak& kind, dtype to) {
  value const cast = materialise(g, as_operand(g, v, kind), to);
  kind = weak::strong;
  return cast;
}

// 1 (arctanh: 0) where the mask is false: no op raises a condition there, and no exponent is negative.
value quietly(graph& g, ops::op_id op, value v, value mask) {
  std::int8_t const one = op == ops::id_of<ops::arctanh> ? 0 : 1;
  value const choice[] = {mask, v, make_cast(g, make_constant(g, dtype::i1, &one), g.type(v))};
  return make_elementwise(g, ops::id_of<ops::where>, choice);
}

}  // namespace

void check_destination_casts(std::string_view op, std::span<dtype const> results, std::span<array_handle const> outs,
                             casting rule) {
  for (std::size_t k = 0; k < outs.size(); ++k)
    if (outs[k] && !can_cast(results[k], outs[k]->type, rule))
      fail_cast(results[k], outs[k]->type, name(rule), std::string(op) + " output");
}

void check_destination_shapes(std::string_view op, extents const& computed, std::span<array_handle const> outs,
                              array_body const* mask) {
  extents joint = computed;
  auto const join = [&](array_body const* a) {
    if (a && !broadcast_into(joint, a->layout.extent))
      fail_shapes(error_code::shape_mismatch, op, joint, a->layout.extent);
  };
  for (array_handle const& out : outs) join(out.get());
  join(mask);
  for (array_handle const& out : outs)
    if (out && out->layout.extent != joint)
      fail(error_code::out_shape_mismatch, "non-broadcastable output operand with shape " +
                                               to_string(out->layout.extent) +
                                               " doesn't match the broadcast shape " + to_string(joint));
}

ufunc_node make_ufunc(graph& g, ufunc_call const& c) {
  ops::op_info const& info = ops::op_table[c.op];
  for (array_handle const& out : c.outs)
    if (out && !out->writeable) fail(error_code::read_only, "output array is read-only");
  if (c.mask && c.mask->type != dtype::b1)
    fail_cast(c.mask->type, dtype::b1, "safe", std::string(info.name) + " where=");
  ufunc_operands const given(g, c);
  int const loop = given.choose_loop(c.result);
  given.check_casts(loop, c.rule, true);
  given.check_integers(g, loop);
  given.check_casts(loop, c.rule, false);
  if (loop >= 0) check_destination_casts(info.name, info.loops[loop].out, c.outs, c.rule);

  ufunc_node r{0};
  small_vector<value> values;
  small_vector<weak> kinds;
  // Only what is computed raises conditions, or is refused for its exponent.
  bool const quiet = c.mask && (c.watched || c.op == ops::id_of<ops::power>);
  value const mask = quiet ? make_input(g, *c.mask) : 0;
  for (std::size_t k = 0; k < given.count(); ++k) {
    weak kind = given.kind(k);
    value v = c.operands[k];
    if (info.mixed_as_booleans && kind != weak::strong) {  // the truth of a number is that in its own precision
      bool const truth = is_true(g, v);
      v = make_constant(g, dtype::b1, &truth);
      kind = weak::boolean;
    }
    if (loop >= 0) {
      dtype const to = info.loops[loop].in[k];
      if (kind != weak::strong) {
        operand const number = as_operand(g, v, kind);
        r.raised |= overflow_of_cast(number.type, number.bits.data(), to);
      }
      bool const asked = c.result && !(is_comparison(c.op) && kind != weak::strong);  // a number is compared as it is
      if (asked || given.is_smallest(k) || (quiet && c.watched && kind != weak::strong && !is_comparison(c.op))) {
        r.complex_discarded |= fnp::kind(g.type(v)) == 'c' && fnp::kind(to) != 'c' && to != dtype::b1;
        v = in_loop(g, v, kind, to);
      }
    }
    if (quiet && kind == weak::strong) v = quietly(g, c.op, v, mask);
    values.push_back(v);
    kinds.push_back(kind);
  }
  r.first = make_elementwise(g, c.op, {values.data(), values.size()}, {kinds.data(), kinds.size()});
  check_destination_shapes(info.name, g.shape(r.first), c.outs, c.mask);
  return r;
}

}  // namespace fnp::ir
