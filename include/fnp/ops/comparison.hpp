// Comparison ops: bool results; complex numbers are ordered lexicographically.
#pragma once
#include "fnp/ops/op.hpp"
#include "fnp/ops/primitives.hpp"

namespace fnp::ops {

FNP_BODIES_BEGIN

// One loop a dtype, and after uint64's the two mixed ones that compare int64 with uint64 exactly.
inline constexpr std::array<loop, dtype_count + 2> comparison_loops = [] {
  std::array<loop, dtype_count + 2> r{};
  std::size_t n = 0;
  for (dtype const d : loop_order) {
    r[n++] = {{d, d, d}, {dtype::b1, dtype::b1}};
    if (d == dtype::u8) {
      r[n++] = {{dtype::i8, dtype::u8}, {dtype::b1, dtype::b1}};
      r[n++] = {{dtype::u8, dtype::i8}, {dtype::b1, dtype::b1}};
    }
  }
  return r;
}();

struct comparison : inlined<2> {
  static constexpr auto const& loops = comparison_loops;
  static constexpr dtype result(dtype) noexcept { return dtype::b1; }
};

struct equal : comparison {
  static constexpr std::string_view name = "equal", doc = "x == y";
  template <class M, class V, class W>
  FNP_BODY void body(M& out, V const& x, W const& y) noexcept {
    if constexpr (std::is_same_v<V, W>) primitives<V>::equal(out, x, y);
    else if constexpr (requires { equal_mixed(out, x, y); }) equal_mixed(out, x, y);
    else equal_mixed(out, y, x);
  }
};

struct not_equal : comparison {
  static constexpr std::string_view name = "not_equal", doc = "x != y";
  template <class M, class V, class W>
  FNP_BODY void body(M& out, V const& x, W const& y) noexcept {
    if constexpr (std::is_same_v<V, W>) primitives<V>::not_equal(out, x, y);
    else {
      equal::body(out, x, y);
      primitives<M>::bit_not(out, out);
    }
  }
};

struct less : comparison {
  static constexpr std::string_view name = "less", doc = "x < y";
  template <class M, class V, class W>
  FNP_BODY void body(M& out, V const& x, W const& y) noexcept {
    if constexpr (std::is_same_v<V, W>) primitives<V>::less(out, x, y);
    else less_mixed(out, x, y);
  }
};

struct less_equal : comparison {
  static constexpr std::string_view name = "less_equal", doc = "x <= y";
  template <class M, class V, class W>
  FNP_BODY void body(M& out, V const& x, W const& y) noexcept {
    if constexpr (std::is_same_v<V, W>) primitives<V>::less_equal(out, x, y);
    else {
      less_mixed(out, y, x);
      primitives<M>::bit_not(out, out);
    }
  }
};

struct greater : comparison {
  static constexpr std::string_view name = "greater", doc = "x > y";
  template <class M, class V, class W>
  FNP_BODY void body(M& out, V const& x, W const& y) noexcept { less::body(out, y, x); }
};

struct greater_equal : comparison {
  static constexpr std::string_view name = "greater_equal", doc = "x >= y";
  template <class M, class V, class W>
  FNP_BODY void body(M& out, V const& x, W const& y) noexcept { less_equal::body(out, y, x); }
};

FNP_BODIES_END

}  // namespace fnp::ops
