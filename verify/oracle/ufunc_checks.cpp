// The checks of a ufunc call, each with NumPy's class of error and reason.
#include "verify/oracle/ufunc_checks.hpp"

#include <algorithm>

#include "engine/ir/operand.hpp"
#include "fnp/ndarray.hpp"
#include "fnp/ops/all.hpp"

namespace fnp::oracle {

weak kind_of(datum const& d) {
  switch (d.what) {
    case datum::kind::boolean: return weak::boolean;
    case datum::kind::integer: return weak::integer;
    case datum::kind::real: return weak::real;
    case datum::kind::imaginary: return weak::imaginary;
    default: return weak::strong;
  }
}

namespace {

// May a Python number stand in a loop of this dtype? Its own kind decides; "equiv" wants the very dtype it has alone.
bool number_fits(weak number, dtype to, casting rule) {
  if (number == weak::boolean) return can_cast(dtype::b1, to, rule);
  if (rule == casting::unsafe) return true;
  bool const fits = number == weak::integer ? to != dtype::b1 : number == weak::real ? is_inexact(to) : kind(to) == 'c';
  return fits && (rule != casting::equiv || to == default_dtype(number));
}

}  // namespace

bool is_comparison(ops::op_id op) { return op >= ops::id_of<ops::equal> && op <= ops::id_of<ops::greater_equal>; }

// Of the Python numbers, or of the arrays.
void check_operand_casts(session& run, ops::op_id op, int loop, std::span<datum const> operands, casting rule, bool numbers) {
  ops::op_info const& info = ops::op_table[op];
  if (loop < 0 || info.mixed_as_booleans) return;
  for (std::size_t k = 0; k < operands.size(); ++k) {
    if (operands[k].is_scalar() != numbers) continue;
    weak const number = kind_of(operands[k]);
    dtype const to = info.loops[loop].in[k], from = number == weak::strong ? run.type(operands[k]) : default_dtype(number);
    bool const exact = is_comparison(op) && number == weak::integer && is_integer(to);  // compared as the integer it is
    bool const allowed = exact || (number == weak::strong ? can_cast(from, to, rule) : number_fits(number, to, rule));
    if (!allowed) fail_cast(from, to, rule == casting::same_kind ? "same_kind" : "no, equiv or safe", info.name);
  }
}

void check_destination_casts(ops::op_info const& info, int loop, std::span<array_handle const> outs, casting rule) {
  for (std::size_t k = 0; k < outs.size(); ++k)
    if (outs[k] && loop >= 0 && !can_cast(info.loops[loop].out[k], outs[k]->type, rule))
      fail_cast(info.loops[loop].out[k], outs[k]->type, "same_kind", std::string(info.name) + " output");
}

// All operands, destinations and mask broadcast together; the result has the shape of each destination.
void check_shapes(extents joint, std::span<array_handle const> outs, array_handle const& mask) {
  extents const computed = joint;
  auto const join = [&](array_handle const& a) {
    if (a && !broadcast_into(joint, a->layout.extent)) fail_shapes(error_code::shape_mismatch, "operands could not be broadcast together with shapes", joint, a->layout.extent);
  };
  for (array_handle const& out : outs) join(out);
  join(mask);
  for (array_handle const& out : outs)
    if (out && out->layout.extent != joint)
      fail(error_code::out_shape_mismatch, "non-broadcastable output operand with shape " + to_string(out->layout.extent) +
                                               " doesn't match the broadcast shape " + to_string(mask ? joint : computed));
}

// NumPy looks at every exponent before it multiplies.
void refuse_negative_exponents(session& run, datum const& base, datum const& exponent, dtype loop) {
  if (!exponent.is(datum::kind::array)) return;
  extents joint = base.is_scalar() ? extents{} : run.shape(base);
  if (!broadcast_into(joint, run.shape(exponent)) || element_count(joint).value == 0) return;
  if (kind(loop) != 'i') return;
  array_handle const a = run.concrete(exponent), wide = views::copy(*views::astype(*views::astype(*a, loop), dtype::i8));
  for (index k = 0; k < wide->count; ++k)
    if (reinterpret_cast<index const*>(wide->data)[k] < 0) fail(error_code::negative_integer_power, "Integers to negative integer powers are not allowed.");
}

// Beside booleans these ops are loops of int64 or of bool, which NumPy fills by way of int64.
void refuse_huge_numbers(session& run, ops::op_id op, std::span<datum const> operands) {
  ops::op_info const& info = ops::op_table[op];
  bool const beside_booleans = std::all_of(operands.begin(), operands.end(), [&](datum const& d) { return d.is_scalar() || run.type(d) == dtype::b1; });
  if (!info.mixed_as_booleans && !(is_comparison(op) && beside_booleans)) return;
  for (datum const& d : operands)
    if (d.is(datum::kind::integer) && !small_integer(d)) fail(error_code::python_int_overflow, std::string(info.name) + ": Python int " + d.text + " is too large for int64");
}

// Comparisons and clip answer for any integer; other loops must hold it.
void refuse_numbers_outside(session& run, ops::op_info const& info, int loop, std::span<datum const> operands) {
  bool const wraps = info.name == "where";  // as an assignment does, if it has 64 bits
  if (info.loops[loop].out[0] == dtype::b1 || info.name == "clip") return;
  for (std::size_t k = 0; k < operands.size(); ++k) {
    if (!operands[k].is(datum::kind::integer) || !is_integer(info.loops[loop].in[k])) continue;
    ir::operand const o = ir::as_operand(run.graph(), run.use(operands[k]), weak::integer);
    if (wraps ? o.type == dtype::f8 : ir::fit_integer(o.type, o.bits.data(), info.loops[loop].in[k]) != ir::fit::inside)
      fail(error_code::python_int_overflow, std::string(info.name) + ": Python integer " + operands[k].text + " out of bounds for " + std::string(name(info.loops[loop].in[k])));
  }
}

}  // namespace fnp::oracle
