// Typed programs become nodes: postfix code over a stack of values, shared subexpressions once, regions recorded.
//
// One pass, constant work an instruction. Named subexpressions (fnp::let) are lowered where they are first met; a stack
// of frames, not recursion, follows them, so their depth is not bounded by the machine's stack. A region's operands are
// found afterwards by walking its postfix code backwards and jumping over what lies below a barrier.
#include <algorithm>
#include <vector>

#include "engine/ir/operand.hpp"
#include "fnp/ops/all.hpp"

namespace fnp::ir {
namespace {

[[noreturn]] void broken(std::string const& why) { fail(error_code::invariant_broken, "lower: " + why); }

struct entry {  // a value on the stack
  operand what;
  std::uint32_t first;  // where its postfix code begins
  std::uint32_t last;   // the instruction that pushed it
};

struct frame {
  engine::program const* program;
  std::span<engine::leaf const> leaves;
  engine::shared_expression const* name = nullptr;
  std::uint32_t next = 0;  // instruction
  std::vector<entry> stack;
  std::vector<value> made;            // by instruction: its value, once known
  std::vector<std::uint32_t> begins;  // by instruction: where the code of its value begins
  std::vector<bool> rewritten;        // by instruction
};

class lowering {
 public:
  explicit lowering(graph& g) : g_(g) {}

  value run(engine::program const& p, std::span<engine::leaf const> leaves) {
    open(p, leaves, nullptr);
    value result = 0;
    while (!frames_.empty()) {
      frame& f = frames_.back();
      if (f.next < f.program->code.size())
        step(f);
      else
        result = close();
    }
    return result;
  }

 private:
  void open(engine::program const& p, std::span<engine::leaf const> leaves, engine::shared_expression const* name) {
    frame f{&p,
            leaves,
            name,
            0,
            {},
            std::vector<value>(p.code.size()),
            std::vector<std::uint32_t>(p.code.size()),
            std::vector<bool>(p.code.size())};
    frames_.push_back(std::move(f));
  }

  value close() {
    frame& f = frames_.back();
    if (f.stack.size() != 1) broken("a program leaves " + std::to_string(f.stack.size()) + " values");
    value const v = settle(f, f.stack.back());
    for (engine::region const& r : f.program->regions) record(f, r);
    if (f.name) g_.shared.emplace(f.name, v);
    frames_.pop_back();
    return v;
  }

  // The entry as a value; a scalar in the dtype that its leaf wants.
  value settle(frame& f, entry const& e) {
    value const v = e.what.scalar ? materialise(g_, e.what, f.program->code[e.last].type) : e.what.made;
    f.made[e.last] = v;
    return v;
  }

  void push(frame& f, operand const& o, std::uint32_t first) {
    f.stack.push_back({o, first, f.next});
    f.made[f.next] = o.made;
    f.begins[f.next] = first;
    ++f.next;
  }
  void push(frame& f, value v, std::uint32_t first) { push(f, operand{v, false, weak::strong, g_.type(v), {}}, first); }

  entry pop(frame& f) {
    if (f.stack.empty()) broken("a program takes more than it made");
    entry const e = f.stack.back();
    f.stack.pop_back();
    return e;
  }

  engine::leaf const& leaf_at(frame const& f, std::uint16_t at) const {
    if (at >= f.leaves.size()) broken("leaf " + std::to_string(at) + " of " + std::to_string(f.leaves.size()));
    return f.leaves[at];
  }

  void step(frame& f) {
    engine::instruction const& i = f.program->code[f.next];
    switch (i.what) {
      case engine::code::leaf:
        return leaf(f, i);
      case engine::code::cast: {
        entry const e = pop(f);
        value const v = settle(f, e);
        return push(f, i.index != 0 ? make_cast(g_, v, i.type) : materialise(g_, as_operand(g_, v), i.type), e.first);
      }
      case engine::code::reduce: {
        entry const e = pop(f);
        engine::axes_argument const* axes = leaf_at(f, i.index).axes();
        if (!axes) broken("a reduction without axes");
        value const v = settle(f, e);
        // A watched evaluation would report the part that the cast drops.
        if (stands_beside_moments(*f.program, i) && !engine::defaults().watch)
          return push(f, make_cast(g_, make_reduce_shared(g_, ops::id_of<ops::moments_reduce>, v, *axes), i.type),
                      e.first);
        return push(f, make_reduce_shared(g_, i.op, v, *axes), e.first);
      }
      case engine::code::move: {
        entry const e = pop(f);
        engine::movement const* move = leaf_at(f, i.index).move();
        if (!move) broken("a movement without a map");
        value const v = settle(f, e);
        return push(f, make_view(g_, v, *move), e.first);
      }
      case engine::code::apply:
      case engine::code::call:
      case engine::code::map:
        return apply(f, i);
    }
    broken("unknown instruction");
  }

