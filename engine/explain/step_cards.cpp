// Steps of the page: loops as boxes in boxes, the work of one block inside, then operands and proofs.
#include "engine/explain/escape.hpp"
#include "engine/explain/page_parts.hpp"
#include "engine/explain/words.hpp"

namespace fnp::explaining {
namespace {

class card {
 public:
  card(outline const& o, std::size_t number) : o_(o), s_(o.plan.steps[number]), number_(number) {}

  std::string run() {
    std::string const number = std::to_string(number_ + 1);
    out_ += "<section class=\"step\" id=\"step-" + number + "\" " + step_mark(number_) + ">\n";
    if (std::string const at = o_.source(s_.location); !at.empty())
      out_ += "<span class=\"where\">asked for at " + escaped(at) + "</span>";
    out_ += "<h3><span class=\"badge\">step " + number + "</span>" + escaped(o_.title(s_)) +
            "</h3>\n<div class=\"columns\">\n<div>\n";
    if (s_.what == plan::kind::map)
      map_nest();
    else if (s_.what == plan::kind::reduce)
      fold_nest();
    else
      opaque();
    out_ += "</div>\n<div>\n";
    operands();
    facts();
    proofs();
    out_ += "</div>\n</div>\n</section>\n";
    return std::move(out_);
  }

 private:
  static std::string code(std::string_view s) { return "<code>" + escaped(s) + "</code>"; }

  void open_loop(std::size_t axis, std::string_view remark) {
    out_ += "<div class=\"loop\"><div class=\"head\"><b>for " + o_.loop_variable(axis) + " in 0.." +
            grouped(s_.extent[axis]) + "</b>";
    if (!remark.empty()) out_ += "<span>" + escaped(remark) + "</span>";
    out_ += "</div>\n";
  }
  void close(std::size_t n) {
    for (std::size_t k = 0; k < n; ++k) out_ += "</div>";
    out_ += "\n";
  }

  void map_nest() {
    std::size_t const rank = s_.extent.size();
    for (std::size_t i = 0; i < rank; ++i) {
      index const tile = s_.tile[i], whole = s_.extent[i];
      open_loop(i, tile >= whole && whole > 1 ? "all in one block"
                   : tile > 1                 ? "in pieces of " + grouped(tile)
                   : whole == 1               ? ""
                                              : "one by one");
    }
    out_ += "<div class=\"block\"><div class=\"soft\">";
    if (rank == 0)
      out_ += "a single element";
    else {
      out_ += "one block: ";
      if (rank > 1) out_ += plural(s_.tile[rank - 2], "row") + " of ";
      out_ += plural(s_.tile[rank - 1], "element");
    }
    if (s_.backwards)
      out_ += ", blocks from the last to the first";
    else if (s_.serial)
      out_ += ", blocks strictly in order";
    out_ += "</div>\n<ol>\n";
    staging();
    calls();
    for (std::size_t k = 0; k < s_.outputs; ++k)
      if (s_.operands[k].how == plan::access::staged)
        out_ += "<li>write " + code(o_.slot(s_, k)) + " back from scratch (" + escaped(access_words(s_, k).substr(8)) +
                ")</li>\n";
    out_ += "</ol></div>";
    close(rank);
  }

  void staging() {
    for (auto const& [why, which] : o_.staging(s_))
      out_ += "<li>copy the block of " + code(which) + " into fast scratch memory: " + escaped(why) + "</li>\n";
  }

  void calls() {
    if (s_.code.empty()) return;
    if (o_.is_copy(s_)) {
      out_ += "<li>copy: " + code(o_.call(s_, s_.code[0])) + "</li>\n";
      return;
    }
    index const count = static_cast<index>(s_.code.size());
    if (s_.compiled)
      out_ +=
          "<li>run <b>one compiled kernel</b> that does " + plural(count, "operation") + " in one pass over the block:";
    else if (count == 1)
      out_ += "<li>run one kernel of the library:";
    else
      out_ += "<li>run " + plural(count, "kernel") +
              " of the library, one after the other, on this block while it is in cache:";
    out_ += count > 12 ? "<ol class=\"calls many\">" : "<ol class=\"calls\">";
    for (plan::instruction const& in : s_.code) out_ += "<li>" + code(o_.call(s_, in)) + "</li>";
    out_ += "</ol></li>\n";
  }

  void fold_nest() {
    std::size_t const rank = s_.extent.size();
    for (std::size_t i = 0; i < rank; ++i) {
      bool const in_run = i + s_.fold.run_axes >= rank && s_.fold.run_axes > 0;
      open_loop(i, !plan::reduced(s_.fold.axes, i) ? "kept: one result each"
                   : in_run                        ? "folded, as part of one run"
                                                   : "folded, row after row");
    }
    out_ += "<div class=\"block\"><ol>\n";
    staging();
    calls();
    out_ += "<li>fold into the result: " +
            code(o_.buffers[s_.operands[0].buffer] + " = " + o_.fold_name(s_) + "(" + o_.slot(s_, s_.fold.slot) + ")") +
            "<br><span class=\"soft\">" + escaped(fold_words(s_)) + "</span></li>\n</ol></div>";
    close(rank);
  }

