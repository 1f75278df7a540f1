// Faults of instructions: ops, loops, operands, scratch, constants.
#include <algorithm>

#include "fnp/ops/all.hpp"
#include "verify/isomorphism/fault_sites.hpp"

namespace fnp::isomorphism {
namespace {

using plan::instruction;
using plan::step;

bool plain(step const& t) { return !is_empty_step(t) && t.what != plan::kind::opaque; }

std::vector<mutant> swapped_operands(subject const& s) {
  return at_instructions(s, [](step& t, std::size_t k) {
    instruction& in = t.code[k];
    if (!plain(t) || in.slots.size() < in.outputs + 2u || in.slots[in.outputs] == in.slots[in.outputs + 1])
      return false;
    std::swap(in.slots[in.outputs], in.slots[in.outputs + 1]);
    return true;
  });
}
std::vector<mutant> wrong_op(subject const& s) {
  return at_instructions(s, [](step& t, std::size_t k) {
    instruction& in = t.code[k];
    if (!plain(t) || in.op >= 0xff00) return false;
    ops::op_info const& own = ops::op_table[in.op];
    for (std::size_t o = 0; o < ops::op_table.size(); ++o) {
      ops::op_info const& other = ops::op_table[o];
      if (o == in.op || other.kind != own.kind || other.arity != own.arity || other.outputs != own.outputs) continue;
      for (int l = 0; l < other.loop_count; ++l)
        if (other.loops[l] == own.loops[in.loop]) {
          in.op = static_cast<ops::op_id>(o);
          in.loop = static_cast<std::uint8_t>(l);
          return true;
        }
    }
    return false;
  });
}
std::vector<mutant> wrong_loop(subject const& s) {
  return at_instructions(s, [](step& t, std::size_t k) {
    instruction& in = t.code[k];
    if (!plain(t) || in.op >= 0xff00) return false;
    ops::op_info const& op = ops::op_table[in.op];
    if (op.loop_count < 2) return false;
    in.loop = static_cast<std::uint8_t>((in.loop + 1) % op.loop_count);
    return true;
  });
}
std::vector<mutant> dropped_instruction(subject const& s) {
  return at_instructions(s, [](step& t, std::size_t k) {
    if (!plain(t)) return false;
    t.code.erase(t.code.begin() + static_cast<std::ptrdiff_t>(k));
    return true;
  });
}
// A second run of an instruction that reads what it wrote.
std::vector<mutant> repeated_on_itself(subject const& s) {
  return at_instructions(s, [](step& t, std::size_t k) {
    instruction in = t.code[k];
    if (!plain(t) || in.op >= 0xff00 || in.outputs != 1 ||
        ops::op_table[in.op].loops[in.loop].in[0] != ops::op_table[in.op].loops[in.loop].out[0])
      return false;
    in.slots[1] = in.slots[0];
    t.code.insert(t.code.begin() + static_cast<std::ptrdiff_t>(k) + 1, in);
    return true;
  });
}
std::vector<mutant> swapped_instructions(subject const& s) {
  return at_instructions(s, [](step& t, std::size_t k) {
    if (!plain(t) || k + 1 >= t.code.size()) return false;
    instruction const &a = t.code[k], &b = t.code[k + 1];
    auto const writes = [](instruction const& in, plan::slot_number slot) {
      return std::find(in.slots.begin(), in.slots.begin() + in.outputs, slot) != in.slots.begin() + in.outputs;
    };
    bool depends = false;
    for (std::size_t i = b.outputs; i < b.slots.size(); ++i) depends = depends || writes(a, b.slots[i]);
    if (!depends) return false;
    std::swap(t.code[k], t.code[k + 1]);
    return true;
  });
}
// A scratch slot is taken for a new value while the old one is still to be read.
std::vector<mutant> early_reuse(subject const& s) {
  return at_instructions(s, [](step& t, std::size_t k) {
    instruction& in = t.code[k];
    if (!plain(t) || in.slots[0] < t.operands.size()) return false;
    for (std::size_t later = k + 1; later < t.code.size(); ++later) {
      instruction const& user = t.code[later];
      for (std::size_t i = user.outputs; i < user.slots.size(); ++i) {
        plan::slot_number const victim = user.slots[i];
        if (victim < t.operands.size() || victim == in.slots[0]) continue;
        bool written_before = false, rewritten = false;
        for (std::size_t b = 0; b < later; ++b)
          for (std::size_t o = 0; o < t.code[b].outputs; ++o)
            if (t.code[b].slots[o] == victim) (b < k ? written_before : rewritten) = true;
        if (!written_before || rewritten) continue;
        plan::slot_number const old = in.slots[0];
        in.slots[0] = victim;
        for (std::size_t after = k + 1; after < t.code.size(); ++after)
          for (std::size_t j = t.code[after].outputs; j < t.code[after].slots.size(); ++j)
            if (t.code[after].slots[j] == old) t.code[after].slots[j] = victim;
        return true;
      }
    }
    return false;
  });
}
std::vector<mutant> wrong_operand(subject const& s) {
  return at_instructions(s, [](step& t, std::size_t k) {
    instruction& in = t.code[k];
    if (!plain(t)) return false;
    auto const type = [&](plan::slot_number slot) {
      return slot < t.operands.size() ? t.operands[slot].as : t.scratch[slot - t.operands.size()];
    };
    plan::slot_number& first = in.slots[in.outputs];
    for (plan::slot_number other = t.outputs; other < t.operands.size(); ++other) {
      plan::operand const& o = t.operands[other];
      bool const same_value =
          first < t.operands.size() && t.operands[first].buffer == o.buffer && t.operands[first].map == o.map;
      if (other == first || type(other) != type(first) || same_value) continue;
      first = other;
      return true;
    }
    return false;
  });
}
std::vector<mutant> swapped_outputs(subject const& s) {
  return at_steps(s, [](step& t) {
    if (!plain(t) || t.what != plan::kind::map) return false;
    for (std::size_t a = 0; a + 1 < t.outputs; ++a)
      if (t.operands[a].as == t.operands[a + 1].as && t.operands[a].type == t.operands[a + 1].type) {
        std::swap(t.operands[a], t.operands[a + 1]);
        return true;
      }
    return false;
  });
}
std::vector<mutant> swapped_op_outputs(subject const& s) {
  return at_instructions(s, [](step& t, std::size_t k) {
    instruction& in = t.code[k];
    if (!plain(t) || in.outputs < 2 ||
        ops::op_table[in.op].loops[in.loop].out[0] != ops::op_table[in.op].loops[in.loop].out[1])
      return false;
    std::swap(in.slots[0], in.slots[1]);
    return true;
  });
}
std::vector<mutant> wrong_constant(subject const& s) {
  std::vector<mutant> r;
  for (std::size_t k = 0; k < s.plan.constants.size(); ++k) {
    mutant m{s.plan, {}, "constant " + std::to_string(k)};
    m.plan.constants[k][0] ^= std::byte{1};
    r.push_back(std::move(m));
  }
  return r;
}
std::vector<mutant> contracted(subject const& s) {
  std::vector<mutant> r;
  for (std::size_t i = 0; i < s.plan.steps.size(); ++i) {
    step const& t = s.plan.steps[i];
    if (!plain(t)) continue;
    for (std::size_t k = 0; k + 1 < t.code.size(); ++k) {
      bool used = false;
      for (std::size_t later = k + 1; later < t.code.size(); ++later)
        if (t.code[later].op == ops::id_of<ops::add> || t.code[later].op == ops::id_of<ops::subtract>)
          for (std::size_t j = t.code[later].outputs; j < t.code[later].slots.size(); ++j)
            used = used || t.code[later].slots[j] == t.code[k].slots[0];
      if (t.code[k].op != ops::id_of<ops::multiply> || !used) continue;
      r.push_back({s.plan,
                   {distortion::kind::contracted, i, k},
                   "step " + std::to_string(i) + ", instruction " + std::to_string(k)});
    }
  }
  return r;
}
std::vector<mutant> cast_twice(subject const& s) {  // to float32 and back on the way: a cast in the wrong place
  return at_operands(s, [](step& t, std::size_t k) {
    if (!plain(t) || k < t.outputs || t.what != plan::kind::map || t.operands[k].as != dtype::f8) return false;
    instruction narrow, wide;
    narrow.op = wide.op = ir::op_cast;
    auto const first = static_cast<plan::slot_number>(t.operands.size() + t.scratch.size());
    t.scratch.push_back(dtype::f4);
    t.scratch.push_back(dtype::f8);
    narrow.slots = {first, static_cast<plan::slot_number>(k)};
    wide.slots = {static_cast<plan::slot_number>(first + 1), first};
    bool used = false;
    for (instruction& in : t.code)
      for (std::size_t j = in.outputs; j < in.slots.size(); ++j)
        if (in.slots[j] == k) in.slots[j] = static_cast<plan::slot_number>(first + 1), used = true;
    t.code.insert(t.code.begin(), {narrow, wide});
    return used;
  });
}

}  // namespace

std::vector<fault_kind> code_faults() {
  return {{"swapped_operands", "terms", swapped_operands},
          {"wrong_op", "terms", wrong_op},
          {"wrong_loop", "terms", wrong_loop},
          {"dropped_instruction", "terms coverage", dropped_instruction},
          {"repeated_on_itself", "terms", repeated_on_itself},
          {"swapped_instructions", "terms", swapped_instructions},
          {"early_scratch_reuse", "terms", early_reuse},
          {"wrong_operand", "terms", wrong_operand},
          {"swapped_outputs", "terms", swapped_outputs},
          {"swapped_op_outputs", "terms", swapped_op_outputs},
          {"wrong_constant", "terms", wrong_constant},
          {"contracted_multiply_add", "terms", contracted},
          {"cast_in_the_wrong_place", "terms", cast_twice}};
}

}  // namespace fnp::isomorphism
