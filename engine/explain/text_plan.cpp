// The plan for a terminal: aligned columns, at most 110 of them.
#include <algorithm>

#include "engine/explain/renderers.hpp"
#include "engine/explain/words.hpp"

namespace fnp::explaining {
namespace {

constexpr std::size_t width = 110;

std::size_t columns(std::string_view text) {  // code points, not bytes
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

// Breaks at spaces; what continues a line is indented further.
void put(std::string& out, std::size_t indent, std::string_view text) {
  std::string line(indent, ' ');
  std::size_t const empty = indent;
  bool fresh = true;
  while (!text.empty()) {
    std::size_t const end = std::min(text.find(' '), text.size());
    std::string_view const word = text.substr(0, end);
    if (!fresh && columns(line) + 1 + columns(word) > width) {
      out += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
      line = std::string(empty + 4, ' ');
      fresh = true;
    }
    if (!fresh) line += ' ';
    line += word;
    fresh = false;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  out += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
}

// A table whose columns are as wide as their widest cell; numbers to the right.
void put_table(std::string& out, std::size_t indent, std::vector<std::vector<std::string>> const& rows,
               std::vector<bool> const& right) {
  std::vector<std::size_t> wide;
  for (auto const& row : rows)
    for (std::size_t k = 0; k < row.size(); ++k) {
      if (wide.size() <= k) wide.push_back(0);
      wide[k] = std::max(wide[k], columns(row[k]));
    }
  for (auto const& row : rows) {
    std::string line;
    for (std::size_t k = 0; k < row.size(); ++k) {
      std::string const pad(wide[k] - columns(row[k]), ' ');
      line += (k > 0 ? "  " : "") + (right[k] ? pad + row[k] : row[k] + pad);
    }
    if (columns(line) + indent <= width || columns(line.substr(0, line.find_last_not_of(' ') + 1)) + indent <= width)
      out += std::string(indent, ' ') + line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
    else
      put(out, indent, line);
  }
}

void put_inputs(std::string& out, outline const& o) {
  if (o.graph.inputs.empty()) return;
  out += "\ninputs\n";
  std::vector<std::vector<std::string>> rows;
  for (std::size_t k = 0; k < o.graph.inputs.size(); ++k) {
    ir::input const& in = o.graph.inputs[k];
    index const item = static_cast<index>(itemsize(in.type));
    rows.push_back({o.inputs[k], std::string(name(in.type)), to_string(in.layout.extent), layout_words(in.layout, item),
                    "strides " + to_string(in.layout.stride),
                    "from byte " + std::to_string(in.layout.offset) +
                        (o.shares(k).empty() ? "" : " of the memory of " + o.shares(k))});
  }
  put_table(out, 2, rows, {false, false, false, false, false, false});
}

void put_expression(std::string& out, outline const& o) {
  out += "\nexpression\n";
  std::size_t wide = 0;
  for (part const& p : o.parts) wide = std::max(wide, p.name.size());
  for (part const& p : o.parts)
    put(out, 2, p.name + std::string(wide - p.name.size(), ' ') + " = " + p.text + "   : " + o.type(p.what));
}

void put_rewrites(std::string& out, outline const& o) {
  if (o.graph.rewrites.empty()) return;
  out += "\nrewritten: the values are not those of the program as written\n";
  for (ir::rewrite const& r : o.graph.rewrites)
    put(out, 2,
        std::string(r.identity) + ", " + plural(static_cast<index>(r.times), "time") + ": within " +
            std::string(r.bound));
}

void put_loops(std::string& out, outline const& o, plan::step const& s) {
  std::size_t const rank = s.extent.size();
  for (std::size_t i = 0; i < rank; ++i) {
    std::string line = "for " + o.loop_variable(i) + " in 0.." + std::to_string(s.extent[i]);
    if (s.what == plan::kind::reduce) {
      line += plan::reduced(s.fold.axes, i) ? "   folded" : "   kept";
    } else if (s.tile[i] > 1 && s.tile[i] < s.extent[i]) {
      line += " by " + std::to_string(s.tile[i]);
    }
    put(out, 2 + 2 * i, line);
  }
  std::size_t const in = 2 + 2 * rank;
  if (s.what == plan::kind::map && rank > 0) {
    std::string block = "block of ";
    if (rank > 1) block += std::to_string(s.tile[rank - 2]) + " x ";
    put(out, in,
        block + plural(s.tile[rank - 1], "element") +
            (s.backwards ? ", from the last to the first"
             : s.serial  ? ", one after the other"
                         : "") +
            ":");
  }
  std::size_t const body = in + (s.what == plan::kind::map && rank > 0 ? 2 : 0);
  for (auto const& [why, which] : o.staging(s)) put(out, body, "stage " + which + ": " + why);
  if (s.compiled)
    put(out, body, "one compiled kernel for " + plural(static_cast<index>(s.code.size()), "operation") + " (tier 1):");
  else if (!s.code.empty() && !o.is_copy(s))
    put(out, body, plural(static_cast<index>(s.code.size()), "kernel call") + " a block (tier 2):");
  for (plan::instruction const& c : s.code) put(out, body + 2, o.call(s, c));
  if (s.what == plan::kind::reduce)
    put(out, body,
        o.buffers[s.operands[0].buffer] + " = " + o.fold_name(s) + "(" + o.slot(s, s.fold.slot) + ")   " +
            fold_words(s));
}

void put_operands(std::string& out, outline const& o, plan::step const& s) {
  std::size_t rank = s.extent.size();
  if (s.what == plan::kind::opaque)
    for (plan::operand const& x : s.operands) rank = std::max(rank, x.map.rank());
  std::vector<std::vector<std::string>> rows{{"", "operand", "dtype"}};
  std::vector<bool> right{false, false, false};
  for (std::size_t i = 0; i < rank; ++i) {
    rows[0].push_back(s.what == plan::kind::opaque ? "axis " + std::to_string(i) : "per " + o.loop_variable(i));
    right.push_back(true);
  }
  for (char const* const h : {"offset", "bytes", "access"}) rows[0].push_back(h);
  right.insert(right.end(), {true, true, false});
  for (std::size_t k = 0; k < s.operands.size(); ++k) {
    if (o.is_plain_constant(s, k)) continue;
    plan::operand const& x = s.operands[k];
    std::vector<std::string> row{k < s.outputs ? "write" : "read", k < s.outputs ? o.buffers[x.buffer] : o.slot(s, k),
                                 std::string(name(x.type))};
    for (std::size_t i = 0; i < rank; ++i)
      row.push_back(i < x.map.rank() ? (x.map.stride[i] > 0 ? "+" : "") + std::to_string(x.map.stride[i]) : "");
    row.push_back(std::to_string(x.map.offset));
    row.push_back(byte_words(o.bytes(x)));
    row.push_back(access_words(s, k) + (o.used(s, k) ? "" : ", not used"));
    rows.push_back(std::move(row));
  }
  put_table(out, 2, rows, right);
  if (std::string const c = o.plain_constants(s); !c.empty()) put(out, 2, "constants: " + c);
}

void put_notes(std::string& out, outline const& o, plan::step const& s) {
  std::size_t inside = 0;
  for (plan::note const& n : s.notes) inside += n.answer && std::string_view(n.answer.theorem) == "inside_buffer";
  if (inside > 0)
    put(out, 2,
        "proved: " + (inside == s.operands.size()
                          ? "all operands stay inside their buffers"
                          : plural(static_cast<index>(inside), "operand") + " inside the buffer"));
  for (plan::note const& n : s.notes) {
    if (n.answer && std::string_view(n.answer.theorem) == "inside_buffer") continue;
    put(out, 2,
        (n.answer ? "proved: " : "no: ") + o.question(s, n) + "; " + verdict_words(n.answer) + " [" +
            legality::to_text(n.answer) + "]");
  }
}

void put_step(std::string& out, outline const& o, std::size_t k) {
  plan::step const& s = o.plan.steps[k];
  std::string head = "step " + std::to_string(k + 1) + " of " + std::to_string(o.plan.steps.size()) + ": " + o.title(s);
  out += "\n";
  put(out, 0, head);
  put_loops(out, o, s);
  put_operands(out, o, s);
  std::string facts = plural(o.points(s), "point") + ", " + byte_words(o.bytes(s)) + " touched";
  if (s.what != plan::kind::opaque)
    facts += s.parallel_axis < 0 ? ", one thread" : ", shared among threads if worth it";
  if (s.stream) facts += ", stored past the caches";
  put(out, 2, facts);
  put_notes(out, o, s);
  if (o.measured) put(out, 2, o.timing(k));
  if (std::string const at = o.source(s.location); !at.empty()) put(out, 2, "asked for at " + at);
}

void put_temporaries(std::string& out, outline const& o) {
  if (o.plan.temporaries == 0) return;
  out += "\ntemporaries\n";
  std::vector<std::vector<std::string>> rows;
  for (std::size_t b = 0; b < o.plan.buffers.size(); ++b) {
    plan::buffer const& at = o.plan.buffers[b];
    if (at.what != plan::role::temporary || at.storage < 0) continue;
    rows.push_back(
        {o.buffers[b], std::string(name(at.type)), byte_words(at.bytes), "in storage " + std::to_string(at.storage + 1),
         "alive from step " + std::to_string(o.lives[b].first + 1) + " to " + std::to_string(o.lives[b].last + 1)});
  }
  put_table(out, 2, rows, {false, false, true, false, false});
}

}  // namespace

std::string text_of(outline const& o) {
  plan::plan const& p = o.plan;
  std::string out;
  put(out, 0,
      "plan: " + plural(static_cast<index>(p.steps.size()), "step") + ", " + std::to_string(p.temporaries) +
          (p.temporaries == 1 ? " temporary, " : " temporaries, ") + byte_words(p.bytes_moved) + " moved, " +
          plural(p.flops, "operation") + ", peak memory " + byte_words(p.peak_bytes));
  put(out, 6,
      std::string(level_name(p.level)) + ", " + thread_words(p) + "; work below " +
          grouped(static_cast<index>(p.serial_below / 1000)) + " us a step stays on the calling thread");
  if (o.measured) put(out, 6, o.timing());
  put_inputs(out, o);
  put_expression(out, o);
  put_rewrites(out, o);
  for (std::size_t k = 0; k < p.steps.size(); ++k) put_step(out, o, k);
  put_temporaries(out, o);
  out += "\npasses\n";
  for (std::string const& line : p.log) put(out, 2, line);
  return out;
}

}  // namespace fnp::explaining
