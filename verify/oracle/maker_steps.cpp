// Arrays made from numbers or from another array: zeros, full, eye, tri, asarray, copy, ...
#include <cmath>
#include <cstring>

#include "fnp/creation.hpp"
#include "fnp/dtypes.hpp"
#include "fnp/manipulation.hpp"
#include "verify/oracle/case_subscript.hpp"

namespace fnp::oracle {
namespace {

scalar const zero = std::int8_t{0};

datum of_shape(call& c, std::optional<index> value) {
  extents const shape = c.shape(0, "shape");
  dtype const type = c.type(1, "dtype").value_or(dtype::f8);
  memory_order const order = c.order(2, "order", memory_order::c);
  c.check_all_taken();
  // What empty leaves in the memory is nobody's business: zeros, so that two runs agree.
  return datum::of(create::full(type, shape, scalar(value.value_or(0)), order));
}

// Python integers must fit; the rest is cast as numpy.full casts.
datum filled(call& c, array_handle const& r, datum const& value) {
  array_handle const from =
      value.is(datum::kind::integer) ? stored_value(c.run, value, r->type) : c.run.concrete(value);
  if (kind(from->type) == 'c' && kind(r->type) != 'c' && kind(r->type) != 'b') c.run.warn("complex_discarded");
  return datum::of(c.run.compute([&] {
    views::assign(*from, *r);
    return r;
  }));
}

datum full(call& c) {
  extents const shape = c.shape(0, "shape");
  datum const value = c.need(1, "fill_value");
  std::optional<dtype> const type = c.type(2, "dtype");
  memory_order const order = c.order(3, "order", memory_order::c);
  c.check_all_taken();
  return filled(c, create::empty(type.value_or(c.run.concrete(value)->type), shape, order), value);
}

enum class content : std::uint8_t { zeros, ones, value, nothing };
template <content What>
datum like(call& c) {
  std::size_t const next = What == content::value ? 2 : 1;
  std::optional<dtype> const type = c.type(next, "dtype");
  memory_order order = c.order(next + 1, "order", memory_order::keep);
  c.flag(next + 2, "subok", true);
  std::optional<extents> shape;
  if (datum const* const d = c.find(next + 3, "shape"); d && !d->is(datum::kind::none)) shape = integers_of(c.run, *d);
  datum value = What == content::ones ? datum::of_int(1) : datum::of_int(0);
  if constexpr (What == content::value) value = c.need(1, "fill_value");
  c.check_all_taken();
  array_handle const a = c.run.concrete(c.need(0, "a"));
  dtype const to = type.value_or(a->type);
  array_handle r;
  if (shape) {  // order K has a meaning only where the ranks agree
    strided const& v = a->layout;
    if (order == memory_order::keep && shape->size() == v.rank()) r = make_array_like(to, *shape, v.stride);
    else if (order == memory_order::keep) r = create::empty(to, *shape, memory_order::c);
    else {
      index const size = static_cast<index>(itemsize(a->type));
      bool const turned = is_f_contiguous(v, size) && !is_c_contiguous(v, size);
      r = create::empty(to, *shape,
                        order == memory_order::fortran || (order == memory_order::any && turned) ? memory_order::fortran
                                                                                                 : memory_order::c);
    }
  } else r = manipulation::make_like(*a, to, order);
  return filled(c, r, value);
}

datum eye(call& c) {
  index const n = integer_of(c.run, c.need(0, "N")), m = c.integer(1, "M").value_or(n),
              k = c.integer(2, "k").value_or(0);
  dtype const type = c.type(3, "dtype").value_or(dtype::f8);
  memory_order const order = c.order(4, "order", memory_order::c);
  c.check_all_taken();
  return datum::of(create::eye(type, n, m, k, order));
}
datum identity(call& c) {
  index const n = integer_of(c.run, c.need(0, "n"));
  dtype const type = c.type(1, "dtype").value_or(dtype::f8);
  c.check_all_taken();
  return datum::of(create::eye(type, n, n, 0));
}

datum vander(call& c) {
  std::optional<index> const count = c.integer(1, "N");
  bool const increasing = c.flag(2, "increasing", false);
  c.check_all_taken();
  array_handle const x = c.run.concrete(c.need(0, "x"));
  return datum::of(c.run.compute([&] { return create::vander(*x, count, increasing); }));
}

template <bool Upper>
datum triangular(call& c) {
  index const k = c.integer(1, "k").value_or(0);
  c.check_all_taken();
  array_handle const m = c.run.concrete(c.need(0, "m"));
  if (m->layout.rank() == 0)
    throw numpy_error{"TypeError", "bad_argument", "tri() missing 1 required positional argument: 'N'"};
  return datum::of(create::triangle(*m, k, Upper));
}
datum tri(call& c) {
  index const n = integer_of(c.run, c.need(0, "N")), m = c.integer(1, "M").value_or(n),
              k = c.integer(2, "k").value_or(0);
  dtype const type = c.type(3, "dtype").value_or(dtype::f8);
  c.check_all_taken();
  return datum::of(create::tri(type, n, m, k));
}
template <array_handle (*Make)(array_body const&, index)>
datum diagonal_matrix(call& c) {
  index const k = c.integer(1, "k").value_or(0);
  c.check_all_taken();
  return datum::of(Make(*c.run.concrete(c.need(0, "v")), k));
}

datum sequence(call& c) {
  std::optional<dtype> const type = c.type(call::npos, "dtype");
  c.check_all_taken();
  bool numbers = type.has_value();
  for (datum const& d : c.args) numbers = numbers && d.is_scalar();
  if (!numbers) {
    if (!type) return datum::of(c.run.concrete(datum::of_tuple(c.args)));
    std::vector<array_handle> parts;
    for (datum const& d : c.args) {
      parts.push_back(c.run.concrete(d));
      if (parts.back()->layout.extent != parts[0]->layout.extent)
        fail(error_code::bad_argument,
             "setting an array element with a sequence. The requested array has an inhomogeneous shape");
    }
    if (parts.empty()) return datum::of(make_array(*type, {0}));
    return datum::of(manipulation::stack(parts, 0, {type, casting::unsafe}));
  }
  array_handle const r = make_array(*type, {static_cast<index>(c.args.size())});
  for (std::size_t k = 0; k < c.args.size(); ++k) {
    index_item const at(static_cast<index>(k));
    views::assign(*stored_value(c.run, c.args[k], *type), *view_of(*r, &at, 1));
  }
  return datum::of(r);
}

template <char Default>
datum copy(call& c) {
  memory_order const order = c.order(1, "order", Default == 'C' ? memory_order::c : memory_order::keep);
  c.flag(2, "subok", false);
  c.check_all_taken();
  return datum::of(manipulation::copy(*c.run.concrete(c.need(0, "a")), order));
}

array_handle given_array(call& c, datum const& d, std::optional<dtype> type, std::optional<bool> copies) {
  if (d.is_scalar() && copies && !*copies)
    fail(error_code::bad_argument, "Unable to avoid copy while creating an array as requested.");
  if (!d.is_scalar() || !type) return c.run.concrete(d);
  return views::of_scalar(stored_number(c.run, d, *type));
}

// array, asarray, asanyarray
template <bool Copies>
datum as_array(call& c) {
  std::optional<dtype> const type = c.type(1, "dtype");
  memory_order const order = c.order(call::npos, "order", memory_order::keep);
  std::optional<bool> copies = Copies ? std::optional<bool>(true) : std::nullopt;
  if (datum const* const d = c.find(call::npos, "copy"))
    copies = d->is(datum::kind::none) ? std::nullopt : std::optional<bool>(c.flag(call::npos, "copy", true));
  index const rank = c.integer(call::npos, "ndmin").value_or(0);
  c.check_all_taken();
  datum const d = c.need(0, "a");
  array_handle const a = given_array(c, d, type, copies);
  return datum::of(
      manipulation::as_array(*a, type, order, d.is_scalar() ? std::nullopt : copies, static_cast<std::size_t>(rank)));
}
template <memory_order Order>
datum contiguous(call& c) {
  std::optional<dtype> const type = c.type(1, "dtype");
  c.check_all_taken();
  return datum::of(manipulation::as_array(*given_array(c, c.need(0, "a"), type, {}), type, Order, {}, 1));
}

datum require(call& c) {
  std::optional<dtype> const type = c.type(1, "dtype");
  datum const* const wanted = c.find(2, "requirements");
  c.check_all_taken();
  manipulation::requirements need;
  auto const add = [&](std::string const& name) {
    if (name == "C" || name == "C_CONTIGUOUS" || name == "CONTIGUOUS") need.c = true;
    else if (name == "F" || name == "F_CONTIGUOUS" || name == "FORTRAN") need.fortran = true;
    else if (name == "W" || name == "WRITEABLE") need.writeable = true;
    else if (name == "O" || name == "OWNDATA") need.owned = true;
    else if (name != "A" && name != "ALIGNED" && name != "E" && name != "ENSUREARRAY")
      throw numpy_error{"KeyError", "bad_argument", name};
  };
  if (wanted && wanted->is(datum::kind::text)) add(wanted->text);
  else if (wanted)
    for (datum const& d : wanted->items) add(d.text);
  return datum::of(manipulation::require(*given_array(c, c.need(0, "a"), type, {}), type, need));
}

datum frombuffer(call& c) {
  dtype const type = c.type(1, "dtype").value_or(dtype::f8);
  index const count = c.integer(2, "count").value_or(-1), offset = c.integer(3, "offset").value_or(0);
  c.check_all_taken();
  datum const d = c.need(0, "buffer");
  array_handle bytes;
  if (d.is(datum::kind::bytes)) {
    bytes = make_array(dtype::u1, {static_cast<index>(d.text.size())});
    std::memcpy(bytes->data, d.text.data(), d.text.size());
    bytes = views::read_only(*bytes);
  } else bytes = c.run.concrete(d);
  return datum::of(create::frombuffer(*bytes, type, count, offset));
}

constexpr step_row table[] = {
    {"zeros", [](call& c) { return of_shape(c, 0); }},
    {"ones", [](call& c) { return of_shape(c, 1); }},
    {"empty", [](call& c) { return of_shape(c, {}); }},
    {"full", full},
    {"zeros_like", like<content::zeros>},
    {"ones_like", like<content::ones>},
    {"full_like", like<content::value>},
    {"empty_like", like<content::nothing>},
    {"eye", eye},
    {"identity", identity},
    {"vander", vander},
    {"tril", triangular<false>},
    {"triu", triangular<true>},
    {"tri", tri},
    {"diag", diagonal_matrix<create::diag>},
    {"diagflat", diagonal_matrix<create::diagflat>},
    {"asarray.sequence", sequence},
    {"ndarray.copy", copy<'C'>},
    {"copy", copy<'K'>},
    {"identity_copy", copy<'K'>},
    {"ndarray.__copy__", copy<'K'>},
    {"array", as_array<true>},
    {"asarray", as_array<false>},
    {"asanyarray", as_array<false>},
    {"require", require},
    {"frombuffer", frombuffer},
    {"ascontiguousarray", contiguous<memory_order::c>},
    {"asfortranarray", contiguous<memory_order::fortran>},
};

}  // namespace

std::span<step_row const> maker_steps() { return table; }

}  // namespace fnp::oracle
