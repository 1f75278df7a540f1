// The plan as one page that needs nothing else: totals, how to read it, expression, graph, steps, memory, passes.
#include "engine/explain/escape.hpp"
#include "engine/explain/page_parts.hpp"
#include "engine/explain/renderers.hpp"
#include "engine/explain/words.hpp"

namespace fnp::explaining {
namespace {

void total(std::string& out, std::string_view figure, std::string_view words, std::string_view hint) {
  out.append("<div title=\"")
      .append(hint)
      .append("\"><b>")
      .append(figure)
      .append("</b><span>")
      .append(words)
      .append("</span></div>\n");
}

void totals(std::string& out, outline const& o) {
  plan::plan const& p = o.plan;
  std::size_t calls = 0;
  for (plan::step const& s : p.steps) calls += s.code.size() + (s.what == plan::kind::reduce);
  out += "<div class=\"totals\">\n";
  total(out, grouped(static_cast<index>(p.steps.size())),
        p.steps.size() == 1 ? "step (loop nest)" : "steps (loop nests)", "each walks its arrays once");
  total(out, grouped(static_cast<index>(calls)), "operations in them",
        "evaluated one by one, each would be a loop and an array of its own");
  total(out, grouped(static_cast<index>(p.temporaries)), p.temporaries == 1 ? "temporary array" : "temporary arrays",
        "whole arrays that are neither inputs nor results");
  total(out, byte_words(p.bytes_moved), "read and written", "each operand of each step counted once");
  total(out, byte_words(p.peak_bytes), "peak memory", "temporaries and fresh results, known before anything runs");
  total(out, grouped(p.flops), "element operations", "points times operations");
  total(out, level_name(p.level), thread_words(p), "instruction set and threads allowed");
  out += "</div>\n";
  if (o.measured) out += "<p>" + escaped(o.timing()) + ".</p>\n";
}

void guide(std::string& out) {
  out +=
      "<div class=\"guide\"><p><b>How to read this.</b> The expression was turned into the graph below, and the graph "
      "into <i>steps</i>. A step is one nest of loops "
      "over all points of its arrays: it reads each operand once, does all its operations on a small block while that "
      "is in cache, and writes its results. So everything of one colour "
      "happens in one pass over memory. Operations that need a finished array first, such as a sum, end a step. Arrays "
      "are named <code>a b c</code> … for inputs, <code>r1 r2</code> … "
      "for results, <code>t1 t2</code> … for temporaries; <code>s1 s2</code> … only name parts of the expression, "
      "<code>w1 w2</code> … are small scratch rows. "
      "&ldquo;bytes per i&rdquo; says how far memory moves when loop <code>i</code> advances by one: 0 means that the "
      "same value is used again, a negative number that the array is walked backwards. "
      "Point at anything coloured to see what belongs to its step; click a node to go there.</p>\n<ul class=\"legend\">"
      "<li><i class=\"l-input\"></i>input</li><li><i></i>computed, coloured by step</li><li><i class=\"l-free\"></i>no "
      "kernel of its own: a view, or a cast made while reading</li>"
      "<li><i class=\"l-result\"></i>result</li>"
      "<li><span class=\"tag dense\">dense rows</span> read in place</li><li><span class=\"tag staged\">staged</span> "
      "a block is first copied into fast scratch memory: it is strided, transposed, reversed or of another "
      "dtype</li></ul></div>\n";
}

void inputs(std::string& out, outline const& o) {
  if (o.graph.inputs.empty()) return;
  out +=
      "<h2>Inputs</h2>\n<table><tr><th>name</th><th>dtype</th><th>shape</th><th>layout</th><th>byte "
      "strides</th><th>memory</th></tr>\n";
  for (std::size_t k = 0; k < o.graph.inputs.size(); ++k) {
    ir::input const& in = o.graph.inputs[k];
    out += "<tr><td class=\"code\">" + escaped(o.inputs[k]) + "</td><td>" + std::string(name(in.type)) +
           "</td><td class=\"code\">" + to_string(in.layout.extent) + "</td><td>" +
           layout_words(in.layout, static_cast<index>(itemsize(in.type))) + "</td><td class=\"code\">" +
           to_string(in.layout.stride) + "</td><td>" +
           (o.shares(k).empty() ? "own" : "the same as <code>" + escaped(o.shares(k)) + "</code>") +
           (in.layout.offset != 0 ? ", from byte " + grouped(in.layout.offset) : "") + "</td></tr>\n";
  }
  out += "</table>\n";
}

void expression(std::string& out, outline const& o) {
  out += "<h2>Expression</h2>\n<div class=\"lines code\">\n";
  for (part const& p : o.parts) {
    std::int32_t const home = o.home[ir::node_of(p.what)];
    out += "<div" + (home >= 0 ? " " + step_mark(static_cast<std::size_t>(home)) : std::string()) +
           "><span class=\"name\">" + escaped(p.name) + "</span><span>=</span><span>" + escaped(p.text) +
           "</span><span class=\"soft\">" + escaped(o.type(p.what)) + "</span></div>\n";
  }
  out += "</div>\n";
}

// Which temporary is alive during which steps.
void memory(std::string& out, outline const& o) {
  if (o.plan.temporaries == 0) {
    out +=
        "<h2>Memory</h2>\n<p>No temporary arrays are needed" +
        (o.plan.peak_bytes > 0 ? "; fresh results take " + byte_words(o.plan.peak_bytes) : ", and no fresh results") +
        ".</p>\n";
    return;
  }
  out +=
      "<h2>Memory</h2>\n<p>Temporaries: " + plural(static_cast<index>(o.plan.temporaries), "array") + " in " +
      plural(static_cast<index>(o.plan.storage_bytes.size()), "storage") +
      " (those that are never alive together share one). Peak, with fresh results: " + byte_words(o.plan.peak_bytes) +
      ".</p>\n";
  std::size_t const steps = o.plan.steps.size();
  out += "<div class=\"bar\" style=\"grid-template-columns:max-content repeat(" + std::to_string(steps) +
         ",minmax(18px,90px))\"><span></span>";
  for (std::size_t s = 0; s < steps; ++s)
    out += "<span class=\"h\">" + std::string(steps <= 16 ? "step " : "") + std::to_string(s + 1) + "</span>";
  std::size_t row = 1;
  for (std::size_t b = 0; b < o.plan.buffers.size(); ++b) {
    plan::buffer const& at = o.plan.buffers[b];
    if (at.what != plan::role::temporary || at.storage < 0) continue;
    std::string const line = std::to_string(++row);
    out += "<span style=\"grid-row:" + line + ";grid-column:1\"><code>" + o.buffers[b] + "</code> " +
           std::string(name(at.type)) + ", " + byte_words(at.bytes) + ", storage " + std::to_string(at.storage + 1) +
           "</span><i style=\"grid-row:" + line + ";grid-column:" + std::to_string(o.lives[b].first + 2) + "/" +
           std::to_string(o.lives[b].last + 3) + "\"></i>\n";
  }
  out += "</div>\n";
}

}  // namespace

std::string html_of(outline const& o) {
  std::string out =
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
      "content=\"width=device-width\">\n<title>Plan of " +
      plural(static_cast<index>(o.plan.steps.size()), "step") + "</title>\n<style>";
  out.append(page_style()).append("</style>\n</head>\n<body>\n<h1>What fnp will do</h1>\n");
  out += "<p class=\"soft\">The plan of one evaluation: " + plural(static_cast<index>(o.results.size()), "result") +
         " from " + plural(static_cast<index>(o.graph.inputs.size()), "input array") +
         ". Nothing has been computed to make this page.</p>\n";
  totals(out, o);
  guide(out);
  expression(out, o);
  inputs(out, o);
  out += "<h2>Graph</h2>\n" + graph_drawing(o);
  out += "<h2>Steps, in the order in which they run</h2>\n" + step_cards(o);
  memory(out, o);
  out +=
      "<h2>How the plan was made</h2>\n<p>The planner is a list of passes; each says what it changed.</p>\n<ul "
      "class=\"code\">\n";
  for (std::string const& line : o.plan.log) out += "<li>" + escaped(line) + "</li>\n";
  out += "</ul>\n<script>";
  out.append(page_script()).append("</script>\n</body>\n</html>\n");
  return out;
}

}  // namespace fnp::explaining
