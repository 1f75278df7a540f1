// What the files of inference share: a node's own checks, and the rules that stand in a file of their own.
#pragma once
#include "engine/ir/graph.hpp"

namespace fnp::ir {

[[noreturn]] void malformed(node const&, std::string const& why);
attribute const& required(node const&, std::string_view name);
void check_size(node const&);  // rank, signs, and that the bytes can be counted
inline index size_of(node const& n) { return static_cast<index>(itemsize(n.types[0])); }

void infer_reduction(graph const&, node&);
void infer_matmul(graph const&, node&);
void infer_view(graph const&, node&);
void infer_reshape(graph const&, node&);

}  // namespace fnp::ir
