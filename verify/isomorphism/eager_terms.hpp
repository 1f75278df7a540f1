// The eager evaluation over terms: node by node, whole arrays, in C order; the other side of the checker's equation.
#pragma once
#include <functional>
#include <vector>

#include "engine/ir/graph.hpp"
#include "verify/isomorphism/term.hpp"

namespace fnp::isomorphism {

// The term of an element of an input: at this byte of the input's storage, read as this dtype.
using leaf_reader = std::function<term(std::uint32_t input, index byte, dtype)>;

// The terms of each result's elements. Nodes that no result needs are left out.
std::vector<std::vector<term>> evaluate_terms(ir::graph const&, leaf_reader const&);

term constant_term(dtype, void const* element);

}  // namespace fnp::isomorphism
