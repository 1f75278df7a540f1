// Digests: one line a kernel and a program, the same again, another for other values.
#include "verify/differential/digest.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <sstream>

#include "fnp/ops/all.hpp"
#include "verify/differential/generator.hpp"

using namespace fnp;

BOOST_AUTO_TEST_SUITE(differential_digest)

namespace {

std::string kernel_lines(std::uint64_t seed) {
  std::ostringstream lines, complaints;
  BOOST_TEST(differential::write_kernel_digests(60, seed, lines, complaints));
  BOOST_TEST(complaints.str().empty(), complaints.str());
  return lines.str();
}

std::string program_line(std::uint64_t seed, std::uint64_t as) {
  differential::tape t(seed);
  return differential::digest_line(as, differential::make_program(t));
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_kernel_and_cast_has_a_line_and_all_instruction_sets_agree) {
  std::string const lines = kernel_lines(1);
  std::size_t expected = dtype_table.size() * dtype_table.size();
  for (ops::op_info const& op : ops::op_table)
    if (op.kind == ops::family::elementwise) expected += static_cast<std::size_t>(op.loop_count);
  BOOST_TEST(static_cast<std::size_t>(std::ranges::count(lines, '\n')) == expected);
  BOOST_TEST(lines == kernel_lines(1));
  BOOST_TEST(lines != kernel_lines(2));
}

BOOST_AUTO_TEST_CASE(a_program_has_one_digest_and_another_program_another) {
  for (std::uint64_t seed = 1; seed < 40; ++seed) {
    BOOST_TEST(program_line(seed, 1) == program_line(seed, 1));
    BOOST_TEST(program_line(seed, 1) != program_line(seed + 1, 1));
  }
}

BOOST_AUTO_TEST_SUITE_END()
