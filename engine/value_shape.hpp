// The shape of a typed program's value without its graph.
#pragma once
#include <span>

#include "fnp/engine.hpp"

namespace fnp::engine {

// True if the shape follows from broadcasting and folded axes alone and nothing about the program can be refused; else
// the graph knows more: its construction has the rules and the words.
bool plain_shape(program const&, std::span<leaf const>, extents& shape);

// A let or a movement among the leaves: its value may have another order in memory than C's.
bool may_lie_otherwise(job const&) noexcept;

// pre: not so. Has the value of this job the shape of its destination, and lies it in C order if it is made afresh?
// Throws as evaluate would.
bool fits_destination(job const&);

}  // namespace fnp::engine
