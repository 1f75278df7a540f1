// The planner's list of ops that run in chains is the kernels' own.
#include "engine/plan/column_tiles.hpp"

#include <boost/test/unit_test.hpp>

#include "fnp/ops/all.hpp"
#include "kernels/registry.hpp"

namespace kernels = fnp::kernels;

BOOST_AUTO_TEST_SUITE(column_tiles)

BOOST_AUTO_TEST_CASE(ops_that_run_in_chains_have_steps_of_both_floats_at_every_level) {
  for (fnp::isa const level : fnp::vector_levels) {
    if (!kernels::has_isa(level)) continue;
    kernels::chain_kernels const* const k = kernels::find_chains(level);
    BOOST_REQUIRE(k != nullptr);
    for (std::size_t op = 0; op < fnp::ops::op_table.size(); ++op) {
      auto const id = static_cast<fnp::ops::op_id>(op);
      int steps = 0;
      for (int loop = 0; loop < 64; ++loop) steps += k->find(id, loop, kernels::held::none, false) != nullptr;
      BOOST_TEST(steps == (fnp::plan::runs_in_chains(id) ? 2 : 0), fnp::ops::op_table[op].name << ": " << steps);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
