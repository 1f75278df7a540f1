// The plan for Graphviz: the graph's nodes, those of one step in one cluster; temporaries as boxes between steps.
#include "engine/explain/renderers.hpp"
#include "engine/explain/words.hpp"

namespace fnp::explaining {
namespace {

std::string quoted(std::string_view s) {
  std::string r = "\"";
  for (char const c : s) {
    if (c == '"' || c == '\\') r += '\\';
    if (c == '\n')
      r += "\\n";
    else
      r += c;
  }
  return r + "\"";
}

std::string id(std::uint32_t node) { return "n" + std::to_string(node); }

std::string type_line(ir::node const& n) { return std::string(name(n.types[0])) + " " + to_string(n.shape); }

bool is_constant(ir::node const& n) { return n.op == ir::op_constant; }

}  // namespace

std::string dot_of(outline const& o) {
  ir::graph const& g = o.graph;
  std::string out =
      "digraph plan {\n  rankdir=TB;\n  node [fontname=\"sans-serif\", fontsize=11];\n  edge [fontname=\"sans-serif\", "
      "fontsize=9];\n";
  auto const node = [&](std::uint32_t i, std::string_view indent, std::string_view look) {
    out.append(indent)
        .append(id(i))
        .append(" [label=")
        .append(quoted(o.label(i) + "\n" + type_line(g.nodes[i])))
        .append(look)
        .append("];\n");
  };
  for (std::uint32_t i = 0; i < g.nodes.size(); ++i)
    if (o.needed[i] && g.nodes[i].op == ir::op_input) node(i, "  ", ", shape=parallelogram");
  for (std::size_t s = 0; s < o.plan.steps.size(); ++s) {
    std::string const number = std::to_string(s + 1);
    out += "  subgraph cluster_step" + number +
           " {\n    label=" + quoted("step " + number + ": " + o.title(o.plan.steps[s])) + ";\n";
    for (std::uint32_t i = 0; i < g.nodes.size(); ++i)
      if (o.home[i] == static_cast<std::int32_t>(s))
        node(i, "    ", o.made_in[i].empty() ? ", shape=ellipse, style=dashed" : ", shape=ellipse");
    for (std::size_t b = 0; b < o.plan.buffers.size(); ++b) {
      plan::buffer const& at = o.plan.buffers[b];
      bool const shown = at.what == plan::role::result || (at.what == plan::role::temporary && at.storage >= 0);
      if (!shown || o.lives[b].first != static_cast<std::int32_t>(s) || o.lives[b].last < 0) continue;
      out += "    b" + std::to_string(b) + " [shape=box, label=" + quoted(o.buffers[b] + "\n" + byte_words(at.bytes)) +
             (at.what == plan::role::result ? ", peripheries=2" : "") + "];\n";
    }
    out += "  }\n";
  }
  // A value that is stored reaches its readers through its box.
  std::vector<std::int32_t> box(2 * g.nodes.size(), -1);
  for (plan::step const& s : o.plan.steps) {
    auto const stores = [&](std::size_t operand, ir::value v) {
      plan::buffer const& at = o.plan.buffers[s.operands[operand].buffer];
      if (at.what == plan::role::result || at.what == plan::role::temporary)
        box[v] = static_cast<std::int32_t>(s.operands[operand].buffer);
    };
    if (s.what == plan::kind::reduce) stores(0, s.fold.origin);
    for (plan::instruction const& in : s.code) {
      if (!o.computes(s, in)) continue;
      if (s.what == plan::kind::opaque)
        stores(0, in.origin);
      else if (s.what == plan::kind::map)
        for (std::size_t k = 0; k < in.outputs; ++k)
          if (in.slots[k] < s.outputs) stores(in.slots[k], (in.origin & ~1u) + static_cast<ir::value>(k));
    }
  }
  auto const name_of = [&](ir::value v) { return box[v] >= 0 ? "b" + std::to_string(box[v]) : id(ir::node_of(v)); };
  for (ir::value v = 0; v < box.size(); ++v)
    if (box[v] >= 0) out += "  " + id(ir::node_of(v)) + " -> " + name_of(v) + ";\n";
  for (std::uint32_t i = 0; i < g.nodes.size(); ++i) {
    if (!o.needed[i]) continue;
    for (ir::value const v : g.nodes[i].operands)
      if (!is_constant(g[v])) out += "  " + name_of(v) + " -> " + id(i) + ";\n";
  }
  for (plan::step const& s : o.plan.steps)
    if (o.is_copy(s) && s.code[0].slots[1] < s.operands.size()) {
      std::uint32_t const to = s.operands[0].buffer, from = s.operands[s.code[0].slots[1]].buffer;
      plan::buffer const& at = o.plan.buffers[from];
      std::string source = "b" + std::to_string(from);
      if (at.what == plan::role::input || at.what == plan::role::constant) {
        ir::value const v =
            o.plan.buffers[to].what == plan::role::result ? g.results[o.plan.buffers[to].position] : s.code[0].origin;
        if (is_constant(g[v])) continue;
        source = id(ir::node_of(v));
      }
      out += "  " + source + " -> b" + std::to_string(to) + " [label=\"copy\"];\n";
    }
  return out + "}\n";
}

}  // namespace fnp::explaining
