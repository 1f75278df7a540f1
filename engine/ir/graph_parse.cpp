// Reading a graph's text. Whatever is not exactly as graph_text writes it is refused, with line and column.
//
// A node is rebuilt by graph::add, so inference checks it; the dtypes and the shape that stand in the text must then be
// those inferred. Inputs have no memory: such a graph can be planned, printed and proved, not run.
#include <cctype>
#include <charconv>

#include "engine/ir/graph.hpp"
#include "engine/ir/number_text.hpp"
#include "fnp/ops/all.hpp"

namespace fnp::ir {
namespace {

class reader {
 public:
  explicit reader(std::string_view text) : all_(text), left_(text) {}

  graph read() {
    expect("fnp.graph/1\n");
    while (left_.starts_with("%")) read_node();
    expect("return");
    if (take(" ")) do
        g_.results.push_back(read_value());
      while (take(", "));
    expect("\n");
    if (!left_.empty()) refuse("end of text expected");
    return std::move(g_);
  }

 private:
  [[noreturn]] void refuse(std::string const& why) const { refuse_at(all_.size() - left_.size(), why); }
  [[noreturn]] void refuse_at(std::size_t place, std::string const& why) const {
    std::size_t line = 1, column = 1;
    for (char const c : all_.substr(0, place)) {
      column = c == '\n' ? 1 : column + 1;
      line += c == '\n';
    }
    fail(error_code::bad_argument,
         "graph text, line " + std::to_string(line) + ", column " + std::to_string(column) + ": " + why);
  }

  bool take(std::string_view word) {
    if (!left_.starts_with(word)) return false;
    left_.remove_prefix(word.size());
    return true;
  }
  void expect(std::string_view word) {
    if (!take(word))
      refuse("'" + std::string(word == "\n" ? "end of line" : word.substr(0, word.find('\n'))) + "' expected");
  }
  index read_integer() {
    index x = 0;
    auto const r = std::from_chars(left_.data(), left_.data() + left_.size(), x);
    if (r.ec != std::errc{}) refuse("an integer expected");
    // One spelling a number: no "-0", no leading zeros.
    auto const length = static_cast<std::size_t>(r.ptr - left_.data());
    if (std::to_string(x).size() != length) refuse("an integer in its shortest form expected");
    left_.remove_prefix(length);
    return x;
  }
  extents read_list() {
    extents xs;
    expect("[");
    if (take("]")) return xs;
    do {
      if (xs.size() > max_rank * (max_rank + 1)) refuse("the list is too long");
      xs.push_back(read_integer());
    } while (take(","));
    expect("]");
    return xs;
  }
  value read_value() {
    std::size_t const place = all_.size() - left_.size();
    expect("%");
    index const at = read_integer();
    std::uint32_t const output = take(".1") ? 1 : 0;
    if (at < 0 || at >= static_cast<index>(g_.nodes.size()))
      refuse_at(place, "node " + std::to_string(at) + " is not defined above");
    if (output >= g_.nodes[static_cast<std::size_t>(at)].outputs)
      refuse_at(place, "node " + std::to_string(at) + " has one output");
    return static_cast<value>(at) * 2 + output;
  }
  std::string_view read_word() {
    std::size_t n = 0;
    while (n < left_.size() &&
           (std::isalnum(static_cast<unsigned char>(left_[n])) || left_[n] == '_' || left_[n] == '.'))
      ++n;
    if (n == 0) refuse("a name expected");
    std::string_view const word = left_.substr(0, n);
    left_.remove_prefix(n);
    return word;
  }
  dtype read_dtype() {
    std::size_t const place = all_.size() - left_.size();
    std::string_view const word = read_word();
    for (int d = 0; d < dtype_count; ++d)
      if (name(static_cast<dtype>(d)) == word) return static_cast<dtype>(d);
    refuse_at(place, "unknown dtype '" + std::string(word) + "'");
  }
  ops::op_id read_op() {
    std::size_t const place = all_.size() - left_.size();
    std::string_view const word = read_word();
    for (ops::op_id const op : {op_input, op_constant, op_cast, op_view, op_reshape, op_map})
      if (op_name(op) == word) return op;
    ops::op_id const op = ops::find_op(word);
    if (op == ops::no_op) refuse_at(place, "unknown op '" + std::string(word) + "'");
    return op;
  }

