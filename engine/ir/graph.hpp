// The graph: a typed SSA program over arrays. Everything that is to run becomes one.
//
// A node is an op applied to values; a value is (node, output). Shapes and dtypes are inferred when a node is made, so
// caller errors surface before anything runs. Equal nodes are made once (CSE by op, operands and attributes; inputs by
// memory and layout). Names, addresses and source locations take no part in equality, text or hash.
//
// A node also carries the layout that NumPy's eager result would have (order K): float sums depend on it to the bit.
#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "fnp/base/storage.hpp"
#include "fnp/engine.hpp"
#include "fnp/ops/op.hpp"
#include "fnp/base/subscript.hpp"

namespace fnp::ir {

using value = std::uint32_t;  // node * 2 + output
constexpr std::uint32_t node_of(value v) noexcept { return v >> 1; }
constexpr std::uint32_t output_of(value v) noexcept { return v & 1; }

// Ops that are no op of NumPy's; their ids lie above the list of ops.
inline constexpr ops::op_id op_input = 0xff00;     // attribute "input": position in graph::inputs
inline constexpr ops::op_id op_constant = 0xff01;  // bits: the element
inline constexpr ops::op_id op_cast = 0xff02;      // element by element to types[0]; attribute "order" (0 1 2:
                                                   // K C F) if asked for, "buffered" if an op makes it on its own
inline constexpr ops::op_id op_view = 0xff03;  // attribute "map": start[i] for each operand axis i, then step[i][j] for
                                               // each operand axis i and output axis j: an affine index map
inline constexpr ops::op_id op_reshape = 0xff04;  // same elements in C order under another shape
inline constexpr ops::op_id op_map = 0xff05;      // the user's kernel; attribute "kernel": position in graph::kernels

enum class order : std::uint8_t { k, c, f };

struct attribute {
  std::string name;
  small_vector<index> integers;
  std::string bits;  // floats as raw bytes, never text
  friend bool operator==(attribute const&, attribute const&) = default;
};

struct node {
  ops::op_id op = op_input;
  std::uint8_t loop = 0;  // of the op's loops
  std::uint8_t outputs = 1;
  small_vector<value> operands;
  std::vector<attribute> attributes;  // canonical: defaults written out, axes non-negative and sorted
  std::array<dtype, 2> types{};
  extents shape;
  extents stride;   // eager layout, bytes of types[0]; dense in order K unless an input or a view
  index start = 0;  // byte offset of element 0 in the eager buffer (inputs, views)
  std::uint32_t location = 0;
};

struct input {
  dtype type;
  strided layout;               // offset: of element 0 from `memory`
  std::byte* memory = nullptr;  // first byte of the storage
  index bytes = 0;              // of the storage
  array_handle array;           // keeps it alive; empty in graphs made from text
  std::string name;             // for people
};

// A typed region: its nodes may be run by the compiled kernels. Operands in the kernel's order. A graph that was read
// from a plan's text knows the regions without their kernels: it is planned as it was where they were.
struct region {
  value root = 0;
  small_vector<value> operands;
  block_kernel const* kernels = nullptr;  // [isa_count]
  vector_loops const* loops = nullptr;  // parameters of the kernels
};

// An identity by which this graph was made from the one written down, and how far it moves values.
struct rewrite {
  std::string_view identity, bound;
  std::uint32_t times;
};

class graph {
 public:
  std::vector<node> nodes;
  std::vector<input> inputs;
  std::vector<value> results;
  std::vector<region> regions;
  std::vector<rewrite> rewrites;  // empty: values are those of the program as written
  std::vector<engine::user_kernel const*> kernels;
  std::vector<engine::source_location> locations{{}};
  std::uint32_t location = 0;  // given to new nodes

  node const& operator[](value v) const noexcept { return nodes[node_of(v)]; }
  dtype type(value v) const noexcept { return nodes[node_of(v)].types[output_of(v)]; }
  extents const& shape(value v) const noexcept { return nodes[node_of(v)].shape; }
  value add(node n);  // infers types, shape and layout; gives the value of an equal node if there is one

