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

outline::outline(ir::graph const& g, plan::plan const& p)
    : graph(g), plan(p), inputs(input_names(g)), lives(p.buffers.size()), made_in(g.nodes.size()), home(g.nodes.size(), -1),
      needed(g.nodes.size(), false), value_names_(2 * g.nodes.size()) {
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
      case plan::role::input: buffers.push_back(inputs[at.position]); break;
      case plan::role::result: buffers.push_back(results[at.position]); break;
      case plan::role::temporary: buffers.push_back(lives[b].last < lives[b].first ? "unused" : "t" + std::to_string(++temporaries)); break;
      case plan::role::constant: {
        ir::node n;
        n.types[0] = at.type;
        n.attributes = {{"bits", {}, std::string(reinterpret_cast<char const*>(plan.constants[at.position].data()), 16)}};
        buffers.push_back(constant_term(n).text);
      }
    }
  }
  for (plan::step const& s : plan.steps) {
    auto const stored = [&](std::uint16_t operand, ir::value v) {
      std::uint32_t const b = s.operands[operand].buffer;
      if (plan.buffers[b].what == plan::role::temporary && value_names_[v].empty()) value_names_[v] = buffers[b];
    };
    if (s.what == plan::kind::reduce) stored(0, s.fold.origin);
    for (plan::instruction const& in : s.code)
      for (std::uint16_t k = 0; k < in.outputs && computes(s, in); ++k)
        if (s.what == plan::kind::opaque) stored(0, in.origin);
        else if (s.what == plan::kind::map && in.slots[k] < s.outputs) stored(in.slots[k], (in.origin & ~1u) + k);
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
      if (name.empty() && !light && uses[v] > 0 && (uses[v] > 1 || t.text.size() > long_text)) name = "s" + std::to_string(++shared);
      if (name.empty() || n.op == ir::op_constant) continue;
      parts.push_back({name, t.text, v});
      t = {name};
    }
  }
  for (std::size_t r = 0; r < results.size(); ++r)
    if (std::string const& text = terms[graph.results[r]].text; text != results[r]) parts.push_back({results[r], text, graph.results[r]});
}

// --- steps ----------------------------------------------------------------------------------------------------------

std::string outline::loop_variable(std::size_t axis) const {
  static constexpr std::string_view letters = "ijklmno";
  return axis < letters.size() ? std::string(1, letters[axis]) : "i" + std::to_string(axis);
}

std::string outline::slot(plan::step const& s, std::size_t k) const {
  if (k >= s.operands.size()) return "w" + std::to_string(k - s.operands.size() + 1);
  if (k == 0 && s.what == plan::kind::reduce) return "row";
  std::string name = buffers[s.operands[k].buffer];
  if (plan.buffers[s.operands[k].buffer].what == plan::role::constant) return name;
  for (std::size_t before = s.outputs; before < k; ++before)
    if (s.operands[before].buffer == s.operands[k].buffer) name += '\'';
  return name;
}

std::string outline::call(plan::step const& s, plan::instruction const& in) const {
  std::string to;
  for (std::size_t k = 0; k < in.outputs; ++k) to += (k > 0 ? ", " : "") + slot(s, in.slots[k]);
  std::vector<term> operands;
  for (std::size_t k = in.outputs; k < in.slots.size(); ++k) operands.push_back({slot(s, in.slots[k])});
  ir::node const& n = graph[in.origin];
  if (n.op == in.op && in.op != ir::op_cast) return to + " = " + apply_term(graph, n, operands, true).text;
  auto const type = [&](std::size_t k) { return k < s.operands.size() ? s.operands[k].as : s.scratch[k - s.operands.size()]; };
  if (type(in.slots[0]) == type(in.slots[1])) return to + " = " + operands[0].text;
  return to + " = " + operands[0].text + ".astype(" + std::string(name(type(in.slots[0]))) + ")";
}

bool outline::is_copy(plan::step const& s) const {
  return s.what == plan::kind::map && s.code.size() == 1 && s.code[0].op == ir::op_cast;
}

bool outline::computes(plan::step const& s, plan::instruction const& in) const {
  if (graph[in.origin].op != in.op) return false;
  if (!is_copy(s) || in.slots[1] >= s.operands.size()) return true;
  plan::operand const& from = s.operands[in.slots[1]];
  plan::role const what = plan.buffers[from.buffer].what;
  bool const stored = what == plan::role::temporary || what == plan::role::result;
  return !stored || from.type != s.operands[in.slots[0]].as;
}

std::string outline::fold_name(plan::step const& s) const {
  ir::node const& n = graph[s.fold.origin];
  term const nothing[] = {{""}};
  std::string const text = apply_term(graph, n, nothing, false).text;
  return text.substr(0, text.find('('));
}

