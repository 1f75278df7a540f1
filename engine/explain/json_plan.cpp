// The plan as JSON: everything that the plan and its graph hold, by the schema engine/plan/plan.schema.json.
//
// Values are written %n and %n.1 as in the graph's text; buffers, inputs, steps and nodes are named by position from 0.
#include <cmath>

#include "engine/explain/json_writer.hpp"
#include "engine/explain/renderers.hpp"
#include "engine/explain/words.hpp"
#include "engine/ir/number_text.hpp"

namespace fnp::explaining {
namespace {

constexpr std::string_view kinds[] = {"map", "reduce", "opaque"};
constexpr std::string_view roles[] = {"input", "constant", "temporary", "result"};
constexpr std::string_view answers[] = {"legal", "illegal", "undecided", "overflow"};

std::string value_text(ir::value v) { return "%" + std::to_string(ir::node_of(v)) + (ir::output_of(v) ? ".1" : ""); }

class writer {
 public:
  explicit writer(outline const& o) : o_(o), g_(o.graph), p_(o.plan) {}

  std::string run() {
    w_.open('{');
    w_.text("schema", "fnp.plan/1");
    totals();
    w_.open("inputs", '[');
    for (std::size_t k = 0; k < g_.inputs.size(); ++k) input(k);
    w_.close();
    expression();
    graph();
    w_.open("buffers", '[');
    for (std::size_t b = 0; b < p_.buffers.size(); ++b) buffer(b);
    w_.close();
    w_.numbers("storage_bytes", p_.storage_bytes);
    w_.open("steps", '[');
    for (std::size_t k = 0; k < p_.steps.size(); ++k) step(k);
    w_.close();
    w_.open("passes", '[');
    for (std::string const& line : p_.log) w_.text(line);
    w_.close();
    w_.close();
    return std::move(w_).take();
  }

 private:
  static index number(std::size_t n) { return static_cast<index>(n); }

  void totals() {
    w_.open("totals", '{');
    w_.number("steps", number(p_.steps.size()));
    w_.number("temporaries", number(p_.temporaries));
    w_.number("peak_bytes", p_.peak_bytes);
    w_.number("bytes_moved", p_.bytes_moved);
    w_.number("points", p_.elements);
    w_.number("operations", p_.flops);
    w_.text("instruction_set", isa_names[static_cast<std::size_t>(p_.level)]);
    w_.number("threads", p_.threads);
    w_.text("serial_below_ns", ir::element_text(dtype::f8, &p_.serial_below));
    w_.close();
  }

  void input(std::size_t k) {
    ir::input const& in = g_.inputs[k];
    w_.open('{');
    w_.text("name", o_.inputs[k]);
    w_.text("dtype", name(in.type));
    w_.numbers("shape", in.layout.extent);
    w_.numbers("strides", in.layout.stride);
    w_.number("offset", in.layout.offset);
    w_.number("bytes", in.bytes);
    w_.text("layout", layout_words(in.layout, static_cast<index>(itemsize(in.type))));
    w_.close();
  }

  void expression() {
    w_.open("expression", '[');
    for (part const& p : o_.parts) {
      w_.open('{');
      w_.text("name", p.name);
      w_.text("value", value_text(p.what));
      w_.text("text", p.text);
      w_.close();
    }
    w_.close();
  }

  void graph() {
    w_.open("graph", '{');
    ir::digest const d = ir::hash(g_);
    w_.text("hash", ir::hex_text({reinterpret_cast<char const*>(d.data()), d.size()}));
    w_.text("text", ir::to_text(g_));
    w_.open("nodes", '[');
    for (std::uint32_t i = 0; i < g_.nodes.size(); ++i) node(i);
    w_.close();
    w_.open("results", '[');
    for (ir::value const v : g_.results) w_.text(value_text(v));
    w_.close();
    w_.open("regions", '[');
    for (ir::region const& r : g_.regions) {
      w_.open('{');
      w_.text("root", value_text(r.root));
      w_.open("operands", '[');
      for (ir::value const v : r.operands) w_.text(value_text(v));
      w_.close();
      w_.close();
    }
    w_.close();
    w_.close();
  }

  void node(std::uint32_t i) {
    ir::node const& n = g_.nodes[i];
    w_.open('{');
    w_.text("value", value_text(2 * i));
    w_.text("op", ir::op_name(n.op));
    w_.open("operands", '[');
    for (ir::value const v : n.operands) w_.text(value_text(v));
    w_.close();
    w_.open("attributes", '[');
    for (ir::attribute const& a : n.attributes) {
      w_.open('{');
      w_.text("name", n.op == ir::op_map ? "kernel" : a.name);
      w_.numbers("integers", a.integers);
      w_.text("bits", ir::hex_text(a.bits));
      w_.close();
    }
    w_.close();
    if (n.op == ir::op_constant) w_.text("element", ir::element_text(n.types[0], n.attributes[0].bits.data()));
    if (n.op == ir::op_map)
      w_.text("function", g_.kernels[static_cast<std::size_t>(n.attributes[0].integers[0])]->name);
    w_.open("dtypes", '[');
    for (std::size_t k = 0; k < n.outputs; ++k) w_.text(name(n.types[k]));
    w_.close();
    w_.numbers("shape", n.shape);
    w_.numbers("eager_strides", n.stride);
    w_.truth("needed", o_.needed[i]);
    std::vector<index> const steps(o_.made_in[i].begin(), o_.made_in[i].end());
    w_.numbers("computed_in", steps);
    source(n.location);
    w_.close();
  }

