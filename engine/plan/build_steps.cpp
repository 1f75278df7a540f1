// One step for each group of stored nodes.
//
// Stored elementwise nodes of one shape and depth share a step: their common parts are computed once and memory is
// read once. A reduction is a step whose map part is whatever lies inlined below it. Results that are no fresh value
// (an input, a view, a value asked for twice) get a copying step.
#include <algorithm>
#include <map>

#include "engine/ir/eager_layout.hpp"
#include "engine/plan/nest_builder.hpp"
#include "fnp/ops/all.hpp"

namespace fnp::plan {
namespace {

bool is_kind(ir::node const& n, ops::family f) { return n.op < 0xff00 && ops::op_table[n.op].kind == f; }

constexpr std::size_t group_limit = 24;  // outputs of one step: more would push their rows out of L1

class builder {
 public:
  explicit builder(draft& d) : d_(d), g_(d.graph) {}

  void run() {
    d_.at.assign(2 * g_.nodes.size(), {});
    assign_results();
    for (std::uint32_t i = 0; i < g_.nodes.size(); ++i) locate(i);
    for (std::uint32_t i = 0; i < g_.nodes.size(); ++i)
      if (d_.state[i].needed && d_.state[i].where == placing::stored) join_group(i);
    for (auto& [depth, members] : groups_) make_step(members);
    for (std::uint32_t r = 0; r < g_.results.size(); ++r)
      if (result_of_[r] < 0) copy_result(r);
  }

 private:
  strided dense_layout(ir::node const& n) const { return {n.shape, n.stride, 0}; }

  std::uint32_t add_buffer(role what, dtype type, index bytes, std::uint32_t position) {
    d_.out.buffers.push_back({what, type, bytes, position, -1});
    return static_cast<std::uint32_t>(d_.out.buffers.size() - 1);
  }

  index byte_size(extents const& shape, dtype type) const {
    checked const n = element_count(shape) * static_cast<index>(itemsize(type));
    if (!n.ok)
      fail(error_code::too_large, "array of shape " + to_string(shape) + " and dtype " + std::string(name(type)) +
                                      " has more bytes than an address");
    return n.value;
  }

  // The destination of result r, relative to the first byte of its storage. A fresh one is dense in the value's order.
  strided result_layout(std::uint32_t r) const {
    destination const& to = d_.destinations[r];
    if (to.into) return to.into->layout;
    ir::value const v = g_.results[r];
    return {g_.shape(v), ir::copy_strides(g_.shape(v), g_[v].stride, static_cast<index>(itemsize(g_.type(v)))), 0};
  }
  index result_bytes(std::uint32_t r) const {
    destination const& to = d_.destinations[r];
    return to.into ? to.into->memory->bytes : byte_size(g_.shape(g_.results[r]), g_.type(g_.results[r]));
  }

  bool may_meet_inputs(array_body const& to) const {
    for (ir::input const& in : g_.inputs)
      if (in.memory < to.memory->data + to.memory->bytes && to.memory->data < in.memory + in.bytes) return true;
    return false;
  }

  // Later steps may read a value from its destination, unless it may be written only at the end (guard_overlap).
  void assign_results() {
    result_of_.assign(g_.results.size(), -1);
    for (std::uint32_t r = 0; r < g_.results.size(); ++r) {
      ir::value const v = g_.results[r];
      if (d_.state[ir::node_of(v)].where != placing::stored || d_.at[v].buffer >= 0) continue;
      destination const& to = d_.destinations[r];
      if (to.into && (d_.options.atomic || may_meet_inputs(*to.into)) && used_elsewhere(v, r)) continue;
      std::uint32_t const b = add_buffer(role::result, g_.type(v), result_bytes(r), r);
      d_.at[v] = {static_cast<std::int32_t>(b), result_layout(r)};
      result_of_[r] = static_cast<std::int32_t>(b);
    }
  }

  bool used_elsewhere(ir::value v, std::uint32_t result) const {
    for (std::uint32_t r = 0; r < g_.results.size(); ++r)
      if (r != result && g_.results[r] == v) return true;
    for (std::uint32_t i = ir::node_of(v) + 1; i < g_.nodes.size(); ++i)
      if (d_.state[i].needed)
        for (ir::value const o : g_.nodes[i].operands)
          if (o == v) return true;
    return false;
  }

