// The plan for Graphviz: well-formed by the grammar of DOT, nodes defined once, arrows between what is defined.
#include <set>

#include "verify/unit/engine/explain/plans.hpp"

using namespace fnp;
using namespace fnp::explaining::testing;

BOOST_AUTO_TEST_SUITE(dot_plan)

namespace {

// Reads the part of the language that is used: statements `id [attributes];`, `id -> id [attributes];`, `key=value;`
// and subgraphs.
class reader {
 public:
  explicit reader(std::string const& text) : text_(text) {}
  std::set<std::string> nodes, clusters;
  std::vector<std::pair<std::string, std::string>> arrows;

  void run() {
    expect("digraph");
    word();
    body();
    BOOST_TEST((next(), at_ == text_.size()), "text follows the last brace");
  }

 private:
  void next() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_]))) ++at_;
  }
  bool take(std::string_view s) {
    next();
    if (text_.compare(at_, s.size(), s) != 0) return false;
    at_ += s.size();
    return true;
  }
  void expect(std::string_view s) {
    BOOST_REQUIRE_MESSAGE(take(s), "expected " << s << " at: " << text_.substr(at_, 60));
  }
  std::string word() {
    next();
    std::string r;
    if (take("\"")) {
      while (at_ < text_.size() && text_[at_] != '"') {
        if (text_[at_] == '\\') ++at_;
        BOOST_REQUIRE(at_ < text_.size());
        r += text_[at_++];
      }
      expect("\"");
      return r;
    }
    while (at_ < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[at_])) || text_[at_] == '_'))
      r += text_[at_++];
    BOOST_REQUIRE_MESSAGE(!r.empty(), "expected a word at: " << text_.substr(at_, 60));
    return r;
  }
  void attributes() {
    if (!take("[")) return;
    do {
      word();
      expect("=");
      word();
    } while (take(","));
    expect("]");
  }
  void body() {
    expect("{");
    while (!take("}")) {
      std::string const first = word();
      if (first == "subgraph") {
        BOOST_TEST(clusters.insert(word()).second);
        body();
        continue;
      }
      if (take("->")) {
        arrows.emplace_back(first, word());
        attributes();
      } else if (take("="))
        word();
      else {
        attributes();
        if (first != "node" && first != "edge") BOOST_TEST(nodes.insert(first).second, first << " is defined twice");
      }
      expect(";");
    }
  }

  std::string text_;
  std::size_t at_ = 0;
};

}  // namespace

BOOST_AUTO_TEST_CASE(every_plan_is_well_formed_and_complete) {
  for_each_plan([](planned const& p) {
    reader r(p.text(engine::format::dot));
    r.run();
    BOOST_TEST(r.clusters.size() == p.what.steps.size());
    for (auto const& [from, to] : r.arrows)
      BOOST_TEST((r.nodes.count(from) == 1 && r.nodes.count(to) == 1), from << " -> " << to);
    explaining::outline const o(p.work.graph, p.what);
    for (std::uint32_t i = 0; i < p.work.graph.nodes.size(); ++i)
      if (o.needed[i] && p.work.graph.nodes[i].op < 0xff00) BOOST_TEST(r.nodes.count("n" + std::to_string(i)) == 1u);
  });
}

BOOST_AUTO_TEST_CASE(results_are_reached) {
  planned const p = standardised();
  reader r(p.text(engine::format::dot));
  r.run();
  std::size_t boxes = 0, written = 0;
  for (std::string const& n : r.nodes) {
    if (n[0] != 'b') continue;
    ++boxes;
    for (auto const& arrow : r.arrows) written += arrow.second == n;
  }
  BOOST_TEST(boxes == p.what.temporaries + 1);
  BOOST_TEST(written == boxes);
}

BOOST_AUTO_TEST_SUITE_END()
