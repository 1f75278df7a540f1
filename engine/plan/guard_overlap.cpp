// Outputs that meet inputs: the walk's direction, or a temporary.
//
// Values are as if all inputs were read before anything is written. Only a kept destination can meet an input. In its
// own step the relation of the two access maps decides (engine/legality/dependence.hpp): the same address sequence
// needs nothing; a one-directional shift needs staging in the safe direction; everything else, and any later step that
// still reads that memory, needs a temporary, from which the result is copied when all has been computed.
#include "engine/legality/bounds.hpp"
#include "engine/legality/dependence.hpp"
#include "engine/plan/draft.hpp"

namespace fnp::plan {
namespace {

using legality::access_map;
using legality::relation;

class guard {
 public:
  explicit guard(draft& d) : d_(d), p_(d.out) {}

  void run() {
    std::size_t const steps = p_.steps.size();
    for (std::size_t i = 0; i < steps; ++i) check_step(i);
    for (step& s : copies_) p_.steps.push_back(std::move(s));
    d_.out.log.push_back("guard_overlap: " + std::to_string(same_) + " in place, " + std::to_string(shifted_) +
                         " shifted, " + std::to_string(copies_.size()) + " through a temporary");
  }

 private:
  std::byte* memory(buffer const& b) const {
    if (b.what == role::input) return d_.graph.inputs[b.position].memory;
    if (b.what == role::result && d_.destinations[b.position].into)
      return d_.destinations[b.position].into->memory->data;
    return nullptr;  // fresh memory or a constant: disjoint from everything
  }

  // Byte map with absolute addresses: different storages may share memory (two views of one foreign buffer).
  access_map absolute(operand const& o) const {
    access_map m = legality::map_of(o.map, static_cast<index>(itemsize(o.type)));
    m.offset += static_cast<index>(reinterpret_cast<std::intptr_t>(memory(p_.buffers[o.buffer])));
    return m;
  }

  // The points at which operand k of a step is touched: a reduction over an empty axis still writes its result.
  static extents touched(step const& s, std::size_t k) {
    extents space = s.operands[k].map.extent;
    if (s.what == kind::reduce && k < s.outputs)
      for (std::size_t a = 0; a < space.size(); ++a)
        if (reduced(s.fold.axes, a)) space[a] = 1;
    return space;
  }

  bool meets(step const& s, std::size_t k, step const& t, std::size_t m) const {
    return legality::find_overlap(touched(s, k), absolute(s.operands[k]), touched(t, m), absolute(t.operands[m])) !=
           legality::overlap::disjoint;
  }

  void check_step(std::size_t i) {
    for (std::uint16_t k = 0; k < p_.steps[i].outputs; ++k) {
      operand const& out = p_.steps[i].operands[k];
      if (!memory(p_.buffers[out.buffer])) continue;
      if (d_.options.atomic || read_later(i, k) || !settle(i, k)) divert(i, k);
    }
  }

  bool read_later(std::size_t i, std::uint16_t k) const {
    step const& s = p_.steps[i];
    for (std::size_t j = i + 1; j < p_.steps.size(); ++j) {
      step const& later = p_.steps[j];
      for (std::size_t m = 0; m < later.operands.size(); ++m) {
        std::uint32_t const b = later.operands[m].buffer;
        if (b != s.operands[k].buffer && memory(p_.buffers[b]) && meets(s, k, later, m)) return true;
      }
    }
    return false;
  }

  // Can the output be written in place in its own step? Notes why.
  bool settle(std::size_t i, std::uint16_t k) {
    step& s = p_.steps[i];
    legality::verdict const once = legality::injective(s.operands[k].map.extent, absolute(s.operands[k]));
    if (s.what == kind::map && !once) {
      // An output that writes a byte twice keeps the order of the walk, and is computed elsewhere if it meets an input.
      s.serial = true;
      s.notes.push_back({"output " + std::to_string(k) + " is written once", once});
    }
    bool shifted = false;
    for (std::size_t m = 0; m < s.operands.size(); ++m) {
      if (m == k || !memory(p_.buffers[s.operands[m].buffer])) continue;
      if (m < s.outputs || s.what != kind::map) {
        if (meets(s, k, s, m)) return false;
        continue;
      }
      legality::verdict why;
      relation const r = legality::relate(s.extent, absolute(s.operands[k]), absolute(s.operands[m]), &why);
      if (r == relation::disjoint) continue;
      s.notes.push_back({"output " + std::to_string(k) + " meets operand " + std::to_string(m), why});
      if (r == relation::other || (r == relation::same && !once)) return false;
      if (r == relation::same) {
        ++same_;
        // Other instructions may still read the input after this output was computed: keep it in scratch meanwhile.
        if (s.outputs > 1) s.operands[k].how = access::staged;
        continue;
      }
      bool const up = r == relation::shifted_up;
      if (shifted && s.backwards != up) return false;
      shifted = true;
      s.backwards = up;
      s.serial = true;
      s.operands[m].how = access::staged;
      ++shifted_;
    }
    return true;
  }

  // The output goes to a dense temporary over the same space, and is copied once everything has been computed.
  void divert(std::size_t i, std::uint16_t k) {
    step& s = p_.steps[i];
    operand const final = s.operands[k];
    index const item = static_cast<index>(itemsize(final.type));
    buffer temporary{role::temporary, final.type, item, 0, -1};
    operand out = final;
    out.map.offset = 0;
    out.how = access::dense;
    for (std::size_t a = final.map.rank(); a-- > 0;) {
      index const extent = final.map.extent[a];
      bool const folded = s.what == kind::reduce && reduced(s.fold.axes, a);
      out.map.stride[a] = folded || extent == 1 ? 0 : temporary.bytes;
      if (!folded) temporary.bytes *= extent;
    }
    p_.buffers.push_back(temporary);
    out.buffer = static_cast<std::uint32_t>(p_.buffers.size() - 1);
    s.operands[k] = out;

    step copy;
    copy.location = s.location;
    copy.operands = {final, out};
    for (std::size_t a = final.map.rank(); a-- > 0;)
      if (s.what == kind::reduce && reduced(s.fold.axes, a))
        for (operand& o : copy.operands) {
          o.map.extent.erase(a);
          o.map.stride.erase(a);
        }
    copy.extent = copy.operands[0].map.extent;
    for (operand& o : copy.operands) o.how = access::dense;
    instruction move;
    move.op = ir::op_cast;
    move.slots = {0, 1};
    copy.code.push_back(std::move(move));
    legality::verdict const why{
        legality::answer::illegal, d_.options.atomic ? "atomic_destination" : "output_meets_input", {}};
    copy.notes.push_back({"written in place", why});
    copies_.push_back(std::move(copy));
  }

  draft& d_;
  plan& p_;
  std::vector<step> copies_;
  std::size_t same_ = 0, shifted_ = 0;
};

}  // namespace

void guard_overlap(draft& d) { guard(d).run(); }

}  // namespace fnp::plan
