// NumPy's type resolution of ufunc calls with dtype= and casting=.
#include "engine/ir/ufunc_loop.hpp"

#include <algorithm>

#include "engine/ir/operand.hpp"

namespace fnp::ir {
namespace {

// May a C++ number stand in a loop of this dtype? Its own kind decides; "equiv" wants the very dtype it has alone.
bool number_fits(weak number, dtype to, casting rule) {
  if (number == weak::boolean) return can_cast(dtype::b1, to, rule);
  if (rule == casting::unsafe) return true;
  bool const fits = number == weak::integer ? to != dtype::b1 : number == weak::real ? is_inexact(to) : kind(to) == 'c';
  return fits && (rule != casting::equiv || to == default_dtype(number));
}

// A weak integer beyond int64 is a constant of another dtype.
bool is_huge(graph const& g, value v) { return g.type(v) != dtype::i8; }

[[noreturn]] void fail_integer(graph const& g, value v, std::string_view op, std::string const& limit) {
  operand const o = as_operand(g, v, weak::integer);
  std::string const text = o.type == dtype::f8 ? "beyond 64 bits" : number_text(o.type, o.bits.data());
  fail(error_code::python_int_overflow, std::string(op) + ": Python integer " + text + " " + limit);
}

}  // namespace

bool is_comparison(ops::op_id op) noexcept {
  return op >= ops::id_of<ops::equal> && op <= ops::id_of<ops::greater_equal>;
}

ufunc_operands::ufunc_operands(graph const& g, ufunc_call const& c)
    : op_(c.op), info_(ops::op_table[c.op]), values_(c.operands), count_(c.operands.size()) {
  for (std::size_t k = 0; k < count_; ++k) {
    kinds_[k] = c.kinds.empty() ? weak::strong : c.kinds[k];
    types_[k] = kinds_[k] == weak::strong ? g.type(c.operands[k]) : default_dtype(kinds_[k]);
  }
}

bool ufunc_operands::is_smallest(std::size_t k) const noexcept {
  if (op_ != ops::id_of<ops::ldexp> || kinds_[k] != weak::integer) return false;
  return kinds_[1 - k] == weak::strong && types_[1 - k] != dtype::b1;
}

int ufunc_operands::choose_loop(maybe<dtype> result) const {
  dtype common = dtype::b1;
  bool strong = false;
  for (std::size_t k = 0; k < count_; ++k)
    if (kinds_[k] == weak::strong) {
      common = strong ? promote(common, types_[k]) : types_[k];
      strong = true;
    }
  std::array<dtype, 3> types = types_;
  for (std::size_t k = 0; k < count_; ++k)
    if (is_smallest(k))
      types[k] = dtype::i1;
    else if (kinds_[k] != weak::strong && strong)
      types[k] = kinds_[k] == weak::boolean ? dtype::b1 : promote_weak(kinds_[k], common);
  if (!result) return ops::find_loop(info_, types.data(), count_);
  int found = -1;
  for (int i = 0; i < info_.loop_count; ++i) {
    ops::loop const& l = info_.loops[i];
    bool fits = true, safe = true, uniform = true;
    for (std::size_t k = 0; k < info_.outputs; ++k) fits = fits && l.out[k] == *result;
    for (std::size_t k = 0; k < count_; ++k) {
      safe = safe && can_cast(types[k], l.in[k]);
      uniform = uniform && l.in[k] == *result;
    }
    if (fits && safe) return i;
    if (fits && uniform && found < 0) found = i;  // other operand dtypes than the result's need safe casts
  }
  if (found >= 0) return found;
  fail(error_code::no_loop, "No loop of ufunc " + std::string(info_.name) + " gives " + std::string(name(*result)) +
                                " for operands that cast to it");
}

void ufunc_operands::check_casts(int loop, casting rule, bool numbers) const {
  if (loop < 0 || info_.mixed_as_booleans) return;
  for (std::size_t k = 0; k < count_; ++k) {
    if ((kinds_[k] != weak::strong) != numbers) continue;
    dtype const to = info_.loops[loop].in[k];
    // A comparison answers for the integer as it is.
    bool const exact = is_comparison(op_) && kinds_[k] == weak::integer && is_integer(to);
    bool const allowed = exact || (numbers ? number_fits(kinds_[k], to, rule) : can_cast(types_[k], to, rule));
    if (!allowed) fail_cast(types_[k], to, name(rule), std::string(info_.name) + " input");
  }
}

void ufunc_operands::check_integers(graph const& g, int loop) const {
  bool beside_booleans = true;
  for (std::size_t k = 0; k < count_; ++k)
    beside_booleans = beside_booleans && (kinds_[k] != weak::strong || types_[k] == dtype::b1);
  // Beside booleans these ops are loops of int64 or of bool, which NumPy fills by way of int64.
  bool const through_int64 = info_.mixed_as_booleans || (is_comparison(op_) && beside_booleans);
  for (std::size_t k = 0; k < count_; ++k)
    if (through_int64 && kinds_[k] == weak::integer && is_huge(g, values_[k]))
      fail_integer(g, values_[k], info_.name, "is too large for int64");
  // Comparisons, and clip of an integer array, answer for any integer; `where` wraps it as an assignment does, if it
  // has 64 bits.
  bool const bounds = op_ == ops::id_of<ops::clip> && kinds_[0] == weak::strong && is_integer(types_[0]);
  if (loop < 0 || info_.loops[loop].out[0] == dtype::b1 || bounds) return;
  for (std::size_t k = 0; k < count_; ++k) {
    dtype const to = info_.loops[loop].in[k];
    if (kinds_[k] != weak::integer || !is_integer(to)) continue;
    operand const o = as_operand(g, values_[k], weak::integer);
    bool const outside = op_ == ops::id_of<ops::where> ? o.type == dtype::f8
                                                        : fit_integer(o.type, o.bits.data(), to) != fit::inside;
    if (outside) fail_integer(g, values_[k], info_.name, "out of bounds for " + std::string(name(to)));
  }
}

}  // namespace fnp::ir
