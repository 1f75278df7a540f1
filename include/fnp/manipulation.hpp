// Whole arrays joined, split, repeated, rolled, and seen or copied in another memory order: NumPy's manipulation
// routines.
//
// The functions come twice. On an `array_body` they are compiled in the library (namespace manipulation, dtype known at
// run time). As templates they take every `array_like`: array<T>, view<T>, expressions and ndarray; results are typed
// where all arguments are. They give views where NumPy does: split, unstack, rot90, atleast_*, broadcast_arrays.
#pragma once
#include <utility>
#include <vector>

#include "fnp/base/maybe.hpp"
#include "fnp/base/memory_order.hpp"
#include "fnp/base/sequence.hpp"
#include "fnp/concrete.hpp"
#include "fnp/expr/move.hpp"
#include "fnp/expr/reduce.hpp"
#include "fnp/ndarray.hpp"

namespace fnp {

// --- on bodies ------------------------------------------------------------------------------------------------------

namespace manipulation {

using parts = sequence<array_handle const>;

// What concatenate and its kin may be told. `out` is written, and is the result.
struct joining {
  maybe<dtype> type{};
  casting rule = casting::same_kind;
  array_body* out = nullptr;
};
// Along one axis, or all elements in C order without one. The dtype is the common one. Throws zero_argument, bad_ndim,
// axis_out_of_range, shape_mismatch, cast; bad_argument for an `out` of another shape.
FNP_EXPORT array_handle concatenate(parts, maybe<index> axis, joining const& = {});
FNP_EXPORT array_handle stack(parts, index axis, joining const& = {});
FNP_EXPORT array_handle vstack(parts, joining const& = {});
FNP_EXPORT array_handle hstack(parts, joining const& = {});
FNP_EXPORT array_handle dstack(parts);
FNP_EXPORT array_handle column_stack(parts);

// Views between the bounds; `bounds` as slices take them. Throws axis_out_of_range.
FNP_EXPORT std::vector<array_handle> split_at(array_body const&, extents const& bounds, index axis);
// Views of n / sections elements; `equal`: bad_argument unless that divides, else the first ones are longer by one.
FNP_EXPORT std::vector<array_handle> split_into(array_body const&, index sections, index axis, bool equal);
FNP_EXPORT std::vector<array_handle> unstack(array_body const&, index axis);

// Null axes: the flattened array, in the array's shape. Several shifts of one axis add up.
FNP_EXPORT array_handle roll(array_body const&, extents const& shifts, extents const* axes);
FNP_EXPORT array_handle rot90(array_body const&, index times, extents const& axes);
FNP_EXPORT array_handle rollaxis(array_body const&, index axis, index start);

// Each element counts[i] times along the axis; one count serves all.
FNP_EXPORT array_handle repeat(array_body const&, extents const& counts, maybe<index> axis);
FNP_EXPORT array_handle tile(array_body const&, extents const& times);

// Leading axes of length 1, so that there are at least `rank` (1 to 3); for 3 a vector lies in the middle.
FNP_EXPORT array_handle at_least(array_body const&, std::size_t rank);
FNP_EXPORT extents broadcast_shapes(sequence<extents const>);
FNP_EXPORT std::vector<array_handle> broadcast_arrays(parts);
// Coordinate arrays; `matrix`: indexing="ij", else "xy".
FNP_EXPORT std::vector<array_handle> meshgrid(parts, bool matrix, bool sparse, bool copies);

FNP_EXPORT array_handle reshape(array_body const&, extents const& shape, memory_order, maybe<bool> copies = {});
FNP_EXPORT array_handle ravel(array_body const&, memory_order);
FNP_EXPORT array_handle flatten(array_body const&, memory_order);
FNP_EXPORT array_handle copy(array_body const&, memory_order);
// A fresh array with NumPy's layout for `like`: of its shape, in this order; contents undefined.
FNP_EXPORT array_handle make_like(array_body const& like, dtype, memory_order);
// numpy.array: `copies` unset copies where dtype or order need it; false forbids it (bad_argument).
FNP_EXPORT array_handle as_array(array_body const&, maybe<dtype>, memory_order, maybe<bool> copies,
                                 std::size_t least_rank = 0);

// numpy.require. `owned`: the array is no view of other memory.
struct requirements {
  bool c = false, fortran = false, writeable = false, owned = false;
};
FNP_EXPORT array_handle require(array_body const&, maybe<dtype>, requirements const&);
FNP_EXPORT bool owns_data(array_body const&);  // it was made with its memory

// Does any element of one lie in memory of the other? By the bounds, then by a search of at most max_work candidates
// (negative: until it is known, or seconds have gone; fnp's search needs others than NumPy's). What is not known then
// is TooHardError for the first and yes for the second.
FNP_EXPORT bool shares_memory(array_body const&, array_body const&, index max_work = -1);
FNP_EXPORT bool may_share_memory(array_body const&, array_body const&, index max_work = 0);
// First byte and one past the last.
FNP_EXPORT std::pair<std::byte const*, std::byte const*> byte_bounds(array_body const&);

}  // namespace manipulation

// --- on arrays and expressions --------------------------------------------------------------------------------------

namespace typed {

// The class of what several arrays become together: an array of the common dtype if all are typed, else ndarray.
template <class... A> struct joint {
  using type = ndarray;
};
constexpr dtype promote_all(dtype first) noexcept { return first; }
template <class... D> constexpr dtype promote_all(dtype a, dtype b, D... rest) noexcept {
  return promote_all(promote(a, b), rest...);
}
template <class... T> struct joint<array<T>...> {
  using type = array<element_t<promote_all(dtype_of<T>()...)>>;
};
template <class... A> using joint_t = typename joint<concrete_t<A>...>::type;

template <class A>
concept movable = array_class<A> || unmade<A>;

inline void require_rank(std::size_t rank, std::size_t least, std::string_view what) {
  if (rank < least)
    fail(error_code::bad_argument, std::string(what) + " only works on arrays of " + std::to_string(least) +
                                       " or more dimensions, got " + std::to_string(rank));
}

template <class A> array_handle handle_of(A const& a) { return ndarray(concrete(a)).handle(); }
template <class A> std::vector<A> adopt_all(std::vector<array_handle>&& handles) {
  std::vector<A> r;
  r.reserve(handles.size());
  for (array_handle& h : handles) r.push_back(A(std::move(h)));
  return r;
}
template <class A> std::vector<array_handle> handles_of(std::initializer_list<A> arrays) {
  std::vector<array_handle> r;
  for (A const& a : arrays) r.push_back(handle_of(a));
  return r;
}
template <class... A> using handles = array_handle[sizeof...(A)];

// More than two integers promote pairwise here and all at once there; a typed result is cast to what its type says.
template <class... A> manipulation::joining joined_as() {
  manipulation::joining how;
  if constexpr (requires { typename joint_t<A...>::value_type; }) {
    how.type = dtype_of<typename joint_t<A...>::value_type>();
    how.rule = casting::unsafe;
  }
  return how;
}

}  // namespace typed

// concatenate(axis(1), a, b + 1): joined along the axis. The list form takes arrays of one type, or any arrays.
template <array_like... A>
  requires(sizeof...(A) > 0)
auto concatenate(axis const& along, A const&... arrays) {
  if (along.axes.size() != 1)
    fail(error_code::bad_argument, "concatenate takes one axis, got " + to_string(along.axes));
  typed::handles<A...> const h{typed::handle_of(arrays)...};
  return typed::joint_t<A...>(manipulation::concatenate(h, along.axes[0], typed::joined_as<A...>()));
}
template <array_like... A>
  requires(sizeof...(A) > 0)
auto stack(axis const& along, A const&... arrays) {
  if (along.axes.size() != 1) fail(error_code::bad_argument, "stack takes one axis, got " + to_string(along.axes));
  typed::handles<A...> const h{typed::handle_of(arrays)...};
  return typed::joint_t<A...>(manipulation::stack(h, along.axes[0], typed::joined_as<A...>()));
}
template <class T> array<T> concatenate(std::initializer_list<array<T>> arrays, index along = 0) {
  return array<T>(manipulation::concatenate(typed::handles_of(arrays), along));
}
// The array API's name.
template <class T> array<T> concat(std::initializer_list<array<T>> arrays, index along = 0) {
  return concatenate(arrays, along);
}
template <array_like... A> auto concat(axis const& along, A const&... arrays) { return concatenate(along, arrays...); }
template <class T> array<T> stack(std::initializer_list<array<T>> arrays, index along = 0) {
  return array<T>(manipulation::stack(typed::handles_of(arrays), along));
}
FNP_EXPORT ndarray concatenate(std::initializer_list<ndarray> arrays, index along = 0);
FNP_EXPORT ndarray stack(std::initializer_list<ndarray> arrays, index along = 0);
inline ndarray concat(std::initializer_list<ndarray> arrays, index along = 0) { return concatenate(arrays, along); }
template <array_like... A>
  requires(sizeof...(A) > 0)
auto vstack(A const&... arrays) {
  typed::handles<A...> const h{typed::handle_of(arrays)...};
  return typed::joint_t<A...>(manipulation::vstack(h, typed::joined_as<A...>()));
}
template <array_like... A>
  requires(sizeof...(A) > 0)
auto hstack(A const&... arrays) {
  typed::handles<A...> const h{typed::handle_of(arrays)...};
  return typed::joint_t<A...>(manipulation::hstack(h, typed::joined_as<A...>()));
}
template <array_like... A>
  requires(sizeof...(A) > 0)
ndarray dstack(A const&... arrays) {
  typed::handles<A...> const h{typed::handle_of(arrays)...};
  return ndarray(manipulation::dstack(h));
}
template <array_like... A>
  requires(sizeof...(A) > 0)
ndarray column_stack(A const&... arrays) {
  typed::handles<A...> const h{typed::handle_of(arrays)...};
  return ndarray(manipulation::column_stack(h));
}
// block({{a, b}, {c, d}}) of any arrays: rows of blocks.
FNP_EXPORT ndarray block(std::initializer_list<std::initializer_list<ndarray>> rows);

// Views of equal parts (split) or of nearly equal ones (array_split); in braces: cut before these positions.
template <array_like A> std::vector<concrete_t<A>> split(A const& a, index sections, index along = 0) {
  return typed::adopt_all<concrete_t<A>>(manipulation::split_into(concrete(a).body(), sections, along, true));
}
template <array_like A> std::vector<concrete_t<A>> split(A const& a, extents const& bounds, index along = 0) {
  return typed::adopt_all<concrete_t<A>>(manipulation::split_at(concrete(a).body(), bounds, along));
}
template <array_like A> std::vector<concrete_t<A>> array_split(A const& a, index sections, index along = 0) {
  return typed::adopt_all<concrete_t<A>>(manipulation::split_into(concrete(a).body(), sections, along, false));
}
// Along axis 0, 1 (0 of a vector) and 2; into equal parts, or cut before the positions in braces.
template <array_like A, class Where> std::vector<concrete_t<A>> vsplit(A const& a, Where const& where) {
  typed::require_rank(a.shape().size(), 2, "vsplit");
  return split(a, where, 0);
}
template <array_like A, class Where> std::vector<concrete_t<A>> hsplit(A const& a, Where const& where) {
  typed::require_rank(a.shape().size(), 1, "hsplit");
  return split(a, where, a.shape().size() > 1 ? 1 : 0);
}
template <array_like A, class Where> std::vector<concrete_t<A>> dsplit(A const& a, Where const& where) {
  typed::require_rank(a.shape().size(), 3, "dsplit");
  return split(a, where, 2);
}
template <array_like A> std::vector<concrete_t<A>> unstack(A const& a, index along = 0) {
  return typed::adopt_all<concrete_t<A>>(manipulation::unstack(concrete(a).body(), along));
}

// roll(a, 2): the flattened array; roll(a, 2, 1) or roll(a, {1, 2}, {0, 1}): along axes.
template <array_like A> concrete_t<A> roll(A const& a, index shift) {
  return concrete_t<A>(manipulation::roll(concrete(a).body(), {shift}, nullptr));
}
template <array_like A> concrete_t<A> roll(A const& a, extents const& shifts, extents const& axes) {
  return concrete_t<A>(manipulation::roll(concrete(a).body(), shifts, &axes));
}
template <array_like A> concrete_t<A> roll(A const& a, index shift, index along) {
  return roll(a, extents{shift}, extents{along});
}
// Views, turned by `times` quarter turns from the first axis towards the second.
template <array_like A> concrete_t<A> rot90(A const& a, index times = 1, extents const& axes = {0, 1}) {
  return concrete_t<A>(manipulation::rot90(concrete(a).body(), times, axes));
}
template <array_class A> A rollaxis(A const& a, index along, index start = 0) {
  return A(manipulation::rollaxis(a.body(), along, start));
}
template <typed::unmade E> auto rollaxis(E const& e, index along, index start = 0) {
  return moved(e, [&](array_body const& a) { return manipulation::rollaxis(a, along, start); });
}

template <array_like A> concrete_t<A> repeat(A const& a, index count) {
  return concrete_t<A>(manipulation::repeat(concrete(a).body(), {count}, {}));
}
template <array_like A> concrete_t<A> repeat(A const& a, index count, index along) {
  return concrete_t<A>(manipulation::repeat(concrete(a).body(), {count}, along));
}
template <array_like A> concrete_t<A> repeat(A const& a, extents const& counts, index along) {
  return concrete_t<A>(manipulation::repeat(concrete(a).body(), counts, along));
}
template <array_like A> concrete_t<A> tile(A const& a, extents const& times) {
  return concrete_t<A>(manipulation::tile(concrete(a).body(), times));
}

template <array_like A> concrete_t<A> atleast_1d(A const& a) {
  return concrete_t<A>(manipulation::at_least(concrete(a).body(), 1));
}
template <array_like A> concrete_t<A> atleast_2d(A const& a) {
  return concrete_t<A>(manipulation::at_least(concrete(a).body(), 2));
}
template <array_like A> concrete_t<A> atleast_3d(A const& a) {
  return concrete_t<A>(manipulation::at_least(concrete(a).body(), 3));
}
// Read-only views of all at their joint shape.
template <array_like... A> std::vector<ndarray> broadcast_arrays(A const&... arrays) {
  typed::handles<A...> const h{typed::handle_of(arrays)...};
  return typed::adopt_all<ndarray>(manipulation::broadcast_arrays(h));
}
inline extents broadcast_shapes(std::initializer_list<extents> shapes) {
  return manipulation::broadcast_shapes({shapes.begin(), shapes.size()});
}

template <array_like A> concrete_t<A> reshape(A const& a, extents const& shape, memory_order order) {
  return concrete_t<A>(manipulation::reshape(concrete(a).body(), shape, order));
}
template <array_like A> concrete_t<A> ravel(A const& a, memory_order order) {
  return concrete_t<A>(manipulation::ravel(concrete(a).body(), order));
}
template <array_like A> concrete_t<A> flatten(A const& a, memory_order order = memory_order::c) {
  return concrete_t<A>(manipulation::flatten(concrete(a).body(), order));
}
template <array_like A> concrete_t<A> copy(A const& a, memory_order order = memory_order::keep) {
  return concrete_t<A>(manipulation::copy(concrete(a).body(), order));
}
template <array_like A> concrete_t<A> ascontiguousarray(A const& a) {
  return concrete_t<A>(manipulation::as_array(concrete(a).body(), {}, memory_order::c, {}, 1));
}
template <array_like A> concrete_t<A> asfortranarray(A const& a) {
  return concrete_t<A>(manipulation::as_array(concrete(a).body(), {}, memory_order::fortran, {}, 1));
}
// Views of arrays; expressions stay lazy.
template <typed::movable A> auto matrix_transpose(A const& a) {
  if (a.shape().size() < 2)
    fail(error_code::bad_argument,
         "Input array must be at least 2-dimensional, but it is " + std::to_string(a.shape().size()));
  return swapaxes(a, -2, -1);
}
template <typed::movable A> auto permute_dims(A const& a, extents const& axes) { return transpose(a, axes); }
template <typed::movable A> auto flipud(A const& a) {
  if (a.shape().size() < 1) fail(error_code::bad_argument, "Input must be >= 1-d.");
  return flip(a, {0});
}
template <typed::movable A> auto fliplr(A const& a) {
  if (a.shape().size() < 2) fail(error_code::bad_argument, "Input must be >= 2-d.");
  return flip(a, {1});
}

template <array_class A, array_class B> bool shares_memory(A const& a, B const& b, index max_work = -1) {
  return manipulation::shares_memory(a.body(), b.body(), max_work);
}
template <array_class A, array_class B> bool may_share_memory(A const& a, B const& b, index max_work = 0) {
  return manipulation::may_share_memory(a.body(), b.body(), max_work);
}

}  // namespace fnp
