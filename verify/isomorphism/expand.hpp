// An op over terms: its body where it has one, else an opaque term of op, loop and operands.
#pragma once
#include "engine/ir/graph.hpp"
#include "verify/isomorphism/term.hpp"

namespace fnp::isomorphism {

// One output of an elementwise op in one of its loops.
using expansion = void (*)(term* out, term const* in);
// Null: the op has no body over terms, `opaque_term` stands for it.
expansion body_of(ops::op_id) noexcept;
term opaque_term(ops::op_id, std::uint8_t loop, int output, term const* in, std::size_t arity) noexcept;

// All outputs of op at once. A loop's dtypes belong to the op: two loops of one body are told apart.
void apply(ops::op_id, std::uint8_t loop, term* out, term const* in) noexcept;
term cast_term(dtype from, dtype to, term x) noexcept;

}  // namespace fnp::isomorphism
