// What the outline says about one step: titles, calls, operands, bytes, questions.
#include <algorithm>

#include "engine/explain/formula.hpp"
#include "engine/explain/outline.hpp"
#include "engine/explain/words.hpp"

namespace fnp::explaining {

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
  auto const type = [&](std::size_t k) {
    return k < s.operands.size() ? s.operands[k].as : s.scratch[k - s.operands.size()];
  };
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
  return plan.buffers[o.buffer].what == plan::role::constant && o.how == plan::access::broadcast && used(s, k) &&
         s.what != plan::kind::opaque;
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
    if (same == r.end())
      r.push_back({why, slot(s, k)});
    else
      same->second += ", " + slot(s, k);
  }
  return r;
}

std::string outline::shares(std::size_t input) const {
  for (std::size_t k = 0; k < input; ++k)
    if (graph.inputs[k].memory && graph.inputs[k].memory == graph.inputs[input].memory) return inputs[k];
  return {};
}

std::string outline::type(ir::value v) const {
  return std::string(name(graph.type(v))) + " " + to_string(graph.shape(v));
}

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

}  // namespace fnp::explaining
