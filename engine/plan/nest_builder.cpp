// Values of the graph become operands and instructions of one step.
#include "engine/plan/nest_builder.hpp"

#include <algorithm>

#include "fnp/ops/all.hpp"

namespace fnp::plan {
namespace {

index_map identity(std::size_t rank) {
  index_map m{extents(rank), extents(rank * rank)};
  for (std::size_t i = 0; i < rank; ++i) m.step[i * rank + i] = 1;
  return m;
}

constexpr slot_number scratch_base = 0x80000000;  // scratch slots carry this until `finish`

}  // namespace

nest_builder::nest_builder(draft& d, step& s, extents const& space, std::vector<std::uint32_t> own)
    : d_(d), step_(s), space_(space), own_(std::move(own)) {
  std::sort(own_.begin(), own_.end());
  maps_.push_back(identity(space.size()));
}

bool nest_builder::in_memory(ir::value v) const {
  return d_.at[v].buffer >= 0 && !std::binary_search(own_.begin(), own_.end(), ir::node_of(v));
}

std::uint32_t nest_builder::intern(index_map m) {
  for (std::uint32_t i = 0; i < maps_.size(); ++i)
    if (maps_[i] == m) return i;
  maps_.push_back(std::move(m));
  return static_cast<std::uint32_t>(maps_.size() - 1);
}

// The map of an operand of `user`, which itself is seen through `outer`.
index_map nest_builder::through(index_map const& outer, ir::node const& user, ir::value operand) const {
  std::size_t const rank = space_.size(), user_rank = user.shape.size();
  extents const& shape = d_.graph.shape(operand);
  if (user.op == ir::op_view) {
    index_map m{extents(shape.size()), extents(shape.size() * rank)};
    extents const& map = user.attributes[0].integers;
    for (std::size_t i = 0; i < shape.size(); ++i) {
      m.start[i] = map[i];
      for (std::size_t k = 0; k < user_rank; ++k) {
        index const by = map[shape.size() + i * user_rank + k];
        if (by == 0) continue;
        m.start[i] += by * outer.start[k];
        for (std::size_t j = 0; j < rank; ++j) m.step[i * rank + j] += by * outer.step[k * rank + j];
      }
    }
    return m;
  }
  return broadcast_map(outer, user_rank, shape);
}

index_map nest_builder::broadcast_map(index_map const& outer, std::size_t user_rank, extents const& shape) const {
  std::size_t const rank = space_.size(), shift = user_rank - shape.size();
  index_map m{extents(shape.size()), extents(shape.size() * rank)};
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (shape[i] == 1) continue;  // stretched, or the only index there is
    m.start[i] = outer.start[i + shift];
    for (std::size_t j = 0; j < rank; ++j) m.step[i * rank + j] = outer.step[(i + shift) * rank + j];
  }
  return m;
}

bool nest_builder::lookup(ir::value v, std::uint32_t map, slot_number& slot) const {
  auto const found = known_.find({v, map});
  if (found == known_.end()) return false;
  slot = found->second;
  return true;
}

operand nest_builder::operand_for(ir::value v, dtype as, index_map const& map) const {
  location const& from = d_.at[v];
  std::size_t const rank = space_.size();
  operand o;
  o.buffer = static_cast<std::uint32_t>(from.buffer);
  o.type = d_.graph.type(v);
  o.as = as;
  o.map.extent = space_;
  o.map.stride = extents(rank);
  o.map.offset = from.layout.offset;
  for (std::size_t i = 0; i < from.layout.rank(); ++i) {
    o.map.offset += from.layout.stride[i] * map.start[i];
    for (std::size_t j = 0; j < rank; ++j) o.map.stride[j] += from.layout.stride[i] * map.step[i * rank + j];
  }
  for (std::size_t j = 0; j < rank; ++j)
    if (space_[j] == 1) o.map.stride[j] = 0;
  return o;
}

slot_number nest_builder::load(ir::value v, dtype as, index_map const& map) {
  operand o = operand_for(v, as, map);
  std::size_t const known = find(o);
  if (known == step_.operands.size()) add(std::move(o));
  return static_cast<slot_number>(known);
}

void nest_builder::add(operand o) {
  read_.emplace(std::pair(o.buffer, o.map.offset), step_.operands.size());
  step_.operands.push_back(std::move(o));
}

// The position of an operand that is read so already, else the number of operands.
std::size_t nest_builder::find(operand const& o) const {
  auto const [first, last] = read_.equal_range({o.buffer, o.map.offset});
  auto const same = std::find_if(first, last, [&](auto const& known) {
    operand const& seen = step_.operands[known.second];
    return seen.type == o.type && seen.as == o.as && seen.map == o.map;
  });
  return same == last ? step_.operands.size() : same->second;
}

