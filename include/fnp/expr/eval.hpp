// fnp::eval(e): the value of an expression now; fnp::eval(e1, e2, ...): several values from one plan that shares work.
#pragma once
#include <utility>

#include "fnp/array.hpp"

namespace fnp {

// Several arrays, to be bound: auto [slope, aspect] = fnp::eval(e1, e2).
template <class... T> struct arrays;
template <class T> struct arrays<T> {
  array<T> first;
};
template <class T, class... Rest> struct arrays<T, Rest...> {
  array<T> first;
  arrays<Rest...> rest;
};
template <std::size_t I, class... T> auto const& get(arrays<T...> const& a) noexcept {
  if constexpr (I == 0)
    return a.first;
  else
    return get<I - 1>(a.rest);
}
template <std::size_t I, class... T> auto&& get(arrays<T...>&& a) noexcept {
  if constexpr (I == 0)
    return std::move(a.first);
  else
    return get<I - 1>(std::move(a.rest));
}

namespace typed {
template <class T, class... Rest> arrays<T, Rest...> adopt_arrays(array_handle* h) noexcept {
  if constexpr (sizeof...(Rest) == 0)
    return {array<T>(std::move(*h))};
  else
    return {array<T>(std::move(*h)), adopt_arrays<Rest...>(h + 1)};
}
template <class X> using value_t = element_t<lowering<X>::type.type>;
}  // namespace typed

template <lazy E> auto eval(E const& e, char const* file = __builtin_FILE(), std::uint32_t line = __builtin_LINE()) {
  using X = wrapped_t<E const&>;
  if constexpr (std::is_same_v<X, E>)
    return array<typed::value_t<X>>(typed::fresh_value(e, {file, line}));
  else
    return array<typed::value_t<X>>(typed::fresh_value<X>(wrap(e), {file, line}));
}
template <lazy... E>
  requires(sizeof...(E) > 1)
auto eval(E const&... e) {
  return []<class... X>(X const&... x) {
    return []<class... L>(L const&... leaves) {
      engine::job const jobs[] = {leaves.job()...};
      array_handle fresh[sizeof...(X)];
      typed::trust_flags();
      errstate::begin();
      engine::evaluate(jobs, fresh);
      errstate::finish();
      return typed::adopt_arrays<typed::value_t<X>...>(fresh);
    }(typed::leaves_of<X>(x)...);
  }(wrap(e)...);
}

}  // namespace fnp

template <class... T> struct std::tuple_size<fnp::arrays<T...>> : std::integral_constant<std::size_t, sizeof...(T)> {};
template <std::size_t I, class T, class... Rest>
struct std::tuple_element<I, fnp::arrays<T, Rest...>> : std::tuple_element<I - 1, fnp::arrays<Rest...>> {};
template <class T, class... Rest> struct std::tuple_element<0, fnp::arrays<T, Rest...>> {
  using type = fnp::array<T>;
};