  void read_attributes(node& n) {
    if (!take(" {")) return;
    do {
      attribute a;
      std::size_t const place = all_.size() - left_.size();
      a.name = std::string(read_word());
      if (!allowed(n.op, a.name) || find_attribute(n, a.name))
        refuse_at(place, "attribute '" + a.name + "' does not belong here");
      if (take("=")) a.integers = read_list();
      if (take("#") && !read_hex(left_, a.bits)) refuse("hex digits expected");
      n.attributes.push_back(std::move(a));
    } while (take(", "));
    expect("}");
  }
  static bool allowed(ops::op_id op, std::string_view name) {
    if (op == op_cast) return name == "order" || name == "buffered";
    if (op == op_view) return name == "map";
    return op < ops::op_table.size() && ops::op_table[op].kind == ops::family::reduction &&
           (name == "axes" || name == "keepdims");
  }

  // The one loop of these dtypes.
  std::uint8_t find_loop(node const& n, std::array<dtype, 2> const& types, std::uint8_t outputs,
                         std::size_t place) const {
    ops::op_info const& op = ops::op_table[n.op];
    for (int i = 0; i < op.loop_count && n.operands.size() == op.arity && outputs == op.outputs; ++i) {
      bool same = op.loops[i].out[0] == types[0] && (op.outputs < 2 || op.loops[i].out[1] == types[1]);
      for (std::size_t k = 0; k < n.operands.size(); ++k) same = same && op.loops[i].in[k] == g_.type(n.operands[k]);
      if (same) return static_cast<std::uint8_t>(i);
    }
    refuse_at(place, std::string(op.name) + " has no loop for these dtypes");
  }

  void read_node() {
    std::size_t const place = all_.size() - left_.size();
    expect("%");
    std::size_t const at = g_.nodes.size();
    if (read_integer() != static_cast<index>(at)) refuse_at(place, "node " + std::to_string(at) + " expected");
    expect(" = ");
    node n;
    n.op = read_op();
    if (n.op == op_map) refuse_at(place, "a user's kernel cannot be read back from text");
    expect("(");
    input in;
    std::size_t element = 0;
    if (n.op == op_input) {
      expect("strides ");
      in.layout.stride = read_list();
      expect(" offset ");
      in.layout.offset = read_integer();
      expect(" of ");
      in.bytes = read_integer();
    } else if (n.op == op_constant) {
      // Its dtype stands behind it: found first, read then.
      element = left_.find(") : ");
      if (element == std::string_view::npos) refuse("') : ' expected");
      left_.remove_prefix(element);
    } else if (!left_.starts_with(")")) {
      do n.operands.push_back(read_value());
      while (take(", "));
    }
    expect(")");
    read_attributes(n);
    expect(" : ");
    std::array<dtype, 2> types{read_dtype(), dtype{}};
    std::uint8_t outputs = 1;
    if (take(",")) {
      types[1] = read_dtype();
      outputs = 2;
    }
    std::size_t const shape_place = all_.size() - left_.size();
    extents const shape = read_list();
    if (n.op == op_constant)
      read_constant(n, types[0], all_.substr(all_.find('(', place) + 1, element), all_.find('(', place) + 1);
    if (n.op == op_input) add_input(n, std::move(in), types[0], shape, shape_place);
    if (n.op < ops::op_table.size()) n.loop = find_loop(n, types, outputs, place);
    n.types = types;
    n.shape = shape;
    value v = 0;
    try {
      v = g_.add(n);
    } catch (error const& e) {
      refuse_at(place, e.what());
    }
    if (node_of(v) != at) refuse_at(place, "the node repeats node " + std::to_string(node_of(v)));
    node const& made = g_.nodes[at];
    if (made.types != types || made.outputs != outputs || !(made.shape == shape))
      refuse_at(shape_place,
                "dtype and shape are " + std::string(name(made.types[0])) + " and " + to_string(made.shape));
    expect("\n");
  }

  void read_constant(node& n, dtype type, std::string_view text, std::size_t place) {
    std::string_view left = text;
    std::string const bits = read_element(type, left);
    if (bits.empty() || !left.empty()) refuse_at(place, "no number of this dtype");
    if (element_text(type, bits.data()) != text)
      refuse_at(place, "the number is written " + element_text(type, bits.data()));
    n.attributes = {{"bits", {}, bits}};
  }

  void add_input(node& n, input in, dtype type, extents const& shape, std::size_t place) {
    in.type = type;
    in.layout.extent = shape;
    if (in.layout.stride.size() != shape.size()) refuse_at(place, "as many strides as axes expected");
    if (shape.size() > max_rank) refuse_at(place, "more than " + std::to_string(max_rank) + " axes");
    n.attributes = {{"input", {static_cast<index>(g_.inputs.size())}, {}}};
    g_.inputs.push_back(std::move(in));
  }

  std::string_view all_, left_;
  graph g_;
};

}  // namespace

graph parse(std::string_view text) { return reader(text).read(); }

}  // namespace fnp::ir
