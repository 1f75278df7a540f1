// Every line of an array along an axis, sorted or given its positions.
#pragma once
#include <span>

#include "fnp/base/storage.hpp"

namespace fnp::sorting {

// `to`: another array of the same shape and dtype that shares no memory with `a`, or `a` itself.
// With places they are partitioned there only.
void sort_lines(array_body const& a, array_body& to, index axis, std::span<index const> places = {});
// positions: int64, of the shape of `a`. With places they need be partitioned there only.
void order_lines(array_body const& a, array_body& positions, index axis, std::span<index const> places = {});

}  // namespace fnp::sorting
