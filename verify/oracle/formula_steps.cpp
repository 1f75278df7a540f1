// NumPy's formulas of several elementwise steps: isclose, nan_to_num, sinc, angle, isreal, array_equal, ...
#include "engine/ir/composites.hpp"
#include "fnp/manipulation.hpp"
#include "fnp/ops/all.hpp"
#include "verify/oracle/elementwise.hpp"

namespace fnp::oracle {
namespace {

// Lists become arrays; numbers stay weak.
datum operand(session& run, datum const& d) { return d.is(datum::kind::tuple) ? datum::of(run.concrete(d)) : d; }
ir::value array_value(session& run, datum const& d) {
  return run.use(d.is(datum::kind::array) ? d : datum::of(run.concrete(d)));
}
ir::weak_value weak_of(session& run, datum const& d) {
  ir::weak_value w{};
  w.at = run.use(d, &w.kind);
  return w;
}

datum truth_of(session& run, ir::value v) {
  return datum::of_bool(views::item(*run.concrete(run.keep(v)), nullptr, 0).as<bool>());
}

datum all_equal(call& c, bool broadcasts) {
  bool const nan_too = c.flag(2, "equal_nan", false);
  c.check_all_taken();
  session& run = c.run;
  array_handle const a = run.concrete(c.need(0, "a1")), b = run.concrete(c.need(1, "a2"));
  extents joint = a->layout.extent;
  if (broadcasts ? !broadcast_into(joint, b->layout.extent) : a->layout.extent != b->layout.extent)
    return datum::of_bool(false);
  return truth_of(run, ir::make_all_equal(run.graph(), run.use(datum::of(a)), run.use(datum::of(b)), nan_too));
}

struct closeness_arguments {
  datum a, b, rtol = datum::of_real(1e-5), atol = datum::of_real(1e-8);
  bool nan_too = false;
};
closeness_arguments read_closeness(call& c) {
  closeness_arguments r;
  if (datum const* const d = c.find(2, "rtol")) r.rtol = operand(c.run, *d);
  if (datum const* const d = c.find(3, "atol")) r.atol = operand(c.run, *d);
  r.nan_too = c.flag(4, "equal_nan", false);
  c.check_all_taken();
  r.a = operand(c.run, c.need(0, "a"));
  r.b = operand(c.run, c.need(1, "b"));
  if (r.b.is(datum::kind::integer) || r.b.is(datum::kind::boolean))
    r.b = datum::of_real(real_value(r.b));  // as NumPy does
  for (datum const* const d : {&r.a, &r.b, &r.rtol, &r.atol})
    c.run.use(*d);  // a look may empty the graph: before it grows
  return r;
}
// NumPy compares under errstate(invalid="ignore").
template <class Use>
datum closeness(call& c, Use use) {
  closeness_arguments const r = read_closeness(c);
  session& run = c.run;
  run.note_elementwise();
  return run.quietly(fp_invalid, [&] {
    return use(run, ir::make_isclose(run.graph(), weak_of(run, r.a), weak_of(run, r.b), weak_of(run, r.rtol),
                                     weak_of(run, r.atol), r.nan_too));
  });
}
datum isclose(call& c) {
  return closeness(c, [](session& run, ir::value close) { return run.keep(close); });
}
datum allclose(call& c) {
  return closeness(c, [](session& run, ir::value close) {
    return truth_of(run, ir::make_reduce(run.graph(), ops::id_of<ops::logical_and_reduce>, close, {}));
  });
}

datum sinc(call& c) {
  c.check_all_taken();
  ir::value const x = array_value(c.run, c.need(0, "x"));
  c.run.note_elementwise();
  return c.run.keep(ir::make_sinc(c.run.graph(), x));
}

datum angle(call& c) {
  bool const degrees = c.flag(1, "deg", false);
  c.check_all_taken();
  session& run = c.run;
  datum z = c.need(0, "z");
  if (!z.is(datum::kind::array)) z = datum::of(run.concrete(z));
  run.note_elementwise();
  if (kind(run.type(z)) != 'c')
    return run.keep(ir::make_angle(run.graph(), weak_of(run, datum::of_int(0)), run.use(z), degrees));
  array_handle const a = run.concrete(z);
  ir::value const imaginary = run.use(datum::of(views::imag(*a))), real = run.use(datum::of(views::real(*a)));
  return run.keep(ir::make_angle(run.graph(), {imaginary}, real, degrees));
}

datum nan_to_num(call& c) {
  bool const copies = c.flag(1, "copy", true);
  ir::replacements with;
  auto const number = [&](std::size_t at, std::string_view name) -> std::optional<double> {
    datum const* const d = c.find(at, name);
    if (!d || d->is(datum::kind::none)) return {};
    if (!d->is_scalar() || d->is(datum::kind::imaginary))
      throw unsupported{"attr nan_to_num." + std::string(name) + " of an array"};
    return real_value(*d);
  };
  with.nan = number(2, "nan").value_or(0);
  with.positive = number(3, "posinf");
  with.negative = number(4, "neginf");
  c.check_all_taken();
  session& run = c.run;
  datum x = c.need(0, "x");
  if (!x.is(datum::kind::array)) x = datum::of(run.concrete(x));
  char const k = kind(run.type(x));
  if (k != 'c' && copies) {
    run.note_elementwise();
    return run.keep(ir::make_nan_to_num(run.graph(), run.use(x), with));
  }
  array_handle const r = copies ? manipulation::copy(*run.concrete(x), memory_order::keep) : run.concrete(x);
  if (!is_inexact(r->type)) return datum::of(r);
  std::vector<array_handle> parts{r};
  if (k == 'c') parts = {views::real(*r), views::imag(*r)};
  for (array_handle const& part : parts) {
    write const w{ir::make_nan_to_num(run.graph(), run.use(datum::of(part)), with), part};
    run.assign({&w, 1});
  }
  return datum::of(r);
}

// isposinf, isneginf, fix: with out= as ufuncs have it.
datum into(call& c, std::size_t at, ir::value (*build)(ir::graph&, ir::value)) {
  array_handle out;
  if (datum const* const d = c.find(at, "out"); d && !d->is(datum::kind::none)) out = c.run.concrete(*d);
  c.check_all_taken();
  datum x = c.need(0, "x");
  if (!x.is(datum::kind::array)) x = datum::of(c.run.concrete(x));
  ir::value const v = build(c.run.graph(), c.run.use(x));
  c.run.note_elementwise();
  if (!out) return c.run.keep(v);
  return store(c, {&v, 1}, {&out, 1}, casting::same_kind);
}

// isreal, iscomplex. A Python number has a Python answer.
datum imaginary_is(call& c, bool zero) {
  c.check_all_taken();
  datum const& d = c.need(0, "x");
  if (d.is_scalar() && zero) return datum::of_bool(d.im == 0);
  array_handle const a = c.run.concrete(d);
  datum const both[] = {datum::of(views::imag(*a)), datum::of_int(0)};
  return c.run.keep(apply(c.run, zero ? ops::id_of<ops::equal> : ops::id_of<ops::not_equal>, both));
}

constexpr step_row table[] = {
    {"array_equal", [](call& c) { return all_equal(c, false); }},
    {"array_equiv", [](call& c) { return all_equal(c, true); }},
    {"isclose", isclose},
    {"allclose", allclose},
    {"sinc", sinc},
    {"angle", angle},
    {"nan_to_num", nan_to_num},
    {"isreal", [](call& c) { return imaginary_is(c, true); }},
    {"iscomplex", [](call& c) { return imaginary_is(c, false); }},
    {"isposinf",
     [](call& c) { return into(c, 1, [](ir::graph& g, ir::value v) { return ir::make_is_infinity(g, v, false); }); }},
    {"isneginf",
     [](call& c) { return into(c, 1, [](ir::graph& g, ir::value v) { return ir::make_is_infinity(g, v, true); }); }},
    {"fix",
     [](call& c) {
       return into(c, 1,
                   [](ir::graph& g, ir::value v) { return ir::make_elementwise(g, ops::id_of<ops::trunc>, {&v, 1}); });
     }},
};

}  // namespace

std::span<step_row const> formula_steps() { return table; }

}  // namespace fnp::oracle