  void locate(std::uint32_t i) {
    ir::node const& n = g_.nodes[i];
    node_state const& s = d_.state[i];
    if (!s.needed || s.where == placing::inlined) return;
    location& at = d_.at[2 * i];
    if (n.op == ir::op_input) {
      std::uint32_t const k = static_cast<std::uint32_t>(n.attributes[0].integers[0]);
      ir::input const& in = g_.inputs[k];
      at = {static_cast<std::int32_t>(add_buffer(role::input, in.type, in.bytes, k)), in.layout};
    } else if (n.op == ir::op_constant) {
      std::array<std::byte, 16> bits{};
      std::copy_n(reinterpret_cast<std::byte const*>(n.attributes[0].bits.data()),
                  std::min<std::size_t>(16, n.attributes[0].bits.size()), bits.begin());
      d_.out.constants.push_back(bits);
      at = {static_cast<std::int32_t>(
                add_buffer(role::constant, n.types[0], 16, static_cast<std::uint32_t>(d_.out.constants.size() - 1))),
            {}};
    } else if (s.where == placing::aliased) {
      at = view_of(n, d_.at[n.operands[0]]);
    } else {
      for (std::uint32_t k = 0; k < n.outputs; ++k) {
        location& own = d_.at[2 * i + k];
        if (own.buffer < 0)
          own = {static_cast<std::int32_t>(add_buffer(role::temporary, n.types[k], byte_size(n.shape, n.types[k]), 0)),
                 temporary_layout(n, k)};
      }
    }
  }

  // A temporary lies as the eager result would; the second output of an op in the first one's axis order.
  strided temporary_layout(ir::node const& n, std::uint32_t k) const {
    if (n.op == ir::op_view || n.op == ir::op_reshape)
      return {n.shape, c_strides(n.shape, static_cast<index>(itemsize(n.types[0]))), 0};
    strided v = dense_layout(n);
    if (k > 0)
      for (index& s : v.stride)
        s = s / static_cast<index>(itemsize(n.types[0])) * static_cast<index>(itemsize(n.types[k]));
    return v;
  }

  location view_of(ir::node const& n, location const& from) const {
    if (n.op == ir::op_reshape)
      return {from.buffer, {n.shape, c_strides(n.shape, static_cast<index>(itemsize(n.types[0]))), from.layout.offset}};
    extents const& map = n.attributes[0].integers;
    std::size_t const in_rank = from.layout.rank(), rank = n.shape.size();
    location at{from.buffer, {n.shape, extents(rank), from.layout.offset}};
    for (std::size_t i = 0; i < in_rank; ++i) {
      at.layout.offset += map[i] * from.layout.stride[i];
      for (std::size_t j = 0; j < rank; ++j) at.layout.stride[j] += map[in_rank + i * rank + j] * from.layout.stride[i];
    }
    return at;
  }

  static bool is_map(ir::node const& n) {
    return is_kind(n, ops::family::elementwise) || n.op == ir::op_cast || n.op == ir::op_map || n.op == ir::op_view;
  }

  void join_group(std::uint32_t i) {
    ir::node const& n = g_.nodes[i];
    auto const [first, last] = groups_.equal_range(d_.state[i].depth);
    if (is_map(n))
      for (auto it = first; it != last; ++it) {
        ir::node const& head = g_.nodes[it->second.front()];
        if (is_map(head) && head.shape == n.shape && it->second.size() < group_limit) {
          it->second.push_back(i);
          return;
        }
      }
    groups_.emplace(d_.state[i].depth, std::vector<std::uint32_t>{i});
  }

  operand output_operand(location const& at, dtype type, extents const& space) const {
    operand o;
    o.buffer = static_cast<std::uint32_t>(at.buffer);
    o.type = o.as = type;
    o.map = at.layout;
    o.map.extent = space;
    for (std::size_t j = 0; j < space.size(); ++j)
      if (space[j] == 1) o.map.stride[j] = 0;
    return o;
  }

  void make_step(std::vector<std::uint32_t> const& members) {
    ir::node const& head = g_.nodes[members.front()];
    step s;
    s.location = head.location;
    if (is_kind(head, ops::family::opaque)) return make_opaque(members.front());
    if (is_kind(head, ops::family::reduction)) return make_reduction(members.front());
    s.extent = head.op == ir::op_reshape ? g_.shape(head.operands[0]) : head.shape;
    for (std::uint32_t const i : members)
      for (std::uint32_t k = 0; k < g_.nodes[i].outputs; ++k)
        s.operands.push_back(output_operand(d_.at[2 * i + k], g_.nodes[i].types[k], s.extent));
    s.outputs = static_cast<std::uint16_t>(s.operands.size());
    if (head.op == ir::op_reshape) {
      // Walk the operand in C order; the destination is seen under the operand's shape.
      if (!fold_reshape(s, members.front())) return;
    } else {
      nest_builder nest(d_, s, s.extent, members);
      if (s.outputs == 1) nest.offer_region(2 * members.front());
      slot_number slot = 0;
      for (std::uint32_t const i : members)
        for (std::uint32_t k = 0; k < g_.nodes[i].outputs; ++k) nest.deliver(2 * i + k, slot++);
      nest.finish();
    }
    d_.out.steps.push_back(std::move(s));
  }

