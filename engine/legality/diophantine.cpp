// The bounded linear form: preparation and the search.
//
// After `prepare` no step can overflow: the width of the whole form fits 64 bits, every level clamps its interval
// to the range of the terms that are left, and candidates keep coefficient * x within that range.
#include "engine/legality/diophantine.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <utility>

namespace fnp::legality {
namespace {

constexpr index lowest = std::numeric_limits<index>::min();

// pre: d != 0 and not (n == lowest and d == -1)
index floor_div(index n, index d) noexcept { return n / d - (n % d != 0 && (n < 0) != (d < 0)); }
index ceil_div(index n, index d) noexcept { return n / d + (n % d != 0 && (n < 0) == (d < 0)); }
index residue(index n, index m) noexcept {
  index const r = n % m;
  return r < 0 ? r + m : r;
}

// The x in [0, m) with a * x = 1 mod m. pre: gcd(a, m) = 1, 0 <= a < m. Euclid's coefficients stay below m.
index inverse_mod(index a, index m) noexcept {
  index r0 = m, r1 = a, t0 = 0, t1 = 1;
  while (r1 > 1) {
    index const q = r0 / r1;
    r0 = std::exchange(r1, r0 - q * r1);
    t0 = std::exchange(t1, t0 - q * t1);
  }
  return residue(t1, m);
}

}  // namespace

void linear_form::add(checked coefficient, index bound) {
  fits_ = fits_ && coefficient.ok;
  if (coefficient.value == 0 || bound == 0) return;
  if (coefficient.value < 0) {  // count x from its other end
    add(coefficient * bound);
    coefficient = checked(0) - coefficient;
    fits_ = fits_ && coefficient.ok;
  }
  for (term& t : terms_) {
    if (t.part != role::box || t.coefficient != coefficient.value) continue;
    checked const sum = checked(t.bound) + bound;
    fits_ = fits_ && sum.ok;
    t.bound = sum.value;
    return;
  }
  terms_.push_back({coefficient.value, bound, coefficient.value, role::box});
}

void linear_form::add_pair(checked a, index bound, checked b, index total) {
  fits_ = fits_ && a.ok && b.ok;
  if (a.value == 0 || bound == 0) return add(b, total);
  if (b.value == 0) return add(a, bound);
  if (a.value == b.value) return add(a, total);
  fits_ = fits_ && a.value != lowest && b.value != lowest;
  if (!fits_) return;
  index const weight = std::max(a.value < 0 ? -a.value : a.value, b.value < 0 ? -b.value : b.value);
  terms_.push_back({a.value, bound, weight, role::leader});
  terms_.push_back({b.value, total, weight, role::follower});
}

// Insertion sort: stable, so that the two terms of a pair stay together.
void linear_form::sort() {
  for (std::size_t i = 1; i < terms_.size(); ++i) {
    term const t = terms_[i];
    std::size_t j = i;
    for (; j > 0 && terms_[j - 1].weight < t.weight; --j) terms_[j] = terms_[j - 1];
    terms_[j] = t;
  }
}

bool linear_form::prepare() {
  checked least = 0, most = 0;
  index divisor = 0;
  for (std::size_t i = terms_.size(); i-- > 0;) {
    term& t = terms_[i];
    checked const reach = checked(t.coefficient) * t.bound;
    (t.coefficient < 0 ? least : most) += reach;
    t.least = least.value;
    t.most = most.value;
    t.divisor = std::gcd(t.coefficient, divisor);
    if (divisor > t.divisor) {
      t.period = divisor / t.divisor;
      t.inverse = inverse_mod(residue(t.coefficient / t.divisor, t.period), t.period);
    }
    divisor = t.divisor;
  }
  return (most - least).ok;
}

finding linear_form::solve(std::int64_t& budget) {
  if (!fits_ || !low_.ok || !high_.ok) return {feasible::overflow, "address_overflow"};
  sort();
  if (!prepare()) return {feasible::overflow, "address_overflow"};
  index const least = terms_.empty() ? 0 : terms_[0].least, most = terms_.empty() ? 0 : terms_[0].most;
  index const low = std::max(low_.value, least), high = std::min(high_.value, most);
  if (low > high) return {feasible::no, "range_test"};
  if (terms_.empty()) return {feasible::yes, "range_test"};
  if (ceil_div(low, terms_[0].divisor) > floor_div(high, terms_[0].divisor)) return {feasible::no, "gcd_test"};
  feasible const found = descend(0, low, high, 0, budget);
  return {found, found == feasible::undecided ? "budget_exhausted" : "bounded_search"};
}

feasible linear_form::descend(std::size_t level, index low, index high, index taken, std::int64_t& budget) const {
  term const& t = terms_[level];
  low = std::max(low, t.least);
  high = std::min(high, t.most);
  if (low > high) return feasible::no;
  index const q = ceil_div(low, t.divisor), last_q = floor_div(high, t.divisor);
  if (q > last_q) return feasible::no;
  low = q * t.divisor;
  high = last_q * t.divisor;

  bool const is_last = level + 1 == terms_.size();
  index const from = low - (is_last ? 0 : terms_[level + 1].most);
  index const to = high - (is_last ? 0 : terms_[level + 1].least);
  index const c = t.coefficient;
  index first = std::max<index>(0, ceil_div(c < 0 ? to : from, c));
  index const last = std::min(t.part == role::follower ? t.bound - taken : t.bound, floor_div(c < 0 ? from : to, c));
  if (first > last) return feasible::no;
  if (is_last) return feasible::yes;

  index step = 1;
  checked const root = checked(residue(q, t.period)) * t.inverse;
  if (low == high && root.ok) {
    step = t.period;
    index const ahead = residue(residue(root.value, step) - residue(first, step), step);
    if (ahead > last - first) return feasible::no;
    first += ahead;
  }
  for (index x = first;; x += step) {
    if (budget <= 0) return feasible::undecided;
    --budget;
    feasible const found = descend(level + 1, low - c * x, high - c * x, x, budget);
    if (found != feasible::no || last - x < step) return found;
  }
}

}  // namespace fnp::legality
