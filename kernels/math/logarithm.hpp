// log, log2, log10, log1p of arrays.
#ifndef FNP_KERNELS_MATH_LOGARITHM_HPP
#define FNP_KERNELS_MATH_LOGARITHM_HPP

#include "kernels/math/lane_loops.hpp"
#include "kernels/math/log.hpp"
#include "kernels/math/log_double_kinds.hpp"
#include "kernels/math/log_float.hpp"

namespace fnp::FNP_LEVEL::math {

inline void log(float const* x, float* y, std::ptrdiff_t n) noexcept {
  by_rarity<log_float_ordinary, narrow_log, place_not_ordinary, not_ordinary>(x, y, n);
}
inline void log2(float const* x, float* y, std::ptrdiff_t n) noexcept {
  by_rarity<log2_float_ordinary, narrow_log2, place_not_ordinary, not_ordinary>(x, y, n);
}
inline void log10(float const* x, float* y, std::ptrdiff_t n) noexcept {
  by_rarity<log10_float_ordinary, narrow_log10, place_not_ordinary, not_ordinary>(x, y, n);
}
inline void log1p(float const* x, float* y, std::ptrdiff_t n) noexcept {
  by_rarity<log1p_float_ordinary, narrow_log1p, place_not_ordinary_sum, not_ordinary_sum>(x, y, n);
}

}  // namespace fnp::FNP_LEVEL::math

#endif
