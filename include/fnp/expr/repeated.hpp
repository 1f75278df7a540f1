// Repeated values in a region with calls: what is named twice in the source may be one value.
//
// Types cannot see that two names are one array. So a node without a body, a quotient or a root whose type occurs again
// is remembered for a chunk: where its inputs turn out to be the same addresses (or equal constants), neither it nor
// what is below is computed again. This file finds those nodes at compile time; segments.hpp remembers them.
// (Black-Scholes: without it d2 = d1 - v * sqrt(t) takes one more division and two more roots, a fifth of the whole.)
#pragma once
#include "fnp/expr/structure.hpp"

namespace fnp::typed {

// A body that takes as long as a whole segment of others is worth a load and a store.
template <class Op>
inline constexpr bool slow =
    std::is_same_v<Op, ops::divide> || std::is_same_v<Op, ops::reciprocal> || std::is_same_v<Op, ops::sqrt>;

// A node with a body that is remembered: computed by a segment of its own, as a call is.
template <class S> struct kept;
template <class Op, int L, class... X>
struct kept<apply<Op, L, X...>> : elementwise_node<apply<Op, L, X...>::type, true, X...> {};

template <class S> struct body_of {
  using type = S;
};
template <class S> struct body_of<kept<S>> {
  using type = S;
};
template <class S> using body_t = typename body_of<S>::type;
template <class S> inline constexpr bool called = S::blockwise && std::is_same_v<S, body_t<S>>;

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
template <class S> struct operands_of<kept<S>> : operands_of<S> {};
template <class S> using operands_t = typename operands_of<S>::type;

// How often S occurs in T.
template <class S, class T> constexpr int occurrences() {
  if constexpr (T::size < S::size) return 0;
  else if constexpr (std::is_same_v<S, T>) return 1;
  else
    return []<class... X>(operands<X...>) { return (0 + ... + occurrences<S, X>()); }(operands_t<T>{});
}

// T, part of Root, with kept nodes. A node is not remembered that occurs only within one that is: Above is how often
// the innermost such node around T occurs, and T as often or more.
template <class T, class Root, int Above> struct marked_in {
  using type = T;
};
template <class T, class Root, int Above> using marked_t = typename marked_in<T, Root, Above>::type;
template <class Op, int L, class... X, class Root, int Above> struct marked_in<apply<Op, L, X...>, Root, Above> {
  static constexpr int times = [] {
    if constexpr (slow<Op> || !Op::has_body) return occurrences<apply<Op, L, X...>, Root>();
    else return Above;
  }();
  using whole = apply<Op, L, marked_t<X, Root, times>...>;
  using type = std::conditional_t<slow<Op> && (times > Above), kept<whole>, whole>;
};
template <dtype D, class X, bool Asked, class Root, int Above> struct marked_in<cast<D, X, Asked>, Root, Above> {
  using type = cast<D, marked_t<X, Root, Above>, Asked>;
};
template <class Map, class... X, class Root, int Above> struct marked_in<mapped<Map, X...>, Root, Above> {
  using type = mapped<Map, marked_t<X, Root, Above>...>;
};
template <class Root> using with_kept = marked_t<Root, Root, 1>;

template <class... S> struct node_list {};
template <class S, class List> struct with;
template <class S, class... Seen> struct with<S, node_list<Seen...>> {
  using type = std::conditional_t<(std::is_same_v<S, Seen> || ...), node_list<Seen...>, node_list<Seen..., S>>;
};

// List and the nodes of T that are remembered; T is part of Root.
template <class T, class Root, int Above, class List> struct repeated_in {
  using type = List;
};
template <class Operands, class Root, int Above, class List> struct repeated_in_all;
template <class Root, int Above, class List> struct repeated_in_all<operands<>, Root, Above, List> {
  using type = List;
};
template <class X, class... Rest, class Root, int Above, class List>
struct repeated_in_all<operands<X, Rest...>, Root, Above, List> {
  using type =
      typename repeated_in_all<operands<Rest...>, Root, Above, typename repeated_in<X, Root, Above, List>::type>::type;
};
template <class T, class Root, int Above, class List>
  requires(T::calls)
struct repeated_in<T, Root, Above, List> {
  static constexpr int times = [] {
    if constexpr (T::blockwise) return occurrences<T, Root>();
    else return Above;
  }();
  using here = typename std::conditional_t<(times > Above), with<T, List>, std::type_identity<List>>::type;
  using type = typename repeated_in_all<operands_t<T>, Root, times, here>::type;
};
template <class Root> using repeated_t = typename repeated_in<Root, Root, 1, node_list<>>::type;

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
