// NumPy's elementwise formulas of several steps, for arrays of a dtype known at run time; evaluated at once.
//
// Typed arguments have lazy expressions of the same names in fnp/expr: closeness.hpp, special_values.hpp, decimals.hpp,
// angles.hpp. Here stand the functions on bodies, what they are for ndarray, and the questions with one answer.
#pragma once
#include "fnp/base/export.hpp"
#include "fnp/base/maybe.hpp"
#include "fnp/concrete.hpp"
#include "fnp/dynamic.hpp"
#include "fnp/ndarray.hpp"

namespace fnp {

// |x - y| <= absolute + relative |y| counts as close.
struct tolerance {
  double relative = 1e-5, absolute = 1e-8;
};
struct equal_nan_argument {};
inline constexpr equal_nan_argument equal_nan{};  // two NaN count as equal

// What nan_to_num puts for NaN and the infinities; empty: the largest and the smallest number of the dtype.
struct numbers_for {
  double nan = 0;
  maybe<double> positive_infinity{}, negative_infinity{};
};

namespace formulas {
FNP_EXPORT array_handle isclose(array_body const&, array_body const&, tolerance const&, bool nans_equal);
FNP_EXPORT bool allclose(array_body const&, array_body const&, tolerance const&, bool nans_equal);
FNP_EXPORT bool array_equal(array_body const&, array_body const&, bool nans_equal);
FNP_EXPORT bool array_equiv(array_body const&, array_body const&);
FNP_EXPORT array_handle nan_to_num(array_body const&, numbers_for const&);
FNP_EXPORT array_handle angle(array_body const&, bool degrees);
FNP_EXPORT array_handle sinc(array_body const&);
FNP_EXPORT array_handle isinf_of_sign(array_body const&, bool negative);  // isposinf, isneginf
FNP_EXPORT array_handle isreal(array_body const&, bool complex);          // iscomplex: the contrary
// Half to even at this many decimals. Throws cast for bool, bad_argument beyond 22.
FNP_EXPORT array_handle round(array_body const&, index decimals);
}  // namespace formulas

inline ndarray isclose(ndarray const& x, ndarray const& y, tolerance const& t = {}) {
  return ndarray(formulas::isclose(x.body(), y.body(), t, false));
}
inline ndarray isclose(ndarray const& x, ndarray const& y, tolerance const& t, equal_nan_argument) {
  return ndarray(formulas::isclose(x.body(), y.body(), t, true));
}
// Are all elements close? Arrays broadcast.
template <array_like A, array_like B> bool allclose(A const& x, B const& y, tolerance const& t = {}) {
  return formulas::allclose(concrete(x).body(), concrete(y).body(), t, false);
}
template <array_like A, array_like B> bool allclose(A const& x, B const& y, tolerance const& t, equal_nan_argument) {
  return formulas::allclose(concrete(x).body(), concrete(y).body(), t, true);
}
// Equal shapes and elements; array_equiv: after broadcasting. Arrays that do not fit are not equal.
template <array_like A, array_like B> bool array_equal(A const& x, B const& y) {
  return formulas::array_equal(concrete(x).body(), concrete(y).body(), false);
}
template <array_like A, array_like B> bool array_equal(A const& x, B const& y, equal_nan_argument) {
  return formulas::array_equal(concrete(x).body(), concrete(y).body(), true);
}
template <array_like A, array_like B> bool array_equiv(A const& x, B const& y) {
  return formulas::array_equiv(concrete(x).body(), concrete(y).body());
}

inline ndarray nan_to_num(ndarray const& x, numbers_for const& with = {}) {
  return ndarray(formulas::nan_to_num(x.body(), with));
}
inline ndarray angle(ndarray const& z, bool degrees = false) { return ndarray(formulas::angle(z.body(), degrees)); }
inline ndarray sinc(ndarray const& x) { return ndarray(formulas::sinc(x.body())); }
inline ndarray isposinf(ndarray const& x) { return ndarray(formulas::isinf_of_sign(x.body(), false)); }
inline ndarray isneginf(ndarray const& x) { return ndarray(formulas::isinf_of_sign(x.body(), true)); }
inline ndarray round(ndarray const& x, index decimals = 0) { return ndarray(formulas::round(x.body(), decimals)); }
inline ndarray around(ndarray const& x, index decimals = 0) { return round(x, decimals); }
template <dynamic X> deferred fix(X const& x) { return call_dynamic(ops::call<ops::trunc>{}, x); }  // towards zero

// Where the imaginary part is zero; iscomplex: where it is not.
template <array_like A> array<bool> isreal(A const& x) {
  return array<bool>(formulas::isreal(concrete(x).body(), false));
}
template <array_like A> array<bool> iscomplex(A const& x) {
  return array<bool>(formulas::isreal(concrete(x).body(), true));
}
template <array_like A> bool iscomplexobj(A const& a) noexcept { return kind(a.dtype()) == 'c'; }
template <array_like A> bool isrealobj(A const& a) noexcept { return !iscomplexobj(a); }

}  // namespace fnp
