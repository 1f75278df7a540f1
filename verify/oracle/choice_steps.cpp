// Elementwise functions that are no ufunc: where, clip, round, astype, bits packed and unpacked, fields.
#include <cmath>

#include "engine/array/axes.hpp"
#include "engine/ir/composites.hpp"
#include "fnp/dtypes.hpp"
#include "fnp/ndarray.hpp"
#include "fnp/ops/all.hpp"
#include "verify/oracle/case_subscript.hpp"
#include "verify/oracle/elementwise.hpp"

namespace fnp::oracle {
namespace {

datum where(call& c) {
  c.check_all_taken();
  if (c.args.size() == 1) return find_step("nonzero")(c);
  if (c.args.size() != 3) throw unsupported{"op where with " + std::to_string(c.args.size()) + " operands"};
  session& run = c.run;
  for (datum& d : c.args)
    if (d.is(datum::kind::tuple)) d = datum::of(run.concrete(d));
  if (!c.args[0].is_scalar() && run.type(c.args[0]) != dtype::b1)
    c.args[0] = run.keep(ir::make_cast(run.graph(), run.use(c.args[0]), dtype::b1));
  else if (c.args[0].is_scalar()) c.args[0] = datum::of_bool(real_value(c.args[0]) != 0 || c.args[0].im != 0);
  return run.keep(apply(run, ops::id_of<ops::where>, c.args));
}

// At or beyond the smallest (largest) number of that dtype?
bool lies_outside(datum const& number, dtype type, bool below) {
  std::size_t const bits = 8 * itemsize(type);
  bool const is_signed = kind(type) == 'i', negative = number.text[0] == '-';
  double const low = is_signed ? -std::ldexp(1.0, static_cast<int>(bits) - 1) : 0;
  if (below) return std::strtold(number.text.c_str(), nullptr) <= static_cast<long double>(low);
  long double const high = std::ldexp(1.0L, static_cast<int>(is_signed ? bits - 1 : bits)) - 1;
  return !negative && std::strtold(number.text.c_str(), nullptr) >= high;
}

datum clip(call& c) {
  datum const* bounds[2] = {c.find(1, "a_min"), c.find(2, "a_max")};
  if (datum const* const d = c.find(call::npos, "min")) bounds[0] = d;
  if (datum const* const d = c.find(call::npos, "max")) bounds[1] = d;
  // An int that bounds nothing of an integer dtype is no bound.
  datum const& clipped = c.need(0, "a");
  if (clipped.is(datum::kind::array) && is_integer(c.run.type(clipped)))
    for (int side = 0; side < 2; ++side)
      if (bounds[side] && bounds[side]->is(datum::kind::integer) &&
          lies_outside(*bounds[side], c.run.type(clipped), side == 0))
        bounds[side] = nullptr;
  std::vector<datum> args{clipped};
  if (args[0].is_scalar()) args[0] = datum::of(c.run.concrete(args[0]));  // clip is a method of arrays
  bool const low = bounds[0] && !bounds[0]->is(datum::kind::none),
             high = bounds[1] && !bounds[1]->is(datum::kind::none);
  if (low) args.push_back(*bounds[0]);
  if (high) args.push_back(*bounds[1]);
  std::erase_if(c.attrs, [](named const& a) {
    return a.name == "a_min" || a.name == "a_max" || a.name == "min" || a.name == "max";
  });
  c.args = std::move(args);
  c.op = low && high ? "clip" : low ? "maximum" : high ? "minimum" : "positive";
  return elementwise_step(c);
}

// NumPy rounds through out=, each step in the dtype that the operand and out have in common.
datum round_into(call& c, datum const& a, index decimals, datum const& into) {
  session& run = c.run;
  array_handle const out = run.concrete(into);
  dtype const type = run.type(a);
  if (out->count != element_count(run.shape(a)).value) fail(error_code::bad_argument, "invalid output shape");
  if (kind(type) == 'c') {
    if (kind(out->type) != 'c')
      throw numpy_error{"TypeError", "bad_argument", "array does not have imaginary part to set"};
    array_handle const from = run.concrete(a);
    std::vector<datum> parts;
    for (auto const part : {views::real, views::imag})
      parts.push_back(run.keep(ir::make_round(run.graph(), run.use(datum::of(part(*from))), decimals)));
    array_handle const re = run.concrete(parts[0]), im = run.concrete(parts[1]);
    run.flush();
    views::assign(*re, *views::real(*out));
    views::assign(*im, *views::imag(*out));
    return into;
  }
  auto const apply = [&](char const* op, std::vector<datum> operands) {
    call step{run, op, std::move(operands), {}, c.rigid};
    step.attrs.push_back({is_integer(type) && decimals >= 0 ? "casting" : "out",
                          is_integer(type) && decimals >= 0 ? datum::of_text("same_kind") : into, false});
    return find_step(op)(step);
  };
  if (is_integer(type) && decimals >= 0) return apply("copyto", {into, a});
  if (decimals == 0) return apply("rint", {a});
  datum const power = datum::of_real(std::pow(10.0, static_cast<double>(decimals < 0 ? -decimals : decimals)));
  apply(decimals > 0 ? "multiply" : "divide", {a, power});
  apply("rint", {into});
  return apply(decimals > 0 ? "divide" : "multiply", {into, power});
}

datum round(call& c) {
  index const decimals = c.integer(1, "decimals").value_or(0);
  datum const* const out = c.find(2, "out");
  c.check_all_taken();
  session& run = c.run;
  if (!c.need(0, "a").is(datum::kind::array)) c.args[0] = datum::of(run.concrete(c.args[0]));
  if (decimals > 22 || decimals < -22) throw unsupported{"attr round.decimals beyond 22"};
  if (out && !out->is(datum::kind::none)) return round_into(c, c.args[0], decimals, *out);
  if (kind(run.type(c.args[0])) != 'c') {
    run.note_elementwise();
    return run.keep(ir::make_round(run.graph(), run.use(c.args[0]), decimals));
  }
  array_handle const from = run.concrete(c.args[0]),
                     r = make_array_like(from->type, from->layout.extent, from->layout.stride);
  for (auto const part : {views::real, views::imag}) {
    write const w{ir::make_round(run.graph(), run.use(datum::of(part(*from))), decimals), part(*r)};
    run.assign({&w, 1});
  }
  return datum::of(r);
}

datum astype(call& c) {
  std::optional<dtype> const to = c.type(1, "dtype");
  std::string const order = c.text(2, "order", "K");
  casting const rule = parse_casting(c.text(3, "casting", "unsafe"));
  bool const copies = c.flag(5, "copy", true);
  c.flag(4, "subok", true);
  c.check_all_taken();
  if (!to) throw unsupported{"op astype without dtype"};
  session& run = c.run;
  datum const operand = c.need(0, "a");
  dtype const from = run.type(operand);
  if (!can_cast(from, *to, rule)) fail_cast(from, *to, "the rule that was asked for", "astype");
  if (from == *to && !copies) {
    array_body const& a = *run.concrete(operand);
    index const size = static_cast<index>(itemsize(from));
    bool const c_order = is_c_contiguous(a.layout, size), f_order = is_f_contiguous(a.layout, size);
    if (order == "K" || (order == "C" && c_order) || (order == "F" && f_order) ||
        (order == "A" && (c_order || f_order)))
      return operand;
  }
  if (kind(from) == 'c' && kind(*to) != 'c' && kind(*to) != 'b') run.warn("complex_discarded");
  std::string settled = order;
  if (order == "A") {
    array_body const& a = *run.concrete(operand);
    index const size = static_cast<index>(itemsize(from));
    settled = is_f_contiguous(a.layout, size) && !is_c_contiguous(a.layout, size) ? "F" : "C";
  }
  ir::order const how = settled == "K" ? ir::order::k : settled == "F" ? ir::order::f : ir::order::c;
  return run.keep(ir::make_cast(run.graph(), run.use(operand), *to, how));
}

// Bits of the bytes along an axis; count: how many bits to give, negative: how many to leave off at the end.
datum unpackbits(call& c) {
  std::optional<index> const asked = c.integer(1, "axis"), count = c.integer(2, "count");
  std::string const bits = c.text(3, "bitorder", "big");
  c.check_all_taken();
  array_handle a = c.run.concrete(c.need(0, "a"));
  if (a->type != dtype::u1) throw unsupported{"op unpackbits of " + std::string(info(a->type).descr)};
  if (!asked) a = views::ravel(*a);
  index const axis = normal_axis(asked.value_or(0), a->layout.rank());
  array_handle const last = views::copy(*views::moveaxis(*a, {axis}, {-1}));
  index const n = last->layout.extent.back(), all = 8 * n;
  index const given = !count ? all : *count < 0 ? all + *count : *count;
  if (given < 0) fail(error_code::bad_argument, "-count larger than number of elements");
  extents shape = last->layout.extent;
  shape[shape.size() - 1] = given;
  array_handle const r = make_array(dtype::u1, shape);
  for (index at = 0; at < r->count; ++at) {
    index const row = at / given, bit = at % given;
    unsigned const byte = bit < all ? static_cast<unsigned>(last->data[row * n + bit / 8]) : 0;
    r->data[at] = static_cast<std::byte>(byte >> (bits == "big" ? 7 - bit % 8 : bit % 8) & 1);
  }
  return datum::of(views::copy(*views::moveaxis(*r, {-1}, {axis})));
}

datum getfield(call& c) {
  std::optional<dtype> const to = c.type(1, "dtype");
  index const offset = c.integer(2, "offset").value_or(0);
  c.check_all_taken();
  array_handle const a = c.run.concrete(c.need(0, "a"));
  if (!to) throw unsupported{"op ndarray.getfield without dtype"};
  if (offset < 0 || offset + static_cast<index>(itemsize(*to)) > static_cast<index>(itemsize(a->type)))
    fail(error_code::bad_argument, "Need 0 <= offset <= itemsize for the field requested");
  return datum::of(
      make_view(a->memory, *to, {a->layout.extent, a->layout.stride, a->layout.offset + offset}, a->writeable));
}

constexpr step_row table[] = {{"where", where},           {"clip", clip},
                              {"round", round},           {"astype", astype},
                              {"unpackbits", unpackbits}, {"ndarray.getfield", getfield}};

}  // namespace

std::span<step_row const> choice_steps() { return table; }

}  // namespace fnp::oracle
