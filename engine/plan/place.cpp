// Which nodes are stored and which are computed where they are used.
//
// Elementwise nodes are computed inside the step that uses them, so that no temporary is made. A node is stored when
// it is a result, a reduction or an opaque op; when something needs all of it at once (reshape, matmul, a view
// that repeats elements, a broadcast of computed values); when it is computed from folds alone and meets arrays; when
// an element of it may be an error; or when several steps would compute it again and that costs more than a round trip
// through the shared cache (cost.hpp: about six cheap operations an element).
#include <algorithm>

#include "engine/plan/cost.hpp"
#include "engine/plan/draft.hpp"
#include "fnp/ops/all.hpp"

namespace fnp::plan {
namespace {

bool is_leaf(ir::node const& n) { return n.op == ir::op_input || n.op == ir::op_constant; }
bool is_view(ir::node const& n) { return n.op == ir::op_view; }
bool is_elementwise(ir::node const& n) {
  if (n.op >= 0xff00) return n.op == ir::op_cast || n.op == ir::op_map;
  return ops::op_table[n.op].kind == ops::family::elementwise;
}
index points(extents const& shape) { return element_count(shape).value; }

// Nanoseconds of an element's own op.
double own_cost(ir::node const& n) {
  if (n.op == ir::op_map) return user_kernel_time;
  if (n.op >= 0xff00) return cast_time;
  return operation_time(this_machine(), n.op, n.loop);
}

// Of an element's way to the shared cache and back: what storing it for another step costs.
double round_trip(ir::node const& n) {
  return 2 * static_cast<double>(itemsize(n.types[0])) * this_machine().shared_byte;
}

// Steps that would compute an inlined node: at most `limit` of them are told apart.
struct users {
  static constexpr std::size_t limit = 3;
  small_vector<std::uint64_t, 4> keys;
  void add(std::uint64_t k) {
    if (keys.size() < limit && std::find(keys.begin(), keys.end(), k) == keys.end()) keys.push_back(k);
  }
};

class placer {
 public:
  explicit placer(draft& d) : d_(d), g_(d.graph), force_(g_.nodes.size()), result_(g_.nodes.size()) {}

  void run() {
    mark_needed();
    find_forced();
    find_short();
    find_failing();
    forward();
    find_repeated();
    forward();
  }

 private:
  void mark_needed() {
    d_.state.assign(g_.nodes.size(), {});
    for (ir::value const v : g_.results) d_.state[ir::node_of(v)].needed = true;
    for (std::size_t i = g_.nodes.size(); i-- > 0;)
      if (d_.state[i].needed)
        for (ir::value const v : g_.nodes[i].operands) d_.state[ir::node_of(v)].needed = true;
  }

  // Elementwise nodes over results of folds and constants alone, but casts of a result: those are made while loading.
  // Beside arrays their elements are few, and a compiled region reads them as an input.
  void find_short() {
    std::vector<bool> few(g_.nodes.size()), folded(g_.nodes.size());
    for (std::size_t i = 0; i < g_.nodes.size(); ++i) {
      ir::node const& n = g_.nodes[i];
      if (is_leaf(n)) {
        few[i] = n.op == ir::op_constant;
      } else if (!is_elementwise(n) && !is_view(n)) {
        few[i] = folded[i] = true;
      } else {
        few[i] = true;
        for (ir::value const o : n.operands) {
          few[i] = few[i] && few[ir::node_of(o)];
          folded[i] = folded[i] || folded[ir::node_of(o)];
        }
      }
      if (few[i] || !d_.state[i].needed || !is_elementwise(n)) continue;
      for (ir::value const o : n.operands) {
        std::uint32_t const k = ir::node_of(o);
        ir::node const& from = g_.nodes[k];
        bool const loads = from.op == ir::op_cast && !is_elementwise(g_[from.operands[0]]);
        if (few[k] && folded[k] && is_elementwise(from) && !loads) force_[k] = true;
      }
    }
  }

  void find_forced() {
    for (ir::value const v : g_.results) result_[ir::node_of(v)] = force_[ir::node_of(v)] = true;
    for (std::size_t i = 0; i < g_.nodes.size(); ++i) {
      ir::node const& n = g_.nodes[i];
      if (!d_.state[i].needed) continue;
      bool const whole = !is_elementwise(n) && !is_view(n) && !is_leaf(n);
      if (whole) force_[i] = true;
      for (ir::value const o : n.operands) {
        std::uint32_t const k = ir::node_of(o);
        bool const repeats = points(n.shape) > points(g_.nodes[k].shape);
        bool const opaque = n.op < 0xff00 && ops::op_table[n.op].kind == ops::family::opaque;
        if (opaque || n.op == ir::op_reshape || ((is_elementwise(n) || is_view(n)) && repeats)) force_[k] = true;
      }
    }
  }

