// log, log2, log10, log1p of arrays.
#ifndef FNP_KERNELS_MATH_LOGARITHM_HPP
#define FNP_KERNELS_MATH_LOGARITHM_HPP

#include "kernels/math/lane_loops.hpp"
#include "kernels/math/log.hpp"
#include "kernels/math/log_double.hpp"
#include "kernels/math/log_float.hpp"

namespace fnp::FNP_LEVEL::math {

inline void log(float const* x, float* y, std::ptrdiff_t n) noexcept {
  by_rarity<log_float_ordinary, narrow_log, place_not_ordinary, not_ordinary>(x, y, n);
}
inline void log2(double const* x, double* y, std::ptrdiff_t n) noexcept {
  elementwise_by_domain<log2_core, log2_ordinary, not_positive_normal>(x, y, n);
}
inline void log2(float const* x, float* y, std::ptrdiff_t n) noexcept {
  by_rarity<log2_float_ordinary, narrow_log2, place_not_ordinary, not_ordinary>(x, y, n);
}
inline void log10(double const* x, double* y, std::ptrdiff_t n) noexcept {
  elementwise_by_domain<log10_core, log10_ordinary, not_positive_normal>(x, y, n);
}
inline void log10(float const* x, float* y, std::ptrdiff_t n) noexcept {
  by_rarity<log10_float_ordinary, narrow_log10, place_not_ordinary, not_ordinary>(x, y, n);
}
inline void log1p(double const* x, double* y, std::ptrdiff_t n) noexcept {
  elementwise_by_domain<log1p_core, log1p_ordinary, log1p_outside>(x, y, n);
}
inline void log1p(float const* x, float* y, std::ptrdiff_t n) noexcept {
  by_rarity<log1p_float_ordinary, narrow_log1p, place_not_ordinary_sum, not_ordinary_sum>(x, y, n);
}

}  // namespace fnp::FNP_LEVEL::math

#endif
