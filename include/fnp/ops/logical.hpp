// Logical ops: truth values; everything but zero is true, NaN included.
#pragma once
#include "fnp/ops/op.hpp"
#include "fnp/ops/primitives.hpp"

namespace fnp::ops {

FNP_BODIES_BEGIN

template <int Arity>
struct truth : inlined<Arity> {
  static constexpr dtype_set types = everything;
  static constexpr bool mixed_as_booleans = true;
  static constexpr dtype result(dtype) noexcept { return dtype::b1; }
};

struct logical_and : truth<2> {
  static constexpr std::string_view name = "logical_and", doc = "are both true?";
  template <class M, class V>
  FNP_BODY void body(M& out, V const& x, V const& y) noexcept {
    M a, b;
    primitives<V>::nonzero(a, x);
    primitives<V>::nonzero(b, y);
    primitives<M>::bit_and(out, a, b);
  }
};

struct logical_or : truth<2> {
  static constexpr std::string_view name = "logical_or", doc = "is either true?";
  template <class M, class V>
  FNP_BODY void body(M& out, V const& x, V const& y) noexcept {
    M a, b;
    primitives<V>::nonzero(a, x);
    primitives<V>::nonzero(b, y);
    primitives<M>::bit_or(out, a, b);
  }
};

struct logical_xor : truth<2> {
  static constexpr std::string_view name = "logical_xor", doc = "is exactly one true?";
  template <class M, class V>
  FNP_BODY void body(M& out, V const& x, V const& y) noexcept {
    M a, b;
    primitives<V>::nonzero(a, x);
    primitives<V>::nonzero(b, y);
    primitives<M>::bit_xor(out, a, b);
  }
};

struct logical_not : truth<1> {
  static constexpr std::string_view name = "logical_not", doc = "is it false?";
  template <class M, class V>
  FNP_BODY void body(M& out, V const& x) noexcept {
    M a;
    primitives<V>::nonzero(a, x);
    primitives<M>::bit_not(out, a);
  }
};

FNP_BODIES_END

}  // namespace fnp::ops
