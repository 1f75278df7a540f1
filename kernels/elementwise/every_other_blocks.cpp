// The bodies of cheap ops over every other element of rows: deinterleaved in registers, two loads a vector.
//
// A vector reads the element behind its last one, so a row's last vector is left to a loop of single elements.
#include <algorithm>

#include "fnp/base/cache_lines.hpp"
#include "fnp/ops/simd.hpp"
#include "kernels/elementwise/rounding_instructions.hpp"
#include "kernels/families.hpp"
#include "kernels/honest_flags.hpp"
#include "kernels/loops.hpp"
#include "kernels/stage/registers.hpp"

namespace fnp::FNP_LEVEL {
namespace {

template <class Op, int I> constexpr bool is_offered() noexcept {
  constexpr ops::loop l = ops::loop_at<Op>(I);
  bool const wide = itemsize(l.in[0]) >= 4 && (Op::arity < 2 || itemsize(l.in[1]) >= 4);
  return Op::has_body && Op::outputs == 1 && Op::arity <= 2 && wide && l.out[0] != dtype::f2 &&
         !(one_of<Op, ops::absolute, ops::sign, ops::sqrt> && kind(l.in[0]) == 'c');  // which have kernels of their own
}

template <class Op, int I> struct loop_types {
  static constexpr ops::loop l = ops::loop_at<Op>(I);
  using out = element_t<l.out[0]>;
  using x = element_t<l.in[0]>;
  using y = element_t<l.in[Op::arity - 1]>;
  static constexpr bool complex = kind(l.in[0]) == 'c';
  static constexpr std::size_t widest = std::max({sizeof(out), sizeof(x), sizeof(y)}), n = register_bytes / widest;
};

template <class Op, class Types>
FNP_INLINE void one(typename Types::out& out, typename Types::x const* x, typename Types::y const* y) noexcept {
  if constexpr (Op::arity == 2)
    evaluate<body_of<Op>>(out, x[0], y[0]);
  else
    evaluate<body_of<Op>>(out, x[0]);
}

// Elements to come: declared as an array, complex numbers would be set to zero first.
template <class T, std::ptrdiff_t N> struct unset_elements {
  alignas(64) std::byte bytes[static_cast<std::size_t>(N) * sizeof(T)];
  T* at() noexcept { return reinterpret_cast<T*>(bytes); }
};

// n results from every other element of x and y on.
template <class Op, class Types>
FNP_INLINE void several(typename Types::out* out, typename Types::x const* x, typename Types::y const* y) noexcept {
  constexpr std::size_t n = Types::n;
  using result = ops::simd<typename Types::out, n>;
  using first = ops::simd<typename Types::x, n>;
  using second = ops::simd<typename Types::y, n>;
  result r;
  first p;
  first::load_every_other(p, x);
  if constexpr (Op::arity == 2) {
    second q;
    second::load_every_other(q, y);
    Op::body(r, p, q);
  } else if constexpr (has_instruction<Op, typename Types::x>)
    round_register<Op>(r, p);
  else
    Op::body(r, p);
  result::store(out, r);
}

// Complex numbers have no vectors of their own: a few are made dense in registers, and the compiler's loop works on
// those while the next are on their way from memory.
constexpr std::ptrdiff_t dense_chunk = 32;
// Bytes that all operands together are asked for early. That pays for elements of sixteen bytes; what comes of smaller
// ones the hardware foresees better.
constexpr std::ptrdiff_t ahead = 8192;

template <std::size_t Words, std::size_t... I>
FNP_INLINE void skip_words(std::byte* to, std::byte const* from, std::index_sequence<I...>) noexcept {
  whole_register x, y;
  std::memcpy(&x, from, sizeof x);
  std::memcpy(&y, from + sizeof x, sizeof y);
  whole_register const r = __builtin_shufflevector(x, y, static_cast<int>(I / Words * 2 * Words + I % Words)...);
  std::memcpy(to, &r, sizeof r);
}

template <std::ptrdiff_t Ahead, class T> FNP_INLINE void make_dense(std::byte* to, T const* from) noexcept {
  constexpr std::size_t words = register_bytes / 8, bytes = static_cast<std::size_t>(dense_chunk) * sizeof(T);
  auto const* const in = reinterpret_cast<std::byte const*>(from);
  if constexpr (sizeof(T) == 16) {
#pragma GCC unroll 1
    for (std::size_t at = 0; at < 2 * bytes; at += line_bytes) expect_line(in, Ahead + static_cast<std::ptrdiff_t>(at));
  }
  for (std::size_t at = 0; at < bytes; at += register_bytes)
    skip_words<sizeof(T) / 8>(to + at, in + 2 * at, std::make_index_sequence<words>{});
}

template <class Op, class Types>
FNP_INLINE void chunk_of_complex(typename Types::out* out, typename Types::x const* x,
                                 typename Types::y const* y) noexcept {
  unset_elements<typename Types::x, dense_chunk> p;
  unset_elements<typename Types::y, dense_chunk> q;
  constexpr std::ptrdiff_t each = ahead / static_cast<std::ptrdiff_t>(Op::arity);
  make_dense<each>(p.bytes, x);
  if constexpr (Op::arity == 2) make_dense<each>(q.bytes, y);
  FNP_INDEPENDENT
  for (std::ptrdiff_t k = 0; k < dense_chunk; ++k) one<Op, Types>(out[k], p.at() + k, q.at() + k);
}

template <class Op, int I> fp_flags every_other(block const& b, void const*) noexcept {
  using types = loop_types<Op, I>;
  using element = typename types::out;
  constexpr std::ptrdiff_t n = types::complex ? dense_chunk : static_cast<std::ptrdiff_t>(types::n);
  constexpr bool streams = sizeof(element) == types::widest;  // whole registers of results
  for (std::ptrdiff_t r = 0; r < b.rows; ++r) {
    auto* const out = row_of<element>(b, 0, r);
    auto const* const x = row_of<typename types::x>(b, 1, r);
    auto const* const y = row_of<typename types::y>(b, static_cast<int>(Op::arity), r);
    bool const past = streams && b.stream;
    std::ptrdiff_t i = 0;
    if (past)
      for (; i < b.count && reinterpret_cast<std::uintptr_t>(out + i) % register_bytes != 0; ++i)
        one<Op, types>(out[i], x + 2 * i, y + 2 * i);
    for (; i + n < b.count; i += n) {
      unset_elements<element, n> held;
      element* const to = past ? held.at() : out + i;
      if constexpr (types::complex)
        chunk_of_complex<Op, types>(to, x + 2 * i, y + 2 * i);
      else
        several<Op, types>(to, x + 2 * i, y + 2 * i);
      if constexpr (streams)
        for (std::size_t at = 0; past && at < sizeof held.bytes; at += register_bytes) {
          whole_register v;
          std::memcpy(&v, held.bytes + at, sizeof v);
          store_past_caches(reinterpret_cast<std::byte*>(out + i) + at, v);
        }
    }
    for (; i < b.count; ++i) one<Op, types>(out[i], x + 2 * i, y + 2 * i);
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
  return look_up(op_list<add, subtract, multiply, ops::divide, ops::negative, positive, absolute, ops::fabs, square,
                         sign, conjugate, ops::equal, ops::not_equal, ops::less, ops::less_equal, ops::greater,
                         ops::greater_equal, ops::logical_and, ops::logical_or, logical_xor, ops::logical_not,
                         ops::bitwise_and, ops::bitwise_or, bitwise_xor, invert, left_shift, right_shift, maximum,
                         minimum, ops::fmax, ops::fmin, ops::floor, ops::ceil, ops::trunc, ops::rint, ops::sqrt,
                         ops::isnan, ops::isinf, ops::isfinite, ops::signbit, ops::copysign>{},
                 op, loop);
}

}  // namespace fnp::FNP_LEVEL
