// a[...] and a[...] = v, and what writes memory in other words: copyto, fill, flat.
#include <algorithm>
#include <cstring>

#include "fnp/ndarray.hpp"
#include "verify/oracle/elementwise.hpp"
#include "verify/oracle/case_subscript.hpp"

namespace fnp::oracle {
namespace {

std::span<datum const> index_of(call& c) {
  datum const& d = c.need(call::npos, "index");
  return {d.items.data(), d.items.size()};
}

datum getitem(call& c) {
  std::span<datum const> const items = index_of(c);
  c.check_all_taken();
  session& run = c.run;
  datum const& operand = c.need(0, "a");
  bool const numbers_only = !items.empty() && run.shape(operand).size() == items.size() &&
                            std::all_of(items.begin(), items.end(), [](datum const& d) { return d.is(datum::kind::integer); });
  if (run.is_lazy(operand) && !c.rigid && !numbers_only && is_basic(run, items)) {
    std::vector<index_item> const basic = basic_items(run, items);
    return run.keep(ir::make_subscript(run.graph(), run.use(operand), basic));
  }
  array_handle const a = run.concrete(operand);
  subscript const s = resolve_subscript(run, *a, items);
  if (!s.basic) return datum::of(gather_elements(*a, s.shape, s.offsets));
  return datum::of(s.is_number ? views::copy(*s.view) : s.view);
}

// into[...] = value in one plan with all that still reads the memory.
void assign(call& c, array_handle const& into, datum value, array_handle const& where) {
  session& run = c.run;
  if (!into->writeable) fail(error_code::read_only, "assignment destination is read-only");
  if (value.is(datum::kind::tuple)) value = datum::of(run.concrete(value));
  if (value.is_scalar()) {
    scalar const x = stored_number(run, value, into->type);
    write const w{ir::make_constant(run.graph(), into->type, x.data()), into, where};
    c.release();
    return run.assign({&w, 1});
  }
  if (!value.is(datum::kind::array)) throw unsupported{"op " + c.op + " of a value that is no array and no number"};
  if (kind(run.type(value)) == 'c' && kind(into->type) != 'c' && kind(into->type) != 'b') run.warn("complex_discarded");
  ir::value v = run.use(value);
  extents shape = run.graph().shape(v);
  while (shape.size() > into->layout.rank() && shape[0] == 1) {
    index const first = 0;
    engine::axes_argument axis;
    axis.all = false;
    axis.axes = {first};
    v = ir::make_squeeze(run.graph(), v, axis);
    shape.erase(0);
  }
  write const w{v, into, where};
  value = {};
  c.release();
  run.assign({&w, 1});
}

datum setitem(call& c) {
  datum const index_items = c.need(call::npos, "index");
  c.check_all_taken();
  datum const target = c.need(0, "a");
  datum value = c.need(1, "value");
  array_handle const a = c.run.concrete(target);
  if (!a->writeable) fail(error_code::read_only, "assignment destination is read-only");
  subscript const s = resolve_subscript(c.run, *a, index_items.items);
  if (s.is_number && value.is(datum::kind::array) && !c.run.shape(value).empty()) {
    if (kind(a->type) == 'c' || (kind(a->type) == 'f' && element_count(c.run.shape(value)).value == 1)) throw numpy_error{"TypeError", "bad_ndim", "only 0-dimensional arrays can be converted to Python scalars"};
    throw numpy_error{"ValueError", "bad_argument", "setting an array element with a sequence."};
  }
  if (s.basic) assign(c, s.view, std::move(value), {});
  else scatter_elements(c.run, *a, s.shape, s.offsets, value, s.one_mask);
  return target;
}

datum copyto(call& c) {
  casting const rule = parse_casting(c.text(call::npos, "casting", "same_kind"));
  datum const* const where = c.find(call::npos, "where");
  array_handle mask;
  if (where && !(where->is(datum::kind::boolean) && where->truth)) mask = c.run.concrete(*where);
  c.check_all_taken();
  datum const target = c.need(0, "dst");
  array_handle const into = c.run.concrete(target);
  datum value = c.need(1, "src");
  if (value.is(datum::kind::array) && !can_cast(c.run.type(value), into->type, rule)) fail_cast(c.run.type(value), into->type, "same_kind", "copyto");
  if (value.is_scalar()) {
    char const k = kind(into->type);
    bool const allowed = rule == casting::unsafe || value.is(datum::kind::boolean) || (value.is(datum::kind::integer) && k != 'b') ||
                         (value.is(datum::kind::real) && is_inexact(into->type)) || k == 'c';
    if (!allowed) fail_cast(dtype::f8, into->type, "same_kind", "copyto");
    bool const cut = value.is(datum::kind::imaginary) ? k != 'c' : value.is(datum::kind::real) && !is_inexact(into->type);
    if (cut) value = datum::of(c.run.concrete(value));  // an unsafe cast, as of an array
  }
  if (mask && mask->type != dtype::b1) fail_cast(mask->type, dtype::b1, "safe", "copyto where=");
  if (mask && c.run.watches()) throw unsupported{"attr copyto.where with warnings"};
  if (mask) {
    extents joined = into->layout.extent;
    if (!broadcast_into(joined, mask->layout.extent) || joined != into->layout.extent)
      fail_shapes(error_code::assign_shape_mismatch, "could not broadcast where mask", mask->layout.extent, into->layout.extent);
  }
  assign(c, into, std::move(value), mask);
  return target;
}

datum fill(call& c) {
  c.check_all_taken();
  datum const target = c.need(0, "a");
  datum const value = c.need(1, "value");
  assign(c, c.run.concrete(target), value, {});
  return target;
}

datum flat_getitem(call& c) {
  datum const at = c.need(1, "index");
  c.check_all_taken();
  array_handle const flat = views::copy(*views::reshape(*c.run.concrete(c.need(0, "a")), {-1}));
  if (at.is(datum::kind::tuple) || !at.is(datum::kind::integer)) throw unsupported{"attr flat.getitem.index"};
  subscript const s = resolve_subscript(c.run, *flat, {&at, 1});
  return datum::of(views::copy(*s.view));
}

// item() gives a Python number.
datum item(call& c) {
  c.check_all_taken();
  array_handle a = c.run.concrete(c.need(0, "a"));
  std::vector<datum> at(c.args.begin() + 1, c.args.end());
  if (at.size() == 1 && at[0].is(datum::kind::tuple)) at = at[0].items;
  if (at.size() == 1 && a->layout.rank() != 1) a = views::copy(*views::reshape(*a, {-1}));
  if (at.empty() && a->count != 1) fail(error_code::bad_argument, "can only convert an array of size 1 to a Python scalar");
  if (at.empty()) a = views::copy(*views::reshape(*a, extents{}));
  subscript const s = resolve_subscript(c.run, *a, at);
  scalar const x(s.view->type, s.view->data);
  switch (kind(s.view->type)) {
    case 'b': return datum::of_bool(x.as<bool>());
    case 'i': return datum::of_int(x.as<index>());
    case 'u': return datum::of_digits(std::to_string(x.as<std::uint64_t>()));
    case 'f': return datum::of_real(x.as<double>());
    default: {
      datum d = datum::of_real(x.as<complex128>().re);
      d.im = x.as<complex128>().im;
      d.what = datum::kind::imaginary;
      return d;
    }
  }
}

constexpr step_row table[] = {{"getitem", getitem}, {"setitem", setitem}, {"copyto", copyto}, {"ndarray.fill", fill}, {"flat.getitem", flat_getitem}, {"ndarray.item", item}};

}  // namespace

std::span<step_row const> subscript_steps() { return table; }

}  // namespace fnp::oracle
