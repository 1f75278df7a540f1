// The plan as text: narrow, deterministic, and it says what the plan says.
#include <algorithm>
#include <fstream>
#include <sstream>

#include "verify/unit/engine/explain/plans.hpp"

using namespace fnp;
using namespace fnp::explaining::testing;

BOOST_AUTO_TEST_SUITE(text_plan)

namespace {
bool says(std::string const& text, std::string_view words) { return text.find(words) != std::string::npos; }
}  // namespace

BOOST_AUTO_TEST_CASE(lines_have_at_most_110_columns) {
  for_each_plan([](planned const& p) {
    std::istringstream lines(p.text(engine::format::text));
    for (std::string line; std::getline(lines, line);) {
      auto const columns = std::count_if(line.begin(), line.end(), [](char c) { return (c & 0xc0) != 0x80; });
      BOOST_TEST(columns <= 110, line);
      BOOST_TEST((line.empty() || line.back() != ' '), line);
    }
  });
}

BOOST_AUTO_TEST_CASE(every_step_and_every_pass_is_there) {
  for_each_plan([](planned const& p) {
    std::string const text = p.text(engine::format::text);
    for (std::size_t k = 1; k <= p.what.steps.size(); ++k)
      BOOST_TEST(says(text, "step " + std::to_string(k) + " of " + std::to_string(p.what.steps.size()) + ":"));
    for (std::string const& line : p.what.log) BOOST_TEST(says(text, line.substr(0, 40)));
  });
}

BOOST_AUTO_TEST_CASE(a_shifted_assignment_walks_backwards_and_says_why) {
  std::string const text = overlapping(false).text(engine::format::text);
  BOOST_TEST(says(text, "from the last to the first"));
  BOOST_TEST(says(text, "stage a: kept apart, it overlaps"));
  BOOST_TEST(says(text, "constant_shift"));
  BOOST_TEST(says(text, "0 temporaries"));
}

BOOST_AUTO_TEST_CASE(a_reversed_assignment_goes_through_a_temporary_and_says_why) {
  std::string const text = overlapping(true).text(engine::format::text);
  BOOST_TEST(says(text, "1 temporary"));
  BOOST_TEST(says(text, "copy t1 into r1"));
  BOOST_TEST(says(text, "no: the destination of t1 meets a"));
}

BOOST_AUTO_TEST_CASE(loops_show_extents_tiles_and_what_is_folded) {
  planned p;
  ir::graph& g = p.graph();
  ir::value const x = leaf(g, dtype::f8, {3000, 2000}), y = leaf(g, dtype::f4, {3000, 2000}, extents{4, 12000});
  p.work.add(apply<ops::add>(g, {x, y}));
  p.work.add(ir::make_reduce(g, id<ops::add_reduce>, x, over({1})));
  p.make();
  std::string const text = p.text(engine::format::text);
  plan::step const& tiled = p.what.steps[p.what.steps[0].what == plan::kind::map ? 0 : 1];
  BOOST_TEST(says(text, "for i in 0..3000 by " + std::to_string(tiled.tile[0])));
  BOOST_TEST(says(text, "stage b: transposed"));
  BOOST_TEST(says(text, "for j in 0..2000   folded"));
  BOOST_TEST(says(text, "pairwise tree"));
}

BOOST_AUTO_TEST_CASE(columns_that_are_read_in_registers_are_not_called_staged) {
  planned p;
  ir::graph& g = p.graph();
  ir::value const x = leaf(g, dtype::f8, {3000, 2000}), y = leaf(g, dtype::f8, {3000, 2000}, extents{8, 24000});
  p.work.add(apply<ops::add>(g, {x, y}));
  p.make();
  std::string const text = p.text(engine::format::text);
  bool const in_registers = p.what.steps[0].operands[2].how == plan::access::strided;
  BOOST_TEST(says(text, "transposed in registers") == in_registers);
  BOOST_TEST(says(text, "stage b") != in_registers);
}

BOOST_AUTO_TEST_CASE(the_example_in_the_docs_is_what_is_printed) {
  std::ifstream file("docs/plans.md");
  std::string const page{std::istreambuf_iterator<char>(file), {}};
  std::string text = transposed_sum().text(engine::format::text);
  std::string_view const level = isa_titles[static_cast<int>(planned_level)];
  std::size_t const at = text.find(level);
  BOOST_REQUIRE(at != std::string::npos);
  text.replace(at, level.size(), "AVX2");  // the page shows one instruction set
  BOOST_TEST(says(page, "```\n" + text + "```\n"), text);
}

BOOST_AUTO_TEST_CASE(all_formats_of_equal_programs_are_equal_to_the_byte) {
  for (std::uint32_t seed = 0; seed < 20; ++seed) {
    planned const one = random_program(seed), other = random_program(seed);
    for (auto const f : {engine::format::text, engine::format::json, engine::format::dot, engine::format::html})
      BOOST_TEST(one.text(f) == other.text(f));
  }
}

BOOST_AUTO_TEST_SUITE_END()
