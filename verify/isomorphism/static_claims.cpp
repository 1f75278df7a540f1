// Claims about a plan as data: bounds, overlap, addresses. Asked anew of engine/legality, not read from the plan's
// notes.
#include <algorithm>
#include <string>

#include "engine/legality/bounds.hpp"
#include "engine/legality/dependence.hpp"
#include "verify/isomorphism/checker.hpp"

namespace fnp::isomorphism {
namespace {

using plan::step;

legality::access_map map_of(plan::operand const& o) {
  return legality::map_of(o.map, static_cast<index>(itemsize(o.type)));
}

void fail_claim(claim& c, std::string why) {
  if (c.what != outcome::fails) c.why = std::move(why);
  c.what = outcome::fails;
}
std::string at(std::size_t step, std::size_t operand) {
  return "step " + std::to_string(step) + ", operand " + std::to_string(operand) + ": ";
}

// Memory of the caller, with absolute addresses; null for memory of the plan's own.
std::byte const* callers(subject const& s, plan::buffer const& b) {
  if (b.what == plan::role::input) return s.graph.inputs[b.position].memory;
  if (b.what == plan::role::result && s.destinations[b.position].into)
    return s.destinations[b.position].into->memory->data;
  return nullptr;
}

// The map in a numbering where equal numbers are equal bytes: absolute, or by storage.
bool placed(subject const& s, plan::operand const& o, legality::access_map& m, std::uint64_t& space) {
  plan::buffer const& b = s.plan.buffers[o.buffer];
  m = map_of(o);
  if (std::byte const* const p = callers(s, b)) {
    m.offset += static_cast<index>(reinterpret_cast<std::intptr_t>(p));
    space = 0;
  } else if (b.what == plan::role::temporary) space = 1 + static_cast<std::uint64_t>(b.storage);
  else if (b.what == plan::role::result) space = (std::uint64_t{1} << 40) + b.position;
  else return false;  // constants are never written
  return true;
}

index limit_of(subject const& s, plan::buffer const& b) {
  switch (b.what) {
    case plan::role::input: return s.graph.inputs[b.position].bytes;
    case plan::role::constant: return static_cast<index>(itemsize(b.type));
    case plan::role::temporary:
      if (b.storage < 0 || static_cast<std::size_t>(b.storage) >= s.plan.storage_bytes.size()) return 0;
      return s.plan.storage_bytes[static_cast<std::size_t>(b.storage)];
    case plan::role::result:
      if (array_body const* const to = s.destinations[b.position].into) return to->memory->bytes;
      return (element_count(s.graph.shape(s.graph.results[b.position])) *
              static_cast<index>(itemsize(s.graph.type(s.graph.results[b.position]))))
          .value;
  }
  return 0;
}

// The points at which operand k is touched: one along reduced axes for what a reduction writes, even where they are
// empty.
extents touched(step const& s, std::size_t k) {
  extents space = s.operands[k].map.extent;
  if (s.what == plan::kind::reduce && k < s.outputs)
    for (std::size_t i = 0; i < space.size(); ++i)
      if (plan::reduced(s.fold.axes, i)) space[i] = 1;
  return space;
}

void check_pair(subject const& s, std::size_t number, std::size_t out, std::size_t in, claim& c,
                std::uint64_t& relations) {
  step const& st = s.plan.steps[number];
  legality::access_map a, b;
  std::uint64_t space_a = 0, space_b = 0;
  if (!placed(s, st.operands[out], a, space_a) || !placed(s, st.operands[in], b, space_b) || space_a != space_b) return;
  ++relations;
  bool const map = st.what == plan::kind::map;
  bool const two_outputs = in < st.outputs;
  if (two_outputs || !map) {
    if (legality::find_overlap(touched(st, out), a, touched(st, in), b) != legality::overlap::disjoint)
      fail_claim(c, at(number, in) + "meets output " + std::to_string(out));
    return;
  }
  switch (legality::relate(st.extent, a, b)) {
    case legality::relation::disjoint: return;
    case legality::relation::same:
      // Another instruction may read the input after this output was written.
      if (st.outputs > 1 && st.operands[out].how != plan::access::staged)
        fail_claim(c, at(number, out) + "is written while other outputs still read there");
      return;
    case legality::relation::shifted_up:
    case legality::relation::shifted_down: {
      bool const up = legality::relate(st.extent, a, b) == legality::relation::shifted_up;
      if (st.backwards != up) fail_claim(c, at(number, in) + "is overwritten before it is read: wrong direction");
      if (!st.serial) fail_claim(c, at(number, in) + "is shifted, but blocks may run at once");
      if (st.operands[in].how != plan::access::staged) fail_claim(c, at(number, in) + "is shifted, but not staged");
      std::size_t cut = 0;
      for (std::size_t i = 0; i < st.tile.size(); ++i) cut += st.tile[i] > 1 && st.tile[i] < st.extent[i];
      if (cut > 1) fail_claim(c, at(number, in) + "is shifted, but tiles cut two axes");
      return;
    }
    case legality::relation::other:
      fail_claim(c, at(number, in) + "meets output " + std::to_string(out) + " in no safe way");
      return;
  }
}

// Temporaries that hold a value at the same time lie in different storages.
void check_storage(subject const& s, claim& c) {
  std::size_t const n = s.plan.buffers.size(), steps = s.plan.steps.size();
  std::vector<std::size_t> first(n, steps), last(n, 0);
  for (std::size_t i = 0; i < steps; ++i)
    for (plan::operand const& o : s.plan.steps[i].operands) {
      first[o.buffer] = std::min(first[o.buffer], i);
      last[o.buffer] = std::max(last[o.buffer], i);
    }
  for (std::size_t a = 0; a < n; ++a)
    for (std::size_t b = a + 1; b < n; ++b) {
      plan::buffer const &x = s.plan.buffers[a], &y = s.plan.buffers[b];
      if (x.what != plan::role::temporary || y.what != plan::role::temporary || x.storage != y.storage ||
          first[a] == steps || first[b] == steps)
        continue;
      if (first[a] <= last[b] && first[b] <= last[a])
        fail_claim(c,
                   "buffers " + std::to_string(a) + " and " + std::to_string(b) + " are alive together in one storage");
    }
}

// A layout up to the order of its axes and their coalescing: strides by size, joined where they continue each other.
struct shape_of_writes {
  std::vector<std::pair<index, index>> axes;  // (stride, extent)
  index offset = 0;
  bool operator==(shape_of_writes const&) const = default;
};
shape_of_writes normal(strided const& v) {
  shape_of_writes r{{}, v.offset};
  for (std::size_t i = 0; i < v.rank(); ++i) {
    if (v.extent[i] == 1) continue;
    index stride = v.stride[i];
    if (stride < 0) {  // from the other end
      r.offset += stride * (v.extent[i] - 1);
      stride = -stride;
    }
    r.axes.emplace_back(stride, v.extent[i]);
  }
  std::sort(r.axes.begin(), r.axes.end());
  for (std::size_t i = 0; i + 1 < r.axes.size();) {
    if (r.axes[i + 1].first == r.axes[i].first * r.axes[i].second) {
      r.axes[i].second *= r.axes[i + 1].second;
      r.axes.erase(r.axes.begin() + static_cast<std::ptrdiff_t>(i) + 1);
    } else ++i;
  }
  return r;
}

// Every operand has its buffer's dtype.
void check_buffers(subject const& s, claim& c) {
  for (std::size_t i = 0; i < s.plan.steps.size(); ++i)
    for (std::size_t k = 0; k < s.plan.steps[i].operands.size(); ++k) {
      plan::operand const& o = s.plan.steps[i].operands[k];
      if (o.buffer < s.plan.buffers.size() && o.type != s.plan.buffers[o.buffer].type)
        fail_claim(c, at(i, k) + "has another dtype than its buffer");
    }
}

}  // namespace

claim check_bounds(subject const& s) {
  claim c{"bounds", outcome::holds, "", {}};
  std::uint64_t maps = 0;
  for (std::size_t i = 0; i < s.plan.steps.size(); ++i)
    for (std::size_t k = 0; k < s.plan.steps[i].operands.size(); ++k) {
      plan::operand const& o = s.plan.steps[i].operands[k];
      ++maps;
      if (o.buffer >= s.plan.buffers.size()) {
        fail_claim(c, at(i, k) + "no such buffer");
        continue;
      }
      legality::verdict const v =
          legality::within_bounds(touched(s.plan.steps[i], k), map_of(o), limit_of(s, s.plan.buffers[o.buffer]));
      if (!v) fail_claim(c, at(i, k) + legality::to_text(v));
    }
  c.evidence = {{"maps", maps}};
  return c;
}

claim check_overlap(subject const& s) {
  claim c{"overlap", outcome::holds, "", {}};
  std::uint64_t relations = 0, injective = 0;
  for (std::size_t i = 0; i < s.plan.steps.size(); ++i) {
    step const& st = s.plan.steps[i];
    for (std::size_t k = 0; k < st.outputs && k < st.operands.size(); ++k) {
      ++injective;
      if (!st.serial && !legality::injective(touched(st, k), map_of(st.operands[k])))
        fail_claim(c, at(i, k) + "two points that may run at once write one byte");
      for (std::size_t j = 0; j < st.operands.size(); ++j)
        if (j != k) check_pair(s, i, k, j, c, relations);
    }
  }
  check_storage(s, c);
  c.evidence = {{"outputs", injective}, {"relations", relations}};
  return c;
}

claim check_addresses(subject const& s) {
  claim c{"addresses", outcome::holds, "", {}};
  for (std::size_t r = 0; r < s.graph.results.size(); ++r) {
    strided const wanted = result_layout(s, r);
    if (element_count(wanted.extent).value == 0) continue;
    std::size_t writers = 0;
    for (std::size_t i = 0; i < s.plan.steps.size(); ++i) {
      step const& st = s.plan.steps[i];
      for (std::size_t k = 0; k < st.outputs && k < st.operands.size(); ++k) {
        plan::operand const& o = st.operands[k];
        if (o.buffer >= s.plan.buffers.size()) continue;
        plan::buffer const& b = s.plan.buffers[o.buffer];
        if (b.what != plan::role::result || b.position != r) continue;
        ++writers;
        strided written = o.map;
        if (st.what == plan::kind::reduce)
          for (std::size_t a = written.rank(); a-- > 0;)
            if (plan::reduced(st.fold.axes, a)) {
              written.extent.erase(a);
              written.stride.erase(a);
            }
        if (!(normal(written) == normal(wanted)))
          fail_claim(c, at(i, k) + "writes other addresses than the layout of result " + std::to_string(r));
        if (o.type != s.graph.type(s.graph.results[r]))
          fail_claim(c, at(i, k) + "writes another dtype than result " + std::to_string(r));
      }
    }
    if (writers != 1)
      fail_claim(c, "result " + std::to_string(r) + " is written by " + std::to_string(writers) + " steps");
  }
  check_buffers(s, c);
  c.evidence = {{"results", s.graph.results.size()}};
  return c;
}

}  // namespace fnp::isomorphism
