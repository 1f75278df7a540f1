// The ops as the run-time parts see them: the table made from the list. User code never needs it, and it takes a tenth
// of a second to make: so it is no part of fnp.hpp.
#pragma once
#include "fnp/ops/list.hpp"

namespace fnp::ops {

template <class Op>
inline constexpr auto loop_table = [] {
  std::array<loop, static_cast<std::size_t>(loop_count<Op>())> r{};
  for (int i = 0; i < loop_count<Op>(); ++i) r[static_cast<std::size_t>(i)] = loop_at<Op>(i);
  return r;
}();

// An op as the run-time parts see it.
struct op_info {
  std::string_view name, doc;
  family kind;
  std::uint8_t arity, outputs, ulps;
  bool has_body, rejects_booleans, integers_as_float64, mixed_as_booleans;
  loop const* loops;
  int loop_count;
};

template <class... Ops> constexpr auto describe(op_list<Ops...>) noexcept {
  return std::array<op_info, sizeof...(Ops)>{
      {{Ops::name, Ops::doc, Ops::kind, Ops::arity, Ops::outputs, Ops::ulps, Ops::has_body, Ops::rejects_booleans,
        Ops::integers_as_float64, Ops::mixed_as_booleans, loop_table<Ops>.data(), loop_count<Ops>()}...}};
}
inline constexpr auto op_table = describe(all_ops{});

// The id of NumPy's name, or no_op.
constexpr op_id find_op(std::string_view name) noexcept {
  for (std::size_t i = 0; i < op_table.size(); ++i)
    if (op_table[i].name == name) return static_cast<op_id>(i);
  return no_op;
}

// find_loop for an op known at run time only. pre: `count` is the op's arity.
constexpr int find_loop(op_info const& op, dtype const* in, std::size_t count) noexcept {
  bool booleans_only = true, same = true, discrete = true;
  for (std::size_t k = 0; k < count; ++k) {
    booleans_only = booleans_only && in[k] == dtype::b1;
    same = same && in[k] == in[0];
    discrete = discrete && !is_inexact(in[k]);
  }
  if (op.rejects_booleans && booleans_only) return -1;
  for (int i = 0; i < op.loop_count; ++i) {
    bool fits = true;
    for (std::size_t k = 0; k < count; ++k) {
      dtype const d = op.mixed_as_booleans && !same        ? dtype::b1
                      : op.integers_as_float64 && discrete ? dtype::f8
                                                           : in[k];
      fits = fits && can_cast(d, op.loops[i].in[k]);
    }
    if (fits) return i;
  }
  return -1;
}

}  // namespace fnp::ops
