// Turns values of the graph into the operands and instructions of one step.
//
// A value is asked for as seen from the step's iteration space, through an affine index map. In memory, it becomes an
// operand whose byte map is the composition of that index map with the layout; inlined, its operands are asked for
// and an instruction is appended. Equal requests are answered once.
#pragma once
#include <map>

#include "engine/plan/draft.hpp"

namespace fnp::plan {

// Index i of a value at point x of the space:  start[i] + sum_j step[i * rank + j] * x[j].
struct index_map {
  extents start, step;
  friend bool operator==(index_map const&, index_map const&) = default;
};

class nest_builder {
 public:
  // `own`: stored nodes that this very step computes. The outputs stand in s.operands already.
  nest_builder(draft& d, step& s, extents const& space, std::vector<std::uint32_t> own);

  // The slot that holds the value at each point of the space.
  slot_number request(ir::value v);
  // Lets the value be computed straight into output operand `slot`, or appends a copy where that cannot be.
  void deliver(ir::value v, slot_number slot);
  // The slot to be folded: 0 if code computes it, else the operand that holds it.
  slot_number fold(ir::value v);
  // If a typed region computes `root` from values that are all in memory, its kernel becomes the step's, and its
  // operands are loaded in the kernel's order. Call before any request.
  void offer_region(ir::value root);
  // Gives scratch slots their final numbers, behind the operands; slots whose values are dead are used again.
  void finish();

 private:
  struct pending {
    ir::value v;
    std::uint32_t map;  // position in maps_
    bool expanded;
  };
  slot_number request(ir::value v, std::uint32_t map);
  slot_number load(ir::value v, dtype as, index_map const& map);
  operand operand_for(ir::value v, dtype as, index_map const& map) const;
  void add(operand);
  std::size_t find(operand const&) const;
  bool kernel_converts(ir::value cast, ir::value from, index_map const& map) const;
  slot_number emit(ir::value v, std::uint32_t map);
  std::uint32_t intern(index_map m);
  index_map through(index_map const& outer, ir::node const& user, ir::value operand) const;
  index_map broadcast_map(index_map const& outer, std::size_t user_rank, extents const& shape) const;
  std::uint32_t seen_from_root(ir::value root, ir::value v);
  bool lookup(ir::value v, std::uint32_t map, slot_number& slot) const;
  bool in_memory(ir::value v) const;
  void drop_unused_operands();

  draft& d_;
  step& step_;
  extents space_;
  std::vector<std::uint32_t> own_;  // sorted
  std::vector<index_map> maps_;
  std::size_t region_operands_ = 0;  // operands of the offered region, outputs included; 0: none
  std::map<std::pair<ir::value, std::uint32_t>, slot_number> known_;
  std::multimap<std::pair<std::uint32_t, index>, std::size_t> read_;  // operands by buffer and offset
};

}  // namespace fnp::plan
