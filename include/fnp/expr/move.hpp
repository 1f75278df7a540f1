// Movements of expressions: transpose(e), flip(e), squeeze(e), ... stay lazy. (Of arrays they are views.)
//
// A view's strides and start depend linearly on those of its array. So the movement of a view function is found by
// applying it to layouts with stride 1 on one axis and 0 on the others: lazy and eager views are one implementation,
// checks and error texts included. Handles never change the shape that they stand for, so it is worked out when the
// node is built.
#pragma once
#include "fnp/expr/call.hpp"
#include "fnp/expr/eval.hpp"
#include "fnp/view.hpp"

namespace fnp {

namespace typed {

struct movement_of {
  engine::movement map;
};
template <class E> struct call_lowering<movement_of, E> {
  static constexpr ops::operand_type type{lowering<E>::type.type, weak::strong};
  using natural = move<structure<E, type.type>>;
  template <dtype W> using as = converted_t<natural, W>;
  static void fill(movement_of const& f, engine::leaf*& p, E const& x) {
    lowering<E>::template fill<type.type>(x, p);
    *p++ = engine::leaf(&f.map);
  }
};

template <class E>
concept node = lazy<E> && std::is_same_v<wrapped_t<E>, std::remove_cvref_t<E>>;
// A value that has no memory yet: a typed expression, or a dynamic one.
template <class E>
concept unmade = node<E> || std::is_same_v<std::remove_cvref_t<E>, deferred>;

// `see`: array_body const& to array_handle.
template <class See> engine::movement movement_by(extents const& shape, See const& see) {
  return engine::movement_of(
      shape, [](void const* s, array_body const& a) { return (*static_cast<See const*>(s))(a); }, &see);
}

}  // namespace typed

template <typed::node E, class See> auto moved(E&& e, See const& see) {
  typed::movement_of const m{typed::movement_by(e.shape(), see)};
  return make_call(m, static_cast<E&&>(e));
}

template <typed::unmade E> auto transpose(E&& e) {
  return moved(static_cast<E&&>(e), [](array_body const& a) { return views::transpose(a); });
}
template <typed::unmade E> auto transpose(E&& e, extents const& axes) {
  return moved(static_cast<E&&>(e), [&](array_body const& a) { return views::transpose(a, axes); });
}
template <typed::unmade E> auto swapaxes(E&& e, index axis1, index axis2) {
  return moved(static_cast<E&&>(e), [&](array_body const& a) { return views::swapaxes(a, axis1, axis2); });
}
template <typed::unmade E> auto moveaxis(E&& e, extents const& source, extents const& destination) {
  return moved(static_cast<E&&>(e), [&](array_body const& a) { return views::moveaxis(a, source, destination); });
}
template <typed::unmade E> auto moveaxis(E&& e, index source, index destination) {
  return moveaxis(static_cast<E&&>(e), extents{source}, extents{destination});
}
template <typed::unmade E> auto flip(E&& e) {
  return moved(static_cast<E&&>(e), [](array_body const& a) { return views::flip(a, views::all_axes); });
}
template <typed::unmade E> auto flip(E&& e, extents const& axes) {
  return moved(static_cast<E&&>(e), [&](array_body const& a) { return views::flip(a, &axes); });
}
template <typed::unmade E> auto broadcast_to(E&& e, extents const& shape) {
  return moved(static_cast<E&&>(e), [&](array_body const& a) { return views::broadcast_to(a, shape); });
}
template <typed::unmade E> auto expand_dims(E&& e, extents const& axes) {
  return moved(static_cast<E&&>(e), [&](array_body const& a) { return views::expand_dims(a, axes); });
}
template <typed::unmade E> auto squeeze(E&& e) {
  return moved(static_cast<E&&>(e), [](array_body const& a) { return views::squeeze(a, views::all_axes); });
}
template <typed::unmade E> auto squeeze(E&& e, extents const& axes) {
  return moved(static_cast<E&&>(e), [&](array_body const& a) { return views::squeeze(a, &axes); });
}
template <typed::unmade E> auto diagonal(E&& e, index offset = 0, index axis1 = 0, index axis2 = 1) {
  return moved(static_cast<E&&>(e), [&](array_body const& a) { return views::diagonal(a, offset, axis1, axis2); });
}
template <typed::unmade E> auto sliding_window_view(E&& e, extents const& window) {
  return moved(static_cast<E&&>(e),
               [&](array_body const& a) { return views::sliding_window_view(a, window, views::all_axes); });
}
template <typed::unmade E> auto sliding_window_view(E&& e, extents const& window, extents const& axes) {
  return moved(static_cast<E&&>(e), [&](array_body const& a) { return views::sliding_window_view(a, window, &axes); });
}
// Elements in C order under another shape: no affine movement, so a typed value is computed first.
template <typed::node E> auto reshape(E const& e, extents const& shape) { return reshape(eval(e), shape); }
template <typed::node E> auto ravel(E const& e) { return ravel(eval(e)); }

}  // namespace fnp
