// The page: well-formed, self-contained, and nothing of the user's text becomes markup.
#include <set>

#include "verify/unit/engine/explain/plans.hpp"

using namespace fnp;
using namespace fnp::explaining::testing;

BOOST_AUTO_TEST_SUITE(html_plan)

namespace {

struct page {
  std::set<std::string> ids, links;
  std::size_t scripts = 0;
};

// Elements must be closed in order; style and script hold raw text.
page read(std::string const& html) {
  static std::set<std::string> const empty{"meta", "br"};
  page r;
  std::vector<std::string> open;
  std::size_t at = std::string_view("<!DOCTYPE html>").size();
  BOOST_REQUIRE(html.starts_with("<!DOCTYPE html>"));
  while ((at = html.find('<', at)) != std::string::npos) {
    bool const closing = html[at + 1] == '/';
    std::size_t end = at + 1 + closing;
    std::string tag;
    while (std::isalnum(static_cast<unsigned char>(html[end]))) tag += html[end++];
    BOOST_REQUIRE_MESSAGE(!tag.empty(), "a bare < at: " << html.substr(at, 50));
    char quote = 0;
    std::size_t const attributes = end;
    for (; end < html.size() && (quote || html[end] != '>'); ++end)
      if (html[end] == '"') quote = quote ? 0 : '"';
    BOOST_REQUIRE(end < html.size());
    std::string const inside = html.substr(attributes, end - attributes);
    for (std::string_view const forbidden : {" src=", "http:", "https:", "@import", " onclick"})
      BOOST_TEST(inside.find(forbidden) == std::string::npos, inside);
    auto const collect = [&](std::string const& key, std::set<std::string>& into, bool once) {
      std::size_t const k = inside.find(" " + key + "=\"");
      if (k == std::string::npos) return;
      std::size_t const from = k + key.size() + 3;
      bool const fresh = into.insert(inside.substr(from, inside.find('"', from) - from)).second;
      if (once) BOOST_TEST(fresh, "an id twice: " << inside);
    };
    collect("id", r.ids, true);
    collect("href", r.links, false);
    if (closing) {
      BOOST_REQUIRE(!open.empty());
      BOOST_REQUIRE_MESSAGE(open.back() == tag, "</" << tag << "> closes <" << open.back() << ">");
      open.pop_back();
    } else if (inside.empty() || inside.back() != '/') {
      if (!empty.count(tag)) open.push_back(tag);
    }
    r.scripts += !closing && tag == "script";
    at = end + 1;
    if (!closing && (tag == "style" || tag == "script")) at = html.find("</" + tag, at);
  }
  BOOST_TEST(open.empty());
  return r;
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_page_is_well_formed_and_needs_nothing_else) {
  for_each_plan([](planned const& p) {
    page const r = read(p.text(engine::format::html));
    BOOST_TEST(r.scripts == 1u);
    for (std::string const& link : r.links) {
      BOOST_REQUIRE(link.starts_with('#'));
      BOOST_TEST(r.ids.count(link.substr(1)) == 1u, link << " leads nowhere");
    }
    for (std::size_t k = 1; k <= p.what.steps.size(); ++k) BOOST_TEST(r.ids.count("step-" + std::to_string(k)) == 1u);
  });
}

BOOST_AUTO_TEST_CASE(names_and_files_are_escaped) {
  std::string const html = hostile().text(engine::format::html);
  BOOST_TEST(html.find("</title><script>") == std::string::npos);
  BOOST_TEST(html.find("&lt;/title&gt;&lt;script&gt;&quot;&#39;&amp;") != std::string::npos);
  BOOST_TEST(html.find("&lt;b&gt;&quot;.cpp:7") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_refusal_is_told_with_what_was_done_instead) {
  std::string const html = overlapping(true).text(engine::format::html);
  BOOST_TEST(html.find("no direction is safe and the result goes through a temporary") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_graph_too_large_to_read_is_not_drawn) {
  planned p;
  ir::value x = leaf(p.graph(), dtype::f8, {8});
  for (int k = 0; k < 1000; ++k) x = apply<ops::sqrt>(p.graph(), {x});
  p.work.add(x);
  p.make();
  std::string const html = p.text(engine::format::html);
  BOOST_TEST(html.find("<svg") == std::string::npos);
  BOOST_TEST(html.find("1,001 nodes") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
