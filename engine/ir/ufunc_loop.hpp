// The loop of a ufunc call, and whether its operands may be cast to it.
#pragma once
#include <span>

#include "engine/ir/ufunc_call.hpp"
#include "fnp/ops/all.hpp"

namespace fnp::ir {

bool is_comparison(ops::op_id) noexcept;

// The operands of a call as the choice of a loop sees them.
class ufunc_operands {
 public:
  ufunc_operands(graph const&, ufunc_call const&);

  std::size_t count() const noexcept { return count_; }
  weak kind(std::size_t k) const noexcept { return kinds_[k]; }
  dtype type(std::size_t k) const noexcept { return types_[k]; }  // a number: that of its kind
  // ldexp alone takes a number as the smallest integer, whatever stands beside it (booleans aside).
  bool is_smallest(std::size_t k) const noexcept;

  // -1: the op has no loop for the operands; with dtype= that is an error (no_loop) at once.
  int choose_loop(maybe<dtype> result) const;
  // Of the numbers, or of the arrays. Throws cast.
  void check_casts(int loop, casting, bool numbers) const;
  // Integers that no operand of the loop can hold. Throws python_int_overflow.
  void check_integers(graph const&, int loop) const;

 private:
  ops::op_id op_;
  ops::op_info const& info_;
  std::span<value const> values_;
  std::size_t count_;
  std::array<weak, 3> kinds_{};
  std::array<dtype, 3> types_{};
};

}  // namespace fnp::ir
