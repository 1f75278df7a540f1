// fnp::let(e): a subexpression with an identity, computed at most once in a plan however often it is named.
//
// The expression moves to the heap with its row of leaves; what remains is a counted handle, so copies are cheap and
// all of them mean the same value.
#pragma once
#include "fnp/expr/assign.hpp"

namespace fnp {

namespace engine {
inline void destroy(shared_expression* s) noexcept { delete s; }
}  // namespace engine

namespace typed {

template <class E> struct let_expression final : engine::shared_expression {
  E expression;
  leaves_of<E> row;  // points into `expression`
  explicit let_expression(E&& e) : expression(static_cast<E&&>(e)), row(expression) {
    engine::job const j = row.job();
    what = j.what;
    leaves = j.leaves;
  }
};

template <class T> struct let_value {
  handle<engine::shared_expression> held;
};
template <class T> struct lowering<terminal<let_value<T>>> : array_lowering<T> {
  template <dtype W> static void fill(terminal<let_value<T>> const& e, engine::leaf*& p) noexcept {
    *p++ = engine::leaf(e.elements.a.held.get());
  }
};

}  // namespace typed

template <lazy E> auto let(E&& e) {
  using X = wrapped_t<E>;
  using value = typed::let_value<element_t<typed::lowering<X>::type.type>>;
  typed::trust_flags();
  return terminal<value>{
      {value{handle<engine::shared_expression>::adopt(new typed::let_expression<X>(wrap(static_cast<E&&>(e))))}}};
}

}  // namespace fnp
