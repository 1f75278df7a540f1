// The conditions that plain arithmetic leaves in the processor's status register.
#pragma once
#include <cfenv>

#include "fnp/base/block.hpp"

namespace fnp::execute {

// Those of the operations in f(), which the compiler must not see through; the caller's flags stay as they were.
template <class F> fp_flags status_of(F&& f) {
  std::fexcept_t before;
  std::fegetexceptflag(&before, FE_ALL_EXCEPT);
  std::feclearexcept(FE_ALL_EXCEPT);
  f();
  int const status = std::fetestexcept(FE_ALL_EXCEPT);
  std::fesetexceptflag(&before, FE_ALL_EXCEPT);
  return static_cast<fp_flags>((status & FE_DIVBYZERO ? fp_divide : 0) | (status & FE_OVERFLOW ? fp_over : 0) |
                               (status & FE_UNDERFLOW ? fp_under : 0) | (status & FE_INVALID ? fp_invalid : 0));
}

}  // namespace fnp::execute
