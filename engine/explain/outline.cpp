// Names, lines of the expression, and which step computes which node.
#include "engine/explain/outline.hpp"

#include <algorithm>
#include <set>

#include "engine/explain/formula.hpp"
#include "engine/explain/words.hpp"

namespace fnp::explaining {
namespace {

constexpr std::size_t long_text = 64;  // a part of an expression that is longer gets a line of its own

bool is_leaf(ir::node const& n) { return n.op == ir::op_input || n.op == ir::op_constant; }
bool is_free(ir::node const& n) {  // computes nothing
  return n.op == ir::op_view || (n.op == ir::op_cast && ir::find_attribute(n, "buffered"));
}

std::vector<std::string> input_names(ir::graph const& g) {
  static constexpr std::string_view letters = "abcdefghpquvxyz";  // i to o are loops, r s t w have their meaning
  std::set<std::string> taken;
  std::vector<std::string> names;
  for (std::size_t k = 0; k < g.inputs.size(); ++k) {
    std::string name = g.inputs[k].name;
    if (name.empty()) name = k < letters.size() ? std::string(1, letters[k]) : "in" + std::to_string(k);
    while (!taken.insert(name).second) name += '_';
    names.push_back(name);
  }
  return names;
}

}  // namespace

outline::outline(ir::graph const& g, plan::plan const& p, std::vector<execute::step_measure> const* m)
    : graph(g),
      plan(p),
      measured(m),
      inputs(input_names(g)),
      lives(p.buffers.size()),
      made_in(g.nodes.size()),
      home(g.nodes.size(), -1),
      needed(g.nodes.size(), false),
      value_names_(2 * g.nodes.size()) {
  for (std::size_t s = 0; s < p.steps.size(); ++s) {
    std::int32_t const at = static_cast<std::int32_t>(s);
    for (plan::operand const& o : p.steps[s].operands) {
      life& l = lives[o.buffer];
      if (l.last < l.first) l.first = at;
      l.last = at;
    }
  }
  name_buffers();
  find_homes();
  write_parts();
}

void outline::name_buffers() {
  for (std::size_t r = 0; r < graph.results.size(); ++r) {
    results.push_back("r" + std::to_string(r + 1));
    std::string& name = value_names_[graph.results[r]];
    if (name.empty() && !is_leaf(graph[graph.results[r]])) name = results.back();
  }
  std::size_t temporaries = 0;
  for (std::size_t b = 0; b < plan.buffers.size(); ++b) {
    plan::buffer const& at = plan.buffers[b];
    switch (at.what) {
      case plan::role::input:
        buffers.push_back(inputs[at.position]);
        break;
      case plan::role::result:
        buffers.push_back(results[at.position]);
        break;
      case plan::role::temporary:
        buffers.push_back(lives[b].last < lives[b].first ? "unused" : "t" + std::to_string(++temporaries));
        break;
      case plan::role::constant: {
        ir::node n;
        n.types[0] = at.type;
        n.attributes = {
            {"bits", {}, std::string(reinterpret_cast<char const*>(plan.constants[at.position].data()), 16)}};
        buffers.push_back(constant_term(n).text);
      }
    }
  }
  for (plan::step const& s : plan.steps) {
    auto const stored = [&](plan::slot_number operand, ir::value v) {
      std::uint32_t const b = s.operands[operand].buffer;
      if (plan.buffers[b].what == plan::role::temporary && value_names_[v].empty()) value_names_[v] = buffers[b];
    };
    if (s.what == plan::kind::reduce) stored(0, s.fold.origin);
    for (plan::instruction const& in : s.code)
      for (plan::slot_number k = 0; k < in.outputs && computes(s, in); ++k)
        if (s.what == plan::kind::opaque)
          stored(0, in.origin);
        else if (s.what == plan::kind::map && in.slots[k] < s.outputs)
          stored(in.slots[k], (in.origin & ~1u) + k);
  }
}

// A node without an instruction (a view, a cast while staging) is drawn with its first user, or where its copy is made.
void outline::find_homes() {
  for (ir::value const v : graph.results) needed[ir::node_of(v)] = true;
  for (std::size_t i = graph.nodes.size(); i-- > 0;)
    if (needed[i])
      for (ir::value const v : graph.nodes[i].operands) needed[ir::node_of(v)] = true;
  for (std::size_t s = 0; s < plan.steps.size(); ++s) {
    plan::step const& step = plan.steps[s];
    auto const made = [&](std::uint32_t node) {
      auto& in = made_in[node];
      if (in.empty() || in.back() != s) in.push_back(static_cast<std::uint32_t>(s));
    };
    for (plan::instruction const& in : step.code)
      if (computes(step, in)) made(ir::node_of(in.origin));
    if (step.what == plan::kind::reduce) made(ir::node_of(step.fold.origin));
  }
  for (std::size_t b = 0; b < plan.buffers.size(); ++b)
    if (plan.buffers[b].what == plan::role::result && lives[b].last >= lives[b].first) {
      std::uint32_t const node = ir::node_of(graph.results[plan.buffers[b].position]);
      if (!is_leaf(graph.nodes[node]) && home[node] < 0) home[node] = lives[b].first;
    }
  for (std::size_t i = graph.nodes.size(); i-- > 0;) {
    if (!needed[i] || is_leaf(graph.nodes[i])) continue;
    if (!made_in[i].empty()) home[i] = static_cast<std::int32_t>(made_in[i].front());
    if (home[i] < 0) continue;
    for (ir::value const v : graph.nodes[i].operands) {
      std::uint32_t const k = ir::node_of(v);
      if (made_in[k].empty() && !is_leaf(graph.nodes[k])) home[k] = home[k] < 0 ? home[i] : std::min(home[k], home[i]);
    }
  }
}

// Producers come first, so one sweep suffices. What is used twice is written once: texts stay as long as the program.
void outline::write_parts() {
  std::vector<std::uint32_t> uses(2 * graph.nodes.size(), 0);
  for (std::size_t i = 0; i < graph.nodes.size(); ++i)
    if (needed[i])
      for (ir::value const v : graph.nodes[i].operands) ++uses[v];
  std::vector<term> terms(2 * graph.nodes.size());
  std::size_t shared = 0;
  for (std::uint32_t i = 0; i < graph.nodes.size(); ++i) {
    ir::node const& n = graph.nodes[i];
    if (!needed[i]) continue;
    if (n.op == ir::op_input) {
      terms[2 * i] = {value_names_[2 * i] = inputs[static_cast<std::size_t>(n.attributes[0].integers[0])]};
      continue;
    }
    std::vector<term> operands;
    for (ir::value const v : n.operands) operands.push_back(terms[v]);
    term const whole = apply_term(graph, n, operands, false);
    for (std::uint32_t k = 0; k < n.outputs; ++k) {
      ir::value const v = 2 * i + k;
      term& t = terms[v];
      t = n.outputs > 1 ? term{whole.text + "[" + std::to_string(k) + "]"} : whole;
      std::string& name = value_names_[v];
      bool const light = n.op == ir::op_constant || (is_free(n) && t.text.size() <= long_text);
      if (name.empty() && !light && uses[v] > 0 && (uses[v] > 1 || t.text.size() > long_text))
        name = "s" + std::to_string(++shared);
      if (name.empty() || n.op == ir::op_constant) continue;
      parts.push_back({name, t.text, v});
      t = {name};
    }
  }
  for (std::size_t r = 0; r < results.size(); ++r)
    if (std::string const& text = terms[graph.results[r]].text; text != results[r])
      parts.push_back({results[r], text, graph.results[r]});
}

std::string outline::label(std::uint32_t i) const {
  ir::node const& n = graph.nodes[i];
  if (n.op == ir::op_input) return inputs[static_cast<std::size_t>(n.attributes[0].integers[0])];
  std::vector<term> operands;
  for (ir::value const v : n.operands)
    operands.push_back(graph[v].op == ir::op_constant ? constant_term(graph[v]) : term{"·"});
  return apply_term(graph, n, operands, true).text;
}

std::string outline::whole_name(ir::value v) const {
  if (!value_names_[v].empty()) return value_names_[v];
  if (graph[v].op == ir::op_constant) return constant_term(graph[v]).text;
  return "%" + std::to_string(ir::node_of(v)) + (ir::output_of(v) ? ".1" : "");
}

}  // namespace fnp::explaining
