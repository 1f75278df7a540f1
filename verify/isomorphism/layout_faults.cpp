// Faults of spaces, tiles, maps and accesses.
#include "kernels/registry.hpp"
#include "verify/isomorphism/fault_sites.hpp"

namespace fnp::isomorphism {
namespace {

using plan::access;
using plan::kind;
using plan::step;

void set_extent(step& s, std::size_t a, index e) {
  s.extent[a] = e;
  for (plan::operand& o : s.operands)
    if (a < o.map.extent.size()) o.map.extent[a] = e;
  if (s.tile.size() == s.extent.size() && s.tile[a] > std::max<index>(e, 1)) s.tile[a] = std::max<index>(e, 1);
}
bool moves(step const& s, std::size_t k, std::size_t a) { return s.operands[k].map.stride[a] != 0; }

std::vector<mutant> lost_last(subject const& s) {
  return at_axes(s, [](step& t, std::size_t a) {
    if (is_empty_step(t) || t.extent[a] < 2) return false;
    set_extent(t, a, t.extent[a] - 1);
    return true;
  });
}
std::vector<mutant> one_too_many(subject const& s) {
  return at_axes(s, [](step& t, std::size_t a) {
    if (is_empty_step(t)) return false;
    set_extent(t, a, t.extent[a] + 1);
    return true;
  });
}
std::vector<mutant> lost_last_tile(subject const& s) {
  return at_axes(s, [](step& t, std::size_t a) {
    if (is_empty_step(t) || t.what != kind::map || t.tile[a] >= t.extent[a]) return false;
    set_extent(t, a, (t.extent[a] - 1) / t.tile[a] * t.tile[a]);
    return true;
  });
}
std::vector<mutant> first_row_lost(subject const& s) {
  return at_axes(s, [](step& t, std::size_t a) {
    if (is_empty_step(t) || t.extent[a] < 2) return false;
    for (plan::operand& o : t.operands) o.map.offset += o.map.stride[a];
    set_extent(t, a, t.extent[a] - 1);
    return true;
  });
}
std::vector<mutant> doubled_step(subject const& s) {
  std::vector<mutant> r;
  for (std::size_t i = 0; i < s.plan.steps.size(); ++i) {
    if (is_empty_step(s.plan.steps[i]) || s.plan.steps[i].what == kind::opaque) continue;
    mutant m{s.plan, {}, "step " + std::to_string(i)};
    m.plan.steps.insert(m.plan.steps.begin() + static_cast<std::ptrdiff_t>(i), s.plan.steps[i]);
    r.push_back(std::move(m));
  }
  return r;
}
std::vector<mutant> wrong_stride(subject const& s) {
  std::vector<mutant> r;
  for (std::size_t i = 0; i < s.plan.steps.size(); ++i)
    for (std::size_t k = 0; k < s.plan.steps[i].operands.size(); ++k)
      for (std::size_t a = 0; a < s.plan.steps[i].operands[k].map.rank(); ++a) {
        if (is_empty_step(s.plan.steps[i]) || s.plan.steps[i].operands[k].map.extent[a] < 2) continue;
        mutant m{
            s.plan, {}, "step " + std::to_string(i) + ", operand " + std::to_string(k) + ", axis " + std::to_string(a)};
        plan::operand& o = m.plan.steps[i].operands[k];
        o.map.stride[a] += static_cast<index>(itemsize(o.type)) * (o.map.stride[a] < 0 ? 1 : -1);
        if (o.how != access::staged) o.how = access::staged;
        r.push_back(std::move(m));
      }
  return r;
}
std::vector<mutant> reversed_axis(subject const& s) {
  std::vector<mutant> r;
  for (std::size_t i = 0; i < s.plan.steps.size(); ++i)
    for (std::size_t k = 0; k < s.plan.steps[i].operands.size(); ++k)
      for (std::size_t a = 0; a < s.plan.steps[i].operands[k].map.rank(); ++a) {
        step const& t = s.plan.steps[i];
        if (is_empty_step(t) || t.what == kind::opaque || t.extent[a] < 2 || !moves(t, k, a)) continue;
        if (t.what == kind::reduce && plan::reduced(t.fold.axes, a) &&
            kernels::find_fold(t.fold.op, t.fold.element, isa::reference)->order == kernels::fold_order::any)
          continue;
        bool varies = k >= t.outputs;  // a row of equal values may be written in any order
        for (std::size_t j = t.outputs; j < t.operands.size(); ++j) varies = varies || moves(t, j, a);
        if (!varies) continue;
        mutant m{
            s.plan, {}, "step " + std::to_string(i) + ", operand " + std::to_string(k) + ", axis " + std::to_string(a)};
        plan::operand& o = m.plan.steps[i].operands[k];
        o.map.offset += o.map.stride[a] * (o.map.extent[a] - 1);
        o.map.stride[a] = -o.map.stride[a];
        o.how = access::staged;
        r.push_back(std::move(m));
      }
  return r;
}
template <int Items>
std::vector<mutant> wrong_offset(subject const& s) {
  return at_operands(s, [](step& t, std::size_t k) {
    if (is_empty_step(t)) return false;
    t.operands[k].map.offset += Items * static_cast<index>(itemsize(t.operands[k].type));
    return true;
  });
}
std::vector<mutant> torn_offset(subject const& s) {
  return at_operands(s, [](step& t, std::size_t k) {
    if (is_empty_step(t) || itemsize(t.operands[k].type) < 2) return false;
    t.operands[k].map.offset += 1;
    return true;
  });
}
std::vector<mutant> broadcast_by_mistake(subject const& s) {
  return at_operands(s, [](step& t, std::size_t k) {
    if (is_empty_step(t) || t.extent.empty() || k < t.outputs || t.extent.back() < 2 ||
        !moves(t, k, t.extent.size() - 1))
      return false;
    t.operands[k].map.stride[t.extent.size() - 1] = 0;
    t.operands[k].how = t.what == kind::reduce && t.fold.slot == k ? access::staged : access::broadcast;
    return true;
  });
}
std::vector<mutant> dense_by_mistake(subject const& s) {
  return at_operands(s, [](step& t, std::size_t k) {
    if (is_empty_step(t) || t.what == kind::opaque ||
        (t.operands[k].how != access::staged && t.operands[k].how != access::strided) ||
        t.operands[k].type != t.operands[k].as || t.extent.empty() || t.extent.back() < 2)
      return false;
    index const inner = t.operands[k].map.stride[t.extent.size() - 1];
    if (inner == static_cast<index>(itemsize(t.operands[k].type)) || inner == 0) return false;
    t.operands[k].how = access::dense;
    return true;
  });
}
std::vector<mutant> missing_cast(subject const& s) {
  return at_operands(s, [](step& t, std::size_t k) {
    if (is_empty_step(t) || t.operands[k].type == t.operands[k].as) return false;
    t.operands[k].type = t.operands[k].as;
    return true;
  });
}
std::vector<mutant> wrong_element_type(subject const& s) {
  return at_operands(s, [](step& t, std::size_t k) {
    dtype& d = t.operands[k].type;
    if (is_empty_step(t) || t.what == kind::opaque ||
        (d != dtype::f4 && d != dtype::i4 && d != dtype::f8 && d != dtype::i8))
      return false;
    d = d == dtype::f4 ? dtype::i4 : d == dtype::i4 ? dtype::f4 : d == dtype::f8 ? dtype::i8 : dtype::f8;
    t.operands[k].how = access::staged;
    return true;
  });
}
std::vector<mutant> wrong_buffer(subject const& s) {
  return at_operands(s, [&](step& t, std::size_t k) {
    if (is_empty_step(t)) return false;
    plan::operand& o = t.operands[k];
    for (std::uint32_t b = 0; b < s.plan.buffers.size(); ++b) {
      plan::buffer const &other = s.plan.buffers[b], &own = s.plan.buffers[o.buffer];
      bool const constants = other.what == plan::role::constant && own.what == plan::role::constant &&
                             s.plan.constants[other.position] == s.plan.constants[own.position];
      auto const memory = [&](plan::buffer const& at) -> std::byte const* {
        if (at.what == plan::role::input) return s.graph.inputs[at.position].memory;
        return at.what == plan::role::result && s.destinations[at.position].into
                   ? s.destinations[at.position].into->memory->data
                   : nullptr;
      };
      bool const one = memory(other) && memory(other) == memory(own);
      if (b == o.buffer || other.type != own.type || other.bytes < own.bytes || constants || one) continue;
      o.buffer = b;
      return true;
    }
    return false;
  });
}
std::vector<mutant> stale_layout(subject const& s) {  // a plan cached for a transposed operand
  return at_operands(s, [](step& t, std::size_t k) {
    extents& stride = t.operands[k].map.stride;
    std::size_t const n = stride.size();
    if (is_empty_step(t) || n < 2 || t.extent[n - 1] < 2 || t.extent[n - 2] < 2 || stride[n - 1] == stride[n - 2])
      return false;
    std::swap(stride[n - 1], stride[n - 2]);
    t.operands[k].how = access::staged;
    return true;
  });
}

}  // namespace

std::vector<fault_kind> layout_faults() {
  return {{"lost_last", "coverage terms", lost_last},
          {"one_too_many", "bounds overlap coverage terms", one_too_many},
          {"lost_last_tile", "coverage terms", lost_last_tile},
          {"lost_first", "coverage terms", first_row_lost},
          {"doubled_step", "coverage", doubled_step},
          {"wrong_stride", "terms bounds overlap", wrong_stride},
          {"reversed_axis", "terms overlap", reversed_axis},
          {"offset_one_up", "terms bounds overlap", wrong_offset<1>},
          {"offset_one_down", "terms bounds overlap", wrong_offset<-1>},
          {"torn_offset", "terms bounds overlap", torn_offset},
          {"broadcast_by_mistake", "terms overlap", broadcast_by_mistake},
          {"dense_by_mistake", "terms", dense_by_mistake},
          {"missing_cast", "addresses terms", missing_cast},
          {"wrong_element_type", "addresses", wrong_element_type},
          {"wrong_buffer", "terms bounds overlap coverage", wrong_buffer},
          {"stale_cached_layout", "terms bounds overlap", stale_layout}};
}

}  // namespace fnp::isomorphism
