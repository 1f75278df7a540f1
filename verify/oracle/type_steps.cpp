// Questions about dtypes: result_type, promote_types, can_cast, isdtype, finfo, iinfo, dtype.*.
//
// NumPy's long double and its complex (80 bits, <f16 and <c32) take part by name, though no array has them.
#include <algorithm>
#include <cmath>
#include <limits>

#include "fnp/ndarray.hpp"
#include "verify/oracle/elementwise.hpp"
#include "verify/oracle/case_subscript.hpp"

namespace fnp::oracle {
namespace {

// The fourteen dtypes of fnp, then long double and long complex.
constexpr int longdouble = dtype_count, longcomplex = dtype_count + 1;
struct any_type {
  int code = 0;
  bool known() const noexcept { return code < dtype_count; }
  dtype type() const noexcept { return static_cast<dtype>(code); }
  char kind() const noexcept { return known() ? fnp::kind(type()) : code == longdouble ? 'f' : 'c'; }
};
any_type parse(std::string const& descr) {
  if (descr == "<f16" || descr == "longdouble") return {longdouble};
  if (descr == "<c32" || descr == "clongdouble") return {longcomplex};
  return {static_cast<int>(parse_dtype(descr))};
}
std::string descr_of(any_type t) { return t.known() ? std::string(info(t.type()).descr) : t.code == longdouble ? "<f16" : "<c32"; }

any_type promoted(any_type a, any_type b) {
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

// The n-ary promotion is no left fold: the largest categories go first.
any_type common_type(std::vector<any_type> types) {
  auto const order = [](any_type t) { return t.kind() == 'c' ? 0 : t.kind() == 'f' ? 1 : t.kind() == 'b' ? 3 : 2; };
  any_type r = types[0];
  bool first = true;
  // The largest float and the largest integer are found apart; then they meet.
  for (int k = 0; k < 4; ++k) {
    any_type group{};
    bool any = false;
    for (any_type const t : types)
      if (order(t) == k) group = any ? promoted(group, t) : t, any = true;
    if (!any) continue;
    if (k == 2 && !first) {  // integers meet the floats one by one
      for (any_type const t : types)
        if (order(t) == 2) r = promoted(r, t);
    } else r = first ? group : promoted(r, group);
    first = false;
  }
  return r;
}

datum result_type(call& c) {
  c.check_all_taken();
  std::vector<any_type> strong;
  weak widest = weak::boolean;
  bool any_weak = false;
  for (datum const& d : c.args) {
    operand const o = operand_of(c.run, d);
    if (o.kind == weak::strong) strong.push_back(o.type);
    else any_weak = true, widest = std::max(widest, o.kind);
  }
  if (c.args.empty()) fail(error_code::zero_argument, "at least one array or dtype is required");
  if (strong.empty()) return datum::of_type(descr_of({static_cast<int>(default_dtype(widest))}));
  any_type r = common_type(strong);
  if (any_weak) {
    if (r.known()) r = {static_cast<int>(promote_weak(widest, r.type()))};
    else if (widest == weak::imaginary) r = {longcomplex};
  }
  return datum::of_type(descr_of(r));
}

datum promote_types(call& c) {
  c.check_all_taken();
  return datum::of_type(descr_of(promoted(operand_of(c.run, c.need(0, "type1")).type, operand_of(c.run, c.need(1, "type2")).type)));
}

datum can_cast_step(call& c) {
  casting const rule = parse_casting(c.text(2, "casting", "safe"));
  c.check_all_taken();
  operand const from = operand_of(c.run, c.need(0, "from_"));
  if (from.kind != weak::strong || c.args[0].is(datum::kind::boolean))
    throw numpy_error{"TypeError", "bad_argument", "can_cast() does not support Python ints, floats, and complex because the result used to depend on the value."};
  return datum::of_bool(castable(from.type, operand_of(c.run, c.need(1, "to")).type, rule));
}

datum isdtype(call& c) {
  c.check_all_taken();
  any_type const t = parse(c.need(0, "dtype").text);
  auto const is = [&](datum const& d) {
    if (d.is(datum::kind::type)) return parse(d.text).code == t.code;
    std::string const& k = d.text;
    char const have = t.kind();
    if (k == "bool") return have == 'b';
    if (k == "signed integer") return have == 'i';
    if (k == "unsigned integer") return have == 'u';
    if (k == "integral") return have == 'i' || have == 'u';
    if (k == "real floating") return have == 'f';
    if (k == "complex floating") return have == 'c';
    if (k == "numeric") return have != 'b';
    throw numpy_error{"ValueError", "bad_argument", "kind argument is a string, but '" + k + "' is not a known kind name."};
  };
  datum const& wanted = c.need(1, "kind");
  if (!wanted.is(datum::kind::tuple)) return datum::of_bool(is(wanted));
  bool any = false;
  for (datum const& d : wanted.items) any = is(d) || any;
  return datum::of_bool(any);
}

template <class T>
datum number(T x) { return datum::of(views::of_scalar(scalar(x))); }

datum finfo(call& c) {
  std::string const field = c.text(1, "field", "");
  c.check_all_taken();
  datum const& d = c.need(0, "dtype");
  dtype type = parse_dtype(d.text);
  if (type == dtype::c8) type = dtype::f4;
  if (type == dtype::c16) type = dtype::f8;
  if (kind(type) != 'f') throw numpy_error{"ValueError", "bad_argument", "data type not inexact"};
  int const digits = type == dtype::f2 ? 10 : type == dtype::f4 ? 23 : 52, exponents = type == dtype::f2 ? 5 : type == dtype::f4 ? 8 : 11;
  int const bias = (1 << (exponents - 1)) - 1;
  auto const as_type = [&](double x) { return datum::of(views::of_scalar(scalar(x).astype(type))); };
  double const largest = std::ldexp(2.0 - std::ldexp(1.0, -digits), bias);
  if (field == "bits") return datum::of_int(static_cast<index>(8 * itemsize(type)));
  if (field == "nmant") return datum::of_int(digits);
  if (field == "nexp") return datum::of_int(exponents);
  if (field == "iexp") return datum::of_int(exponents);
  if (field == "maxexp") return datum::of_int(bias + 1);
  if (field == "minexp") return datum::of_int(1 - bias);
  if (field == "machep") return datum::of_int(-digits);
  if (field == "negep") return datum::of_int(-digits - 1);
  if (field == "precision") return datum::of_int(type == dtype::f2 ? 3 : type == dtype::f4 ? 6 : 15);
  if (field == "eps") return as_type(std::ldexp(1.0, -digits));
  if (field == "epsneg") return as_type(std::ldexp(1.0, -digits - 1));
  if (field == "max") return as_type(largest);
  if (field == "min") return as_type(-largest);
  if (field == "tiny" || field == "smallest_normal") return as_type(std::ldexp(1.0, 1 - bias));
  if (field == "smallest_subnormal") return as_type(std::ldexp(1.0, 1 - bias - digits));
  if (field == "resolution") return as_type(type == dtype::f2 ? 1e-3 : type == dtype::f4 ? 1e-6 : 1e-15);
  if (field == "dtype") return datum::of_type(std::string(info(type).descr));
  throw unsupported{"attr finfo." + field};
}

datum iinfo(call& c) {
  std::string const field = c.text(1, "field", "");
  c.check_all_taken();
  dtype const type = parse_dtype(c.need(0, "dtype").text);
  if (!is_integer(type)) throw numpy_error{"ValueError", "bad_argument", "Invalid integer data type."};
  index const bits = static_cast<index>(8 * itemsize(type));
  bool const sign = kind(type) == 'i';
  if (field == "bits") return datum::of_int(bits);
  if (field == "min") return datum::of_int(sign ? (bits == 64 ? std::numeric_limits<index>::min() : -(index{1} << (bits - 1))) : 0);
  if (field == "max") return datum::of_digits(std::to_string((~std::uint64_t{0} >> (64 - bits)) >> sign));
  if (field == "kind") return datum::of_text(std::string(1, kind(type)));
  if (field == "dtype") return datum::of_type(std::string(info(type).descr));
  throw unsupported{"attr iinfo." + field};
}

// The properties that every dtype of ours has.
datum property(call& c) {
  std::string const name = c.op.substr(6);
  c.check_all_taken();
  dtype const t = parse_dtype(c.need(0, "dtype").text);
  dtype_info const& i = info(t);
  if (name == "itemsize" || name == "alignment") return datum::of_int(name == "itemsize" || i.kind != 'c' ? i.itemsize : i.itemsize / 2);
  if (name == "kind") return datum::of_text(std::string(1, i.kind));
  if (name == "name") return datum::of_text(std::string(i.name));
  if (name == "str") return datum::of_text(std::string(i.descr));
  if (name == "char") {
    static constexpr std::string_view letters = "?bhilBHILefdFD";
    return datum::of_text(std::string(1, letters[static_cast<std::size_t>(t)]));
  }
  if (name == "byteorder") return datum::of_text(i.itemsize == 1 ? "|" : "=");
  if (name == "num") {
    static constexpr int numbers[] = {0, 1, 3, 5, 7, 2, 4, 6, 8, 23, 11, 12, 14, 15};
    return datum::of_int(numbers[static_cast<std::size_t>(t)]);
  }
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
    {"result_type", result_type}, {"promote_types", promote_types}, {"can_cast", can_cast_step}, {"isdtype", isdtype}, {"finfo", finfo}, {"iinfo", iinfo},
    {"dtype.itemsize", property}, {"dtype.alignment", property}, {"dtype.kind", property}, {"dtype.name", property}, {"dtype.str", property}, {"dtype.char", property},
    {"dtype.byteorder", property}, {"dtype.num", property}, {"dtype.ndim", property}, {"dtype.shape", property}, {"dtype.hasobject", property},
    {"dtype.isalignedstruct", property}, {"dtype.isnative", property}, {"dtype.isbuiltin", property}, {"dtype.base", property}, {"dtype.names", property},
    {"dtype.fields", property}, {"dtype.subdtype", property}, {"dtype.metadata", property},
};

}  // namespace

std::span<step_row const> type_steps() { return table; }

}  // namespace fnp::oracle
