// Reading of keyword arguments.
#include "verify/oracle/step_call.hpp"

#include "fnp/ndarray.hpp"

namespace fnp::oracle {

datum const* call::find(std::size_t position, std::string_view name) {
  for (named& a : attrs)
    if (a.name == name) {
      a.taken = true;
      return &a.value;
    }
  return position < args.size() ? &args[position] : nullptr;
}

datum const& call::need(std::size_t position, std::string_view name) {
  if (datum const* const d = find(position, name)) return *d;
  throw unsupported{"op " + op + " without " + std::string(name)};
}

bool call::flag(std::size_t position, std::string_view name, bool otherwise) {
  datum const* const d = find(position, name);
  if (!d || d->is(datum::kind::none)) return otherwise;
  if (auto const n = small_integer(*d)) return *n != 0;
  throw unsupported{"attr " + op + "." + std::string(name)};
}

std::optional<index> call::integer(std::size_t position, std::string_view name) {
  datum const* const d = find(position, name);
  if (!d || d->is(datum::kind::none)) return {};
  return integer_of(run, *d);
}

std::string call::text(std::size_t position, std::string_view name, std::string otherwise) {
  datum const* const d = find(position, name);
  if (!d || d->is(datum::kind::none)) return otherwise;
  if (!d->is(datum::kind::text)) throw unsupported{"attr " + op + "." + std::string(name)};
  return d->text;
}

std::optional<dtype> call::type(std::size_t position, std::string_view name) {
  datum const* const d = find(position, name);
  if (!d || d->is(datum::kind::none)) return {};
  if (!d->is(datum::kind::type) && !d->is(datum::kind::text)) throw unsupported{"attr " + op + "." + std::string(name)};
  return parse_dtype(d->text);
}

memory_order call::order(std::size_t position, std::string_view name, memory_order otherwise) {
  std::string const given = text(position, name, "");
  if (given.empty()) return otherwise;
  if (given == "K") return memory_order::keep;
  if (given == "C") return memory_order::c;
  if (given == "F") return memory_order::fortran;
  if (given == "A") return memory_order::any;
  fail(error_code::bad_argument, "order must be one of 'C', 'F', 'A', or 'K' (got '" + given + "')");
}

std::optional<index> call::axis_or_none(std::size_t position, std::string_view name, index otherwise) {
  datum const* const d = find(position, name);
  std::optional<index> r;
  if (!d || !d->is(datum::kind::none)) r = d ? integer_of(run, *d) : otherwise;
  return r;
}

extents call::shape(std::size_t position, std::string_view name) { return integers_of(run, need(position, name)); }
engine::axes_argument call::axes(std::size_t position, std::string_view name) {
  return axes_of(run, find(position, name));
}

void call::expect_at_most(std::size_t operands) const {
  if (args.size() > operands) throw unsupported{"op " + op + " with " + std::to_string(args.size()) + " operands"};
}

void call::check_all_taken_but(std::string_view name) const {
  for (named const& a : attrs)
    if (!a.taken && a.name != name) throw unsupported{"attr " + op + "." + a.name};
}

index integer_of(session& run, datum const& d) {
  if (auto const n = small_integer(d)) return *n;
  if (d.is(datum::kind::array)) {
    array_handle const a = run.concrete(d);
    if (a->count == 1 && is_integer(a->type)) {
      extents const zero(a->layout.rank(), 0);
      return views::item(*a, zero.data(), zero.size()).as<index>();
    }
  }
  throw unsupported{"an argument that is no integer"};
}

extents integers_of(session& run, datum const& d) {
  extents r;
  if (d.is(datum::kind::tuple)) {
    for (datum const& i : d.items) r.push_back(integer_of(run, i));
    return r;
  }
  if (d.is(datum::kind::array)) {
    array_handle const a = run.concrete(d);
    if (kind(a->type) != 'b' && !is_integer(a->type))
      throw unsupported{"an argument of dtype " + std::string(info(a->type).descr) + " where integers are expected"};
    array_handle const wide = views::copy(*views::astype(*a, dtype::i8));
    for (index k = 0; k < wide->count; ++k) r.push_back(reinterpret_cast<index const*>(wide->data)[k]);
    return r;
  }
  return {integer_of(run, d)};
}

engine::axes_argument axes_of(session& run, datum const* d) {
  engine::axes_argument a;
  if (!d || d->is(datum::kind::none)) return a;
  a.axes = integers_of(run, *d);
  a.all = false;
  return a;
}

}  // namespace fnp::oracle
