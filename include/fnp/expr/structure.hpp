// The structure of an expression: a type without handles, so that expressions of one shape share program and kernels.
//
// A structural type is a tree of the structs below. Each knows the dtype of its value, its size in instructions and
// leaves, and writes its postfix code. An elementwise part between barriers (reductions, products, movements) is a
// region; `region_t` is that part with its barrier operands seen as inputs, which is what one kernel computes.
#pragma once
#include "fnp/engine.hpp"
#include "fnp/ops/list.hpp"

namespace fnp::typed {

struct writer {
  engine::instruction* code;
  engine::region* regions;
  std::uint16_t at = 0, leaf = 0, region = 0;

  constexpr void push(engine::instruction i) { code[at++] = i; }
};

// Reader: the op that ends the region, void where none does.
template <class S, class Reader = void> constexpr void write_root(writer& w);

// Operand X of node P is cut off: it is computed from results of barriers and constants alone, P from arrays as well.
// It is then smaller than P or at least ready before it, is stored, and P's region reads it as one more input. (The
// mean in x - mean(x): computed once, not once an element.)
template <class P, class X>
inline constexpr bool cut_off = P::takes_arrays && X::elementwise && X::barrier_below && !X::takes_arrays;
template <class P, class X> constexpr void write_operand(writer& w);

// Float16 and complex numbers have no vector bodies: a region that contains them is interpreted.
constexpr bool has_vectors(dtype d) noexcept { return d != dtype::f2 && kind(d) != 'c'; }

// takes_arrays: an array is read below, and no barrier stands between.
// An array, a shared subexpression, or (in a region) the result of a barrier; read as dtype D.
template <dtype D> struct in {
  static constexpr dtype type = D;
  static constexpr bool elementwise = false, constant = false, barrier_below = false;
  static constexpr bool blockwise = false, calls = false, compiles = has_vectors(D), takes_arrays = true;
  static constexpr std::uint16_t size = 1, leaves = 1, regions = 0, ops = 0, inputs = 1;
  static constexpr std::uint8_t widest = itemsize(D);
  static constexpr void write(writer& w) { w.push({engine::code::leaf, 0, w.leaf++, 0, D}); }
  static constexpr void list(input_list& l) { l.add(D, false); }
};

// A scalar: one value for the whole expression.
template <dtype D> struct constant_in : in<D> {
  static constexpr bool constant = true, takes_arrays = false;
  static constexpr void list(input_list& l) { l.add(D, true); }
};

constexpr std::uint8_t greatest(std::initializer_list<std::size_t> sizes) noexcept {
  std::size_t most = 0;
  for (std::size_t s : sizes) most = s > most ? s : most;
  return static_cast<std::uint8_t>(most);
}

// What a region is made of: values of dtype D computed element by element. Blockwise: a kernel computes it a block at a
// time (it has no body), so that a region falls into segments before and after it; calls: there is such a node below.
template <dtype D, bool Blockwise, class... X> struct elementwise_node {
  static constexpr dtype type = D;
  static constexpr bool elementwise = true, constant = false, barrier_below = (X::barrier_below || ...);
  static constexpr bool takes_arrays = (X::takes_arrays || ...);
  static constexpr bool blockwise = Blockwise, calls = Blockwise || (X::calls || ...);
  static constexpr bool compiles = has_vectors(D) && (X::compiles && ...);
  static constexpr std::uint16_t size = (1 + ... + X::size), leaves = (0 + ... + X::leaves), ops = (1 + ... + X::ops),
                                 inputs = (0 + ... + X::inputs),
                                 regions = (0 + ... +
                                            (X::regions +
                                             (takes_arrays && X::elementwise && X::barrier_below && !X::takes_arrays)));
  static constexpr std::uint8_t widest = greatest({itemsize(D), X::widest...});
  static constexpr void list(input_list& l) { (X::list(l), ...); }
};

template <class Op, int Loop> inline constexpr ops::loop loop_of = ops::loop_at<Op>(Loop);

template <class Op, int Loop, class... X>
struct apply : elementwise_node<loop_of<Op, Loop>.out[0], !Op::has_body, X...> {
  static constexpr void write(writer& w) {
    if constexpr (apply::barrier_below)
      (write_operand<apply, X>(w), ...);
    else
      (X::write(w), ...);
    w.push({engine::code::apply, sizeof...(X), Loop, ops::id_of<Op>, loop_of<Op, Loop>.out[0]});
  }
};

// X as dtype D. Asked: the user said astype; NumPy makes an array then, where an op's own cast goes through its buffer,
// which float sums can tell apart.
template <dtype D, class X, bool Asked = false> struct cast : elementwise_node<D, false, X> {
  static constexpr void write(writer& w) {
    X::write(w);
    w.push({engine::code::cast, 1, Asked, 0, D});
  }
};

// The user's function or op; its kernel stands in a leaf of its own.
template <class Map, class... X> struct mapped : elementwise_node<Map::result, !Map::has_body, X...> {
  static constexpr std::uint16_t leaves = (1 + ... + X::leaves);
  static constexpr bool compiles = Map::compiles && elementwise_node<Map::result, !Map::has_body, X...>::compiles;
  static constexpr void write(writer& w) {
    (write_operand<mapped, X>(w), ...);
    w.push({engine::code::map, sizeof...(X), w.leaf++, 0, Map::result});
  }
};

// What ends a region: `Code` with the op's loop or a leaf of its own as index.
template <engine::code Code, class Op, dtype D, int Loop, class... X> struct barrier {
  static constexpr bool own_leaf = Code != engine::code::call;
  static constexpr dtype type = D;
  static constexpr bool elementwise = false, constant = false, barrier_below = true, takes_arrays = false;
  static constexpr std::uint16_t size = (1 + ... + X::size), leaves = (own_leaf + ... + X::leaves),
                                 regions = (0 + ... + (X::regions + X::elementwise)), ops = 0, inputs = 1;
  static constexpr void write(writer& w) {
    (write_root<X, Op>(w), ...);
    std::uint16_t const index = own_leaf ? w.leaf++ : Loop;
    ops::op_id op = 0;
    if constexpr (!std::is_void_v<Op>) op = ops::id_of<Op>;
    w.push({Code, sizeof...(X), index, op, D});
  }
};
template <class Op, dtype D, class X> using reduce = barrier<engine::code::reduce, Op, D, 0, X>;
template <class X> using move = barrier<engine::code::move, void, X::type, 0, X>;

// --- regions --------------------------------------------------------------------------------------------------------

template <class S> struct region_of {
  using type = S;
};
template <class S> using region_t = typename region_of<S>::type;
template <class P, class X> struct region_operand : region_of<X> {};
template <class P, class X>
  requires cut_off<P, X>
struct region_operand<P, X> {
  using type = in<X::type>;
};

template <engine::code Code, class Op, dtype D, int Loop, class... X>
struct region_of<barrier<Code, Op, D, Loop, X...>> {
  using type = in<D>;
};
template <class Op, int Loop, class... X>
  requires apply<Op, Loop, X...>::barrier_below
struct region_of<apply<Op, Loop, X...>> {
  using type = apply<Op, Loop, typename region_operand<apply<Op, Loop, X...>, X>::type...>;
};
template <dtype D, class X, bool Asked>
  requires cast<D, X, Asked>::barrier_below
struct region_of<cast<D, X, Asked>> {
  using type = cast<D, region_t<X>, Asked>;
};
template <class Map, class... X>
  requires mapped<Map, X...>::barrier_below
struct region_of<mapped<Map, X...>> {
  using type = mapped<Map, typename region_operand<mapped<Map, X...>, X>::type...>;
};

}  // namespace fnp::typed
