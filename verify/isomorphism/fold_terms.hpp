// Folds over terms: strict trees where order matters, multisets where it does not.
#pragma once
#include <unordered_map>
#include <unordered_set>

#include "kernels/registry.hpp"
#include "verify/isomorphism/fold_order.hpp"
#include "verify/isomorphism/term.hpp"

namespace fnp::isomorphism {

class fold_terms {
 public:
  fold_terms(ops::op_id op, dtype element);

  kernels::fold_kernel const& kernel() const noexcept { return kernel_; }
  term lift(term x, index position);
  term join(term left, term right) const;
  term identity() const;
  term finish(term state);
  // What `row` of the fold kernel does: float16 is rounded after every row.
  term row(term state, term x, index position);
  // P of n values; `value(i)` gives the i-th, which has position first + i.
  template <class Value>
  term run(index n, index first, Value const& value) {
    auto const leaf = [&](index i) { return lift(value(i), first + i); };
    auto const joined = [&](term a, term b) { return join(a, b); };
    if (kernel_.order == kernels::fold_order::pairwise)
      return pairwise<term>(n, 0, kernel_.leaf, kernel_.lanes, leaf, joined);
    if (kernel_.order == kernels::fold_order::wide) return wide<term>(n, 0, kernel_.leaf, kernel_.lanes, leaf, joined);
    term sum = leaf(0);
    for (index i = 1; i < n; ++i) sum = join(sum, leaf(i));
    return sum;
  }

 private:
  kernels::fold_kernel const& kernel_;
  std::uint64_t name_;
  bool positions_, any_, narrow_;  // narrow: the accumulator is wider than the result (float16)
  // A rounded state that is stored again loses nothing: finish(lift(finish(s))) = finish(s).
  std::unordered_set<term> finished_;
  std::unordered_map<term, term> rounded_;
};

}  // namespace fnp::isomorphism
