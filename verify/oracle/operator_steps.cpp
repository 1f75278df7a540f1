// Python's special methods of arrays: operators that are ufuncs, and conversions to Python numbers.
#include <cmath>

#include "fnp/ndarray.hpp"
#include "verify/oracle/case_subscript.hpp"

namespace fnp::oracle {
namespace {

constexpr std::pair<std::string_view, std::string_view> operators[] = {
    {"abs", "absolute"},     {"add", "add"},           {"and", "bitwise_and"},
    {"divmod", "divmod"},    {"eq", "equal"},          {"floordiv", "floor_divide"},
    {"ge", "greater_equal"}, {"gt", "greater"},        {"invert", "invert"},
    {"le", "less_equal"},    {"lshift", "left_shift"}, {"lt", "less"},
    {"matmul", "matmul"},    {"mod", "remainder"},     {"mul", "multiply"},
    {"ne", "not_equal"},     {"neg", "negative"},      {"or", "bitwise_or"},
    {"pos", "positive"},     {"pow", "power"},         {"rshift", "right_shift"},
    {"sub", "subtract"},     {"truediv", "divide"},    {"xor", "bitwise_xor"}};

// ndarray.__name__: the name between the underscores.
std::string_view special_name(std::string_view op) {
  constexpr std::string_view head = "ndarray.__", tail = "__";
  if (!op.starts_with(head) || !op.ends_with(tail) || op.size() <= head.size() + tail.size()) return {};
  return op.substr(head.size(), op.size() - head.size() - tail.size());
}
std::string_view ufunc_of(std::string_view name) {
  for (auto const& [python, ufunc] : operators)
    if (python == name) return ufunc;
  return {};
}

datum ufunc(call& c) {
  std::string_view name = special_name(c.op);
  bool reflected = false, in_place = false;
  std::string_view op = ufunc_of(name);
  if (op.empty()) {
    reflected = name.starts_with('r');
    in_place = name.starts_with('i');
    op = ufunc_of(name.substr(1));
  }
  if (in_place) c.op = "i" + std::string(name.substr(1));
  else c.op = std::string(op);
  if (reflected && c.args.size() == 2) std::swap(c.args[0], c.args[1]);
  handler const run = find_step(c.op);
  if (!run) throw unsupported{"op " + c.op};
  return run(c);
}

datum length(call& c) {
  c.check_all_taken();
  extents const shape = c.run.shape(c.need(0, "a"));
  if (shape.empty()) throw numpy_error{"TypeError", "bad_argument", "len() of unsized object"};
  return datum::of_int(shape[0]);
}

// The single element of an array, of rank 0 where `strict`.
scalar single(call& c, bool strict) {
  c.check_all_taken();
  array_handle const a = c.run.concrete(c.need(0, "a"));
  if (strict && a->layout.rank() != 0)
    throw numpy_error{"TypeError", "bad_ndim", "only 0-dimensional arrays can be converted to Python scalars"};
  return scalar(a->type, a->data);
}

datum truth(call& c) {
  c.check_all_taken();
  array_handle const a = c.run.concrete(c.need(0, "a"));
  if (a->count != 1)
    throw numpy_error{"ValueError", "bad_argument",
                      "The truth value of an array of " + std::to_string(a->count) +
                          " elements is ambiguous. Use a.any() or a.all()"};
  return datum::of_bool(scalar(a->type, a->data).as<bool>());
}

datum as_real(call& c) {
  scalar const x = single(c, true);
  if (kind(x.dtype()) == 'c')
    throw numpy_error{"TypeError", "bad_argument", "float() argument must be a string or a real number, not 'complex'"};
  return datum::of_real(x.as<double>());
}
datum as_complex(call& c) {
  complex128 const z = single(c, true).as<complex128>();
  datum d = datum::of_real(z.re);
  d.im = z.im;
  d.what = datum::kind::imaginary;
  return d;
}
datum as_integer(call& c) {
  scalar const x = single(c, true);
  if (kind(x.dtype()) == 'u') return datum::of_digits(std::to_string(x.as<std::uint64_t>()));
  if (!is_inexact(x.dtype())) return datum::of_int(x.as<index>());
  if (kind(x.dtype()) == 'c')
    throw numpy_error{"TypeError", "bad_argument",
                      "int() argument must be a string, a bytes-like object or a real number, not 'complex'"};
  double const v = x.as<double>();
  if (std::isnan(v)) throw numpy_error{"ValueError", "bad_argument", "cannot convert float NaN to integer"};
  if (std::isinf(v)) throw numpy_error{"OverflowError", "bad_argument", "cannot convert float infinity to integer"};
  if (std::fabs(v) >= 0x1p63) throw unsupported{"value int beyond int64"};
  return datum::of_int(static_cast<index>(v));
}
datum as_index(call& c) {
  c.check_all_taken();
  array_handle const a = c.run.concrete(c.need(0, "a"));
  if (a->layout.rank() != 0 || !is_integer(a->type))
    throw numpy_error{"TypeError", "bad_argument", "only integer scalar arrays can be converted to a scalar index"};
  return as_integer(c);
}
datum list_of(array_body const& a, std::byte const* at, std::size_t axis) {
  if (axis == a.layout.rank()) return datum::of_item(scalar(a.type, at));
  std::vector<datum> r;
  for (index i = 0; i < a.layout.extent[axis]; ++i) r.push_back(list_of(a, at + i * a.layout.stride[axis], axis + 1));
  return datum::of_tuple(std::move(r));
}
datum tolist(call& c) {
  c.check_all_taken();
  array_handle const a = c.run.concrete(c.need(0, "a"));
  return list_of(*a, a->data, 0);
}

constexpr step_row conversions[] = {{"len", length},    {"bool", truth},         {"int", as_integer},
                                    {"float", as_real}, {"complex", as_complex}, {"index", as_index}};

}  // namespace

handler find_operator(std::string_view op) {
  if (op == "ndarray.tolist") return tolist;
  std::string_view const name = special_name(op);
  if (name.empty()) return nullptr;
  for (step_row const& r : conversions)
    if (r.op == name) return r.run;
  bool const known =
      !ufunc_of(name).empty() || ((name[0] == 'r' || name[0] == 'i') && !ufunc_of(name.substr(1)).empty());
  return known ? ufunc : nullptr;
}

}  // namespace fnp::oracle
