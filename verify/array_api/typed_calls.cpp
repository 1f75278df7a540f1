// One typed expression for each op of the special cases and each element type.
#include "verify/array_api/typed_calls.hpp"

#include <string>

#include "fnp/fnp.hpp"

namespace fnp::array_api {
namespace {

template <class... Ops> struct list {};

using of_all = list<ops::absolute, ops::add, ops::arccos, ops::arccosh, ops::arcsin, ops::arcsinh, ops::arctan,
                    ops::arctanh, ops::cos, ops::cosh, ops::divide, ops::equal, ops::exp, ops::expm1, ops::isfinite,
                    ops::isinf, ops::isnan, ops::log, ops::log10, ops::log1p, ops::log2, ops::multiply, ops::negative,
                    ops::not_equal, ops::power, ops::reciprocal, ops::rint, ops::sign, ops::sin, ops::sinh, ops::sqrt,
                    ops::square, ops::subtract, ops::tan, ops::tanh>;
using of_reals =
    list<ops::arctan2, ops::ceil, ops::clip, ops::copysign, ops::floor, ops::floor_divide, ops::hypot, ops::logaddexp,
         ops::maximum, ops::minimum, ops::nextafter, ops::remainder, ops::signbit, ops::trunc>;

template <class Op, class T> ndarray evaluate(std::span<ndarray const> x) {
  return [&]<std::size_t... I>(std::index_sequence<I...>) {
    return ndarray(eval(ops::call<Op>{}(array<T>(x[I])...)));
  }(std::make_index_sequence<static_cast<std::size_t>(Op::arity)>());
}

template <class T, class... Ops>
bool call(list<Ops...>, std::string_view op, std::span<ndarray const> x, ndarray& result) {
  return (
      (op == Ops::name && x.size() == static_cast<std::size_t>(Ops::arity) && (result = evaluate<Ops, T>(x), true)) ||
      ...);
}

template <class T> ndarray of_type(std::string_view op, std::span<ndarray const> x) {
  ndarray r;
  if (call<T>(of_all{}, op, x, r)) return r;
  if constexpr (!is_complex_like<T>)
    if (call<T>(of_reals{}, op, x, r)) return r;
  fail(error_code::bad_argument, "no typed form of " + std::string(op));
}

}  // namespace

ndarray typed_call(std::string_view op, dtype type, std::span<ndarray const> operands) {
  switch (type) {
    case dtype::f4: return of_type<float>(op, operands);
    case dtype::f8: return of_type<double>(op, operands);
    case dtype::c8: return of_type<complex64>(op, operands);
    case dtype::c16: return of_type<complex128>(op, operands);
    default: fail(error_code::bad_argument, "no typed calls for " + std::string(name(type)));
  }
}

}  // namespace fnp::array_api
