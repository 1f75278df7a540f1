// What NumPy's objects tell that no case can hold: broadcast, flags, attributes of ufuncs, the error state, byte
// bounds.
#include "fnp/errstate.hpp"
#include "fnp/facts.hpp"
#include "fnp/ops/all.hpp"
#include "fnp/ufunc_methods.hpp"
#include "verify/oracle/step_call.hpp"

namespace fnp::oracle {
namespace {

datum tuple_of(extents const& e) {
  std::vector<datum> r;
  for (index const i : e) r.push_back(datum::of_int(i));
  return datum::of_tuple(std::move(r));
}

// --- broadcast ------------------------------------------------------------------------------------------------------

broadcast joined(call& c) {
  c.check_all_taken();
  std::vector<ndarray> a;
  for (datum const& d : c.args) a.emplace_back(c.run.concrete(d));
  if (a.size() == 1) return broadcast(a[0]);
  if (a.size() == 2) return broadcast(a[0], a[1]);
  if (a.size() == 3) return broadcast(a[0], a[1], a[2]);
  throw unsupported{"op " + c.op + " of " + std::to_string(a.size()) + " arrays"};
}
broadcast walked(call& c) {
  index const steps = c.integer(call::npos, "steps").value_or(0);
  broadcast b = joined(c);
  for (index k = 0; k < steps; ++k) b.next();
  return b;
}

datum elements(call& c) {
  std::vector<datum> r;
  for (broadcast b = joined(c); !b.done();) {
    std::vector<array_handle> one;
    for (scalar const& x : b.next()) one.push_back(views::of_scalar(x));
    r.push_back(datum::of_arrays(one));
  }
  return datum::of_tuple(std::move(r));
}
datum iters(call& c) {
  std::vector<array_handle> r;
  broadcast const b = joined(c);
  for (ndarray const& a : b.iters()) r.push_back(views::copy(*views::reshape(a.body(), {-1})));
  return datum::of_arrays(r);
}
datum reset(call& c) {
  broadcast b = walked(c);
  b.reset();
  return datum::of_int(b.index());
}
datum rank(call& c) { return datum::of_int(static_cast<index>(joined(c).ndim())); }

// --- arrays ---------------------------------------------------------------------------------------------------------

// As distances from the first element.
datum byte_bounds(call& c) {
  c.check_all_taken();
  array_handle const a = c.run.concrete(c.need(0, "a"));
  auto const [low, high] = manipulation::byte_bounds(*a);
  return datum::of_tuple({datum::of_int(low - a->data), datum::of_int(high - a->data)});
}

datum flag(call& c) {
  c.check_all_taken();
  std::string const name = c.op.substr(std::string_view("ndarray.flags.").size());
  array_flags const f = fnp::flags(*c.run.concrete(c.need(0, "a")));
  if (name == "num") return datum::of_int(f.num());
  if (name == "c_contiguous" || name == "contiguous") return datum::of_bool(f.c_contiguous);
  if (name == "f_contiguous" || name == "fortran") return datum::of_bool(f.f_contiguous);
  if (name == "owndata") return datum::of_bool(f.owndata);
  if (name == "aligned") return datum::of_bool(f.aligned);
  if (name == "writeable") return datum::of_bool(f.writeable);
  if (name == "writebackifcopy") return datum::of_bool(f.writebackifcopy);
  if (name == "behaved") return datum::of_bool(f.behaved());
  if (name == "carray") return datum::of_bool(f.carray());
  if (name == "farray") return datum::of_bool(f.farray());
  if (name == "fnc") return datum::of_bool(f.fnc());
  if (name == "forc") return datum::of_bool(f.forc());
  throw unsupported{"op " + c.op};
}

// --- ufuncs ---------------------------------------------------------------------------------------------------------

ops::op_id owner_of(call const& c) {
  return ops::find_op(canonical_name(std::string_view(c.op).substr(0, c.op.rfind('.'))));
}

datum identity(call& c) {
  c.check_all_taken();
  ops::op_id const op = owner_of(c);
  std::string_view const name = ops::op_table[op].name;
  maybe<scalar> const value = ufunc_on::identity_of(op, name.starts_with("logical")     ? dtype::b1
                                                        : name.starts_with("logaddexp") ? dtype::f8
                                                                                        : dtype::i8);
  return value ? datum::of_item(*value) : datum{};
}

datum resolve_dtypes(call& c) {
  c.check_all_taken();
  ops::op_id const op = owner_of(c);
  ops::op_info const& info = ops::op_table[op];
  std::vector<dtype> types;
  for (datum const& d : c.need(0, "dtypes").items)
    if (types.size() < info.arity) types.push_back(parse_dtype(d.text));
  int const loop = types.size() == info.arity ? ops::find_loop(info, types.data(), types.size()) : -1;
  if (loop < 0) fail_loop(info.name, types.data(), types.size());
  std::vector<datum> r;
  for (std::size_t k = 0; k < info.arity; ++k)
    r.push_back(datum::of_type(std::string(fnp::info(info.loops[loop].in[k]).descr)));
  for (std::size_t k = 0; k < info.outputs; ++k)
    r.push_back(datum::of_type(std::string(fnp::info(info.loops[loop].out[k]).descr)));
  return datum::of_tuple(std::move(r));
}

// --- error state ----------------------------------------------------------------------------------------------------

// NumPy's dictionary, by its sorted keys.
datum of_state(errstate::settings const& s) {
  auto const pair = [](char const* name, on_condition what) {
    char const* const words[] = {"ignore", "warn", "raise"};
    return datum::of_tuple({datum::of_text(name), datum::of_text(words[static_cast<int>(what)])});
  };
  return datum::of_tuple(
      {pair("divide", s.divide), pair("invalid", s.invalid), pair("over", s.over), pair("under", s.under)});
}

on_condition parse_condition(std::string const& word) {
  if (word == "ignore") return on_condition::ignore;
  if (word == "warn") return on_condition::warn;
  if (word == "raise") return on_condition::raise;
  throw unsupported{"attr seterr '" + word + "'"};
}

datum geterr(call& c) {
  c.check_all_taken();
  errstate const in_case(c.run.state());
  return of_state(fnp::geterr());
}
datum seterr(call& c) {
  errstate const in_case(c.run.state());
  errstate::settings s = fnp::geterr();
  if (std::string const all = c.text(0, "all", ""); !all.empty()) s = errstate::all(parse_condition(all));
  static constexpr std::pair<char const*, on_condition errstate::settings::*> members[] = {
      {"divide", &errstate::settings::divide},
      {"over", &errstate::settings::over},
      {"under", &errstate::settings::under},
      {"invalid", &errstate::settings::invalid}};
  std::size_t place = 1;
  for (auto const& [name, member] : members)
    if (std::string const word = c.text(place++, name, ""); !word.empty()) s.*member = parse_condition(word);
  c.check_all_taken();
  c.run.flush();
  datum const before = of_state(fnp::seterr(s));
  c.run.set_state(fnp::geterr());
  return before;
}

constexpr step_row table[] = {
    {"broadcast", elements},
    {"broadcast.iters", iters},
    {"broadcast.reset", reset},
    {"broadcast.nd", rank},
    {"broadcast.ndim", rank},
    {"broadcast.index", [](call& c) { return datum::of_int(walked(c).index()); }},
    {"broadcast.shape", [](call& c) { return tuple_of(joined(c).shape()); }},
    {"broadcast.size", [](call& c) { return datum::of_int(joined(c).size()); }},
    {"broadcast.numiter", [](call& c) { return datum::of_int(static_cast<index>(joined(c).numiter())); }},
    {"lib.array_utils.byte_bounds", byte_bounds},
    {"geterr", geterr},
    {"seterr", seterr},
};

}  // namespace

std::span<step_row const> object_steps() { return table; }

handler find_attribute(std::string_view op) {
  if (op.starts_with("ndarray.flags.")) return flag;
  std::size_t const dot = op.rfind('.');
  if (dot == std::string_view::npos || ops::find_op(canonical_name(op.substr(0, dot))) == ops::no_op) return nullptr;
  return op.substr(dot) == ".identity" ? identity : op.substr(dot) == ".resolve_dtypes" ? resolve_dtypes : nullptr;
}

}  // namespace fnp::oracle
