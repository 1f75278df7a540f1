// numpy.ndarray.flags: how an array lies in memory, and what may be done with it.
#pragma once
#include "fnp/view.hpp"

namespace fnp {

struct array_flags {
  bool c_contiguous, f_contiguous;
  bool owndata;  // the array was made with its memory: no view
  bool aligned, writeable;
  static constexpr bool writebackifcopy = false;

  constexpr bool fnc() const noexcept { return f_contiguous && !c_contiguous; }
  constexpr bool forc() const noexcept { return f_contiguous || c_contiguous; }
  constexpr bool behaved() const noexcept { return aligned && writeable; }
  constexpr bool carray() const noexcept { return behaved() && c_contiguous; }
  // As NumPy answers, not as it documents: any of the three will do.
  constexpr bool farray() const noexcept { return (aligned || writeable || f_contiguous) && !c_contiguous; }
  // NumPy's bits.
  constexpr int num() const noexcept {
    return c_contiguous | f_contiguous << 1 | owndata << 2 | aligned << 8 | writeable << 10;
  }
};

FNP_EXPORT array_flags flags(array_body const&) noexcept;
template <array_class A> array_flags flags(A const& a) noexcept { return flags(a.body()); }
template <array_class A> index nbytes(A const& a) noexcept {
  return a.body().count * static_cast<index>(itemsize(a.body().type));
}

}  // namespace fnp