  void leaf(frame& f, engine::instruction const& i) {
    engine::leaf const& l = leaf_at(f, i.index);
    if (engine::shared_expression const* const named = l.shared()) {
      auto const known = g_.shared.find(named);
      if (known == g_.shared.end())
        return open(*named->what, named->leaves, named);  // this leaf comes up again
      return push(f, materialise(g_, as_operand(g_, known->second), i.type), f.next);
    }
    if (l.array) {
      value const v = make_input(g_, *l.array);
      return push(f, materialise(g_, {v, false, weak::strong, g_.type(v), {}}, i.type), f.next);
    }
    operand o{0, true, l.kind, l.type, {}};
    std::copy_n(l.bits, sizeof l.bits, o.bits.begin());
    push(f, o, f.next);
  }

  void apply(frame& f, engine::instruction const& i) {
    if (f.stack.size() < i.arity || i.arity == 0 || i.arity > 4) broken("a program takes more than it made");
    std::size_t const below = f.stack.size() - i.arity;
    std::uint32_t const first = f.stack[below].first, at = f.next;
    std::array<operand, 4> given{};
    for (std::size_t k = 0; k < i.arity; ++k) given[k] = f.stack[below + k].what;
    applied r{0, false};
    if (i.what == engine::code::map) {
      engine::user_kernel const* kernel = leaf_at(f, i.index).kernel();
      if (!kernel || kernel->arity != i.arity) broken("a map without its kernel");
      std::array<value, 4> values{};
      for (std::size_t k = 0; k < i.arity; ++k) given[k].made = values[k] = materialise(g_, given[k], kernel->in[k]);
      r.result = make_map(g_, *kernel, {values.data(), i.arity});
    } else {
      if (i.op >= ops::op_table.size() || i.arity != ops::op_table[i.op].arity ||
          i.index >= ops::op_table[i.op].loop_count)
        broken(op_name(i.op) + " has no loop " + std::to_string(i.index));
      r = apply_loop(g_, i.op, i.index, {given.data(), i.arity});
    }
    for (std::size_t k = 0; k < i.arity; ++k) f.made[f.stack[below + k].last] = given[k].made;
    f.stack.resize(below);
    f.rewritten[at] = r.rewritten;
    push(f, r.result, first);
  }

  // Does a region that was cut off from `r` end there?
  static bool ends_another(engine::program const& p, engine::region const& r, std::uint32_t end) {
    return end != r.last &&
           std::any_of(p.regions.begin(), p.regions.end(), [&](engine::region const& o) { return o.last == end; });
  }

  // The operands of a region, in the order in which the code pushes them: leaves and what barriers give.
  void record(frame& f, engine::region const& r) {
    if (!r.kernels || r.first >= r.last || r.last > f.program->code.size()) return;
    region made{f.made[r.last - 1], {}, r.kernels, r.loops};
    for (std::uint32_t end = r.last; end > r.first;) {
      std::uint32_t const at = end - 1;
      engine::code const what = f.program->code[at].what;
      bool const computed = what == engine::code::apply || what == engine::code::cast || what == engine::code::map;
      bool const inside = computed && !ends_another(*f.program, r, end);
      if (f.rewritten[at]) return;
      if (!inside) made.operands.push_back(f.made[at]);
      end = inside ? at : f.begins[at];
    }
    std::reverse(made.operands.begin(), made.operands.end());
    g_.regions.push_back(std::move(made));
  }

  graph& g_;
  std::vector<frame> frames_;
};

}  // namespace

bool stands_beside_moments(engine::program const& p, engine::instruction const& sum) noexcept {
  if (sum.op != ops::id_of<ops::wide_add_reduce> || (sum.type != dtype::f4 && sum.type != dtype::f8)) return false;
  return std::any_of(p.code.begin(), p.code.end(), [](engine::instruction const& i) {
    return i.what == engine::code::reduce && i.op == ops::id_of<ops::moments_reduce>;
  });
}

value lower(graph& g, engine::program const& p, std::span<engine::leaf const> leaves) {
  return lowering(g).run(p, leaves);
}

}  // namespace fnp::ir
