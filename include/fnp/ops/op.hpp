// What an op is: families, loops and the choice of a loop. Each op is one struct (see arithmetic.hpp).
//
// NumPy's rule: an op has an ordered list of loops, each with fixed input and output dtypes; it computes in the first
// loop that every operand casts to safely. `types` states such a list where all inputs share one dtype.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "fnp/base/promotion.hpp"

namespace fnp::ops {

enum class family : std::uint8_t { elementwise, reduction, movement, opaque };

using op_id = std::uint16_t;

struct loop {
  std::array<dtype, 3> in{};
  std::array<dtype, 2> out{};
  friend constexpr bool operator==(loop const&, loop const&) = default;
};

// A set of dtypes, in NumPy's order of loops: the enum's order is not it, u1 follows i1 there.
struct dtype_set {
  std::uint16_t bits = 0;
  constexpr bool has(dtype d) const noexcept { return (bits >> static_cast<int>(d)) & 1; }
  friend constexpr dtype_set operator|(dtype_set a, dtype_set b) noexcept {
    return {static_cast<std::uint16_t>(a.bits | b.bits)};
  }
};
inline constexpr std::array<dtype, dtype_count> loop_order{dtype::b1, dtype::i1, dtype::u1, dtype::i2, dtype::u2,
                                                           dtype::i4, dtype::u4, dtype::i8, dtype::u8, dtype::f2,
                                                           dtype::f4, dtype::f8, dtype::c8, dtype::c16};

inline constexpr dtype_set booleans{0x0001}, signed_integers{0x001e}, unsigned_integers{0x01e0}, integers{0x01fe},
    reals{0x0e00}, complexes{0x3000}, inexact{0x3e00}, real_numbers{0x0ffe}, numbers{0x3ffe}, everything{0x3fff};

struct empty_attributes {};

// The base classes say the family; `result` is the dtype of the output given the computing dtype.
struct op_base {
  using attributes = empty_attributes;
  static constexpr int outputs = 1;
  static constexpr int ulps = 0;  // agreed distance from the oracle; 0: bit for bit
  static constexpr bool has_body = false;
  // Exceptions from the rule of the first safe loop, as NumPy's type resolvers make them.
  static constexpr bool rejects_booleans = false;     // operands that are all bool have no loop
  static constexpr bool integers_as_float64 = false;  // operands without a float compute in the float64 loop
  static constexpr bool mixed_as_booleans = false;    // operands of different dtypes are each cast to bool
  static constexpr dtype result(dtype computed) noexcept { return computed; }
};
template <int Arity> struct elementwise : op_base {
  static constexpr auto kind = family::elementwise;
  static constexpr int arity = Arity;
};
// An elementwise op with a body over a value type, inlinable in every tier for bool, integers, float32 and float64.
template <int Arity> struct inlined : elementwise<Arity> {
  static constexpr bool has_body = true;
};
struct reduction : op_base {
  static constexpr auto kind = family::reduction;
  static constexpr int arity = 1;
};
struct movement : op_base {
  static constexpr auto kind = family::movement;
  static constexpr int arity = 1;
};
template <int Arity> struct opaque : op_base {
  static constexpr auto kind = family::opaque;
  static constexpr int arity = Arity;
};

template <class Op>
concept has_loop_list = requires { Op::loops.size(); };

// The i-th loop of an op, by whichever way it states them.
template <class Op> constexpr int loop_count() noexcept {
  if constexpr (has_loop_list<Op>)
    return static_cast<int>(Op::loops.size());
  else {
    int n = 0;
    for (dtype const d : loop_order) n += Op::types.has(d);
    return n;
  }
}
template <class Op> constexpr loop loop_at(int i) noexcept {
  if constexpr (has_loop_list<Op>)
    return Op::loops[static_cast<std::size_t>(i)];
  else {
    for (dtype const d : loop_order)
      if (Op::types.has(d) && i-- == 0) return {{d, d, d}, {Op::result(d), Op::result(d)}};
    return {};
  }
}

// One operand as loop resolution sees it: a dtype, or a weak scalar's kind.
struct operand_type {
  dtype type = dtype::f8;
  weak kind = weak::strong;
};

// Replaces weak operands by the dtype they take beside the strong ones.
template <std::size_t N> constexpr std::array<dtype, N> settle(std::array<operand_type, N> const& in) noexcept {
  bool any_strong = false;
  dtype common = dtype::b1;
  for (auto const& o : in)
    if (o.kind == weak::strong) {
      common = any_strong ? promote(common, o.type) : o.type;
      any_strong = true;
    }
  std::array<dtype, N> r{};
  weak widest = weak::boolean;
  for (auto const& o : in) widest = o.kind > widest ? o.kind : widest;
  for (std::size_t i = 0; i < N; ++i) {
    if (in[i].kind == weak::strong)
      r[i] = in[i].type;
    else
      r[i] = any_strong ? (in[i].kind == weak::boolean ? dtype::b1 : promote_weak(in[i].kind, common))
                        : default_dtype(in[i].kind);
  }
  return r;
}

// Index of the loop that computes on operands of these dtypes: the first that all cast to safely, or -1.
template <class Op, std::size_t N> constexpr int find_loop(std::array<dtype, N> in) noexcept {
  bool booleans_only = true, same = true, discrete = true;
  for (dtype const d : in) {
    booleans_only = booleans_only && d == dtype::b1;
    same = same && d == in[0];
    discrete = discrete && !is_inexact(d);
  }
  if (Op::rejects_booleans && booleans_only) return -1;
  if (Op::mixed_as_booleans && !same) in.fill(dtype::b1);
  if (Op::integers_as_float64 && discrete) in.fill(dtype::f8);
  int const n = loop_count<Op>();
  for (int i = 0; i < n; ++i) {
    loop const l = loop_at<Op>(i);
    bool fits = true;
    for (std::size_t k = 0; k < N; ++k) fits = fits && can_cast(in[k], l.in[k]);
    if (fits) return i;
  }
  return -1;
}

}  // namespace fnp::ops
