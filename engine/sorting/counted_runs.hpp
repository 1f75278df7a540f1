// Runs whose elements have few different values, sorted by how often each occurs, whatever their length.
#pragma once
#include "fnp/base/block.hpp"
#include "fnp/base/checked.hpp"
#include "fnp/base/dtype.hpp"

namespace fnp::sorting {

// Longer runs of 16-bit integers are counted sooner than sorted: looking at all counters costs as much as so many
// elements.
inline constexpr index worth_counting = 40000;

// x[0 .. n) becomes from[0 .. n) in order; `from` is x or lies elsewhere. Of one byte each, and of two.
void count_bytes(std::byte* x, std::byte const* from, index n, bool is_signed);
void count_words(std::byte* x, std::byte const* from, index n, bool is_signed);
// to[0 .. n): the positions of bytes in stable order.
void order_bytes(index* to, std::byte const* from, index n, bool is_signed);

}  // namespace fnp::sorting
