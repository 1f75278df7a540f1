// The facts gathered for all formats agree with the plan.
#include "engine/explain/outline.hpp"

#include <set>

#include "verify/unit/engine/explain/plans.hpp"

using namespace fnp;
using namespace fnp::explaining;
using namespace fnp::explaining::testing;

BOOST_AUTO_TEST_SUITE(outlines)

BOOST_AUTO_TEST_CASE(bytes_of_the_steps_are_the_bytes_that_the_planner_counted) {
  for_each_plan([](planned const& p) {
    outline const o(p.work.graph, p.what);
    fnp::index all = 0;
    for (plan::step const& s : p.what.steps) all += o.bytes(s);
    BOOST_TEST(all == p.what.bytes_moved);
  });
}

BOOST_AUTO_TEST_CASE(every_needed_operation_is_made_in_some_step_or_drawn_with_its_user) {
  for_each_plan([](planned const& p) {
    outline const o(p.work.graph, p.what);
    for (std::size_t i = 0; i < p.work.graph.nodes.size(); ++i) {
      ir::node const& n = p.work.graph.nodes[i];
      bool const leaf = n.op == ir::op_input || n.op == ir::op_constant;
      if (leaf || !o.needed[i])
        BOOST_TEST(o.made_in[i].empty());
      else if (n.op < 0xff00)
        BOOST_TEST(!o.made_in[i].empty(), "node " << i << " (" << ir::op_name(n.op) << ") is in no step");
      if (!o.made_in[i].empty()) BOOST_TEST(o.home[i] == static_cast<std::int32_t>(o.made_in[i].front()));
    }
  });
}

BOOST_AUTO_TEST_CASE(a_name_means_one_array) {
  for_each_plan([](planned const& p) {
    outline const o(p.work.graph, p.what);
    std::set<std::string> names(o.inputs.begin(), o.inputs.end());
    BOOST_TEST(names.size() == o.inputs.size());
    for (part const& each : o.parts) BOOST_TEST(names.insert(each.name).second, each.name << " is defined twice");
    for (std::string const& r : o.results) BOOST_TEST(names.count(r) == 1u, r << " is not defined");
  });
}

BOOST_AUTO_TEST_CASE(text_grows_with_the_program_and_not_with_its_paths) {
  planned p;
  ir::value x = leaf(p.graph(), dtype::f8, {8});
  for (int k = 0; k < 200; ++k) x = apply<ops::multiply>(p.graph(), {x, x});  // 2^200 paths
  p.work.add(x);
  p.make();
  outline const o(p.graph(), p.what);
  BOOST_TEST(o.parts.size() == 200u);
  for (part const& each : o.parts) BOOST_TEST(each.text.size() < 30u);
}

BOOST_AUTO_TEST_CASE(a_view_stored_nowhere_is_drawn_with_the_step_that_reads_through_it) {
  planned p;
  ir::graph& g = p.graph();
  ir::value const flipped = ir::make_flip(g, leaf(g, dtype::f8, {8}), {});
  p.work.add(apply<ops::sqrt>(g, {flipped}));
  p.make();
  outline const o(g, p.what);
  BOOST_TEST(o.made_in[ir::node_of(flipped)].empty());
  BOOST_TEST(o.home[ir::node_of(flipped)] == 0);
  BOOST_TEST(o.parts.back().text == "sqrt(a[::-1])");
}

BOOST_AUTO_TEST_CASE(operand_numbers_in_questions_become_names) {
  planned const p = overlapping(true);
  outline const o(p.work.graph, p.what);
  std::vector<std::string> asked;
  for (plan::note const& n : p.what.steps[0].notes) asked.push_back(o.question(p.what.steps[0], n));
  BOOST_REQUIRE(!asked.empty());
  BOOST_TEST(asked[0] == "the destination of t1 meets a");
  BOOST_TEST(asked.back() == "b stays inside its buffer");
}

BOOST_AUTO_TEST_CASE(inputs_of_one_memory_are_said_to_share_it) {
  planned const p = overlapping(true);
  outline const o(p.work.graph, p.what);
  BOOST_TEST(o.shares(0) == "");
  BOOST_TEST(o.shares(1) == "a");
}

BOOST_AUTO_TEST_SUITE_END()
