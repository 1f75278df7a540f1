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
  bool const numbers_only =
      !items.empty() && run.shape(operand).size() == items.size() &&
      std::all_of(items.begin(), items.end(), [](datum const& d) { return d.is(datum::kind::integer); });
  if (run.is_lazy(operand) && !c.rigid && !numbers_only && is_basic(run, items)) {
    std::vector<index_item> const basic = basic_items(run, items);
    return run.keep(ir::make_subscript(run.graph(), run.use(operand), basic));
  }
  array_handle const a = run.concrete(operand);
  std::vector<subscript_item> const at = subscript_items(run, items);
  return datum::of(lookup::get(*a, at.data(), at.size()));
}

// into[...] = value in one plan with all that still reads the memory.
void assign(call& c, array_handle const& into, datum value, array_handle const& where) {
  session& run = c.run;
  if (!into->writeable) fail(error_code::read_only, "assignment destination is read-only");
  if (value.is(datum::kind::tuple)) value = datum::of(run.concrete(value));
  if (value.is_scalar()) {
    array_handle const x = stored_value(run, value, into->type);
    write const w{ir::make_constant(run.graph(), into->type, x->data), into, where};
    c.release();
    return run.assign({&w, 1});
  }
  if (!value.is(datum::kind::array)) throw unsupported{"op " + c.op + " of a value that is no array and no number"};
  if (kind(run.type(value)) == 'c' && kind(into->type) != 'c' && kind(into->type) != 'b') run.warn("complex_discarded");
  if (!run.is_lazy(value) && !where &&
      run.concrete(value)->memory.get() == into->memory.get()) {  // in NumPy's direction
    run.flush();
    return views::assign(*run.concrete(value), *into);
  }
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
  session& run = c.run;
  array_handle const a = run.concrete(target);
  if (!a->writeable) fail(error_code::read_only, "assignment destination is read-only");
  std::vector<subscript_item> const at = subscript_items(run, index_items.items);
  bool const integers = std::all_of(at.begin(), at.end(), [](subscript_item const& i) {
    return i.array ? i.array->layout.rank() == 0 && is_integer(i.array->type) : i.basic.what == index_item::integer;
  });
  bool const basic = is_basic(run, index_items.items) && !(integers && at.size() == a->layout.rank());
  if (basic) {  // a lazy value is written in one plan
    std::vector<index_item> const items = basic_items(run, index_items.items);
    assign(c, view_of(*a, items.data(), items.size()), std::move(value), {});
    return target;
  }
  // NumPy looks at the subscript first, then converts the value, then looks into the index arrays.
  lookup::check_subscript(*a, at.data(), at.size());
  array_handle const stored = stored_value(run, value, a->type);
  run.flush();
  lookup::set(*a, at.data(), at.size(), *stored);
  return target;
}

// A Python integer is an element of the target's dtype, every other number an array of its own dtype.
array_handle source_of(call& c, datum const& value, dtype to) {
  if (!value.is(datum::kind::integer)) return c.run.concrete(value);
  return kind(to) == 'b' ? c.run.concrete(value) : stored_value(c.run, value, to);
}

datum copyto(call& c) {
  casting const rule = parse_casting(c.text(call::npos, "casting", "same_kind"));
  datum const* const where = c.find(call::npos, "where");
  array_handle mask;
  if (where && !(where->is(datum::kind::boolean) && where->truth)) mask = c.run.concrete(*where);
  c.check_all_taken();
  datum const target = c.need(0, "dst");
  session& run = c.run;
  array_handle const into = run.concrete(target);
  datum value = c.need(1, "src");
  if (run.is_lazy(value) && !mask && can_cast(run.type(value), into->type, rule) && into->writeable) {
    assign(c, into, std::move(value), {});
    return target;
  }
  if (rule == casting::equiv && value.is_scalar() && run.concrete(value)->type != into->type)
    fail_cast(run.concrete(value)->type, into->type, "equiv", "copyto of a Python number");
  array_handle const source = source_of(c, value, into->type);
  // A Python float fits any inexact dtype, a complex number any complex one.
  bool const weak_fits = (value.is(datum::kind::real) && is_inexact(into->type)) ||
                         (value.is(datum::kind::imaginary) && kind(into->type) == 'c');
  if (kind(source->type) == 'c' && kind(into->type) != 'c' && kind(into->type) != 'b') run.warn("complex_discarded");
  bool const fits = weak_fits && (rule == casting::safe || rule == casting::same_kind || rule == casting::no);
  run.flush();
  run.compute([&] {
    lookup::copyto(*into, *source, mask.get(), fits ? casting::unsafe : rule);
    return into;
  });
  return target;
}

datum fill(call& c) {
  c.check_all_taken();
  datum const target = c.need(0, "a");
  datum const value = c.need(1, "value");
  array_handle const into = c.run.concrete(target);
  if (value.is_scalar()) assign(c, into, value, {});
  else {
    array_handle const stored = stored_value(c.run, value, into->type);
    c.run.flush();
    lookup::fill(*into, *stored);
  }
  return target;
}

datum flat_getitem(call& c) {
  datum const at = c.need(1, "index");
  c.check_all_taken();
  if (!at.is(datum::kind::integer)) throw unsupported{"attr flat.getitem.index"};
  array_handle const flat = views::copy(*views::reshape(*c.run.concrete(c.need(0, "a")), {-1}));
  std::vector<subscript_item> const item = subscript_items(c.run, {&at, 1});
  return datum::of(lookup::get(*flat, item.data(), 1));
}

// item() gives a Python number.
datum item(call& c) {
  c.check_all_taken();
  array_handle a = c.run.concrete(c.need(0, "a"));
  std::vector<datum> at(c.args.begin() + 1, c.args.end());
  if (at.size() == 1 && at[0].is(datum::kind::tuple)) at = at[0].items;
  if (at.size() == 1 && a->layout.rank() != 1) a = views::copy(*views::reshape(*a, {-1}));
  if (at.empty() && a->count != 1)
    fail(error_code::bad_argument, "can only convert an array of size 1 to a Python scalar");
  if (at.empty()) a = views::copy(*views::reshape(*a, extents{}));
  extents const place = integers_of(c.run, datum::of_tuple(at));
  if (place.size() != a->layout.rank()) fail(error_code::bad_argument, "incorrect number of indices for array");
  scalar const x = views::item(*a, place.data(), place.size());
  return datum::of_item(x);
}

constexpr step_row table[] = {{"getitem", getitem},   {"setitem", setitem},           {"copyto", copyto},
                              {"ndarray.fill", fill}, {"flat.getitem", flat_getitem}, {"ndarray.item", item}};

}  // namespace

std::span<step_row const> subscript_steps() { return table; }

}  // namespace fnp::oracle