  // Elements in C order under another shape: written through a dense destination only; else through a temporary.
  bool fold_reshape(step& s, std::uint32_t i) {
    ir::node const& n = g_.nodes[i];
    location const to = d_.at[2 * i];
    index const item = static_cast<index>(itemsize(n.types[0]));
    location dense = to;
    bool const direct = is_c_contiguous(to.layout, item);
    if (!direct)
      dense = {static_cast<std::int32_t>(add_buffer(role::temporary, n.types[0], byte_size(n.shape, n.types[0]), 0)),
               {n.shape, c_strides(n.shape, item), 0}};
    location under{dense.buffer, {s.extent, c_strides(s.extent, item), dense.layout.offset}};
    s.operands[0] = output_operand(under, n.types[0], s.extent);
    nest_builder nest(d_, s, s.extent, {});
    nest.deliver(n.operands[0], 0);
    nest.finish();
    if (direct) return true;
    d_.out.steps.push_back(std::move(s));
    copy_step(dense, to, n.shape, n.types[0], n.location);
    return false;
  }

  void make_reduction(std::uint32_t i) {
    ir::node const& n = g_.nodes[i];
    ir::value const from = n.operands[0];
    ir::node const& input = g_[from];
    step s;
    s.what = kind::reduce;
    s.location = n.location;
    s.extent = input.shape;
    reduction& f = s.fold;
    f.op = n.op;
    f.element = g_.type(from);
    f.result = n.types[0];
    f.eager = ir::walked_strides(g_, from);
    f.origin = 2 * i;
    bool keepdims = false;
    for (ir::attribute const& a : n.attributes) {
      if (a.name == "axes")
        for (index const axis : a.integers) f.axes |= std::uint64_t{1} << axis;
      if (a.name == "keepdims") keepdims = !a.integers.empty() && a.integers[0] != 0;
    }
    for (ir::attribute const& a : input.attributes) f.buffered = f.buffered || a.name == "buffered";
    // The result seen over the operand's space: stride 0 along what is reduced.
    location const& to = d_.at[2 * i];
    strided over{s.extent, extents(s.extent.size()), to.layout.offset};
    for (std::size_t axis = 0, k = 0; axis < s.extent.size(); ++axis) {
      if (!reduced(f.axes, axis)) over.stride[axis] = to.layout.stride[k];
      if (keepdims || !reduced(f.axes, axis)) ++k;
    }
    s.operands.push_back(output_operand({to.buffer, over}, n.types[0], s.extent));
    nest_builder nest(d_, s, s.extent, {});
    nest.offer_region(from);
    f.slot = nest.fold(from);
    nest.finish();
    d_.out.steps.push_back(std::move(s));
  }

  void make_opaque(std::uint32_t i) {
    ir::node const& n = g_.nodes[i];
    step s;
    s.what = kind::opaque;
    s.op = n.op;
    s.location = n.location;
    operand out = output_operand(d_.at[2 * i], n.types[0], n.shape);
    s.operands.push_back(std::move(out));
    for (ir::value const o : n.operands) s.operands.push_back(output_operand(d_.at[o], g_.type(o), g_.shape(o)));
    instruction in;
    in.op = n.op;
    in.loop = n.loop;
    in.origin = 2 * i;
    s.code.push_back(std::move(in));
    d_.out.steps.push_back(std::move(s));
  }

  void copy_step(location const& from, location const& to, extents const& shape, dtype type, std::uint32_t where) {
    step s;
    s.location = where;
    s.extent = shape;
    s.operands = {output_operand(to, type, shape), output_operand(from, type, shape)};
    instruction in;
    in.op = ir::op_cast;
    in.slots = {0, 1};
    s.code.push_back(std::move(in));
    d_.out.steps.push_back(std::move(s));
  }

  void copy_result(std::uint32_t r) {
    ir::value const v = g_.results[r];
    std::uint32_t const b = add_buffer(role::result, g_.type(v), result_bytes(r), r);
    copy_step(d_.at[v], {static_cast<std::int32_t>(b), result_layout(r)}, g_.shape(v), g_.type(v), g_[v].location);
    d_.out.steps.back().code[0].origin = v;
  }

  draft& d_;
  ir::graph const& g_;
  std::vector<std::int32_t> result_of_;  // by result: its buffer, -1 when a copy has to fill it
  std::multimap<std::uint32_t, std::vector<std::uint32_t>> groups_;  // by depth
};

}  // namespace

void build_steps(draft& d) {
  builder(d).run();
  std::size_t code = 0;
  for (step const& s : d.out.steps) code += s.code.size();
  d.out.log.push_back("build_steps: " + std::to_string(d.out.steps.size()) + " steps, " + std::to_string(code) +
                      " instructions");
}

}  // namespace fnp::plan
