// Arrays taken apart and turned: split and its kin, roll, rot90, trim_zeros.
#include "engine/array/axes.hpp"
#include "fnp/creation.hpp"
#include "fnp/ndarray.hpp"
#include "verify/oracle/step_call.hpp"

namespace fnp::oracle {
namespace {

array_handle cut(array_body const& a, index axis, index from, index to) {
  std::vector<index_item> items(static_cast<std::size_t>(axis) + 1);
  items.back().has_start = items.back().has_stop = true;
  items.back().start = from;
  items.back().stop = to;
  return view_of(a, items.data(), items.size());
}

datum split_along(call& c, index asked, bool uneven) {
  datum const how = c.need(1, "indices_or_sections");
  c.check_all_taken();
  array_handle const a = c.run.concrete(c.need(0, "ary"));
  index const axis = normal_axis(asked, a->layout.rank()), n = a->layout.extent[static_cast<std::size_t>(axis)];
  std::vector<index> bounds{0};
  if (how.is(datum::kind::integer)) {
    index const parts = integer_of(c.run, how);
    if (parts <= 0) fail(error_code::bad_argument, "number sections must be larger than 0.");
    if (!uneven && n % parts) fail(error_code::bad_argument, "array split does not result in an equal division");
    for (index k = 0; k < parts; ++k) bounds.push_back(bounds.back() + n / parts + (k < n % parts));
  } else {
    for (index const i : integers_of(c.run, how)) bounds.push_back(i);
    bounds.push_back(n);
  }
  std::vector<datum> r;
  for (std::size_t k = 0; k + 1 < bounds.size(); ++k) {
    bool const last = k + 2 == bounds.size() && !how.is(datum::kind::integer);
    std::vector<index_item> items(static_cast<std::size_t>(axis) + 1);
    items.back().has_start = true;
    items.back().has_stop = true;
    items.back().start = bounds[k];
    items.back().stop = last ? n : bounds[k + 1];
    r.push_back(datum::of(view_of(*a, items.data(), items.size())));
  }
  return datum::of_tuple(std::move(r));
}

template <index Axis>
datum split_fixed(call& c) {
  index axis = Axis;
  std::size_t const rank = c.run.shape(c.need(0, "ary")).size();
  if (rank <= static_cast<std::size_t>(Axis == 1 ? 0 : Axis)) fail(error_code::bad_argument, c.op + " only works on arrays of more dimensions");
  if (Axis == 1 && rank == 1) axis = 0;
  return split_along(c, axis, false);
}

array_handle rolled(array_body const& a, index axis, index shift) {
  index const n = a.layout.extent[static_cast<std::size_t>(axis)];
  if (n == 0) return views::copy(a);
  index const by = (shift % n + n) % n;
  array_handle const parts[] = {cut(a, axis, n - by, n), cut(a, axis, 0, n - by)};
  return create::concatenate(parts, axis);
}

datum roll(call& c) {
  extents shifts = c.shape(1, "shift");
  engine::axes_argument const axes = c.axes(2, "axis");
  c.check_all_taken();
  array_handle const a = c.run.concrete(c.need(0, "a"));
  if (axes.all) {
    index total = 0;
    for (index const s : shifts) total += s;
    return datum::of(views::reshape(*rolled(*views::ravel(*a), 0, total), a->layout.extent));
  }
  extents where = axes.axes;
  if (shifts.size() == 1) shifts = extents(where.size(), shifts[0]);
  if (where.size() == 1) where = extents(shifts.size(), where[0]);
  if (shifts.size() != where.size()) fail(error_code::shape_mismatch, "'shift' and 'axis' could not be broadcast together");
  array_handle r = views::copy(*a);
  for (std::size_t k = 0; k < where.size(); ++k) r = rolled(*r, normal_axis(where[k], a->layout.rank()), shifts[k]);
  return datum::of(r);
}

datum rot90(call& c) {
  index const k = ((c.integer(1, "k").value_or(1)) % 4 + 4) % 4;
  extents const axes = c.find(2, "axes") ? c.shape(2, "axes") : extents{0, 1};
  c.check_all_taken();
  array_handle const a = c.run.concrete(c.need(0, "m"));
  if (axes.size() != 2) fail(error_code::bad_argument, "len(axes) must be 2.");
  index const n = static_cast<index>(a->layout.rank());
  if (axes[0] == axes[1] || (axes[0] - axes[1] == n || axes[1] - axes[0] == n)) fail(error_code::duplicate_axis, "Axes must be different.");
  if (axes[0] >= n || axes[0] < -n || axes[1] >= n || axes[1] < -n)
    throw unsupported{"op rot90 with axes out of range"};
  extents const first{axes[0]}, second{axes[1]}, both{axes[0], axes[1]};
  if (k == 0) return datum::of(a);
  if (k == 2) return datum::of(views::flip(*views::flip(*a, &first), &second));
  return datum::of(k == 1 ? views::swapaxes(*views::flip(*a, &second), axes[0], axes[1]) : views::flip(*views::swapaxes(*a, axes[0], axes[1]), &second));
}

datum trim_zeros(call& c) {
  std::string const how = c.text(1, "trim", "fb");
  if (c.find(2, "axis")) throw unsupported{"attr trim_zeros.axis"};
  c.check_all_taken();
  array_handle const a = c.run.concrete(c.need(0, "filt"));
  if (a->layout.rank() != 1) throw unsupported{"op trim_zeros of several axes"};
  array_handle const set = views::copy(*views::astype(*a, dtype::b1));
  index from = 0, to = a->count;
  auto const zero = [&](index k) { return set->data[k] == std::byte{0}; };
  if (how.find_first_of("fF") != std::string::npos)
    while (from < to && zero(from)) ++from;
  if (how.find_first_of("bB") != std::string::npos)
    while (to > from && zero(to - 1)) --to;
  return datum::of(cut(*a, 0, from, to));
}

constexpr step_row table[] = {
    {"array_split", [](call& c) { return split_along(c, c.integer(2, "axis").value_or(0), true); }},
    {"split", [](call& c) { return split_along(c, c.integer(2, "axis").value_or(0), false); }},
    {"vsplit", split_fixed<0>},
    {"hsplit", split_fixed<1>},
    {"dsplit", split_fixed<2>},
    {"roll", roll},
    {"rot90", rot90},
    {"trim_zeros", trim_zeros},
};

}  // namespace

std::span<step_row const> split_steps() { return table; }

}  // namespace fnp::oracle
