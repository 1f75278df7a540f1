// Ranges and grids: arange, linspace, logspace, geomspace, indices, meshgrid, mgrid, ogrid, fromfunction.
#include <cmath>

#include "fnp/creation.hpp"
#include "fnp/grids.hpp"
#include "fnp/ops/all.hpp"
#include "fnp/ufunc_methods.hpp"
#include "verify/oracle/case_subscript.hpp"

namespace fnp::oracle {
namespace {

datum arange(call& c) {
  datum const *start = c.find(0, "start"), *stop = c.find(1, "stop"), *step = c.find(2, "step");
  std::optional<dtype> const type = c.type(3, "dtype");
  c.check_all_taken();
  datum const nothing = datum::of_int(0), unit = datum::of_int(1);
  if (!stop || stop->is(datum::kind::none)) stop = start, start = &nothing;
  if (!start || !stop) throw unsupported{"op arange without stop"};
  if (!step || step->is(datum::kind::none)) step = &unit;
  bool whole = true;
  for (datum const* const d : {start, stop, step}) {
    if (!d->is_scalar() || d->is(datum::kind::imaginary)) throw unsupported{"op arange of arrays"};
    whole = whole && !d->is(datum::kind::real);
  }
  dtype const to = type.value_or(whole ? dtype::i8 : dtype::f8);
  try {
    if (whole)
      return datum::of(
          create::arange(to, integer_of(c.run, *start), integer_of(c.run, *stop), integer_of(c.run, *step)));
    return datum::of(create::arange(to, real_value(*start), real_value(*stop), real_value(*step)));
  } catch (error const& e) {  // a TypeError whose text names no loop
    if (e.code() == error_code::no_loop) throw numpy_error{"TypeError", "bad_argument", e.what()};
    throw;
  }
}

create::range_end end_of(call& c, datum const& d) {
  weak w = weak::strong;
  c.run.use(d, &w);
  return {c.run.concrete(d), w == weak::boolean ? weak::strong : w};
}
create::spacing spacing_of(call& c, std::size_t type_at) {
  create::spacing s;
  s.count = c.integer(2, "num").value_or(50);
  s.endpoint = c.flag(3, "endpoint", true);
  s.type = c.type(type_at, "dtype");
  s.axis = c.integer(type_at + 1, "axis").value_or(0);
  return s;
}

datum linspace(call& c) {
  datum const start = c.need(0, "start"), stop = c.need(1, "stop");
  create::spacing const how = spacing_of(c, 5);
  bool const retstep = c.flag(4, "retstep", false);
  c.check_all_taken();
  create::range_end const first = end_of(c, start), last = end_of(c, stop);
  create::spaced r;
  c.run.compute([&] { return (r = create::linspace(first, last, how)).values; });
  if (!retstep) return datum::of(r.values);
  datum step = datum::of(r.step);
  if (how.count - how.endpoint <= 0) step = datum::of_real(NAN);  // NumPy's is a Python number there
  return datum::of_tuple({datum::of(r.values), step});
}

datum logspace(call& c) {
  datum const start = c.need(0, "start"), stop = c.need(1, "stop");
  create::spacing const how = spacing_of(c, 5);
  datum const* const base = c.find(4, "base");
  c.check_all_taken();
  if (base && !base->is_scalar()) throw unsupported{"attr logspace.base of an array"};
  create::range_end const first = end_of(c, start), last = end_of(c, stop),
                          of = end_of(c, base ? *base : datum::of_real(10));
  return datum::of(c.run.compute([&] { return create::logspace(first, last, of, how); }));
}

datum geomspace(call& c) {
  datum const start = c.need(0, "start"), stop = c.need(1, "stop");
  create::spacing const how = spacing_of(c, 4);
  c.check_all_taken();
  create::range_end const first{c.run.concrete(start)}, last{c.run.concrete(stop)};
  return datum::of(c.run.compute([&] { return create::geomspace(first, last, how); }));
}

datum indices(call& c) {
  extents const shape = c.shape(0, "dimensions");
  dtype const to = c.type(1, "dtype").value_or(dtype::i8);
  bool const sparse = c.flag(2, "sparse", false);
  c.check_all_taken();
  for (index const n : shape)
    if (to == dtype::b1 && n > 2)
      throw numpy_error{"TypeError", "bad_argument",
                        "arange() is only supported for booleans when the result has at most length 2."};
  if (!sparse) {
    array_handle const a = create::indices(shape);
    return datum::of(to == dtype::i8 ? a : views::astype(*a, to));
  }
  std::vector<datum> r;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    extents line(shape.size(), 1);
    line[i] = shape[i];
    r.push_back(datum::of(views::reshape(*create::arange(to, index{0}, shape[i], index{1}), line)));
  }
  return datum::of_tuple(std::move(r));
}

datum meshgrid(call& c) {
  std::string const indexing = c.text(call::npos, "indexing", "xy");
  bool const sparse = c.flag(call::npos, "sparse", false), copies = c.flag(call::npos, "copy", true);
  c.check_all_taken();
  if (indexing != "xy" && indexing != "ij")
    fail(error_code::bad_argument, "Valid values for `indexing` are 'xy' and 'ij', got '" + indexing + "'");
  std::vector<array_handle> arrays;
  for (datum const& d : c.args) arrays.push_back(c.run.concrete(d));
  return datum::of_arrays(manipulation::meshgrid(arrays, indexing == "ij", sparse, copies));
}

// The slices of numpy.mgrid[...]: integers, an end for each.
template <class Make>
datum grid(call& c, Make make) {
  datum const at = c.need(0, "index");
  c.check_all_taken();
  std::vector<slice> lines;
  for (index_item const& item : basic_items(c.run, at.items)) {
    if (item.what != index_item::slice) throw unsupported{"op " + c.op + " of what is no slice"};
    lines.push_back(item.has_step ? slice(item.start, item.stop, item.step) : slice(item.start, item.stop));
  }
  if (lines.size() == 1) return make(lines[0]);
  if (lines.size() == 2) return make(lines[0], lines[1]);
  if (lines.size() == 3) return make(lines[0], lines[1], lines[2]);
  throw unsupported{"op " + c.op + " of " + std::to_string(lines.size()) + " slices"};
}
datum dense_grid(call& c) {
  return grid(c, [](auto const&... s) {
    array<index> const all = fnp::mgrid(s...);
    // One slice alone gives its coordinates, several a first axis that counts them.
    return datum::of(sizeof...(s) == 1 ? views::reshape(all.body(), {-1}) : all.handle());
  });
}
datum open_grid(call& c) {
  return grid(c, [](auto const&... s) {
    std::vector<array_handle> r;
    for (array<index> const& a : fnp::ogrid(s...)) r.push_back(a.handle());
    return sizeof...(s) == 1 ? datum::of(r[0]) : datum::of_arrays(r);
  });
}

// A function of two coordinates: an op of two operands, by its name.
datum from_function(call& c) {
  std::string const name = c.text(0, "function", "");
  extents const shape = c.shape(1, "shape");
  dtype const type = c.type(call::npos, "dtype").value_or(dtype::f8);
  c.check_all_taken();
  ops::op_id const op = ops::find_op(canonical_name(name));
  if (op == ops::no_op || ops::op_table[op].arity != 2 || shape.size() != 2)
    throw unsupported{"attr fromfunction.function " + name};
  auto const f = [&](auto const& x, auto const& y) { return ndarray(ufunc_on::elementwise(op, x.body(), y.body())); };
  if (type == dtype::f8)
    return datum::of(
        fnp::fromfunction<double>([&](array<double> x, array<double> y) { return f(x, y); }, shape).handle());
  if (type == dtype::i8)
    return datum::of(fnp::fromfunction<index>([&](array<index> x, array<index> y) { return f(x, y); }, shape).handle());
  throw unsupported{"attr fromfunction.dtype"};
}

constexpr step_row table[] = {
    {"arange", arange},       {"linspace", linspace}, {"logspace", logspace},
    {"geomspace", geomspace}, {"indices", indices},   {"meshgrid", meshgrid},
    {"mgrid", dense_grid},    {"ogrid", open_grid},   {"fromfunction", from_function},
};

}  // namespace

std::span<step_row const> range_steps() { return table; }

}  // namespace fnp::oracle
