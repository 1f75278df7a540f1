// Indexing functions: arguments decoded, the library's function called, results kept.
#include <algorithm>

#include "fnp/ndarray.hpp"
#include "verify/oracle/case_subscript.hpp"

namespace fnp::oracle {
namespace {

index_mode parse_mode(std::string const& mode) {
  if (mode == "raise") return index_mode::raise;
  if (mode == "wrap") return index_mode::wrap;
  if (mode == "clip") return index_mode::clip;
  throw unsupported{"attr mode " + mode};
}
index_order parse_order(std::string const& order) {
  if (order == "C") return index_order::c;
  if (order == "F") return index_order::f;
  throw unsupported{"attr order " + order};
}

// A list as numpy.asarray reads it: an empty one would be float64, and as indices NumPy takes it for integers.
array_handle indices_of(call& c, datum const& d) {
  array_handle const a = c.run.concrete(d);
  return d.is(datum::kind::tuple) && a->count == 0 ? make_array(dtype::i8, a->layout.extent) : a;
}

// out= of a call; what is lazy is computed before it is written.
array_handle out_of(call& c, std::size_t position) {
  datum const* const d = c.find(position, "out");
  if (!d || d->is(datum::kind::none)) return {};
  array_handle const out = c.run.concrete(*d);
  c.run.flush();
  return out;
}
// The result, or the array that was written: the same value as the argument it came from.
datum result_of(call& c, dtype computed, array_handle result) {
  for (named const& a : c.attrs)
    if (a.name == "out" && a.value.is(datum::kind::array)) {
      if (kind(computed) == 'c' && kind(result->type) != 'c' && kind(result->type) != 'b')
        c.run.warn("complex_discarded");
      return a.value;
    }
  return datum::of(std::move(result));
}

datum take(call& c) {
  std::optional<index> const axis = c.integer(2, "axis");
  array_handle const out = out_of(c, 3);
  index_mode const mode = parse_mode(c.text(4, "mode", "raise"));
  c.check_all_taken();
  array_handle const a = c.run.concrete(c.need(0, "a")), at = indices_of(c, c.need(1, "indices"));
  return result_of(c, a->type, lookup::take(*a, *at, axis ? &*axis : nullptr, mode, out.get()));
}

datum compress(call& c) {
  std::optional<index> const axis = c.integer(2, "axis");
  array_handle const out = out_of(c, 3);
  c.check_all_taken();
  bool const method = c.op == "ndarray.compress";
  array_handle const first = c.run.concrete(c.need(0, "condition")), second = c.run.concrete(c.need(1, "a"));
  array_body const& a = method ? *first : *second;
  return result_of(c, a.type, lookup::compress(method ? *second : *first, a, axis ? &*axis : nullptr, out.get()));
}

datum extract(call& c) {
  c.check_all_taken();
  return datum::of(lookup::extract(*c.run.concrete(c.need(0, "condition")), *c.run.concrete(c.need(1, "arr"))));
}

// Arrays take part by their dtype, Python numbers by their kind.
std::vector<array_handle> choices_of(call& c, datum const& options) {
  std::vector<array_handle> r;
  if (!options.is(datum::kind::tuple)) {
    array_handle const rows = c.run.concrete(options);
    if (rows->layout.rank() == 0) throw unsupported{"op choose from an array of rank 0"};
    for (index k = 0; k < rows->layout.extent[0]; ++k) {
      index_item const item(k);
      r.push_back(view_of(*rows, &item, 1));
    }
    return r;
  }
  std::optional<dtype> strong;
  for (datum const& d : options.items)
    if (!d.is_scalar()) strong = strong ? promote(*strong, c.run.type(d)) : c.run.type(d);
  for (datum const& d : options.items) {
    weak kind = weak::strong;
    if (d.is_scalar()) c.run.use(d, &kind);
    r.push_back(d.is_scalar() && strong && kind != weak::boolean ? stored_value(c.run, d, promote_weak(kind, *strong))
                                                                 : c.run.concrete(d));
  }
  return r;
}

datum choose(call& c) {
  array_handle const out = out_of(c, 2);
  index_mode const mode = parse_mode(c.text(3, "mode", "raise"));
  c.check_all_taken();
  std::vector<array_handle> const choices = choices_of(c, c.need(1, "choices"));
  bool const any_complex =
      std::any_of(choices.begin(), choices.end(), [](array_handle const& x) { return kind(x->type) == 'c'; });
  return result_of(c, any_complex ? dtype::c16 : dtype::b1,
                   lookup::choose(*c.run.concrete(c.need(0, "a")), choices, mode, out.get()));
}

// Calls write(array, values). NumPy converts the values after it has looked at everything else, so where they do not
// convert, a run with other values on a copy may find the error that comes first.
template <class Write>
datum write_values(call& c, std::size_t position, std::string_view name, bool keep_dtype, Write write) {
  datum const target = c.args.at(0);
  array_handle const a = c.run.concrete(target);
  datum const& given = c.need(position, name);
  array_handle values;
  try {
    values = keep_dtype && given.is(datum::kind::array) ? c.run.concrete(given) : stored_value(c.run, given, a->type);
  } catch (error const&) {
    array_handle const trial = a->writeable ? views::copy(*a) : a;
    try {
      write(*trial, *views::of_scalar(scalar(false).astype(a->type)));
    } catch (error const& e) {
      if (e.code() != error_code::index_out_of_range) throw;  // indices are looked into last
    }
    throw;
  }
  c.run.flush();
  write(*a, *values);
  return target;
}

datum put(call& c) {
  index_mode const mode = parse_mode(c.text(3, "mode", "raise"));
  c.check_all_taken();
  array_handle const at = indices_of(c, c.need(1, "ind"));
  array_handle const target = c.run.concrete(c.need(0, "a"));
  // Values are converted before the indices are compared with the array's size.
  return write_values(c, 2, "v", false, [&](array_body& a, array_body const& values) {
    lookup::put(a, *at, values, &a == target.get() ? mode : index_mode::clip);
  });
}

template <void (*Write)(array_body&, array_body const&, array_body const&)>
datum masked(call& c) {
  c.check_all_taken();
  array_handle const mask = c.run.concrete(c.need(1, "mask"));
  return write_values(c, 2, "values", true, [&](array_body& a, array_body const& values) { Write(a, *mask, values); });
}

datum take_along_axis(call& c) {
  std::optional<index> const axis = c.axis_or_none(2, "axis", -1);
  c.check_all_taken();
  return datum::of(lookup::take_along_axis(*c.run.concrete(c.need(0, "arr")), *c.run.concrete(c.need(1, "indices")),
                                           axis ? &*axis : nullptr));
}

datum put_along_axis(call& c) {
  std::optional<index> const axis = c.integer(3, "axis");
  c.check_all_taken();
  array_handle const at = c.run.concrete(c.need(1, "indices"));
  return write_values(c, 2, "values", false, [&](array_body& a, array_body const& values) {
    lookup::put_along_axis(a, *at, values, axis ? &*axis : nullptr);
  });
}

datum fill_diagonal(call& c) {
  bool const wrap = c.flag(2, "wrap", false);
  c.check_all_taken();
  return write_values(c, 1, "val", false,
                      [&](array_body& a, array_body const& value) { lookup::fill_diagonal(a, value, wrap); });
}

datum tuple_of(std::vector<array_handle> arrays) {
  std::vector<datum> r;
  for (array_handle& a : arrays) r.push_back(datum::of(std::move(a)));
  return datum::of_tuple(std::move(r));
}

datum nonzero(call& c) {
  c.check_all_taken();
  return tuple_of(lookup::nonzero(*c.run.concrete(c.need(0, "a"))));
}
template <array_handle (*Find)(array_body const&)>
datum found(call& c) {
  c.check_all_taken();
  return datum::of(Find(*c.run.concrete(c.need(0, "a"))));
}

datum unravel_index(call& c) {
  extents const shape = c.shape(1, "shape");
  index_order const order = parse_order(c.text(2, "order", "C"));
  c.check_all_taken();
  std::vector<array_handle> at = lookup::unravel_index(*c.run.concrete(c.need(0, "indices")), shape, order);
  if (shape.empty() && !c.run.shape(c.args[0]).empty())
    fail(error_code::bad_argument, "multiple indices are not supported for 0d arrays");
  return tuple_of(std::move(at));
}

datum ravel_multi_index(call& c) {
  extents const dims = c.shape(1, "dims");
  std::vector<index_mode> modes;
  datum const* const given = c.find(2, "mode");
  if (given && given->is(datum::kind::tuple))
    for (datum const& d : given->items) modes.push_back(parse_mode(d.text));
  else modes.push_back(parse_mode(c.text(2, "mode", "raise")));
  index_order const order = parse_order(c.text(3, "order", "C"));
  c.check_all_taken();
  datum const& at = c.need(0, "multi_index");
  if (!at.is(datum::kind::tuple)) throw unsupported{"op ravel_multi_index of what is no tuple of arrays"};
  for (index const n : dims)
    if (n == 0) fail(error_code::bad_argument, "cannot unravel if shape has zero entries: dims " + to_string(dims));
  std::vector<array_handle> arrays;
  for (datum const& d : at.items) arrays.push_back(c.run.concrete(d));
  return datum::of(lookup::ravel_multi_index(arrays, dims, modes, order));
}

datum ix(call& c) {
  c.check_all_taken();
  std::vector<array_handle> lines;
  for (datum const& d : c.args) lines.push_back(indices_of(c, d));
  return tuple_of(lookup::ix_(lines));
}

datum diag_indices(call& c) {
  index const n = integer_of(c.run, c.need(0, "n")), rank = c.integer(1, "ndim").value_or(2);
  c.check_all_taken();
  return tuple_of(lookup::diag_indices(n, static_cast<std::size_t>(std::max<index>(rank, 0))));
}
template <std::vector<array_handle> (*Triangle)(index, index, index)>
datum triangle_indices(call& c) {
  index const n = integer_of(c.run, c.need(0, "n")), k = c.integer(1, "k").value_or(0),
              m = c.integer(2, "m").value_or(n);
  c.check_all_taken();
  return tuple_of(Triangle(n, k, m));
}

constexpr step_row table[] = {
    {"take", take},
    {"put", put},
    {"take_along_axis", take_along_axis},
    {"put_along_axis", put_along_axis},
    {"choose", choose},
    {"putmask", masked<lookup::putmask>},
    {"place", masked<lookup::place>},
    {"nonzero", nonzero},
    {"flatnonzero", found<lookup::flatnonzero>},
    {"argwhere", found<lookup::argwhere>},
    {"unravel_index", unravel_index},
    {"ravel_multi_index", ravel_multi_index},
    {"compress", compress},
    {"ndarray.compress", compress},
    {"extract", extract},
    {"fill_diagonal", fill_diagonal},
    {"ix_", ix},
    {"diag_indices", diag_indices},
    {"tril_indices", triangle_indices<lookup::tril_indices>},
    {"triu_indices", triangle_indices<lookup::triu_indices>},
};

}  // namespace

std::span<step_row const> gather_steps() { return table; }

}  // namespace fnp::oracle
