// What the nodes of an expression own: handles on arrays, which move as bytes.
//
// Each operator moves the whole tree below it. Member by member that is a copy, a store of null and a conditional
// release a leaf and level: the square of an expression's length for the compiler to remove again. A node that owns
// nothing but handles is moved as bytes instead; only its first handle is set to null, and says that it was moved.
#pragma once
#include <bit>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <type_traits>

#include "fnp/base/storage.hpp"

// Boost.YAP's enumeration of nodes. Its header brings a tenth of what a user's file compiles and adds the names of the
// values: those that occur here stand in fnp::kinds, and fnp/expr/yap.hpp compares them.
namespace boost::yap {
enum class expr_kind;
}

namespace fnp {

using expr_kind = boost::yap::expr_kind;
struct kinds {
  static constexpr expr_kind terminal{1}, unary_plus{2}, negate{3}, complement{5}, logical_not{7}, shift_left{12},
      shift_right{13}, multiplies{14}, divides{15}, modulus{16}, plus{17}, minus{18}, less{19}, greater{20},
      less_equal{21}, greater_equal{22}, equal_to{23}, not_equal_to{24}, logical_or{25}, logical_and{26},
      bitwise_and{27}, bitwise_or{28}, bitwise_xor{29}, call{45};
};

template <class T> class array;
template <class T> struct borrowed;
template <expr_kind Kind, class Tuple> struct expr;
template <class... T> struct elements;

namespace typed {

// Out of line: an expression copies and drops a handle a leaf, and inlined counting doubled the code of every use.
[[gnu::noinline]] inline array_body* retained(array_body* b) noexcept {
  if (b) b->retain();
  return b;
}
[[gnu::noinline]] inline void dropped(array_body* b) noexcept {
  if (b->release()) destroy(b);
}

// The layout of a value that may be moved as bytes. Bit k of handles: its word k is a handle on an array.
struct ownership {
  bool as_bytes = false;
  std::uint64_t handles = 0;
  std::size_t size = 0, alignment = 1;

  constexpr bool movable() const noexcept { return as_bytes && handles != 0 && size <= 64 * sizeof(void*); }
};

constexpr ownership one_after_the_other(std::initializer_list<ownership> parts) noexcept {
  ownership all{true, 0, 0, 1};
  for (ownership const& x : parts) {
    all.size = (all.size + x.alignment - 1) / x.alignment * x.alignment;
    all.as_bytes = all.as_bytes && x.as_bytes && all.size < 64 * sizeof(void*);
    if (all.as_bytes) all.handles |= x.handles << all.size / sizeof(void*);
    all.size += x.size;
    if (x.alignment > all.alignment) all.alignment = x.alignment;
  }
  all.size = (all.size + all.alignment - 1) / all.alignment * all.alignment;
  return all;
}

template <class T> inline constexpr ownership owned{std::is_trivially_copyable_v<T>, 0, sizeof(T), alignof(T)};
template <class T> inline constexpr ownership owned<array<T>>{true, 1, sizeof(void*), alignof(void*)};
template <expr_kind K, class Tuple> inline constexpr ownership owned<expr<K, Tuple>> = owned<Tuple>;
template <class... T> inline constexpr ownership owned<elements<T...>> = one_after_the_other({owned<T>...});

// The words of such a value are its leaves in their order.
template <class T>
inline constexpr bool nothing_but_handles =
    owned<T>.as_bytes && owned<T>.size == sizeof(void*) * static_cast<std::size_t>(std::popcount(owned<T>.handles));
// The same where some of them, or all, are borrowed.
template <class T> inline constexpr bool nothing_but_arrays = false;
template <class T> inline constexpr bool nothing_but_arrays<array<T>> = true;
template <class T> inline constexpr bool nothing_but_arrays<borrowed<T>> = true;
template <expr_kind K, class... T>
inline constexpr bool nothing_but_arrays<expr<K, elements<T...>>> = (nothing_but_arrays<T> && ...);
template <class E> array_body const* const* arrays_in(E const& e) noexcept {
  static_assert(nothing_but_arrays<E> && sizeof(E) % sizeof(void*) == 0);
  return reinterpret_cast<array_body const* const*>(&e);
}

// A node as bytes, by value: its address would keep the compiler from holding it in registers.
template <std::size_t Size> struct [[gnu::may_alias]] node_words {
  array_body* at[Size / sizeof(void*)];
};
template <std::size_t Size> [[gnu::noinline]] void retain_handles(node_words<Size> w, std::uint64_t handles) noexcept {
  for (; handles != 0; handles &= handles - 1)
    if (array_body* const b = w.at[std::countr_zero(handles)]) b->retain();
}
// Few handles are dropped one after the other: a turn of a loop takes as long as what it does.
[[gnu::always_inline]] inline void drop(array_body* b) noexcept {
  if (b && b->release()) [[unlikely]]
    destroy(b);
}
[[gnu::noinline]] inline void drop_each(array_body* a, array_body* b) noexcept {
  drop(a);
  drop(b);
}
[[gnu::noinline]] inline void drop_each(array_body* a, array_body* b, array_body* c) noexcept {
  drop(a);
  drop(b);
  drop(c);
}
template <std::size_t Size> [[gnu::noinline]] void drop_handles(node_words<Size> w, std::uint64_t handles) noexcept {
  for (; handles != 0; handles &= handles - 1)
    if (array_body* const b = w.at[std::countr_zero(handles)]; b && b->release()) destroy(b);
}

}  // namespace typed
}  // namespace fnp