  void opaque() {
    out_ += "<div class=\"block\"><ol><li>hand the whole arrays to the library's " + code(ir::op_name(s_.op)) +
            "</li></ol></div>\n";
  }

  void operands() {
    std::size_t rank = s_.extent.size();
    for (plan::operand const& x : s_.operands) rank = std::max(rank, x.map.rank());
    out_ += "<table><tr><th></th><th>array</th><th>dtype</th>";
    for (std::size_t i = 0; i < rank; ++i)
      out_ += "<th class=\"n\">bytes per " +
              (s_.what == plan::kind::opaque ? "axis " + std::to_string(i) : o_.loop_variable(i)) + "</th>";
    out_ += "<th class=\"n\">starts at</th><th class=\"n\">touches</th><th>rows</th></tr>\n";
    for (std::size_t k = 0; k < s_.operands.size(); ++k) {
      if (o_.is_plain_constant(s_, k)) continue;
      plan::operand const& x = s_.operands[k];
      bool const folded = s_.what == plan::kind::reduce && k == 0;
      out_ += std::string("<tr><td>") + (k < s_.outputs ? "write" : "read") + "</td><td class=\"code\">" +
              escaped(k < s_.outputs ? o_.buffers[x.buffer] : o_.slot(s_, k)) + "</td><td>" +
              std::string(name(x.type)) + "</td>";
      for (std::size_t i = 0; i < rank; ++i)
        out_ += "<td class=\"n\">" + (i < x.map.rank() ? grouped(x.map.stride[i]) : std::string()) + "</td>";
      std::string_view const tag = s_.what == plan::kind::opaque || folded ? "plain"
                                   : o_.used(s_, k)                        ? access_name(x.how)
                                                                           : "unused";
      out_ += "<td class=\"n\">" + grouped(x.map.offset) + "</td><td class=\"n\">" + byte_words(o_.bytes(x)) +
              "</td><td><span class=\"tag " + std::string(tag) + "\">" + escaped(access_words(s_, k)) +
              (o_.used(s_, k) ? "" : ", not used") + "</span></td></tr>\n";
    }
    out_ += "</table>\n";
    if (std::string const c = o_.plain_constants(s_); !c.empty())
      out_ += "<p class=\"soft\">constants: " + code(c) + "</p>\n";
  }

  void facts() {
    out_ +=
        "<p class=\"soft\">" + plural(o_.points(s_), "point") + ", " + byte_words(o_.bytes(s_)) + " of memory touched";
    if (s_.what != plan::kind::opaque)
      out_ += s_.parallel_axis < 0 ? "; runs on one thread" : "; shared among threads if there is enough work";
    if (s_.stream) out_ += "; results are stored past the caches, which they would only flush";
    out_ += ".</p>\n";
    if (o_.measured) out_ += "<p class=\"soft\">" + escaped(o_.timing(number_)) + ".</p>\n";
  }

  static bool is_bound(plan::note const& n) {
    return n.answer && std::string_view(n.answer.theorem) == "inside_buffer";
  }

  void proof(plan::note const& n) {
    out_ += std::string("<li><span class=\"") + (n.answer ? "yes\">yes" : "no\">no") + "</span> " +
            escaped(o_.question(s_, n)) + ": " + escaped(verdict_words(n.answer)) + " <span class=\"soft\">(" +
            escaped(legality::to_text(n.answer)) + ")</span></li>\n";
  }

  // What is peculiar to this step is shown; that operands stay inside their buffers is true of every step.
  void proofs() {
    if (s_.notes.empty()) return;
    index bounds = 0, refused = 0;
    for (plan::note const& n : s_.notes) {
      bounds += is_bound(n);
      refused += !n.answer;
    }
    index const others = static_cast<index>(s_.notes.size()) - bounds;
    if (others > 0) {
      out_ += std::string("<details open><summary>") +
              (refused > 0 ? "what overlaps, and what was done about it" : "why the overlap is harmless") +
              "</summary><ul>\n";
      for (plan::note const& n : s_.notes)
        if (!is_bound(n)) proof(n);
      out_ += "</ul></details>\n";
    }
    if (bounds == 0) return;
    out_ += "<details><summary>why no access leaves its array: " + plural(bounds, "proof") + "</summary><ul>\n";
    for (plan::note const& n : s_.notes)
      if (is_bound(n)) proof(n);
    out_ += "</ul></details>\n";
  }

  outline const& o_;
  plan::step const& s_;
  std::size_t number_;
  std::string out_;
};

}  // namespace

std::string step_cards(outline const& o) {
  std::string out;
  for (std::size_t k = 0; k < o.plan.steps.size(); ++k) out += card(o, k).run();
  return out;
}

}  // namespace fnp::explaining