std::string outline::title(plan::step const& s) const {
  std::vector<std::string> to;
  for (std::size_t k = 0; k < s.outputs; ++k) to.push_back(buffers[s.operands[k].buffer]);
  std::string const names = joined(to, ", ");
  if (s.what == plan::kind::opaque) return ir::op_name(s.op) + " of whole arrays into " + names;
  if (is_copy(s)) return "copy " + slot(s, s.code[0].slots[1]) + " into " + names;
  if (s.what == plan::kind::map) return "compute " + names + " element by element";
  std::vector<std::string> axes;
  for (std::size_t i = 0; i < s.extent.size(); ++i)
    if (plan::reduced(s.fold.axes, i)) axes.push_back(loop_variable(i));
  return fold_name(s) + (axes.empty() ? "" : " over " + joined(axes, ", ")) + " into " + names;
}

bool outline::used(plan::step const& s, std::size_t operand) const {
  if (operand < s.outputs || s.compiled || s.what == plan::kind::opaque) return true;
  if (s.what == plan::kind::reduce && s.fold.slot == operand) return true;
  for (plan::instruction const& in : s.code)
    if (std::find(in.slots.begin() + in.outputs, in.slots.end(), operand) != in.slots.end()) return true;
  return false;
}

bool outline::is_plain_constant(plan::step const& s, std::size_t k) const {
  plan::operand const& o = s.operands[k];
  return plan.buffers[o.buffer].what == plan::role::constant && o.how == plan::access::broadcast && used(s, k) && s.what != plan::kind::opaque;
}

std::string outline::plain_constants(plan::step const& s) const {
  std::vector<std::string> r;
  for (std::size_t k = s.outputs; k < s.operands.size(); ++k)
    if (is_plain_constant(s, k)) r.push_back(slot(s, k));
  return joined(r, ", ");
}

std::vector<std::pair<std::string, std::string>> outline::staging(plan::step const& s) const {
  std::vector<std::pair<std::string, std::string>> r;
  for (std::size_t k = s.outputs; k < s.operands.size(); ++k) {
    if (s.operands[k].how != plan::access::staged) continue;
    std::string const why = access_words(s, k).substr(std::string_view("staged: ").size());
    auto const same = std::find_if(r.begin(), r.end(), [&](auto const& each) { return each.first == why; });
    if (same == r.end()) r.push_back({why, slot(s, k)});
    else same->second += ", " + slot(s, k);
  }
  return r;
}

std::string outline::shares(std::size_t input) const {
  for (std::size_t k = 0; k < input; ++k)
    if (graph.inputs[k].memory && graph.inputs[k].memory == graph.inputs[input].memory) return inputs[k];
  return {};
}

std::string outline::type(ir::value v) const { return std::string(name(graph.type(v))) + " " + to_string(graph.shape(v)); }

// The planner writes "output 0 meets operand 1". An output that is a temporary by now was asked about as a result.
std::string outline::question(plan::step const& s, plan::note const& n) const {
  std::string r = n.question;
  for (std::string_view const word : {"output ", "operand "}) {
    std::size_t const at = r.find(word);
    if (at == std::string::npos) continue;
    std::size_t end = at + word.size(), k = 0;
    for (; end < r.size() && r[end] >= '0' && r[end] <= '9'; ++end) k = 10 * k + static_cast<std::size_t>(r[end] - '0');
    if (end == at + word.size() || k >= s.operands.size()) continue;
    std::string name = k < s.outputs ? buffers[s.operands[k].buffer] : slot(s, k);
    bool const moved = word == "output " && plan.buffers[s.operands[k].buffer].what == plan::role::temporary;
    r.replace(at, end - at, moved ? "the destination of " + name : name);
  }
  return r;
}

index outline::bytes(plan::operand const& o) const {
  checked n = static_cast<index>(itemsize(o.type));
  for (std::size_t i = 0; i < o.map.rank(); ++i)
    if (o.map.stride[i] != 0) n *= std::max<index>(o.map.extent[i], 1);
  return n.ok ? n.value : 0;
}

index outline::bytes(plan::step const& s) const {
  checked n = 0;
  for (plan::operand const& o : s.operands) n += bytes(o);
  return n.ok ? n.value : 0;
}

index outline::points(plan::step const& s) const {
  return element_count(s.what == plan::kind::opaque ? s.operands[0].map.extent : s.extent).value;
}

std::string outline::source(std::uint32_t location) const {
  engine::source_location const& at = graph.locations[location];
  return at.line == 0 ? std::string() : std::string(at.file) + ":" + std::to_string(at.line);
}

// --- nodes ----------------------------------------------------------------------------------------------------------

std::string outline::label(std::uint32_t i) const {
  ir::node const& n = graph.nodes[i];
  if (n.op == ir::op_input) return inputs[static_cast<std::size_t>(n.attributes[0].integers[0])];
  std::vector<term> operands;
  for (ir::value const v : n.operands) operands.push_back(graph[v].op == ir::op_constant ? constant_term(graph[v]) : term{"·"});
  return apply_term(graph, n, operands, true).text;
}

std::string outline::whole_name(ir::value v) const {
  if (!value_names_[v].empty()) return value_names_[v];
  if (graph[v].op == ir::op_constant) return constant_term(graph[v]).text;
  return "%" + std::to_string(ir::node_of(v)) + (ir::output_of(v) ? ".1" : "");
}

}  // namespace fnp::explaining
