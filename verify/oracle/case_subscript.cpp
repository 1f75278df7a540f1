// Decoding of index items and of stored values.
#include "verify/oracle/case_subscript.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdlib>

#include "engine/indexing/c_rows.hpp"
#include "engine/ir/constant.hpp"
#include "fnp/ndarray.hpp"

namespace fnp::oracle {
namespace {

bool is_slice(datum const& d) { return d.is(datum::kind::tuple) && d.text == "slice"; }
bool is_ellipsis(datum const& d) { return d.is(datum::kind::text) && d.text == "..."; }
bool is_array(datum const& d) { return d.is(datum::kind::array) || (d.is(datum::kind::tuple) && !is_slice(d)); }

[[noreturn]] void bad_item() {
  fail(error_code::bad_index_type,
       "only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and integer or boolean arrays are valid "
       "indices");
}

index_item basic_item(session& run, datum const& d) {
  if (is_ellipsis(d)) return ellipsis;
  if (d.is(datum::kind::none)) return newaxis;
  if (d.is(datum::kind::boolean)) return d.truth;
  if (!is_slice(d)) return integer_of(run, d);
  index_item s;
  auto const bound = [&](datum const& b, bool& has, index& value) {
    has = !b.is(datum::kind::none);
    if (has) value = integer_of(run, b);
  };
  bound(d.items.at(0), s.has_start, s.start);
  bound(d.items.at(1), s.has_stop, s.stop);
  bound(d.items.at(2), s.has_step, s.step);
  return s;
}

}  // namespace

bool is_basic(session&, std::span<datum const> items) {
  for (datum const& d : items) {
    if (is_slice(d) || is_ellipsis(d) || d.is(datum::kind::none) || d.is(datum::kind::integer)) continue;
    if (d.is(datum::kind::boolean) || is_array(d)) return false;
    bad_item();
  }
  return true;
}

std::vector<index_item> basic_items(session& run, std::span<datum const> items) {
  std::vector<index_item> r;
  for (datum const& d : items) r.push_back(basic_item(run, d));
  return r;
}

std::vector<subscript_item> subscript_items(session& run, std::span<datum const> items) {
  is_basic(run, items);
  std::vector<subscript_item> r;
  for (datum const& d : items) {
    if (!is_array(d)) {
      r.push_back({basic_item(run, d), {}});
      continue;
    }
    array_handle a = run.concrete(d);
    if (d.is(datum::kind::tuple) && a->count == 0) a = make_array(dtype::i8, a->layout.extent);  // an empty list
    r.push_back({{}, a});
  }
  return r;
}

subscript resolve_subscript(session& run, array_body const& a, std::span<datum const> items) {
  std::vector<subscript_item> const at = subscript_items(run, items);
  array_handle const distances = make_array(dtype::i8, a.layout.extent);
  auto* const to = reinterpret_cast<index*>(distances->data);
  lookup::for_each_c_row(a.layout.extent, a.layout.stride, [&](index first, index offset, index step, index count) {
    for (index k = 0; k < count; ++k) to[first + k] = offset + k * step;
  });
  array_handle const named = views::copy(*lookup::get(*distances, at.data(), at.size()));
  auto const* const from = reinterpret_cast<index const*>(named->data);
  return {named->layout.extent, {from, from + named->count}};
}

scalar stored_number(session& run, datum const& number, dtype to) {
  scalar value(index{0});
  if (number.is(datum::kind::integer) && !small_integer(number)) {
    errno = 0;
    std::uint64_t const large = std::strtoull(number.text.c_str(), nullptr, 10);
    if (!is_integer(to)) return scalar(real_value(number)).astype(to);
    if (errno || number.text[0] == '-')
      fail(error_code::python_int_overflow,
           "Python integer " + number.text + " out of bounds for " + std::string(name(to)));
    value = scalar(large);
  } else {
    array_handle const one = run.concrete(number);
    value = scalar(one->type, one->data);
  }
  array_handle const stored = lookup::stored_number(value, to);
  if (run.watches()) run.note_flags(ir::overflow_of_cast(value.dtype(), value.data(), to));
  return scalar(to, stored->data);
}

array_handle stored_value(session& run, datum const& value, dtype to) {
  if (value.is_scalar()) return views::of_scalar(stored_number(run, value, to));
  if (value.is(datum::kind::tuple)) {
    for (datum const& d : value.items)
      if (!d.is_scalar()) return run.concrete(value);
    array_handle const list = make_array(to, {static_cast<index>(value.items.size())});
    for (std::size_t k = 0; k < value.items.size(); ++k) {
      scalar const x = stored_number(run, value.items[k], to);
      index const at = static_cast<index>(k);
      views::set_item(*list, &at, 1, x);
    }
    return list;
  }
  array_handle const a = run.concrete(value);
  if (kind(a->type) == 'c' && kind(to) != 'c' && kind(to) != 'b') run.warn("complex_discarded");
  if (!run.watches() || a->type == to) return a;
  return run.concrete(run.keep(ir::make_cast(run.graph(), run.use(value), to)));
}

}  // namespace fnp::oracle
