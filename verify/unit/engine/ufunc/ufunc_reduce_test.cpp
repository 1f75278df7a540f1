// OP.reduce with its keywords: identities, masks, starts, results of another dtype, and what is refused.
#include <boost/test/unit_test.hpp>
#include <cmath>

#include "fnp/fnp.hpp"
#include "fnp/ops/all.hpp"
#include "fnp/ufunc_methods.hpp"
#include "verify/unit/expectations.hpp"

namespace fnp::test {
namespace {

template <class Op> inline constexpr ops::op_id id = ops::id_of<Op>;

ufunc_on::fold_arguments over(std::initializer_list<fnp::index> axes) {
  ufunc_on::fold_arguments f;
  f.axes.axes = axes;
  return f;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(ufunc_reduce)

BOOST_AUTO_TEST_CASE(ops_without_a_fold_kernel_fold_in_order) {
  array<double> const a{{64, 4}, {8, 2}, {2, 1}};
  BOOST_TEST(to_string(array<double>(ufunc_on::reduce(id<ops::divide>, a.body()))) == "[4. 2.]");
  BOOST_TEST(to_string(array<double>(ufunc_on::reduce(id<ops::subtract>, a.body(), over({1})))) == "[60.  6.  1.]");
  array<double> const y{1, 1, 1};
  double const expected = std::atan2(std::atan2(1.0, 1.0), 1.0);
  BOOST_TEST(array<double>(ufunc_on::reduce(id<ops::arctan2>, y.body())).item() == expected,
             boost::test_tools::tolerance(1e-15));
}

BOOST_AUTO_TEST_CASE(a_mask_leaves_elements_out) {
  array<int> const a{{1, 2, 3}, {4, 5, 6}};
  array<bool> const m{true, false, true};
  ufunc_on::fold_arguments f = over({0, 1});
  f.where = &m.body();
  BOOST_TEST(array<fnp::index>(ufunc_on::reduce(id<ops::add>, a.body(), f)).item() == 14);
  BOOST_TEST(refuses(error_code::no_identity_where, [&] { ufunc_on::reduce(id<ops::maximum>, a.body(), f); }));
  f.initial = scalar(-1);
  BOOST_TEST(array<int>(ufunc_on::reduce(id<ops::maximum>, a.body(), f)).item() == 6);
}

// The runs of a mask are trees of their own: 1e16 + (1 + 1) keeps what 1e16 + 1 + 1 loses.
BOOST_AUTO_TEST_CASE(floats_are_added_run_by_run_under_a_mask) {
  array<double> const a{1e16, 0, 1, 1};
  array<bool> const m{true, false, true, true};
  ufunc_on::fold_arguments f = over({0});
  f.where = &m.body();
  BOOST_TEST(array<double>(ufunc_on::reduce(id<ops::add>, a.body(), f)).item() == 1e16 + 2);
}

BOOST_AUTO_TEST_CASE(out_chooses_the_loop_and_takes_the_result) {
  array<std::int8_t> const a{100, 100};
  array<std::int8_t> out = zeros<std::int8_t>({});
  ufunc_on::fold_arguments f = over({0});
  f.out = const_cast<array_body*>(&out.body());
  ufunc_on::reduce(id<ops::add>, a.body(), f);
  BOOST_TEST(out.item() == static_cast<std::int8_t>(200));
  array<double> wrong = zeros<double>({2});
  f.out = const_cast<array_body*>(&wrong.body());
  BOOST_TEST(refuses(error_code::out_shape_mismatch, [&] { ufunc_on::reduce(id<ops::add>, a.body(), f); }));
}

BOOST_AUTO_TEST_CASE(a_result_that_is_cast_goes_through_out_after_each_fill) {
  array<double> const a = full<double>({3}, 1.5);
  array<fnp::index> out = zeros<fnp::index>({});
  ufunc_on::fold_arguments f = over({0});
  f.type = dtype::f8;
  f.out = const_cast<array_body*>(&out.body());
  ufunc_on::reduce(id<ops::add>, a.body(), f);
  BOOST_TEST(out.item() == 4);
}

BOOST_AUTO_TEST_CASE(what_no_fold_can_be_is_refused) {
  array<double> const a = ones<double>({2, 2});
  BOOST_TEST(
      refuses(error_code::not_reorderable, [&] { ufunc_on::reduce(id<ops::subtract>, a.body(), over({0, 1})); }));
  BOOST_TEST(refuses(error_code::no_loop, [&] { ufunc_on::reduce(id<ops::less>, a.body()); }));
  BOOST_TEST(
      refuses(error_code::empty_reduction, [&] { ufunc_on::reduce(id<ops::divide>, zeros<double>({0}).body()); }));
  BOOST_TEST(refuses(error_code::axis_out_of_range, [&] { ufunc_on::reduce(id<ops::add>, a.body(), over({2})); }));
  BOOST_TEST(refuses(error_code::duplicate_axis, [&] { ufunc_on::reduce(id<ops::add>, a.body(), over({0, -2})); }));
  array<int> const negative{2, -1};
  BOOST_TEST(refuses(error_code::negative_integer_power, [&] { ufunc_on::reduce(id<ops::power>, negative.body()); }));
}

BOOST_AUTO_TEST_CASE(the_identity_is_what_nothing_folds_to) {
  array<double> const none = zeros<double>({0, 2});
  BOOST_TEST(to_string(array<double>(ufunc_on::reduce(id<ops::logaddexp>, none.body()))) == "[-inf -inf]");
  BOOST_TEST(to_string(array<double>(ufunc_on::reduce(id<ops::multiply>, none.body()))) == "[1. 1.]");
}

// Bit for bit what the graph's reductions give, for every layout.
BOOST_AUTO_TEST_CASE(plain_sums_agree_with_lazy_ones) {
  array<float> const a = array<float>(sin(arange<float>(0, 6000, 1)));
  array<float> const b(views::reshape(a.body(), {20, 15, 20}));
  for (array_handle const& v :
       {b.handle(), views::transpose(b.body()), views::moveaxis(b.body(), {1}, {2}), views::flip(b.body(), nullptr)})
    for (fnp::index axis = 0; axis < 3; ++axis) {
      array<float> const x(v), lazy = sum(x, fnp::axis(axis)),
                               here(ufunc_on::reduce(id<ops::add>, x.body(), over({axis})));
      BOOST_TEST(all(lazy == here).item());
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
