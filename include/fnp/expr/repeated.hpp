// Repeated calls in a region: what is named twice in the source may be one value.
//
// Types cannot see that two names are one array. So a node without a body whose type occurs again is remembered for a
// chunk: where its inputs turn out to be the same addresses (or equal constants), the call and all below it are not
// repeated. This file finds those nodes at compile time; segments.hpp remembers them.
#pragma once
#include "fnp/expr/structure.hpp"

namespace fnp::typed {

// The operands of a node, whatever kind of node it is.
template <class... X> struct operands {};
template <class S> struct operands_of;
template <class Op, int L, class... X> struct operands_of<apply<Op, L, X...>> {
  using type = operands<X...>;
};
template <dtype D, class X, bool Asked> struct operands_of<cast<D, X, Asked>> {
  using type = operands<X>;
};
template <class Map, class... X> struct operands_of<mapped<Map, X...>> {
  using type = operands<X...>;
};
template <class S> using operands_t = typename operands_of<S>::type;

// How often S occurs as a blockwise node of the tree T.
template <class S, class T> constexpr int occurrences() {
  if constexpr (!T::calls) return 0;
  else
    return []<class... X>(operands<X...>) {
      return (static_cast<int>(T::blockwise && std::is_same_v<S, T>) + ... + occurrences<S, X>());
    }(operands_t<T>{});
}

template <class... S> struct node_list {};
template <class S, class List> struct with;
template <class S, class... Seen> struct with<S, node_list<Seen...>> {
  using type = std::conditional_t<(std::is_same_v<S, Seen> || ...), node_list<Seen...>, node_list<Seen..., S>>;
};

// List and the repeated blockwise nodes of T, which is part of Root.
template <class T, class Root, class List> struct repeated_in {
  using type = List;
};
template <class Operands, class Root, class List> struct repeated_in_all;
template <class Root, class List> struct repeated_in_all<operands<>, Root, List> {
  using type = List;
};
template <class X, class... Rest, class Root, class List> struct repeated_in_all<operands<X, Rest...>, Root, List> {
  using type = typename repeated_in_all<operands<Rest...>, Root, typename repeated_in<X, Root, List>::type>::type;
};
template <class T, class Root, class List>
  requires(T::calls)
struct repeated_in<T, Root, List> {
  static constexpr bool again = [] {
    if constexpr (T::blockwise) return occurrences<T, Root>() > 1;
    else return false;
  }();
  using here = typename std::conditional_t<again, with<T, List>, std::type_identity<List>>::type;
  using type = typename repeated_in_all<operands_t<T>, Root, here>::type;
};
template <class Root> using repeated_t = typename repeated_in<Root, Root, node_list<>>::type;

// The place of S in a list; -1: not there.
template <class S, class List> inline constexpr int place_in = -1;
template <class S, class... Seen> inline constexpr int place_in<S, node_list<Seen...>> = [] {
  int at = -1, k = 0;
  ((at = std::is_same_v<S, Seen> ? k : at, ++k), ...);
  return at;
}();
template <class List> inline constexpr int places = 0;
template <class... Seen> inline constexpr int places<node_list<Seen...>> = sizeof...(Seen);

}  // namespace fnp::typed
