// Arrays taken apart and turned: split and its kin, roll, rot90, trim_zeros.
#include "fnp/manipulation.hpp"
#include "verify/oracle/case_subscript.hpp"

namespace fnp::oracle {
namespace {

array_handle cut(array_body const& a, index from, index to) {
  index_item const item = slice(from, to);
  return view_of(a, &item, 1);
}

// NumPy looks up the extent of the axis in a tuple: what does not exist is its IndexError.
datum split_along(call& c, index axis, bool equal) {
  datum const how = c.need(1, "indices_or_sections");
  c.check_all_taken();
  array_handle const a = c.run.concrete(c.need(0, "ary"));
  try {
    if (how.is(datum::kind::integer))
      return datum::of_arrays(manipulation::split_into(*a, integer_of(c.run, how), axis, equal));
    return datum::of_arrays(manipulation::split_at(*a, integers_of(c.run, how), axis));
  } catch (error const& e) {
    if (e.code() == error_code::axis_out_of_range) throw numpy_error{"IndexError", "axis_out_of_range", e.what()};
    if (e.code() == error_code::zero_division) throw numpy_error{"ZeroDivisionError", "bad_argument", e.what()};
    throw;
  }
}

template <index Axis>
datum split_fixed(call& c) {
  std::size_t const rank = c.run.shape(c.need(0, "ary")).size(), least = Axis == 0 ? 2 : Axis == 1 ? 1 : 3;
  if (rank < least)
    fail(error_code::bad_argument, c.op + " only works on arrays of " + std::to_string(least) + " or more dimensions");
  return split_along(c, Axis == 1 && rank == 1 ? 0 : Axis, true);
}

datum unstack(call& c) {
  index const axis = c.integer(call::npos, "axis").value_or(0);
  c.check_all_taken();
  return datum::of_arrays(manipulation::unstack(*c.run.concrete(c.need(0, "x")), axis));
}

datum roll(call& c) {
  extents const shifts = c.shape(1, "shift");
  engine::axes_argument const axes = c.axes(2, "axis");
  c.check_all_taken();
  return datum::of(manipulation::roll(*c.run.concrete(c.need(0, "a")), shifts, axes.all ? nullptr : &axes.axes));
}

datum rot90(call& c) {
  index const k = c.integer(1, "k").value_or(1);
  extents const axes = c.find(2, "axes") ? c.shape(2, "axes") : extents{0, 1};
  c.check_all_taken();
  try {
    return datum::of(manipulation::rot90(*c.run.concrete(c.need(0, "m")), k, axes));
  } catch (error const& e) {  // a plain ValueError in NumPy
    if (e.code() == error_code::axis_out_of_range) throw numpy_error{"ValueError", "axis_out_of_range", e.what()};
    throw;
  }
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
  return datum::of(cut(*a, from, to));
}

constexpr step_row table[] = {
    {"array_split", [](call& c) { return split_along(c, c.integer(2, "axis").value_or(0), false); }},
    {"split", [](call& c) { return split_along(c, c.integer(2, "axis").value_or(0), true); }},
    {"unstack", unstack},
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