// Does the region's kernel read this operand of a cast as it lies in memory, and convert it itself? The code then does
// the same: with an operand of its own it could not stand beside the kernel.
bool nest_builder::kernel_converts(ir::value cast, ir::value from, index_map const& map) const {
  if (region_operands_ == 0) return false;
  std::size_t const none = step_.operands.size();
  return find(operand_for(from, d_.graph.type(cast), map)) == none &&
         find(operand_for(from, d_.graph.type(from), map)) != none;
}

// The value's operands are known: append its instruction. Scratch slots are numbered from `scratch_base` until all
// operands are there (build_steps renumbers them behind the operands).
slot_number nest_builder::emit(ir::value v, std::uint32_t map) {
  ir::node const& n = d_.graph[v];
  instruction in;
  in.op = n.op;
  in.loop = n.loop;
  in.outputs = n.outputs;
  in.origin = v & ~1u;
  if (n.op == ir::op_map) in.kernel = static_cast<std::int32_t>(n.attributes[0].integers[0]);
  for (int k = 0; k < n.outputs; ++k) {
    slot_number const slot = static_cast<slot_number>(scratch_base + step_.scratch.size());
    step_.scratch.push_back(n.types[static_cast<std::size_t>(k)]);
    in.slots.push_back(slot);
    known_[{(v & ~1u) + static_cast<std::uint32_t>(k), map}] = slot;
  }
  for (ir::value const o : n.operands) in.slots.push_back(request(o, intern(through(maps_[map], n, o))));
  step_.code.push_back(std::move(in));
  return step_.code.back().slots[ir::output_of(v)];
}

// Depth first with a stack of its own: graphs are as deep as programs are long.
slot_number nest_builder::request(ir::value root, std::uint32_t root_map) {
  slot_number slot = 0;
  if (lookup(root, root_map, slot)) return slot;
  std::vector<pending> stack{{root, root_map, false}};
  index_map seen_through;
  while (!stack.empty()) {
    pending const now = stack.back();
    if (lookup(now.v, now.map, slot)) {
      stack.pop_back();
      continue;
    }
    ir::node const& n = d_.graph[now.v];
    // A value in memory that is seen through nothing but a cast is converted while it is staged.
    bool const here = in_memory(now.v);
    ir::value const from = !here && n.op == ir::op_cast ? n.operands[0] : now.v;
    if (in_memory(from)) seen_through = here ? maps_[now.map] : through(maps_[now.map], n, from);
    if (here || (in_memory(from) && !kernel_converts(now.v, from, seen_through))) {
      known_[{now.v, now.map}] = slot = load(from, d_.graph.type(now.v), seen_through);
      stack.pop_back();
      continue;
    }
    if (n.op == ir::op_view) {
      std::uint32_t const m = intern(through(maps_[now.map], n, n.operands[0]));
      if (lookup(n.operands[0], m, slot)) {
        known_[{now.v, now.map}] = slot;
        stack.pop_back();
      } else {
        stack.push_back({n.operands[0], m, false});
      }
      continue;
    }
    if (!now.expanded) {
      stack.back().expanded = true;
      for (std::size_t k = n.operands.size(); k-- > 0;) {
        std::uint32_t const m = intern(through(maps_[now.map], n, n.operands[k]));
        slot_number seen;
        if (!lookup(n.operands[k], m, seen)) stack.push_back({n.operands[k], m, false});
      }
      continue;
    }
    slot = emit(now.v, now.map);
    stack.pop_back();
  }
  return slot;
}

slot_number nest_builder::request(ir::value v) { return request(v, 0); }

slot_number nest_builder::fold(ir::value v) {
  slot_number const slot = request(v);
  if (slot < scratch_base) return slot;
  deliver(v, 0);
  return 0;
}

void nest_builder::offer_region(ir::value root) {
  if (!d_.options.tier1 || step_.outputs != 1) return;
  for (ir::region const& r : d_.graph.regions) {
    if (r.root != root) continue;
    std::vector<operand> loads;
    for (ir::value const v : r.operands) {
      ir::node const& n = d_.graph[v];
      bool const here = in_memory(v);
      if (!here && !(n.op == ir::op_cast && in_memory(n.operands[0]))) return;
      ir::value const from = here ? v : n.operands[0];
      std::uint32_t const map = seen_from_root(root, v);
      loads.push_back(operand_for(from, d_.graph.type(v), here ? maps_[map] : through(maps_[map], n, from)));
    }
    if (r.kernels) step_.compiled = r.kernels[static_cast<std::size_t>(d_.options.level)];
    step_.loops = r.loops;
    for (operand& o : loads) add(std::move(o));
    region_operands_ = step_.operands.size();
    return;
  }
}

