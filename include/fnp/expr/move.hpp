// Movements of expressions: transpose(e), flip(e), broadcast_to(e, shape) stay lazy. (Of arrays they are views.)
//
// Handles never change the shape that they stand for, so the movement is worked out when the node is built.
#pragma once
#include "fnp/expr/call.hpp"
#include "fnp/expr/eval.hpp"

namespace fnp {
namespace typed {

struct movement_of {
  engine::movement map;
};
template <class E> struct call_lowering<movement_of, E> {
  static constexpr ops::operand_type type{lowering<E>::type.type, weak::strong};
  using natural = move<structure<E, type.type>>;
  template <dtype W> using as = typename converted<natural, W>::type;
  static void fill(movement_of const& f, engine::leaf*& p, E const& x) {
    lowering<E>::template fill<type.type>(x, p);
    *p = engine::leaf{};
    p++->move = &f.map;
  }
};

// Axis of a value of this rank, counted from the end if negative.
inline std::size_t normal_axis(index axis, std::size_t rank) {
  auto const n = static_cast<index>(rank);
  if (axis < -n || axis >= n) fail_axis(axis, rank);
  return static_cast<std::size_t>(axis < 0 ? axis + n : axis);
}
inline engine::movement identity(extents const& shape, std::size_t rank) {
  engine::movement m;
  m.start.resize(shape.size());
  m.step.resize(shape.size() * rank);
  m.shape = shape;
  return m;
}
inline engine::movement transposition(extents const& shape, extents const* axes) {
  std::size_t const rank = shape.size();
  if (axes && axes->size() != rank)
    fail(error_code::bad_argument,
         "transpose: " + std::to_string(axes->size()) + " axes for a value of " + std::to_string(rank));
  engine::movement m = identity(shape, rank);
  std::uint64_t seen = 0;
  for (std::size_t j = 0; j < rank; ++j) {
    std::size_t const from = axes ? normal_axis((*axes)[j], rank) : rank - 1 - j;
    if ((seen >> from) & 1)
      fail(error_code::duplicate_axis, "transpose: axis " + std::to_string(from) + " is named twice");
    seen |= std::uint64_t{1} << from;
    m.shape[j] = shape[from];
    m.step[from * rank + j] = 1;
  }
  return m;
}
inline engine::movement reversal(extents const& shape, extents const* axes) {
  std::size_t const rank = shape.size();
  engine::movement m = identity(shape, rank);
  for (std::size_t i = 0; i < rank; ++i) m.step[i * rank + i] = 1;
  auto const reverse = [&](std::size_t i) {
    m.step[i * rank + i] = -1;
    m.start[i] = shape[i] > 0 ? shape[i] - 1 : 0;
  };
  if (!axes)
    for (std::size_t i = 0; i < rank; ++i) reverse(i);
  else
    for (index const a : *axes) reverse(normal_axis(a, rank));
  return m;
}
inline engine::movement stretching(extents const& from, extents const& shape) {
  extents reached = from;
  if (!broadcast_into(reached, shape) || !(reached == shape))
    fail_shapes(error_code::shape_mismatch, "broadcast_to", from, shape);
  engine::movement m = identity(from, shape.size());
  m.shape = shape;
  std::size_t const shift = shape.size() - from.size();
  for (std::size_t i = 0; i < from.size(); ++i) m.step[i * shape.size() + i + shift] = from[i] == 1 ? 0 : 1;
  return m;
}

template <class E>
concept node = lazy<E> && std::is_same_v<wrapped_t<E>, std::remove_cvref_t<E>>;

}  // namespace typed

template <typed::node E> auto transpose(E&& e) {
  typed::movement_of const m{typed::transposition(e.shape(), nullptr)};
  return make_call(m, static_cast<E&&>(e));
}
template <typed::node E> auto transpose(E&& e, extents const& axes) {
  typed::movement_of const m{typed::transposition(e.shape(), &axes)};
  return make_call(m, static_cast<E&&>(e));
}
template <typed::node E> auto flip(E&& e) {
  typed::movement_of const m{typed::reversal(e.shape(), nullptr)};
  return make_call(m, static_cast<E&&>(e));
}
template <typed::node E> auto flip(E&& e, extents const& axes) {
  typed::movement_of const m{typed::reversal(e.shape(), &axes)};
  return make_call(m, static_cast<E&&>(e));
}
template <typed::node E> auto broadcast_to(E&& e, extents const& shape) {
  typed::movement_of const m{typed::stretching(e.shape(), shape)};
  return make_call(m, static_cast<E&&>(e));
}
// Elements in C order under another shape: no affine movement, so the value is computed first.
template <typed::node E> auto reshape(E const& e, extents const& shape) { return reshape(eval(e), shape); }
template <typed::node E> auto ravel(E const& e) { return ravel(eval(e)); }

}  // namespace fnp
