// Questions about dtypes: result_type, promote_types, can_cast, isdtype, finfo, iinfo, dtype.*.
//
// NumPy's long double and its complex (80 bits, <f16 and <c32) take part by name, though no array has them.
#include <algorithm>

#include "fnp/dtypes.hpp"
#include "fnp/ndarray.hpp"
#include "verify/oracle/elementwise.hpp"
#include "verify/oracle/case_subscript.hpp"

namespace fnp::oracle {
namespace {

// The fourteen dtypes of fnp, then long double, long complex and moments of time, with which no number has a common
// dtype.
constexpr int longdouble = dtype_count, longcomplex = dtype_count + 1, datetime = dtype_count + 2;
struct any_type {
  int code = 0;
  bool known() const noexcept { return code < dtype_count; }
  dtype type() const noexcept { return static_cast<dtype>(code); }
  char kind() const noexcept { return known() ? fnp::kind(type()) : code == longdouble ? 'f' : 'c'; }
};
any_type parse(std::string const& descr) {
  if (descr == "<f16" || descr == "longdouble") return {longdouble};
  if (descr == "<c32" || descr == "clongdouble") return {longcomplex};
  if (descr.starts_with("<M8")) return {datetime};
  return {static_cast<int>(parse_dtype(descr))};
}
std::string descr_of(any_type t) {
  return t.known() ? std::string(info(t.type()).descr) : t.code == longdouble ? "<f16" : "<c32";
}

any_type promoted(any_type a, any_type b) {
  if (a.code == datetime || b.code == datetime) {
    if (a.code == b.code) throw unsupported{"dtype <M8"};
    fail_as("DTypePromotionError", error_code::bad_argument, "a moment of time and a number have no common dtype");
  }
  if (a.known() && b.known()) return {static_cast<int>(promote(a.type(), b.type()))};
  return {a.kind() == 'c' || b.kind() == 'c' ? longcomplex : longdouble};
}
bool castable(any_type a, any_type b, casting rule) {
  if (rule == casting::unsafe || a.code == b.code) return true;
  if (rule == casting::no || rule == casting::equiv) return false;
  if (a.known() && b.known()) return can_cast(a.type(), b.type(), rule);
  auto const rank = [](any_type t) { return t.kind() == 'c' ? 2 : t.kind() == 'f' ? 1 : 0; };
  if (!b.known()) return rank(a) <= rank(b);
  return rule == casting::same_kind && rank(a) == rank(b);
}

struct operand {
  any_type type;
  weak kind = weak::strong;
};
operand operand_of(session& run, datum const& d) {
  switch (d.what) {
    case datum::kind::type:
    case datum::kind::text: return {parse(d.text)};
    case datum::kind::array: return {{static_cast<int>(run.type(d))}};
    case datum::kind::boolean: return {{static_cast<int>(dtype::b1)}};
    case datum::kind::integer: return {{static_cast<int>(dtype::i8)}, weak::integer};
    case datum::kind::real: return {{static_cast<int>(dtype::f8)}, weak::real};
    case datum::kind::imaginary: return {{static_cast<int>(dtype::c16)}, weak::imaginary};
    default: throw unsupported{"result_type of what has no dtype"};
  }
}

// As the library's for its own dtypes; long double takes part by its kind.
any_type common_type(std::vector<any_type> const& types, weak scalars) {
  std::vector<dtype> known;
  any_type r{-1};
  for (any_type const t : types) {
    if (t.known()) known.push_back(t.type());
    else r = r.code < 0 ? t : promoted(r, t);
  }
  if (known.empty() && r.code < 0) return {static_cast<int>(fnp::result_type(known, scalars))};
  if (!known.empty()) {
    any_type const k{static_cast<int>(fnp::result_type(known, r.code < 0 ? scalars : weak::strong))};
    r = r.code < 0 ? k : promoted(r, k);
  }
  return !r.known() && scalars == weak::imaginary ? any_type{longcomplex} : r;
}

datum result_type(call& c) {
  c.check_all_taken();
  std::vector<any_type> strong;
  weak widest = weak::strong;
  for (datum const& d : c.args) {
    operand const o = operand_of(c.run, d);
    if (o.kind == weak::strong) strong.push_back(o.type);
    else widest = std::max(widest, o.kind);
  }
  return datum::of_type(descr_of(common_type(strong, widest)));
}

datum newbyteorder(call& c) {
  std::string const order = c.text(1, "new_order", "S");
  c.check_all_taken();
  dtype const d = parse_dtype(c.need(0, "dtype").text);
  try {
    return datum::of_type(std::string(info(fnp::newbyteorder(d, order.empty() ? '?' : order[0])).descr));
  } catch (error const&) {  // what fnp has not, NumPy has
    if (std::string_view("Ss<>LlBb").find(order[0]) != std::string_view::npos)
      throw unsupported{"dtype " + std::string(name(d)) + " with its bytes swapped"};
    throw;
  }
}

datum promote_types(call& c) {
  c.check_all_taken();
  return datum::of_type(
      descr_of(promoted(operand_of(c.run, c.need(0, "type1")).type, operand_of(c.run, c.need(1, "type2")).type)));
}

datum can_cast_step(call& c) {
  casting const rule = parse_casting(c.text(2, "casting", "safe"));
  c.check_all_taken();
  operand const from = operand_of(c.run, c.need(0, "from_"));
  if (from.kind != weak::strong || c.args[0].is(datum::kind::boolean))
    throw numpy_error{
        "TypeError", "bad_argument",
        "can_cast() does not support Python ints, floats, and complex because the result used to depend on the value."};
  return datum::of_bool(castable(from.type, operand_of(c.run, c.need(1, "to")).type, rule));
}

datum isdtype(call& c) {
  c.check_all_taken();
  any_type const t = parse(c.need(0, "dtype").text);
  auto const is = [&](datum const& d) {
    if (d.is(datum::kind::type)) return parse(d.text).code == t.code;
    return fnp::isdtype(t.known() ? t.type() : t.kind() == 'c' ? dtype::c16 : dtype::f8, d.text);
  };
  datum const& wanted = c.need(1, "kind");
  if (!wanted.is(datum::kind::tuple)) return datum::of_bool(is(wanted));
  bool any = false;
  for (datum const& d : wanted.items) any = is(d) || any;
  return datum::of_bool(any);
}

datum issubdtype(call& c) {
  c.check_all_taken();
  any_type const t = parse(c.need(0, "arg1").text);
  datum const& wanted = c.need(1, "arg2");
  static constexpr std::pair<std::string_view, abstract_type> names[] = {
      {"generic", abstract_type::generic},
      {"number", abstract_type::number},
      {"integer", abstract_type::integer},
      {"signedinteger", abstract_type::signedinteger},
      {"unsignedinteger", abstract_type::unsignedinteger},
      {"inexact", abstract_type::inexact},
      {"floating", abstract_type::floating},
      {"complexfloating", abstract_type::complexfloating}};
  for (auto const& [name, abstract] : names)
    if (wanted.text == name)
      return datum::of_bool(fnp::issubdtype(t.known() ? t.type() : t.kind() == 'c' ? dtype::c16 : dtype::f8, abstract));
  return datum::of_bool(parse(wanted.text).code == t.code);
}

datum common_type_step(call& c) {
  c.check_all_taken();
  std::vector<dtype> types;
  for (datum const& d : c.args) types.push_back(c.run.type(d));
  return datum::of_type(std::string(info(fnp::common_type(types)).descr));
}

datum min_scalar_type(call& c) {
  c.check_all_taken();
  datum const& d = c.need(0, "a");
  if (d.is(datum::kind::integer) && !small_integer(d) && (d.text[0] == '-' || real_value(d) >= 0x1p64))
    throw unsupported{"dtype object"};
  array_handle const a = c.run.concrete(d);
  dtype const type = a->layout.rank() == 0 ? fnp::min_scalar_type(views::item(*a, nullptr, 0)) : a->type;
  return datum::of_type(std::string(info(type).descr));
}

datum finfo(call& c) {
  std::string const field = c.text(1, "field", "");
  c.check_all_taken();
  float_limits const f = fnp::finfo(parse_dtype(c.need(0, "dtype").text));
  static constexpr std::pair<std::string_view, int float_limits::*> integers[] = {
      {"bits", &float_limits::bits},     {"nmant", &float_limits::nmant},   {"nexp", &float_limits::nexp},
      {"iexp", &float_limits::iexp},     {"maxexp", &float_limits::maxexp}, {"minexp", &float_limits::minexp},
      {"machep", &float_limits::machep}, {"negep", &float_limits::negep},   {"precision", &float_limits::precision}};
  static constexpr std::pair<std::string_view, double float_limits::*> numbers[] = {
      {"eps", &float_limits::eps},
      {"epsneg", &float_limits::epsneg},
      {"max", &float_limits::max},
      {"min", &float_limits::min},
      {"tiny", &float_limits::tiny},
      {"smallest_normal", &float_limits::smallest_normal},
      {"smallest_subnormal", &float_limits::smallest_subnormal},
      {"resolution", &float_limits::resolution}};
  for (auto const& [name, member] : integers)
    if (name == field) return datum::of_int(f.*member);
  for (auto const& [name, member] : numbers)
    if (name == field) return datum::of(views::of_scalar(scalar(f.*member).astype(f.dtype)));
  if (field == "dtype") return datum::of_type(std::string(info(f.dtype).descr));
  throw unsupported{"attr finfo." + field};
}

datum iinfo(call& c) {
  std::string const field = c.text(1, "field", "");
  c.check_all_taken();
  integer_limits const i = fnp::iinfo(parse_dtype(c.need(0, "dtype").text));
  if (field == "bits") return datum::of_int(i.bits);
  if (field == "min") return datum::of_int(i.min);
  if (field == "max") return datum::of_digits(std::to_string(i.max));
  if (field == "kind") return datum::of_text(std::string(1, i.kind));
  if (field == "dtype") return datum::of_type(std::string(info(i.dtype).descr));
  throw unsupported{"attr iinfo." + field};
}

// The properties that every dtype of ours has.
datum property(call& c) {
  std::string const name = c.op.substr(6);
  c.check_all_taken();
  dtype const t = parse_dtype(c.need(0, "dtype").text);
  dtype_info const& i = info(t);
  if (name == "itemsize") return datum::of_int(i.itemsize);
  if (name == "alignment") return datum::of_int(static_cast<index>(alignment(t)));
  if (name == "kind") return datum::of_text(std::string(1, i.kind));
  if (name == "name") return datum::of_text(std::string(i.name));
  if (name == "str") return datum::of_text(std::string(i.descr));
  if (name == "char") return datum::of_text(std::string(1, type_char(t)));
  if (name == "byteorder") return datum::of_text(std::string(1, byteorder(t)));
  if (name == "num") return datum::of_int(type_number(t));
  if (name == "flags") return datum::of_int(0);
  if (name == "type") return datum::of_type(std::string(i.descr));
  if (name == "descr")
    return datum::of_tuple({datum::of_tuple({datum::of_text(""), datum::of_text(std::string(i.descr))})});
  if (name == "ndim") return datum::of_int(0);
  if (name == "shape") return datum::of_tuple({});
  if (name == "hasobject" || name == "isalignedstruct") return datum::of_bool(false);
  if (name == "isnative") return datum::of_bool(true);
  if (name == "isbuiltin") return datum::of_int(1);
  if (name == "base") return datum::of_type(std::string(i.descr));
  if (name == "names" || name == "fields" || name == "subdtype" || name == "metadata") return {};
  throw unsupported{"op " + c.op};
}

constexpr step_row table[] = {
    {"result_type", result_type},
    {"promote_types", promote_types},
    {"can_cast", can_cast_step},
    {"isdtype", isdtype},
    {"issubdtype", issubdtype},
    {"common_type", common_type_step},
    {"min_scalar_type", min_scalar_type},
    {"finfo", finfo},
    {"iinfo", iinfo},
    {"dtype.descr", property},
    {"dtype.flags", property},
    {"dtype.type", property},
    {"dtype.itemsize", property},
    {"dtype.alignment", property},
    {"dtype.kind", property},
    {"dtype.name", property},
    {"dtype.str", property},
    {"dtype.char", property},
    {"dtype.byteorder", property},
    {"dtype.num", property},
    {"dtype.ndim", property},
    {"dtype.shape", property},
    {"dtype.hasobject", property},
    {"dtype.isalignedstruct", property},
    {"dtype.isnative", property},
    {"dtype.isbuiltin", property},
    {"dtype.base", property},
    {"dtype.names", property},
    {"dtype.newbyteorder", newbyteorder},
    {"dtype.fields", property},
    {"dtype.subdtype", property},
    {"dtype.metadata", property},
};

}  // namespace

std::span<step_row const> type_steps() { return table; }

}  // namespace fnp::oracle