// A region is elementwise: its operands are seen through broadcasting alone.
std::uint32_t nest_builder::seen_from_root(ir::value root, ir::value v) {
  ir::node const& n = d_.graph[root];
  return intern(ir::node_of(v) == ir::node_of(root) ? maps_[0]
                                                    : broadcast_map(maps_[0], n.shape.size(), d_.graph.shape(v)));
}

void nest_builder::deliver(ir::value v, slot_number slot) {
  slot_number const from = request(v);
  if (from < scratch_base) {
    instruction copy;
    copy.op = ir::op_cast;
    copy.slots = {slot, from};
    copy.origin = v;
    step_.code.push_back(std::move(copy));
    return;
  }
  for (instruction& in : step_.code)
    for (slot_number& s : in.slots)
      if (s == from) s = slot;
  for (auto& [key, s] : known_)
    if (s == from) s = slot;
}

// A refused region has loaded operands that the code may not read.
void nest_builder::drop_unused_operands() {
  std::size_t const count = step_.operands.size();
  std::vector<bool> used(count);
  auto const each_slot = [&](auto&& f) {
    for (instruction& in : step_.code)
      for (slot_number& s : in.slots)
        if (s < scratch_base) f(s);
    if (step_.what == kind::reduce && step_.fold.slot < scratch_base) f(step_.fold.slot);
  };
  each_slot([&](slot_number s) { used[s] = true; });
  std::vector<slot_number> moved(count);
  std::vector<operand> kept;
  for (std::size_t k = 0; k < count; ++k)
    if (k < step_.outputs || used[k]) {
      moved[k] = static_cast<slot_number>(kept.size());
      kept.push_back(std::move(step_.operands[k]));
    }
  step_.operands = std::move(kept);
  each_slot([&](slot_number& s) { s = moved[s]; });
}

void nest_builder::finish() {
  if (step_.compiled && step_.operands.size() != region_operands_) {
    step_.compiled = nullptr;
    step_.loops = nullptr;
    drop_unused_operands();
  }
  std::size_t const slots = step_.scratch.size();
  std::vector<std::size_t> last(slots, 0);
  for (std::size_t i = 0; i < step_.code.size(); ++i)
    for (slot_number const s : step_.code[i].slots)
      if (s >= scratch_base) last[static_cast<std::size_t>(s - scratch_base)] = i;
  if (step_.what == kind::reduce && step_.fold.slot >= scratch_base)
    last[static_cast<std::size_t>(step_.fold.slot - scratch_base)] = step_.code.size();

  std::vector<dtype> types;                 // of the final slots
  std::vector<slot_number> unused;        // final slots whose value is dead
  std::vector<std::int32_t> place(slots, -1);
  auto const settle = [&](slot_number& s) {
    if (s >= scratch_base)
      s = static_cast<slot_number>(step_.operands.size() +
                                   static_cast<std::size_t>(place[static_cast<std::size_t>(s - scratch_base)]));
  };
  for (std::size_t i = 0; i < step_.code.size(); ++i) {
    instruction& in = step_.code[i];
    for (slot_number const s : in.slots) {
      if (s < scratch_base || place[static_cast<std::size_t>(s - scratch_base)] >= 0) continue;
      dtype const type = step_.scratch[static_cast<std::size_t>(s - scratch_base)];
      auto const free = std::find_if(unused.begin(), unused.end(), [&](slot_number u) { return types[u] == type; });
      if (free == unused.end()) {
        place[static_cast<std::size_t>(s - scratch_base)] = static_cast<std::int32_t>(types.size());
        types.push_back(type);
      } else {
        place[static_cast<std::size_t>(s - scratch_base)] = *free;
        unused.erase(free);
      }
    }
    // A slot that dies here is free for the next instruction, not for this one's outputs: kernels may write early.
    small_vector<slot_number, 8> dying;
    for (slot_number const s : in.slots)
      if (s >= scratch_base && last[static_cast<std::size_t>(s - scratch_base)] == i) {
        slot_number const at = static_cast<slot_number>(place[static_cast<std::size_t>(s - scratch_base)]);
        if (std::find(dying.begin(), dying.end(), at) == dying.end()) dying.push_back(at);
      }
    for (slot_number const u : dying) unused.push_back(u);
    for (slot_number& s : in.slots) settle(s);
  }
  if (step_.what == kind::reduce) settle(step_.fold.slot);
  step_.scratch = std::move(types);
}

}  // namespace fnp::plan
