// The orders of fnp::accurate, written from their definitions on one kind of number: no vectors, no blocks, no state.
#pragma once
#include <bit>
#include <complex>
#include <vector>

#include "fnp/base/dtype.hpp"

namespace fnp::wide_reference {

// Numbers of 512 bytes of running sums: of T, or of a complex number of two T.
template <class X> inline constexpr std::ptrdiff_t lanes = 512 / sizeof(X);

// What stands in the tree, and how two of them are joined.
template <class X> struct sum_rule {
  using state = X;
  static state one(X x) { return x; }
  static state join(state a, state b) { return a + b; }
};
template <class T> struct moments {
  T sum, squares, count;
};
template <class T> struct moment_rule {
  using state = moments<T>;
  static state one(T x) { return {x, 0, 1}; }
  static state join(state a, state b) {
    T const n = a.count + b.count, product = a.count * n, weight = b.count / product;
    T const quotient = b.sum / b.count, scaled = quotient * a.count, d = a.sum - (a.count == b.count ? b.sum : scaled);
    T const weighted = d * weight, between = weighted * d, within = a.squares + b.squares;
    return {a.sum + b.sum, within + between, n};
  }
};

template <class Rule, class X> typename Rule::state tree(X const* x, std::ptrdiff_t n) {
  constexpr std::ptrdiff_t L = lanes<X>;
  if (n > 16 * L) {
    std::ptrdiff_t const left = n / 2 - n / 2 % L;
    return Rule::join(tree<Rule>(x, left), tree<Rule>(x + left, n - left));
  }
  std::vector<typename Rule::state> running;
  for (std::ptrdiff_t k = 0; k < L && k < n; ++k) {
    running.push_back(Rule::one(x[k]));
    for (std::ptrdiff_t i = k + L; i < n; i += L) running.back() = Rule::join(running.back(), Rule::one(x[i]));
  }
  for (std::size_t half = L / 2; half > 0; half /= 2)
    for (std::size_t k = 0; k < half && k + half < running.size(); ++k)
      running[k] = Rule::join(running[k], running[k + half]);
  return running[0];
}

template <class X> X sum(X const* x, std::ptrdiff_t n) { return n == 0 ? X(0) : X(0) + tree<sum_rule<X>>(x, n); }

// Running sums: units of 64 bytes, blocks of sixteen, trees of 2^k blocks.
template <class X> std::vector<X> running(X const* x, std::ptrdiff_t n) {
  constexpr std::ptrdiff_t unit = 64 / sizeof(X), block = 16 * unit;
  // Within a unit: by the definition of each round, from the sums of the round before.
  std::vector<X> inside(x, x + n);
  for (std::ptrdiff_t w = 1; w < unit; w *= 2) {
    std::vector<X> const before = inside;
    for (std::ptrdiff_t i = 0; i < n; ++i)
      if (std::ptrdiff_t const p = i % unit; p & w)
        inside[i] = before[i] + before[i - p + (p / (2 * w)) * 2 * w + w - 1];
  }
  // The sum of the first `units` units of the block at `at`, one after the other.
  auto const of_block = [&](std::ptrdiff_t at, std::ptrdiff_t units) {
    X s = inside[at + unit - 1];
    for (std::ptrdiff_t u = 1; u < units; ++u) s = s + inside[at + u * unit + unit - 1];
    return s;
  };
  auto const complete = [&](auto const& self, std::ptrdiff_t first, std::ptrdiff_t blocks) -> X {
    if (blocks == 1) return of_block(first * block, 16);
    return self(self, first, blocks / 2) + self(self, first + blocks / 2, blocks / 2);
  };
  std::vector<X> r(inside);
  std::vector<X> carries;  // of all blocks before this one
  for (std::ptrdiff_t b = 0; b * block < n; ++b) {
    X before{};
    for (std::ptrdiff_t at = 0, left = b; left > 0;) {
      auto const largest = static_cast<std::ptrdiff_t>(std::bit_floor(static_cast<std::size_t>(left)));
      X const t = complete(complete, at, largest);
      before = at == 0 ? t : before + t;
      at += largest;
      left -= largest;
    }
    for (std::ptrdiff_t i = b * block; i < n && i < (b + 1) * block; ++i) {
      std::ptrdiff_t const units = (i - b * block) / unit;
      if (units > 0) {
        X const c = of_block(b * block, units);
        r[i] = (b > 0 ? before + c : c) + inside[i];
      } else if (b > 0)
        r[i] = before + inside[i];
    }
  }
  return r;
}

}  // namespace fnp::wide_reference
