// Sorting: sort, argsort, partition, lexsort, unique and their kin, searchsorted.
#include "fnp/manipulation.hpp"
#include "fnp/sorting.hpp"
#include "verify/oracle/case_subscript.hpp"

namespace fnp::oracle {
namespace {

struct arguments {
  array_handle a;
  std::optional<index> axis;
};

// The kinds go by their first letter; ours is the stable order whatever is asked for.
void check_kind(std::string const& kind, datum const* stable) {
  if (stable && !stable->is(datum::kind::none) && !kind.empty())
    fail(error_code::bad_argument,
         "`kind` and keyword parameters can't be provided at the same time: kind='" + kind + "'");
  if (!kind.empty() && std::string_view("qQhHmMsS").find(kind[0]) == std::string_view::npos)
    fail(error_code::bad_argument, "sort kind must be one of 'quick', 'heap', or 'stable' (got '" + kind + "')");
}

std::string text_or_none(call& c, std::size_t position, std::string_view name) {
  datum const* const d = c.find(position, name);
  return d && d->is(datum::kind::none) ? "" : c.text(position, name, "");
}

arguments sort_arguments(call& c) {
  std::optional<index> const axis = c.axis_or_none(1, "axis", -1);
  std::string const kind = text_or_none(c, 2, "kind");
  datum const* const order = c.find(3, "order");
  if (order && !order->is(datum::kind::none))
    fail(error_code::bad_argument, "Cannot specify order when the array has no fields.");
  check_kind(kind, c.find(call::npos, "stable"));
  c.check_all_taken();
  return {c.run.concrete(c.need(0, "a")), axis};
}

datum sort(call& c) {
  arguments const x = sort_arguments(c);
  return datum::of(sorting::sort(*x.a, x.axis));
}
datum argsort(call& c) {
  arguments const x = sort_arguments(c);
  return datum::of(sorting::argsort(*x.a, x.axis));
}
datum sort_in_place(call& c) {
  arguments const x = sort_arguments(c);
  c.run.flush();
  sorting::sort_in_place(*x.a, x.axis.value_or(-1));
  return c.need(0, "a");
}

// kth= as NumPy reads it: an integer or a sequence of integers.
extents kth_of(call& c) {
  datum const& d = c.need(1, "kth");
  if (d.is(datum::kind::integer)) return {integer_of(c.run, d)};
  array_handle const k = c.run.concrete(d);
  if (k->type == dtype::b1) fail(error_code::bad_argument, "Booleans unacceptable as partition index");
  if (!is_integer(k->type)) fail_as("TypeError", error_code::bad_argument, "Partition index must be integer");
  if (k->layout.rank() > 1)
    fail(error_code::bad_argument, "kth array must have dimension <= 1, got " + to_string(k->layout.extent));
  return integers_of(c.run, datum::of(k));
}

struct selection {
  array_handle a;
  extents kth;
  std::optional<index> axis;
};
selection partition_arguments(call& c) {
  std::optional<index> const axis = c.axis_or_none(2, "axis", -1);
  std::string const kind = c.text(3, "kind", "introselect");
  datum const* const order = c.find(4, "order");
  if (order && !order->is(datum::kind::none))
    fail(error_code::bad_argument, "Cannot specify order when the array has no fields.");
  if (kind.empty() || (kind[0] != 'i' && kind[0] != 'I'))
    fail(error_code::bad_argument, "select kind must be 'introselect' (got '" + kind + "')");
  extents const kth = kth_of(c);
  c.check_all_taken();
  return {c.run.concrete(c.need(0, "a")), kth, axis};
}

datum partition(call& c) {
  selection const x = partition_arguments(c);
  return datum::of(sorting::partition(*x.a, x.kth, x.axis));
}
datum argpartition(call& c) {
  selection const x = partition_arguments(c);
  return datum::of(sorting::argpartition(*x.a, x.kth, x.axis));
}
datum partition_in_place(call& c) {
  selection const x = partition_arguments(c);
  c.run.flush();
  sorting::partition_in_place(*x.a, x.kth, x.axis.value_or(-1));
  return c.need(0, "a");
}

datum sort_complex(call& c) {
  c.check_all_taken();
  return datum::of(sorting::sort_complex(*c.run.concrete(c.need(0, "a"))));
}

datum lexsort(call& c) {
  index const axis = c.integer(1, "axis").value_or(-1);
  c.check_all_taken();
  datum const& keys = c.need(0, "keys");
  std::vector<array_handle> parts;
  if (keys.is(datum::kind::tuple)) {
    for (datum const& d : keys.items) parts.push_back(c.run.concrete(d));
  } else {
    array_handle const all = c.run.concrete(keys);
    if (all->layout.rank() > 0) parts = manipulation::unstack(*all, 0);
  }
  return datum::of(sorting::lexsort(parts, axis));
}

datum found(sorting::unique_found u) {
  std::vector<datum> r;
  for (array_handle* const h : {&u.values, &u.indices, &u.inverse, &u.counts})
    if (*h) r.push_back(datum::of(std::move(*h)));
  return r.size() == 1 ? r[0] : datum::of_tuple(std::move(r));
}
datum unique(call& c) {
  sorting::unique_wanted w;
  w.indices = c.flag(1, "return_index", false);
  w.inverse = c.flag(2, "return_inverse", false);
  w.counts = c.flag(3, "return_counts", false);
  std::optional<index> const axis = c.integer(4, "axis");
  w.equal_nan = c.flag(call::npos, "equal_nan", true);
  if (!c.flag(call::npos, "sorted", true)) throw unsupported{"attr unique.sorted"};
  c.check_all_taken();
  return found(sorting::unique(*c.run.concrete(c.need(0, "ar")), w, axis));
}
template <bool Indices, bool Inverse, bool Counts>
datum unique_of_standard(call& c) {
  c.check_all_taken();
  return found(sorting::unique(*c.run.concrete(c.need(0, "x")), {Indices, Inverse, Counts, false}, {}));
}

datum searchsorted(call& c) {
  std::string const side = c.text(2, "side", "left");
  datum const* const sorter = c.find(3, "sorter");
  c.check_all_taken();
  array_handle const order = sorter && !sorter->is(datum::kind::none) ? c.run.concrete(*sorter) : array_handle{};
  datum const &a = c.need(0, "a"), &v = c.need(1, "v");
  return datum::of(lookup::searchsorted(*c.run.concrete(a), *c.run.concrete(v), side == "right", order.get()));
}

constexpr step_row table[] = {
    {"sort", sort},
    {"argsort", argsort},
    {"ndarray.sort", sort_in_place},
    {"partition", partition},
    {"argpartition", argpartition},
    {"ndarray.partition", partition_in_place},
    {"sort_complex", sort_complex},
    {"lexsort", lexsort},
    {"unique", unique},
    {"unique_values", unique_of_standard<false, false, false>},
    {"unique_counts", unique_of_standard<false, false, true>},
    {"unique_inverse", unique_of_standard<false, true, false>},
    {"unique_all", unique_of_standard<true, true, true>},
    {"searchsorted", searchsorted},
};

}  // namespace

std::span<step_row const> order_steps() { return table; }

}  // namespace fnp::oracle
