// Cuts of NumPy's buffered iterator, against figures found by experiment with NumPy 2.4.
#include "engine/ir/iterator_cut.hpp"

#include <boost/test/unit_test.hpp>

#include "fnp/ops/all.hpp"
#include "kernels/registry.hpp"

using namespace fnp;

BOOST_AUTO_TEST_SUITE(iterator_cut)

BOOST_AUTO_TEST_CASE(a_dense_operand_is_one_run) {
  ir::fold_run const r = ir::run_of_fold({100, 10}, {80, 8}, 3, false);
  BOOST_TEST(r.axes == 2u);
  BOOST_TEST(r.chunk == 0);
}
BOOST_AUTO_TEST_CASE(what_is_cast_is_cut_every_8192_elements) {
  BOOST_TEST(ir::run_of_fold({20000}, {4}, 1, true).chunk == 8192);
  BOOST_TEST(ir::run_of_fold({8192}, {4}, 1, true).chunk == 0);
}
BOOST_AUTO_TEST_CASE(short_rows_with_gaps_fill_the_buffer_whole) {
  ir::fold_run const r = ir::run_of_fold({1000, 10}, {160, 8}, 3, false);
  BOOST_TEST(r.axes == 2u);
  BOOST_TEST(r.chunk == 8190);
  BOOST_TEST(ir::run_of_fold({2, 5000}, {80000, 8}, 3, false).axes == 1u);
}
BOOST_AUTO_TEST_CASE(a_kept_innermost_axis_has_no_run) {
  BOOST_TEST(ir::run_of_fold({4, 5}, {40, 8}, 1, true).axes == 0u);
}
BOOST_AUTO_TEST_CASE(rows_are_folded_row_by_row_in_reduce_mode) {
  ir::iterated const operands[] = {{{0, 8}, false, true}, {{40, 8}, false, false}};
  ir::iterator_cut const cut = ir::cut_iteration({4, 5}, operands);
  BOOST_TEST(cut.folds_outside);
  BOOST_TEST(cut.core == 5);
  BOOST_TEST(cut.buffered == 0u);
}
BOOST_AUTO_TEST_CASE(a_leaf_of_each_kernel_is_given_at_once) {
  for (ops::op_id op = 0; op < ops::op_table.size(); ++op)
    for (int d = 0; d < dtype_count; ++d)
      if (kernels::fold_kernel const* const k = kernels::find_fold(op, static_cast<dtype>(d), isa::reference)) {
        bool const wide = k->order == kernels::fold_order::wide;
        BOOST_TEST((wide ? ir::points_at_once(op, static_cast<dtype>(d)) == k->leaf
                         : ir::points_at_once(op, static_cast<dtype>(d)) >= k->leaf));
        BOOST_TEST((!wide || ir::folds_in_c_order(op)));
      }
}

BOOST_AUTO_TEST_SUITE_END()
