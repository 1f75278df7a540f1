// The names that users call: one line an op.
#pragma once
#include "fnp/expr/call.hpp"

namespace fnp {

inline constexpr ops::call<ops::add> add{};
inline constexpr ops::call<ops::subtract> subtract{};
inline constexpr ops::call<ops::multiply> multiply{};
inline constexpr ops::call<ops::divide> divide{}, true_divide{};
inline constexpr ops::call<ops::negative> negative{};
inline constexpr ops::call<ops::positive> positive{};
inline constexpr ops::call<ops::absolute> absolute{}, abs{};
inline constexpr ops::call<ops::fabs> fabs{};
inline constexpr ops::call<ops::square> square{};
inline constexpr ops::call<ops::reciprocal> reciprocal{};
inline constexpr ops::call<ops::sign> sign{};
inline constexpr ops::call<ops::conjugate> conjugate{}, conj{};
inline constexpr ops::call<ops::floor_divide> floor_divide{};
inline constexpr ops::call<ops::remainder> remainder{}, mod{};
inline constexpr ops::call<ops::fmod> fmod{};
inline constexpr ops::call<ops::power> power{}, pow{};
inline constexpr ops::call<ops::float_power> float_power{};
inline constexpr ops::call<ops::gcd> gcd{};
inline constexpr ops::call<ops::lcm> lcm{};

inline constexpr ops::call<ops::equal> equal{};
inline constexpr ops::call<ops::not_equal> not_equal{};
inline constexpr ops::call<ops::less> less{};
inline constexpr ops::call<ops::less_equal> less_equal{};
inline constexpr ops::call<ops::greater> greater{};
inline constexpr ops::call<ops::greater_equal> greater_equal{};

inline constexpr ops::call<ops::logical_and> logical_and{};
inline constexpr ops::call<ops::logical_or> logical_or{};
inline constexpr ops::call<ops::logical_xor> logical_xor{};
inline constexpr ops::call<ops::logical_not> logical_not{};

inline constexpr ops::call<ops::bitwise_and> bitwise_and{};
inline constexpr ops::call<ops::bitwise_or> bitwise_or{};
inline constexpr ops::call<ops::bitwise_xor> bitwise_xor{};
inline constexpr ops::call<ops::invert> invert{}, bitwise_not{}, bitwise_invert{};
inline constexpr ops::call<ops::left_shift> left_shift{}, bitwise_left_shift{};
inline constexpr ops::call<ops::right_shift> right_shift{}, bitwise_right_shift{};
inline constexpr ops::call<ops::bitwise_count> bitwise_count{};

inline constexpr ops::call<ops::maximum> maximum{};
inline constexpr ops::call<ops::minimum> minimum{};
inline constexpr ops::call<ops::fmax> fmax{};
inline constexpr ops::call<ops::fmin> fmin{};
inline constexpr ops::call<ops::clip> clip{};

inline constexpr ops::call<ops::floor> floor{};
inline constexpr ops::call<ops::ceil> ceil{};
inline constexpr ops::call<ops::trunc> trunc{};
inline constexpr ops::call<ops::rint> rint{};
inline constexpr ops::call<ops::sqrt> sqrt{};

inline constexpr ops::call<ops::isnan> isnan{};
inline constexpr ops::call<ops::isinf> isinf{};
inline constexpr ops::call<ops::isfinite> isfinite{};
inline constexpr ops::call<ops::signbit> signbit{};
inline constexpr ops::call<ops::copysign> copysign{};
inline constexpr ops::call<ops::nextafter> nextafter{};
inline constexpr ops::call<ops::spacing> spacing{};
inline constexpr ops::call<ops::heaviside> heaviside{};
inline constexpr ops::call<ops::ldexp> ldexp{};

inline constexpr ops::call<ops::exp> exp{};
inline constexpr ops::call<ops::exp2> exp2{};
inline constexpr ops::call<ops::expm1> expm1{};
inline constexpr ops::call<ops::log> log{};
inline constexpr ops::call<ops::log2> log2{};
inline constexpr ops::call<ops::log10> log10{};
inline constexpr ops::call<ops::log1p> log1p{};
inline constexpr ops::call<ops::cbrt> cbrt{};
inline constexpr ops::call<ops::erf> erf{};
inline constexpr ops::call<ops::logaddexp> logaddexp{};
inline constexpr ops::call<ops::logaddexp2> logaddexp2{};

inline constexpr ops::call<ops::sin> sin{};
inline constexpr ops::call<ops::cos> cos{};
inline constexpr ops::call<ops::tan> tan{};
inline constexpr ops::call<ops::arcsin> arcsin{}, asin{};
inline constexpr ops::call<ops::arccos> arccos{}, acos{};
inline constexpr ops::call<ops::arctan> arctan{}, atan{};
inline constexpr ops::call<ops::arctan2> arctan2{}, atan2{};
inline constexpr ops::call<ops::sinh> sinh{};
inline constexpr ops::call<ops::cosh> cosh{};
inline constexpr ops::call<ops::tanh> tanh{};
inline constexpr ops::call<ops::arcsinh> arcsinh{}, asinh{};
inline constexpr ops::call<ops::arccosh> arccosh{}, acosh{};
inline constexpr ops::call<ops::arctanh> arctanh{}, atanh{};
inline constexpr ops::call<ops::hypot> hypot{};
inline constexpr ops::call<ops::degrees> degrees{};
inline constexpr ops::call<ops::radians> radians{};
inline constexpr ops::call<ops::rad2deg> rad2deg{};
inline constexpr ops::call<ops::deg2rad> deg2rad{};

template <class M> struct masked_by;

// x where the condition holds, else y. Conditions of other dtypes than bool hold where they are not zero.
struct where_function {
  template <operand C, operand X, operand Y>
    requires(lazy<C> || lazy<X> || lazy<Y>)
  constexpr auto operator()(C&& c, X&& x, Y&& y) const noexcept(quiet<C, X, Y>) {
    if constexpr (typed::lowering<wrapped_t<C>>::type.type == dtype::b1)
      return ops::call<ops::where>{}(static_cast<C&&>(c), static_cast<X&&>(x), static_cast<Y&&>(y));
    else
      return ops::call<ops::where>{}(astype<bool>(static_cast<C&&>(c)), static_cast<X&&>(x), static_cast<Y&&>(y));
  }
  template <class C, class X, class Y>
    requires dynamic_operands<C, X, Y>
  auto operator()(C const& c, X const& x, Y const& y) const {
    return where_dynamic(c, x, y);
  }
  // The mask of `a.assign(e, where(mask))` and of sum(x, where(mask)).
  template <lazy M> constexpr auto operator()(M&& mask) const noexcept;
  template <dynamic M> auto operator()(M const& mask) const {
    return masked_by<M>{mask};
  }
};
inline constexpr where_function where{};

// The results of divmod, to be bound: auto [quotient, rest] = fnp::divmod(x, y).
template <class Q, class R> struct quotient_and_remainder {
  Q quotient;
  R remainder;
};
struct divmod_function {
  template <operand X, operand Y>
    requires(lazy<X> || lazy<Y>)
  constexpr auto operator()(X const& x, Y const& y) const noexcept(quiet<X, Y>) {
    return quotient_and_remainder{floor_divide(x, y), remainder(x, y)};
  }
  template <class X, class Y>
    requires dynamic_operands<X, Y>
  auto operator()(X const& x, Y const& y) const {
    auto [quotient, rest] = call_dynamic(ops::call<ops::divmod>{}, x, y);
    return quotient_and_remainder{quotient, rest};
  }
  // With NumPy's keyword arguments: computed now.
  template <class X, class Y> auto operator()(X const& x, Y const& y, ufunc_arguments const& a) const {
    return call_with_arguments(ops::call<ops::divmod>{}, a, x, y);
  }
  template <class X, class Y> auto outer(X const& x, Y const& y) const {
    return quotient_and_remainder{floor_divide.outer(x, y), remainder.outer(x, y)};
  }
};
inline constexpr divmod_function divmod{};

}  // namespace fnp
