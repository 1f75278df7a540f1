// Elements of dtypes known at run time only: conversion and comparison of one, conversion of a whole array.
#include <cstring>

#include "engine/array/move_elements.hpp"
#include "engine/array/strided_walk.hpp"
#include "engine/ir/element_cast.hpp"
#include "engine/settings.hpp"
#include "fnp/base/error.hpp"
#include "fnp/base/scalar.hpp"
#include "fnp/ndarray.hpp"
#include "fnp/view.hpp"
#include "kernels/registry.hpp"

namespace fnp {
namespace {

template <class T> T load(void const* p) noexcept {
  T value;
  std::memcpy(static_cast<void*>(&value), p, sizeof value);
  return value;
}

template <class A, class B> bool equal(A const& x, B const& y) noexcept {
  if constexpr (is_complex_v<A>)
    return equal(x.re, convert_to<complex128>(y).re) && x.im == convert_to<complex128>(y).im;
  else if constexpr (is_complex_v<B>)
    return equal(y, x);
  else if constexpr (std::is_same_v<A, half> || std::is_same_v<B, half>)
    return equal(convert_to<std::conditional_t<std::is_same_v<A, half>, float, A>>(x),
                 convert_to<std::conditional_t<std::is_same_v<B, half>, float, B>>(y));
  else if constexpr (std::is_integral_v<A> && std::is_integral_v<B>) {
    auto const negative = [](auto v) {
      if constexpr (std::is_signed_v<decltype(v)>)
        return v < 0;
      else
        return false;
    };
    return negative(x) == negative(y) && static_cast<std::uint64_t>(x) == static_cast<std::uint64_t>(y);
  } else
    return static_cast<long double>(x) == static_cast<long double>(y);  // 64 bits of significand: exact
}

}  // namespace

void convert_element(dtype from, void const* source, dtype to, void* target) noexcept {
  visit_dtype(from, [&](auto f) {
    visit_dtype(to, [&](auto t) {
      auto const value = convert_to<decltype(t)>(load<decltype(f)>(source));
      std::memcpy(target, &value, sizeof value);
    });
  });
}

bool equal_elements(dtype a, void const* x, dtype b, void const* y) noexcept {
  return visit_dtype(a, [&](auto f) {
    return visit_dtype(b, [&](auto g) { return equal(load<decltype(f)>(x), load<decltype(g)>(y)); });
  });
}

namespace views {
namespace {

// With the conditions of each element, which the scalar reference kernel tells.
void convert_watched(array_body const& from, array_body& into) {
  block_kernel const cast = kernels::find_cast(from.type, into.type, isa::reference);
  fp_flags& raised = engine::counters().raised;
  walk<2>(into.layout.extent, {into.data, from.data}, {&into.layout.stride, &from.layout.stride},
          [&](auto const& at, auto const& stride, index count) {
            std::byte* const data[] = {at[0], at[1]};
            std::ptrdiff_t const steps[] = {stride[0], stride[1]};
            raised = static_cast<fp_flags>(raised | cast({data, steps, 0, count, 1}, nullptr));
          });
}

}  // namespace

void convert_into(array_body const& from, array_body& into) {
  if (from.type == into.type) return copy_into(from, into);
  if (!into.writeable) fail(error_code::read_only, "assignment destination is read-only");
  if (!(from.layout.extent == into.layout.extent))
    fail_shapes(error_code::assign_shape_mismatch, "could not copy between shapes", from.layout.extent,
                into.layout.extent);
  if (from.count == 0) return;
  if (from.memory.get() == into.memory.get()) return copy_into(*astype(from, into.type), into);  // may overlap
  if (engine::cached_defaults().watch) return convert_watched(from, into);
  move_elements(from, into);
}

array_handle astype(array_body const& a, dtype type) {
  array_handle r = make_array_like(type, a.layout.extent, a.layout.stride);
  convert_into(a, *r);
  return r;
}

}  // namespace views
}  // namespace fnp
