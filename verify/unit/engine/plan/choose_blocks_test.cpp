// Blocks are bounded, so that a stop token is looked at often enough, whatever the shape.
#include <boost/test/unit_test.hpp>

#include <algorithm>

#include "engine/evaluation.hpp"
#include "engine/plan/column_tiles.hpp"
#include "fnp/fnp.hpp"
#include "verify/unit/engine/plan/other_machine.hpp"

using fnp::array;
namespace plan = fnp::plan;

namespace {

template <class E> plan::plan plan_of(E const& e) {
  fnp::typed::leaves_of const leaves(e);
  fnp::engine::evaluation what;
  what.add(leaves.job());
  return plan::make_plan(what.graph, what.destinations, fnp::engine::defaults());
}

// Arrays of 70 MB do not fit, whatever the machine at hand.
void small_caches(plan::machine& m) { m.last_cache = fnp::index{32} << 20; }

fnp::index largest_tile(plan::plan const& p) {
  fnp::index most = 0;
  for (plan::step const& s : p.steps) {
    fnp::index points = 1;
    for (fnp::index const t : s.tile) points *= t;
    most = std::max(most, points);
  }
  return most;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(choose_blocks)

BOOST_AUTO_TEST_CASE(a_block_of_long_rows_is_cut) {
  array<double> const x = fnp::broadcast_to(array<double>{1}, {2, 1000000, 3});
  array<double> const rows = fnp::zeros<double>({2, 100003})(fnp::whole, fnp::slice(0, 100000));
  BOOST_TEST(largest_tile(plan_of(rows + 1.0)) <= 1 << 15);
  BOOST_TEST(largest_tile(plan_of(rows + 1.0)) > 1 << 13);
  BOOST_TEST(largest_tile(plan_of(x * 2.0 + x)) <= 1 << 18);
}

BOOST_AUTO_TEST_CASE(vector_math_is_cut_finer) {
  array<double> const rows = fnp::zeros<double>({2, 100003})(fnp::whole, fnp::slice(0, 100000));
  array<double> const more = fnp::zeros<double>({2, 1000003})(fnp::whole, fnp::slice(0, 1000000));
  BOOST_TEST(largest_tile(plan_of(fnp::exp(rows) + rows)) < 100000);
  auto const slow = plan_of(fnp::exp(fnp::exp(fnp::exp(fnp::exp(more)))) + more);
  BOOST_TEST(largest_tile(slow) < largest_tile(plan_of(more + 1.0)));
}

BOOST_AUTO_TEST_CASE(few_operands_are_read_strided_and_many_are_staged) {
  array<double> const a = fnp::zeros<double>({2000}), even = a(fnp::slice(fnp::none, fnp::none, 2));
  array<double> const back = a(fnp::slice(999, fnp::none, -1)),
                      third = fnp::zeros<double>({3000})(fnp::slice(fnp::none, fnp::none, 3));
  auto const how = [](plan::plan const& p, std::size_t operand) { return p.steps.at(0).operands.at(operand).how; };
  plan::plan const few = plan_of(even + back * third);
  bool const compiled = few.steps.at(0).compiled != nullptr;
  BOOST_TEST((how(few, 1) == (compiled ? plan::access::strided : plan::access::staged)));
  BOOST_TEST((how(few, 2) == (compiled ? plan::access::strided : plan::access::staged)));
  BOOST_TEST((how(few, 3) == plan::access::staged));
  plan::plan const many = plan_of(even + back + even * back + even);
  for (std::size_t k = 1; k < many.steps.at(0).operands.size(); ++k) BOOST_TEST((how(many, k) == plan::access::staged));
}

BOOST_AUTO_TEST_CASE(a_large_transposed_operand_is_walked_down_strips) {
  fnp::test::other_machine const known(small_caches);
  array<double> const large = fnp::zeros<double>({3000, 3000}), small = fnp::zeros<double>({300, 300});
  BOOST_TEST(plan_of(large + fnp::transpose(large)).steps.at(0).strips);
  BOOST_TEST(!plan_of(small + fnp::transpose(small)).steps.at(0).strips);
  BOOST_TEST(!plan_of(large + large).steps.at(0).strips);
}

// Arithmetic of one dtype takes the columns into registers; a cast, a call or a small array has them staged.
BOOST_AUTO_TEST_CASE(large_transposed_operands_of_arithmetic_are_read_by_columns) {
  fnp::test::other_machine const known(small_caches);
  array<double> const a = fnp::zeros<double>({3000, 3000}), small = fnp::zeros<double>({300, 300});
  array<float> const f = fnp::zeros<float>({3000, 3000});
  auto const access = [](plan::plan const& p) {
    plan::step const& s = p.steps.at(0);
    std::size_t columns = 0, staged = 0;
    for (plan::operand const& o : s.operands) {
      columns += plan::is_read_by_columns(s, o);
      staged += o.how == plan::access::staged;
    }
    return std::pair(columns, staged);
  };
  bool const vectors = fnp::engine::defaults().level != fnp::isa::reference;
  auto const one = vectors ? std::pair<std::size_t, std::size_t>(1, 0) : std::pair<std::size_t, std::size_t>(0, 1);
  std::pair<std::size_t, std::size_t> const staged(0, 1);
  BOOST_TEST((access(plan_of(a + fnp::transpose(a))) == one));
  BOOST_TEST((access(plan_of(a * 2.0 - fnp::sqrt(fnp::transpose(a)))) == one));
  BOOST_TEST((access(plan_of(a + fnp::transpose(f))) == staged));
  BOOST_TEST((access(plan_of(a + fnp::exp(fnp::transpose(a)))) == staged));
  BOOST_TEST((access(plan_of(small + fnp::transpose(small))) == staged));
}

BOOST_AUTO_TEST_SUITE_END()
