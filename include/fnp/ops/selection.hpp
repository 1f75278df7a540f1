// Selection ops: extremes of operands, clip and where.
#pragma once
#include "fnp/ops/op.hpp"
#include "fnp/ops/primitives.hpp"

namespace fnp::ops {

FNP_BODIES_BEGIN

struct maximum : inlined<2> {
  static constexpr std::string_view name = "maximum", doc = "the greater of two; NaN wins";
  static constexpr dtype_set types = everything;
  template <class V> FNP_BODY void body(V& out, V const& x, V const& y) noexcept { primitives<V>::maximum(out, x, y); }
};

struct minimum : inlined<2> {
  static constexpr std::string_view name = "minimum", doc = "the smaller of two; NaN wins";
  static constexpr dtype_set types = everything;
  template <class V> FNP_BODY void body(V& out, V const& x, V const& y) noexcept { primitives<V>::minimum(out, x, y); }
};

struct fmax : inlined<2> {
  static constexpr std::string_view name = "fmax", doc = "the greater of two; NaN loses";
  static constexpr dtype_set types = everything;
  template <class V> FNP_BODY void body(V& out, V const& x, V const& y) noexcept { primitives<V>::fmax(out, x, y); }
};

struct fmin : inlined<2> {
  static constexpr std::string_view name = "fmin", doc = "the smaller of two; NaN loses";
  static constexpr dtype_set types = everything;
  template <class V> FNP_BODY void body(V& out, V const& x, V const& y) noexcept { primitives<V>::fmin(out, x, y); }
};

struct clip : inlined<3> {
  static constexpr std::string_view name = "clip", doc = "min(max(x, low), high)";
  static constexpr dtype_set types = everything;
  template <class V> FNP_BODY void body(V& out, V const& x, V const& low, V const& high) noexcept {
    if constexpr (requires { primitives<V>::clip(out, x, low, high); })
      primitives<V>::clip(out, x, low, high);
    else {
      V raised;
      primitives<V>::maximum(raised, x, low);
      primitives<V>::minimum(out, raised, high);
    }
  }
};

struct where : inlined<3> {
  static constexpr std::string_view name = "where", doc = "x where the condition holds, else y";
  static constexpr std::array<loop, dtype_count> loops = [] {
    std::array<loop, dtype_count> r{};
    for (std::size_t i = 0; i < dtype_count; ++i)
      r[i] = {{dtype::b1, loop_order[i], loop_order[i]}, {loop_order[i], loop_order[i]}};
    return r;
  }();
  template <class V> FNP_BODY void body(V& out, mask_t<V> const& condition, V const& x, V const& y) noexcept {
    primitives<V>::select(out, condition, x, y);
  }
};

FNP_BODIES_END

}  // namespace fnp::ops