  void source(std::uint32_t location) {
    engine::source_location const& at = g_.locations[location];
    w_.key("source");
    if (at.line == 0) return w_.null();
    w_.open('{');
    w_.text("file", at.file);
    w_.number("line", at.line);
    w_.close();
  }

  void buffer(std::size_t b) {
    plan::buffer const& at = p_.buffers[b];
    w_.open('{');
    w_.text("name", o_.buffers[b]);
    w_.text("role", roles[static_cast<std::size_t>(at.what)]);
    w_.text("dtype", name(at.type));
    w_.number("bytes", at.bytes);
    w_.number("position", at.position);
    w_.number("storage", at.storage);
    w_.number("first_step", o_.lives[b].first);
    w_.number("last_step", o_.lives[b].last);
    w_.close();
  }

  void operand(plan::step const& s, std::size_t k) {
    plan::operand const& x = s.operands[k];
    w_.open('{');
    w_.number("buffer", x.buffer);
    w_.text("dtype", name(x.type));
    w_.text("as", name(x.as));
    w_.numbers("extent", x.map.extent);
    w_.numbers("strides", x.map.stride);
    w_.number("offset", x.map.offset);
    w_.text("access", access_name(x.how));
    w_.text("words", access_words(s, k));
    w_.truth("used", o_.used(s, k));
    w_.number("bytes", o_.bytes(x));
    w_.close();
  }

  void instruction(plan::step const& s, plan::instruction const& in) {
    w_.open('{');
    w_.text("op", ir::op_name(in.op));
    w_.number("loop", in.loop);
    w_.number("outputs", in.outputs);
    w_.numbers("slots", std::vector<index>(in.slots.begin(), in.slots.end()));
    w_.text("origin", value_text(in.origin));
    w_.text("text", s.what == plan::kind::opaque ? o_.title(s) : o_.call(s, in));
    w_.close();
  }

  void fold(plan::step const& s) {
    w_.key("fold");
    if (s.what != plan::kind::reduce) return w_.null();
    plan::reduction const& f = s.fold;
    std::vector<index> axes;
    for (std::size_t i = 0; i < s.extent.size(); ++i)
      if (plan::reduced(f.axes, i)) axes.push_back(static_cast<index>(i));
    w_.open('{');
    w_.text("op", ir::op_name(f.op));
    w_.text("element", name(f.element));
    w_.text("result", name(f.result));
    w_.numbers("axes", axes);
    w_.number("slot", f.slot);
    w_.numbers("eager_strides", f.eager);
    w_.number("run_axes", f.run_axes);
    w_.number("chunk", f.chunk);
    w_.truth("buffered", f.buffered);
    w_.text("origin", value_text(f.origin));
    w_.text("order", fold_words(s));
    w_.close();
  }

  // Whole nanoseconds: floats never travel as JSON numbers.
  void timing(std::size_t k) {
    plan::estimate const e = plan::estimate_step(p_.steps[k], plan::this_machine());
    execute::step_measure const& m = (*o_.measured)[k];
    w_.open("timing", '{');
    w_.number("predicted_ns", std::llround(e.total()));
    w_.number("predicted_bytes", e.bytes);
    w_.number("measured_ns", std::llround(m.time));
    w_.number("measured_bytes", m.bytes);
    w_.close();
  }

  void step(std::size_t k) {
    plan::step const& s = p_.steps[k];
    w_.open('{');
    w_.text("kind", kinds[static_cast<std::size_t>(s.what)]);
    w_.text("title", o_.title(s));
    w_.numbers("extent", s.extent);
    w_.numbers("tile", s.tile);
    w_.number("outputs", s.outputs);
    w_.open("operands", '[');
    for (std::size_t k = 0; k < s.operands.size(); ++k) operand(s, k);
    w_.close();
    w_.text("kernel", s.what == plan::kind::opaque ? "opaque" : s.compiled ? "compiled" : "interpreted");
    w_.open("code", '[');
    for (plan::instruction const& in : s.code) instruction(s, in);
    w_.close();
    w_.open("scratch", '[');
    for (dtype const d : s.scratch) w_.text(name(d));
    w_.close();
    fold(s);
    w_.key("op");
    if (s.what == plan::kind::opaque)
      w_.text(ir::op_name(s.op));
    else
      w_.null();
    w_.number("parallel_axis", s.parallel_axis);
    w_.truth("backwards", s.backwards);
    w_.truth("serial", s.serial);
    w_.truth("stream", s.stream);
    w_.number("bytes", o_.bytes(s));
    if (o_.measured) timing(k);
    w_.open("notes", '[');
    for (plan::note const& n : s.notes) {
      w_.open('{');
      w_.text("question", n.question);
      w_.text("answer", answers[static_cast<std::size_t>(n.answer.what)]);
      w_.text("theorem", n.answer.theorem);
      w_.numbers("numbers", n.answer.numbers);
      w_.text("words", verdict_words(n.answer));
      w_.close();
    }
    w_.close();
    source(s.location);
    w_.close();
  }

  outline const& o_;
  ir::graph const& g_;
  plan::plan const& p_;
  json_writer w_;
};

}  // namespace

std::string json_of(outline const& o) { return writer(o).run(); }

}  // namespace fnp::explaining
