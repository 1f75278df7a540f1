// The shape of a typed program's value without its graph.
#pragma once
#include <span>

#include "fnp/engine.hpp"

namespace fnp::engine {

// True if the shape follows from broadcasting and folded axes alone and nothing about the program can be refused; else
// the graph knows more: its construction has the rules and the words.
bool plain_shape(program const&, std::span<leaf const>, extents& shape);

}  // namespace fnp::engine
