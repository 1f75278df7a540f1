// The bodies of cheap ops over every other element of rows: deinterleaved in registers, two loads a vector.
//
// A vector reads the element behind its last one, so a row's last vector is left to a loop of single elements.
#include "kernels/every_other.hpp"

#include <algorithm>

#include "fnp/ops/simd.hpp"
#include "kernels/families.hpp"
#include "kernels/honest_flags.hpp"
#include "kernels/loops.hpp"
#include "kernels/stage/registers.hpp"

namespace fnp::FNP_LEVEL {

block_kernel find_every_other(ops::op_id op, int loop) noexcept;

namespace {

template <class Op, int I> constexpr bool is_offered() noexcept {
  constexpr ops::loop l = ops::loop_at<Op>(I);
  bool const real = kind(l.in[0]) != 'c' && kind(l.out[0]) != 'c' && l.in[0] != dtype::f2 && l.out[0] != dtype::f2;
  bool const wide = itemsize(l.in[0]) >= 4 && (Op::arity < 2 || itemsize(l.in[1]) >= 4);
  return Op::has_body && Op::outputs == 1 && Op::arity <= 2 && real && wide;
}

template <class Op, int I> struct loop_types {
  static constexpr ops::loop l = ops::loop_at<Op>(I);
  using out = element_t<l.out[0]>;
  using x = element_t<l.in[0]>;
  using y = element_t<l.in[Op::arity - 1]>;
  static constexpr std::size_t widest = std::max({sizeof(out), sizeof(x), sizeof(y)}), n = register_bytes / widest;
};

template <class Op, int I> fp_flags every_other(block const& b, void const*) noexcept {
  using types = loop_types<Op, I>;
  constexpr auto n = static_cast<std::ptrdiff_t>(types::n);
  for (std::ptrdiff_t r = 0; r < b.rows; ++r) {
    auto* const out = row_of<typename types::out>(b, 0, r);
    auto const* const x = row_of<typename types::x>(b, 1, r);
    auto const* const y = row_of<typename types::y>(b, static_cast<int>(Op::arity), r);
    std::ptrdiff_t i = 0;
    for (; i + n < b.count; i += n) {
      ops::simd<typename types::out, types::n> result;
      ops::simd<typename types::x, types::n> p;
      ops::simd<typename types::x, types::n>::load_every_other(p, x + 2 * i);
      if constexpr (Op::arity == 2) {
        ops::simd<typename types::y, types::n> q;
        ops::simd<typename types::y, types::n>::load_every_other(q, y + 2 * i);
        Op::body(result, p, q);
      } else
        Op::body(result, p);
      ops::simd<typename types::out, types::n>::store(out + i, result);
    }
    for (; i < b.count; ++i) {
      if constexpr (Op::arity == 2)
        evaluate<body_of<Op>>(out[i], x[2 * i], y[2 * i]);
      else
        evaluate<body_of<Op>>(out[i], x[2 * i]);
    }
  }
  return 0;
}

template <class Op, int I> constexpr block_kernel kernel_for() noexcept {
  if constexpr (!reports_flags && is_offered<Op, I>())
    return every_other<Op, I>;
  else
    return nullptr;
}

template <class Op, class Indices = std::make_integer_sequence<int, ops::loop_count<Op>()>> struct row;
template <class Op, int... I> struct row<Op, std::integer_sequence<int, I...>> {
  static constexpr block_kernel at[] = {kernel_for<Op, I>()...};
};

template <class... Ops> FNP_INLINE block_kernel look_up(ops::op_list<Ops...>, ops::op_id op, int loop) noexcept {
  block_kernel found = nullptr;
  static_cast<void>(((op == ops::id_of<Ops> ? (found = row<Ops>::at[loop], true) : false) || ...));
  return found;
}

}  // namespace

block_kernel find_every_other(ops::op_id op, int loop) noexcept {
  using namespace ops;
  return look_up(op_list<add, subtract, multiply, ops::divide, ops::negative, positive, absolute, ops::fabs, square, sign,
                         conjugate, ops::equal, ops::not_equal, ops::less, ops::less_equal, ops::greater,
                         ops::greater_equal, ops::logical_and, ops::logical_or, logical_xor, ops::logical_not,
                         ops::bitwise_and, ops::bitwise_or, bitwise_xor, invert, left_shift, right_shift, maximum, minimum,
                         ops::fmax, ops::fmin, ops::floor, ops::ceil, ops::trunc, ops::rint, ops::sqrt, ops::isnan,
                         ops::isinf, ops::isfinite, ops::signbit, ops::copysign>{},
                 op, loop);
}

}  // namespace fnp::FNP_LEVEL
