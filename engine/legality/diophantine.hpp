// Does a bounded linear form take a value in an interval?
//
//     low <= sum_j c[j] * x[j] <= high,    0 <= x[j] <= u[j],    x integer.
//
// Two accesses meet exactly when such a form has a solution. An interval instead of one value lets the bytes of
// an element stay out of the equation. The tests, cheapest first:
//   range test   the least and largest value of the form lie on one side of the interval (Banerjee's inequality);
//   gcd test     no multiple of gcd(c) lies in the interval;
//   search       depth first, coefficients falling, with both tests at every level; where the interval holds one
//                multiple of the gcd, candidates are taken from their residue class (Ramachandran 2006,
//                doi:10.1007/11792086_14). Feasibility is NP-hard in the number of terms, so the search stops
//                after `budget` candidates; forms that come from slices need a few.
//
// Besides boxes a form may have pairs  a*x + b*y,  0 <= x <= u,  0 <= y <= total - x: a point and its distance to
// a later point of one axis.
#pragma once
#include <cstdint>

#include "fnp/base/checked.hpp"
#include "fnp/base/small_vector.hpp"

namespace fnp::legality {

inline constexpr std::int64_t default_budget = 10000;  // candidates; about 0.1 ms

enum class feasible : std::uint8_t { no, yes, undecided, overflow };

struct finding {
  feasible what;
  char const* theorem;  // the test that decided
};

class linear_form {
 public:
  linear_form(checked low, checked high) noexcept : low_(low), high_(high) {}

  // The form gains a constant.
  void add(checked constant) noexcept {
    low_ = low_ - constant;
    high_ = high_ - constant;
  }
  // The form gains coefficient * x. pre: bound >= 0
  void add(checked coefficient, index bound);
  // The form gains a*x + b*y. pre: 0 <= bound <= total
  void add_pair(checked a, index bound, checked b, index total);

  // Takes what it uses from the budget. Call once.
  finding solve(std::int64_t& budget);

 private:
  enum class role : std::uint8_t { box, leader, follower };  // a leader's x lowers the bound of its follower
  struct term {
    index coefficient, bound, weight;         // weight: the largest |coefficient| of a pair, the sort key
    role part;
    index least = 0, most = 0, divisor = 0;  // range and gcd of this and all later terms
    index period = 1, inverse = 0;           // residue class: x = inverse * (value / divisor)  mod period
  };

  void sort();
  bool prepare();
  feasible descend(std::size_t level, index low, index high, index taken, std::int64_t& budget) const;

  small_vector<term, 8> terms_;
  checked low_, high_;
  bool fits_ = true;
};

}  // namespace fnp::legality
