// NumPy's indexing functions on arrays, views, expressions and ndarrays: take, put, choose, nonzero, ...
//
// Computed when they are called. A result is typed where the argument is: take of an array<T> is an array<T>, of an
// ndarray an ndarray; indices are arrays of any integer dtype, results that are indices array<index>. What is written
// to is an array or a view, and every holder of its memory sees it. Errors are listed in fnp/lookup.hpp.
#pragma once
#include <initializer_list>

#include "fnp/selected.hpp"

namespace fnp {

namespace typed {

template <class A> array_body& target(A& a) noexcept { return const_cast<array_body&>(a.body()); }
// Int64 arrays as typed ones. All depends on a template's parameter: vectors of arrays would cost every file that
// includes this 30 ms if they were compiled unasked.
template <class Dependent> struct index_arrays {
  using type = std::vector<array<index>>;
};
template <class Dependent, class Handles> typename index_arrays<Dependent>::type indices_of(Handles&& handles) {
  typename index_arrays<Dependent>::type r;
  for (auto& h : handles) r.emplace_back(h->type == dtype::i8 ? std::move(h) : views::astype(*h, dtype::i8));
  return r;
}

// An array that may be written: no expression, and nothing const.
template <class A>
concept target_array = array_class<std::remove_reference_t<A>> && !std::is_const_v<std::remove_reference_t<A>>;

}  // namespace typed

// --- reading ---------------------------------------------------------------------------------------------------------

// numpy.take: elements of the flat array, or blocks along an axis. Shape: the axis replaced by the shape of `at`.
template <array_like A, array_like I> concrete_t<A> take(A const& a, I const& at, index_mode mode = index_mode::raise) {
  return concrete_t<A>(lookup::take(concrete(a).body(), concrete(at).body(), nullptr, mode));
}
template <array_like A, array_like I>
concrete_t<A> take(A const& a, I const& at, index axis, index_mode mode = index_mode::raise) {
  return concrete_t<A>(lookup::take(concrete(a).body(), concrete(at).body(), &axis, mode));
}

// numpy.take_along_axis: one index array, of a's shape but for the axis (or broadcast to it).
template <array_like A, array_like I> concrete_t<A> take_along_axis(A const& a, I const& at, index axis = -1) {
  return concrete_t<A>(lookup::take_along_axis(concrete(a).body(), concrete(at).body(), &axis));
}

// numpy.choose: element by element one of several arrays, all broadcast together. ndarrays meet in their common dtype.
template <array_like I, array_class C>
C choose(I const& which, std::initializer_list<C> choices, index_mode mode = index_mode::raise) {
  std::vector<array_handle> handles;
  for (C const& c : choices) handles.push_back(c.handle());
  return C(lookup::choose(concrete(which).body(), {handles.data(), handles.size()}, mode));
}

// ... of arrays and expressions of any dtypes, one argument each: the result has their common dtype.
template <array_like I, array_like C, array_like... More>
auto choose(I const& which, C const& first, More const&... more) {
  auto const of = [&](auto const&... x) {
    array_handle const handles[] = {x.handle()...};
    return lookup::choose(concrete(which).body(), handles, index_mode::raise);
  };
  ndarray r(of(concrete(first), concrete(more)...));
  if constexpr ((requires { typename concrete_t<C>::value_type; }) &&
                (requires { typename concrete_t<More>::value_type; } && ...)) {
    constexpr dtype types[] = {dtype_of<typename concrete_t<C>::value_type>(),
                               dtype_of<typename concrete_t<More>::value_type>()...};
    return array<element_t<result_type(types)>>(r);
  } else
    return r;
}

// numpy.compress: the places along the axis (of the flat array) where a condition of rank 1 holds; it may be shorter.
template <array_like M, array_like A> concrete_t<A> compress(M const& condition, A const& a) {
  return concrete_t<A>(lookup::compress(concrete(condition).body(), concrete(a).body(), nullptr));
}
template <array_like M, array_like A> concrete_t<A> compress(M const& condition, A const& a, index axis) {
  return concrete_t<A>(lookup::compress(concrete(condition).body(), concrete(a).body(), &axis));
}
// numpy.extract: the elements of the flat array where the flat condition holds.
template <array_like M, array_like A> concrete_t<A> extract(M const& condition, A const& a) {
  return concrete_t<A>(lookup::extract(concrete(condition).body(), concrete(a).body()));
}

// numpy.nonzero, and numpy.where of one argument: the places of elements that are not zero, one array an axis.
template <array_like A> std::vector<array<index>> nonzero(A const& a) {
  return typed::indices_of<A>(lookup::nonzero(concrete(a).body()));
}
// ... in the flat array.
template <array_like A> array<index> flatnonzero(A const& a) {
  return array<index>(lookup::flatnonzero(concrete(a).body()));
}
// ... as rows of indices, shape (count, rank).
template <array_like A> array<index> argwhere(A const& a) { return array<index>(lookup::argwhere(concrete(a).body())); }

enum class side : bool { left, right };
// numpy.searchsorted: where to insert each value into a sorted vector, before or behind equal elements.
template <array_like A, array_like V> array<index> searchsorted(A const& a, V const& values, side where = side::left) {
  return array<index>(lookup::searchsorted(concrete(a).body(), concrete(values).body(), where == side::right));
}
template <array_like A, array_like V, array_like S>
array<index> searchsorted(A const& a, V const& values, side where, S const& sorter) {
  return array<index>(lookup::searchsorted(concrete(a).body(), concrete(values).body(), where == side::right,
                                           &concrete(sorter).body()));
}

// --- writing ---------------------------------------------------------------------------------------------------------

// numpy.put: elements of the flat array get the values one after the other, repeated as often as needed.
template <typed::target_array A, array_like I, typed::storable V>
void put(A&& a, I const& at, V const& values, index_mode mode = index_mode::raise) {
  using B = std::remove_cvref_t<A>;
  lookup::put(typed::target(a), concrete(at).body(), *typed::stored<B>(values, a.dtype()), mode);
}
// numpy.putmask: element k gets value k (of the repeated values) where the mask holds.
template <typed::target_array A, array_like M, typed::storable V> void putmask(A&& a, M const& mask, V const& values) {
  using B = std::remove_cvref_t<A>;
  lookup::putmask(typed::target(a), concrete(mask).body(), *typed::stored<B>(values, a.dtype()));
}
// numpy.place: the places where the mask holds get the values one after the other.
template <typed::target_array A, array_like M, typed::storable V> void place(A&& a, M const& mask, V const& values) {
  using B = std::remove_cvref_t<A>;
  lookup::place(typed::target(a), concrete(mask).body(), *typed::stored<B>(values, a.dtype()));
}
// numpy.put_along_axis
template <typed::target_array A, array_like I, typed::storable V>
void put_along_axis(A&& a, I const& at, V const& values, index axis) {
  using B = std::remove_cvref_t<A>;
  lookup::put_along_axis(typed::target(a), concrete(at).body(), *typed::stored<B>(values, a.dtype()), &axis);
}
// numpy.fill_diagonal: of a matrix, or of an array whose axes have one length.
template <typed::target_array A, typed::storable V> void fill_diagonal(A&& a, V const& value, bool wrap = false) {
  using B = std::remove_cvref_t<A>;
  lookup::fill_diagonal(typed::target(a), *typed::stored<B>(value, a.dtype()), wrap);
}
// numpy.copyto: broadcast, and cast by the rule; only where the mask holds.
template <typed::target_array A, typed::storable V>
void copyto(A&& a, V const& value, casting rule = casting::same_kind) {
  using B = std::remove_cvref_t<A>;
  lookup::copyto(typed::target(a), *typed::stored<B>(value, a.dtype()), nullptr, rule);
}
template <typed::target_array A, typed::storable V, array_like M>
void copyto(A&& a, V const& value, M const& where, casting rule = casting::same_kind) {
  using B = std::remove_cvref_t<A>;
  lookup::copyto(typed::target(a), *typed::stored<B>(value, a.dtype()), &concrete(where).body(), rule);
}

// --- indices ---------------------------------------------------------------------------------------------------------

// numpy.unravel_index: positions in the flat array of a shape become one index an axis.
template <array_like I>
std::vector<array<index>> unravel_index(I const& flat, extents const& shape, index_order order = index_order::c) {
  return typed::indices_of<I>(lookup::unravel_index(concrete(flat).body(), shape, order));
}
// numpy.ravel_multi_index, the other way.
template <array_class I>
array<index> ravel_multi_index(std::vector<I> const& at, extents const& shape, index_mode mode = index_mode::raise,
                               index_order order = index_order::c) {
  std::vector<array_handle> handles;
  for (I const& a : at) handles.push_back(a.handle());
  return array<index>(lookup::ravel_multi_index({handles.data(), handles.size()}, shape, {&mode, 1}, order));
}
// numpy.ix_: vectors of indices (or masks) that broadcast to a grid: x(ix[0], ix[1]).
template <array_like... I> std::vector<array<index>> ix_(I const&... lines) {
  array_handle const handles[] = {concrete_t<I>(concrete(lines)).handle()...};
  return typed::indices_of<void(concrete_t<I>...)>(lookup::ix_({handles, sizeof...(I)}));
}
// numpy.diag_indices: the index arrays of the diagonal of an array of `rank` axes of n elements.
template <std::integral N> std::vector<array<index>> diag_indices(N n, std::size_t rank = 2) {
  return typed::indices_of<N>(lookup::diag_indices(static_cast<index>(n), rank));
}
// numpy.tril_indices, triu_indices: of an n x m matrix (m < 0: square), up to and from diagonal k.
template <std::integral N> std::vector<array<index>> tril_indices(N n, index k = 0, index m = -1) {
  return typed::indices_of<N>(lookup::tril_indices(static_cast<index>(n), k, m < 0 ? static_cast<index>(n) : m));
}
template <std::integral N> std::vector<array<index>> triu_indices(N n, index k = 0, index m = -1) {
  return typed::indices_of<N>(lookup::triu_indices(static_cast<index>(n), k, m < 0 ? static_cast<index>(n) : m));
}

}  // namespace fnp
