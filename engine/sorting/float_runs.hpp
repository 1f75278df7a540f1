// A run of floats as integers that order alike: NaNs put behind, the numbers before them.
//
// Integers know no two zeros that are equal. Where there are zeros of both signs, a stable order has them as they
// stood.
#pragma once
#include <algorithm>
#include <iterator>
#include <vector>

#include "kernels/registry.hpp"

namespace fnp::sorting {

inline float value_of(half x) noexcept { return half_to_float(x.bits); }
template <class T> T value_of(T x) noexcept { return x; }

template <class T> class float_run {
 public:
  using integer =
      std::conditional_t<sizeof(T) == 2, std::int16_t, std::conditional_t<sizeof(T) == 4, std::int32_t, index>>;

  // x[0 .. n) becomes from[0 .. n); `from` is x or lies elsewhere.
  float_run(T* x, std::byte const* from, index n, kernels::sort_kernel const& kernel)
      : x_(x), numbers_(n), kernel_(kernel) {
    kernels::float_kinds const kinds = kernel.to_integers(bytes(), from, n);
    bool const two_zeros = kinds.negative_zeros > 0 && kinds.negative_zeros < kinds.zeros;
    if (kinds.nans == 0 && !two_zeros) return;
    kernel.to_floats(bytes(), n);
    std::vector<T> nans;
    numbers_ = 0;
    for (index i = 0; i < n; ++i) {
      if (value_of(x[i]) == value_of(x[i])) x[numbers_++] = x[i];
      else nans.push_back(x[i]);
    }
    std::copy(nans.begin(), nans.end(), x + numbers_);
    if (two_zeros)
      std::copy_if(x, x + numbers_, std::back_inserter(zeros_), [](T v) { return value_of(v) == 0; });
    kernel.to_integers(bytes(), bytes(), numbers_);
  }

  std::byte* bytes() const noexcept { return reinterpret_cast<std::byte*>(x_); }
  index numbers() const noexcept { return numbers_; }

  // Sorted integers become floats: negative ones come first; the others are the floats already.
  void sorted_to_floats() {
    auto* const integers = reinterpret_cast<integer*>(x_);
    kernel_.to_floats(bytes(),
                      std::partition_point(integers, integers + numbers_, [](integer v) { return v < 0; }) - integers);
    if (!zeros_.empty())
      std::copy(zeros_.begin(), zeros_.end(),
                std::partition_point(x_, x_ + numbers_, [](T v) { return value_of(v) < 0; }));
  }
  void to_floats() { kernel_.to_floats(bytes(), numbers_); }

 private:
  T* x_;
  index numbers_;
  kernels::sort_kernel const& kernel_;
  std::vector<T> zeros_;
};

}  // namespace fnp::sorting
