// What fnp's part of the comparison shares: arrays filled as every peer fills its own, and the groups of workloads.
#pragma once
#include <fnp/fnp.hpp>

#include "harness.hpp"

namespace peer {

using fnp::array;
using fnp::slice;

template <class T>
array<T> filled(std::initializer_list<fnp::index> shape, int seed, double lo = 0.5, double hi = 1.5) {
  array<T> a = fnp::zeros<T>(shape);
  H::fill(a.data(), static_cast<std::size_t>(a.size()), seed, lo, hi);
  return a;
}

template <class A> double sum_of(A const& a) { return H::total(a.begin(), static_cast<std::size_t>(a.size())); }

// Whether one of these workloads is asked for: decides if a group's arrays are made at all.
template <class... Ids> bool wanted(H::Sz const& z, char const* dtype, Ids... ids) {
  return (H::any(ids, z.name, dtype) || ...);
}

// One group of workloads each; every group measures only what was asked for.
void run_flat();        // W1, W2, W9, W10: element-wise on one axis
void run_functions();   // W3, W4, W13: exp, log, erf and their like
void run_reductions();  // W6
void run_planes();      // W5, W7: transposed and neighbouring operands
void run_small();       // W8
void run_whole();       // W11, W12: product, running sum, sort

}  // namespace peer
