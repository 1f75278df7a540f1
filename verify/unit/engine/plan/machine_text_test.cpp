// What was measured survives its file to the femtosecond, and a file that is not wholly understood changes nothing.
#include <boost/test/unit_test.hpp>

#include "engine/plan/machine.hpp"
#include "fnp/ops/all.hpp"

namespace plan = fnp::plan;

namespace {

plan::machine measured() {
  plan::machine m;
  m.worth_a_thread = 12345.678;
  m.near_byte = 0.004321;
  m.stream_from = 123456789;
  m.wide_tile = 256;
  for (std::size_t op = 0; op < fnp::ops::op_table.size(); ++op)
    m.operations.emplace_back(static_cast<std::size_t>(fnp::ops::op_table[op].loop_count),
                              0.25 + static_cast<double>(op));
  return m;
}

void refuse(std::string const& text, std::string const& reason) {
  plan::machine m;
  std::string const said = plan::read_machine(text, m);
  BOOST_TEST(said.find(reason) != std::string::npos, "said '" << said << "'");
  BOOST_TEST(plan::to_text(m) == plan::to_text(plan::machine{}));
}

std::string with(std::string const& line) { return plan::to_text(plan::machine{}) + line + "\n"; }

}  // namespace

BOOST_AUTO_TEST_SUITE(machine_text)

BOOST_AUTO_TEST_CASE(text_and_back_gives_the_same_machine) {
  plan::machine const m = measured();
  plan::machine back;
  BOOST_TEST(plan::read_machine(plan::to_text(m), back) == "");
  BOOST_TEST(plan::to_text(back) == plan::to_text(m));
  BOOST_TEST(back.worth_a_thread == m.worth_a_thread, boost::test_tools::tolerance(1e-9));
  BOOST_TEST(back.stream_from == m.stream_from);
  BOOST_TEST(back.wide_tile == m.wide_tile);
  auto const sine = fnp::ops::find_op("sin");
  BOOST_TEST(plan::operation_time(back, sine, 1) == plan::operation_time(m, sine, 1),
             boost::test_tools::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(what_is_not_named_keeps_its_common_value) {
  plan::machine m;
  BOOST_TEST(plan::read_machine(with("worth_a_thread 1000000"), m) == "");
  BOOST_TEST(m.worth_a_thread == 1, boost::test_tools::tolerance(1e-9));
  BOOST_TEST(m.staged_block == plan::machine{}.staged_block);
  auto const sine = fnp::ops::find_op("sin");
  BOOST_TEST(plan::operation_time(m, sine, 1) == plan::operation_time(plan::machine{}, sine, 1));
}

BOOST_AUTO_TEST_CASE(a_file_that_is_not_understood_changes_nothing) {
  refuse("", "does not begin");
  refuse("fnp.machine/2\n", "does not begin");
  refuse("fnp.machine/1\nprocessor some other one\n", "another processor");
  refuse(with("worth_a_thread -1"), "worth_a_thread -1");
  refuse(with("worth_a_thread much"), "worth_a_thread much");
  refuse(with("near_byte 99999999999999999"), "near_byte");
  refuse(with("interpreted_block 0"), "interpreted_block 0");
  refuse(with("warp 9"), "'warp'");
  refuse(with("op sin 99 5"), "'sin'");
  refuse(with("op no_such_op 0 5"), "'no_such_op'");
  refuse(with("op sin"), "op sin");
}

BOOST_AUTO_TEST_SUITE_END()
