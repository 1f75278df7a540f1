// The graph as SVG: a box a node, constants written into the boxes that use them, colour by step.
#include <algorithm>
#include <charconv>

#include "engine/explain/escape.hpp"
#include "engine/explain/graph_layout.hpp"
#include "engine/explain/page_parts.hpp"
#include "engine/explain/words.hpp"

namespace fnp::explaining {
namespace {

constexpr std::size_t most_boxes = 400;  // beyond that nobody can read the picture
constexpr std::size_t longest_label = 30;
constexpr double letter = 7.9, small_letter = 6.4;

std::string number(double x) {
  char digits[32];
  auto const r = std::to_chars(digits, digits + sizeof digits, x, std::chars_format::fixed, 1);
  return {digits, r.ptr};
}

std::size_t letters(std::string_view s) {
  return static_cast<std::size_t>(std::count_if(s.begin(), s.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

std::string shortened(std::string s, std::size_t most) {
  if (letters(s) <= most) return s;
  std::size_t bytes = 0;
  for (std::size_t seen = 0; bytes < s.size(); ++bytes)
    if ((s[bytes] & 0xc0) != 0x80 && seen++ == most - 1) break;
  return s.substr(0, bytes) + "…";
}

class painter {
 public:
  explicit painter(outline const& o) : o_(o) {}

  std::string run() {
    collect();
    if (nodes_.size() > most_boxes)
      return "<p>The graph has " + grouped(static_cast<index>(nodes_.size())) +
             " nodes, too many for a picture; the steps below show all of them.</p>\n";
    drawing const d = arrange(boxes_);
    std::string out =
        "<div class=\"scroll\"><svg class=\"graph\" role=\"img\" aria-label=\"graph of the expression\" viewBox=\"0 "
        "0 " +
        number(d.width) + " " + number(d.height) + "\" width=\"" + number(d.width) + "\" height=\"" + number(d.height) +
        "\" style=\"min-width:" + number(d.width * 0.75) + "px\">\n" +
        "<defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" "
        "orient=\"auto\">"
        "<path d=\"M0 0 L8 4 L0 8 z\"/></marker></defs>\n";
    for (drawn_line const& l : d.lines) line(out, l);
    for (std::size_t k = 0; k < nodes_.size(); ++k) box(out, d.boxes[k], nodes_[k]);
    return out + "</svg></div>\n";
  }

 private:
  struct words {
    std::string label, type, stored;
  };

  words words_of(std::uint32_t i) const {
    ir::node const& n = o_.graph.nodes[i];
    words w{shortened(o_.label(i), longest_label), std::string(name(n.types[0])) + " " + to_string(n.shape), {}};
    std::vector<std::string> stored;
    for (std::uint32_t k = 0; k < n.outputs; ++k) {
      for (std::size_t r = 0; r < o_.results.size(); ++r)
        if (o_.graph.results[r] == 2 * i + k) stored.push_back(o_.results[r]);
      std::string const own = o_.whole_name(2 * i + k);
      if (n.op != ir::op_input && own[0] != '%' && std::find(stored.begin(), stored.end(), own) == stored.end())
        stored.push_back(own);
    }
    if (!stored.empty()) w.stored = "= " + joined(stored, ", ");
    return w;
  }

  void collect() {
    std::vector<std::uint32_t> position(o_.graph.nodes.size(), 0);
    for (std::uint32_t i = 0; i < o_.graph.nodes.size(); ++i) {
      ir::node const& n = o_.graph.nodes[i];
      if (!o_.needed[i] || n.op == ir::op_constant) continue;
      words const w = words_of(i);
      drawn_box b;
      double const second =
          static_cast<double>(letters(w.type) + (w.stored.empty() ? 0 : letters(w.stored) + 2)) * small_letter;
      b.width = std::max(static_cast<double>(letters(w.label)) * letter, second) + 22;
      b.height = 42;
      for (ir::value const v : n.operands)
        if (o_.graph[v].op != ir::op_constant) b.from.push_back(position[ir::node_of(v)]);
      position[i] = static_cast<std::uint32_t>(nodes_.size());
      nodes_.push_back(i);
      boxes_.push_back(std::move(b));
    }
  }

  std::string look(std::uint32_t node) const {
    return o_.home[node] < 0 ? "" : " " + step_mark(static_cast<std::size_t>(o_.home[node]));
  }

  void line(std::string& out, drawn_line const& l) const {
    double const bend = (l.y2 - l.y1) * 0.5;
    out += "<path class=\"edge\"" + look(nodes_[l.source]) + " d=\"M" + number(l.x1) + " " + number(l.y1) + " C" +
           number(l.x1) + " " + number(l.y1 + bend) + " " + number(l.x2) + " " + number(l.y2 - bend) + " " +
           number(l.x2) + " " + number(l.y2) + "\"" + (l.target >= 0 ? " marker-end=\"url(#tip)\"" : "") + "/>\n";
  }

  std::string tooltip(std::uint32_t i) const {
    ir::node const& n = o_.graph.nodes[i];
    std::string r = "%" + std::to_string(i) + " = " + ir::op_name(n.op) + "(";
    for (std::size_t k = 0; k < n.operands.size(); ++k) r += (k > 0 ? ", " : "") + o_.whole_name(n.operands[k]);
    r += ")\n" + o_.label(i) + "\n" + std::string(name(n.types[0])) + " " + to_string(n.shape);
    std::vector<std::string> steps;
    for (std::uint32_t const s : o_.made_in[i]) steps.push_back(std::to_string(s + 1));
    if (!steps.empty())
      r += "\ncomputed in step " + joined(steps, " and again in step ");
    else if (o_.home[i] >= 0)
      r += "\nnot computed: part of how step " + std::to_string(o_.home[i] + 1) + " reads its operand";
    if (std::string const at = o_.source(n.location); !at.empty()) r += "\n" + at;
    return r;
  }

  void box(std::string& out, drawn_box const& b, std::uint32_t i) const {
    ir::node const& n = o_.graph.nodes[i];
    bool const is_result =
        std::any_of(o_.graph.results.begin(), o_.graph.results.end(), [&](ir::value v) { return ir::node_of(v) == i; });
    std::string kind = n.op == ir::op_input ? "input" : o_.made_in[i].empty() ? "free" : "made";
    if (is_result) kind += " result";
    bool const linked = o_.home[i] >= 0;
    if (linked) out += "<a href=\"#step-" + std::to_string(o_.home[i] + 1) + "\">";
    out += "<g class=\"node " + kind + "\"" + look(i) + "><title>" + escaped(tooltip(i)) + "</title><rect x=\"" +
           number(b.x) + "\" y=\"" + number(b.y) + "\" width=\"" + number(b.width) + "\" height=\"" + number(b.height) +
           "\" rx=\"" + (n.op == ir::op_input ? "3" : "10") + "\"/>";
    words const w = words_of(i);
    std::string const middle = number(b.x + b.width / 2);
    out += "<text class=\"op\" x=\"" + middle + "\" y=\"" + number(b.y + 18) + "\">" + escaped(w.label) + "</text>";
    out += "<text class=\"type\" x=\"" + middle + "\" y=\"" + number(b.y + 33) + "\">" + escaped(w.type);
    if (!w.stored.empty()) out += "<tspan class=\"stored\"> " + escaped(w.stored) + "</tspan>";
    out += linked ? "</text></g></a>\n" : "</text></g>\n";
  }

  outline const& o_;
  std::vector<std::uint32_t> nodes_;
  std::vector<drawn_box> boxes_;
};

}  // namespace

std::string graph_drawing(outline const& o) { return painter(o).run(); }

}  // namespace fnp::explaining