  // What may fail is computed whole even where views ask for a part of it: the error is that of the program step by
  // step.
  void find_failing() {
    if (!ir::may_fail(g_)) return;
    std::vector<bool> partly(g_.nodes.size());
    for (std::size_t i = g_.nodes.size(); i-- > 0;) {
      ir::node const& n = g_.nodes[i];
      if (!d_.state[i].needed) continue;
      if (partly[i] && ir::may_fail(g_, n)) force_[i] = true;
      for (ir::value const o : n.operands) {
        std::uint32_t const k = ir::node_of(o);
        bool const drops = is_view(n) && points(n.shape) < points(g_.nodes[k].shape);
        if (drops || (partly[i] && !force_[i] && (is_elementwise(n) || is_view(n)))) partly[k] = true;
      }
    }
  }

  bool in_memory(std::uint32_t k) const { return d_.state[k].where != placing::inlined; }

  // A reshape of dense memory is another layout over it.
  bool reshapes_in_place(ir::node const& n) const {
    if (n.op != ir::op_reshape) return false;
    std::uint32_t const k = ir::node_of(n.operands[0]);
    ir::node const& from = g_.nodes[k];
    bool const own = d_.state[k].where == placing::stored && !result_[k];
    return (own || from.op == ir::op_input) &&
           is_c_contiguous({from.shape, from.stride, 0}, static_cast<index>(itemsize(from.types[0])));
  }

  // Placing, depth and cost, producers first.
  void forward() {
    for (std::uint32_t i = 0; i < g_.nodes.size(); ++i) {
      ir::node const& n = g_.nodes[i];
      node_state& s = d_.state[i];
      s.depth = s.outside = 0;
      s.cost = 0;
      if (is_leaf(n)) {
        s.where = placing::leaf;
        continue;
      }
      bool dense = true;  // all operands in memory
      for (ir::value const o : n.operands) dense = dense && in_memory(ir::node_of(o));
      if (!result_[i] && ((is_view(n) && dense) || reshapes_in_place(n))) s.where = placing::aliased;
      else s.where = force_[i] ? placing::stored : placing::inlined;
      s.cost = is_elementwise(n) ? own_cost(n) : 0;
      for (ir::value const o : n.operands) {
        std::uint32_t const k = ir::node_of(o);
        node_state const& from = d_.state[k];
        std::uint32_t const outside = from.where == placing::stored ? from.depth + 1 : from.outside;
        bool const same_nest = is_elementwise(g_.nodes[k]) && is_elementwise(n) && g_.nodes[k].shape == n.shape;
        s.depth = std::max(s.depth, same_nest ? from.depth : outside);
        s.outside = std::max(s.outside, outside);
        if (from.where == placing::inlined) s.cost = std::min(s.cost + from.cost, 1e6);
      }
    }
  }

  // Nodes that two or more steps would compute, and that are dear.
  void find_repeated() {
    std::vector<users> by(g_.nodes.size());
    for (std::uint32_t i = static_cast<std::uint32_t>(g_.nodes.size()); i-- > 0;) {
      node_state const& s = d_.state[i];
      if (!s.needed || s.where == placing::leaf || s.where == placing::aliased) continue;
      ir::node const& n = g_.nodes[i];
      users mine = by[i];
      if (s.where == placing::stored) {
        // Stored elementwise nodes of one shape and depth share a step; everything else is a step of its own.
        mine.keys.clear();
        mine.add(is_elementwise(n) ? group_key(i) : (1ull << 63 | i));
      } else if (mine.keys.size() > 1 && s.cost > round_trip(n) && is_elementwise(n)) {
        force_[i] = true;
        mine.keys.clear();
        mine.add(group_key(i));
      }
      for (ir::value const o : n.operands)
        for (std::uint64_t const k : mine.keys) by[ir::node_of(o)].add(k);
    }
  }

  std::uint64_t group_key(std::uint32_t i) const {
    std::uint64_t h = 1469598103934665603ull;
    for (index const e : g_.nodes[i].shape) h = (h ^ static_cast<std::uint64_t>(e)) * 1099511628211ull;
    return ((h << 20) ^ d_.state[i].depth) >> 1;
  }

  draft& d_;
  ir::graph const& g_;
  std::vector<bool> force_;
  std::vector<bool> result_;
};

}  // namespace

void place(draft& d) {
  placer(d).run();
  std::size_t stored = 0, inlined = 0;
  for (node_state const& s : d.state)
    if (s.needed) {
      stored += s.where == placing::stored;
      inlined += s.where == placing::inlined;
    }
  d.out.log.push_back("place: " + std::to_string(stored) + " nodes stored, " + std::to_string(inlined) +
                      " computed where used");
}

}  // namespace fnp::plan
