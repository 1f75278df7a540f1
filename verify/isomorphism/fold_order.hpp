// The order in which a reduction adds, as NumPy defines it: written from the definition, apart from the executor.
//
// Let the axes of more than one point be sorted as NumPy's iterator sorts them (engine/ir/axis_order.hpp, over the
// operand's eager strides; positions of arg reductions in C order). If the innermost axis is reduced, it and the
// reduced axes outside it that it continues without a gap form the *run*; the other reduced axes are walked in order.
//
//     acc = identity;  for each outer point: for each chunk of its run: acc = acc + P(chunk)
//
// P is the pairwise tree for sums of floats, and one element after the other where order matters otherwise; under
// fnp::accurate all that is folded is one run in C order and P the wide tree. NumPy reads
// through a buffer of 8192 elements what it casts, and also reduced axes that are no single stride while the innermost
// one is short (at most half the buffer): then whole inner axes fill the buffer, and the run is cut after each fill. If
// the innermost axis is kept, rows are added in turn:  acc = acc + row.
#pragma once
#include <functional>
#include <vector>

#include "engine/ir/graph.hpp"
#include "kernels/registry.hpp"

namespace fnp::isomorphism {

struct fold_walk {
  extents order;             // loop axes, outermost first; axes of one point left out
  std::uint64_t reduced = 0; // bit: axis of the operand
  std::size_t run = 0;       // how many of the innermost loop axes form the run; 0: rows are added in turn
  index chunk = 0;           // 0: runs are whole
};

fold_walk walk_of(ir::graph const&, ir::node const& reduction);

// Element numbers (in C order of the operand) of each chunk for one kept point, chunk after chunk.
// `kept`: index of the operand's point with zeros on reduced axes.
std::vector<std::vector<index>> chunks_of(fold_walk const&, extents const& shape, extents const& kept);

// The pairwise tree over n leaves, told to `leaf(i)`, which gives a state, and `join(a, b)`.
template <class State, class Leaf, class Join>
State pairwise(index n, index first, index leaf_length, index lanes, Leaf const& leaf, Join const& join) {
  if (n > leaf_length) {
    index const half = n / 2 / lanes * lanes;
    State const left = pairwise<State>(half, first, leaf_length, lanes, leaf, join);
    return join(left, pairwise<State>(n - half, first + half, leaf_length, lanes, leaf, join));
  }
  index next = first;
  std::vector<State> sums;
  index const wide = n < lanes ? 0 : n / lanes;
  for (index round = 0; round < wide; ++round)
    for (index k = 0; k < lanes; ++k, ++next) {
      if (round == 0) sums.push_back(leaf(next));
      else sums[static_cast<std::size_t>(k)] = join(sums[static_cast<std::size_t>(k)], leaf(next));
    }
  while (sums.size() > 1) {  // ((r0+r1)+(r2+r3))+((r4+r5)+(r6+r7))
    std::vector<State> halved;
    for (std::size_t k = 0; k < sums.size(); k += 2) halved.push_back(join(sums[k], sums[k + 1]));
    sums = std::move(halved);
  }
  if (sums.empty()) sums.push_back(leaf(next++));
  State sum = sums[0];
  while (next < first + n) sum = join(sum, leaf(next++));
  return sum;
}

// The wide tree of fnp::accurate (kernels/reduce/wide_sums.hpp), told likewise.
template <class State, class Leaf, class Join>
State wide(index n, index first, index leaf_length, index lanes, Leaf const& leaf, Join const& join) {
  if (n > leaf_length) {
    index const half = n / 2 / lanes * lanes;
    State const left = wide<State>(half, first, leaf_length, lanes, leaf, join);
    return join(left, wide<State>(n - half, first + half, leaf_length, lanes, leaf, join));
  }
  std::vector<State> sums;
  for (index k = 0; k < n; ++k) {
    if (k < lanes) sums.push_back(leaf(first + k));
    else sums[static_cast<std::size_t>(k % lanes)] = join(sums[static_cast<std::size_t>(k % lanes)], leaf(first + k));
  }
  for (index half = lanes / 2; half > 0; half /= 2)
    for (index k = 0; k < half && k + half < static_cast<index>(sums.size()); ++k)
      sums[static_cast<std::size_t>(k)] =
          join(sums[static_cast<std::size_t>(k)], sums[static_cast<std::size_t>(k + half)]);
  return sums[0];
}

}  // namespace fnp::isomorphism