  std::unordered_map<engine::shared_expression const*, value> shared;  // what each named subexpression became

 private:
  friend value make_input(graph&, array_body const&, std::string);
  std::unordered_multimap<std::uint64_t, std::uint32_t> known_;
};

// The attribute of that name, or null.
attribute const* find_attribute(node const&, std::string_view name) noexcept;
// Can an element turn out to be an error while the graph runs? (An integer to the power of an array.)
bool may_fail(graph const&) noexcept;
bool may_fail(graph const&, node const&) noexcept;
[[noreturn]] void fail_negative_power(graph const&);  // pre: may_fail
// The byte strides along which NumPy reads this value. A cast that an op makes on its own ("buffered") is no array
// there but a buffer of 8192 elements: the walk is that of the cast's operand.
extents const& walked_strides(graph const&, value) noexcept;

// --- building: each checks its operands, infers dtype, shape and eager layout, and throws NumPy's error -------------

value make_input(graph&, array_body const&, std::string name = {});
value make_constant(graph&, dtype, void const* element);

// An op of family elementwise; casts operands to the loop's dtypes. Weak scalars come as constants whose kind is given
// in `weaks` (empty: none) and whose dtype is that kind's default; an integer beyond int64 comes as uint64, one beyond
// that as float64. Gives output 0; output 1 is the next value.
value make_elementwise(graph&, ops::op_id, std::span<value const> operands, std::span<weak const> weaks = {});
value make_cast(graph&, value, dtype to, order = order::k);
value make_map(graph&, engine::user_kernel const&, std::span<value const> operands);
// Reduction op over `axes` (normalised here; all: every axis). `type`: NumPy's dtype= (empty: the default).
value make_reduce(graph&, ops::op_id, value, engine::axes_argument const&, dtype const* type = nullptr);
// The same with keepdims as a view of the fold without it, so that both share the fold.
value make_reduce_shared(graph&, ops::op_id, value, engine::axes_argument const&);
// NumPy's formulas for mean, var, std, count_nonzero, ptp in terms of the above; var: ddof from the argument.
value make_mean(graph&, value, engine::axes_argument const&);
value make_var(graph&, value, engine::axes_argument const&, bool root);
value make_count_nonzero(graph&, value, engine::axes_argument const&);
value make_ptp(graph&, value, engine::axes_argument const&);

value make_view(graph&, value, engine::movement const&);
value make_transpose(graph&, value, std::span<index const> axes);
value make_broadcast(graph&, value, extents const& shape);
value make_reshape(graph&, value, extents const& shape);           // one negative extent is inferred
value make_subscript(graph&, value, std::span<index_item const>);  // basic indexing: integers, slices, newaxis, ...
value make_swapaxes(graph&, value, index a, index b);
value make_moveaxis(graph&, value, std::span<index const> source, std::span<index const> destination);
value make_flip(graph&, value, engine::axes_argument const&);
value make_expand_dims(graph&, value, std::span<index const> axes);
value make_squeeze(graph&, value, engine::axes_argument const&);
value make_diagonal(graph&, value, index offset, index axis1, index axis2);
value make_sliding_window(graph&, value, extents const& window, engine::axes_argument const&);
value make_matmul(graph&, value, value);

// A typed program: pushes its nodes and regions, returns its result.
value lower(graph&, engine::program const&, std::span<engine::leaf const>);
// May an accurate sum of this program be taken as the first part of moments, for which the program asks as well? The
// bits are the same, and where both are of the same values they are one pass.
bool stands_beside_moments(engine::program const&, engine::instruction const& sum) noexcept;

// --- text and hash --------------------------------------------------------------------------------------------------

std::string to_text(graph const&);   // one node a line; parse(to_text(g)) prints and hashes the same
graph parse(std::string_view text);  // bad_argument with line and column when malformed
std::string op_name(ops::op_id);
using digest = std::array<std::uint8_t, 32>;
digest hash(graph const&);  // of the canonical form

}  // namespace fnp::ir
