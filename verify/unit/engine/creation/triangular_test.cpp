// Triangles, diagonals, powers, buffers.
#include "fnp/fnp.hpp"
#include "verify/unit/engine/array/captured_views.hpp"

namespace fnp::test {

BOOST_AUTO_TEST_SUITE(triangular)

BOOST_AUTO_TEST_CASE(a_triangle_keeps_its_side_of_any_diagonal) {
  for (extents const& shape : {extents{3, 4}, extents{5, 2}, extents{2, 3, 3}, extents{1, 1}, extents{0, 2}}) {
    array_handle const flat = create::arange(dtype::i4, index{1}, index{1} + element_count(shape).value, index{1});
    array_handle const a = views::reshape(*flat, shape);
    for (index k : {index{-9}, index{-1}, index{0}, index{2}, index{9}, INT64_MAX, INT64_MIN})
      for (bool const upper : {false, true}) {
        array_handle const r = create::triangle(*a, k, upper);
        auto const *x = reinterpret_cast<std::int32_t const*>(a->data),
                   *y = reinterpret_cast<std::int32_t const*>(r->data);
        index const n = shape.back(), m = shape[shape.size() - 2];
        for (index at = 0; at < a->count; ++at) {
          index const i = at / n % m, j = at % n;
          bool const kept = upper ? j - i >= k : j - i <= k;
          BOOST_REQUIRE(y[at] == (kept ? x[at] : 0));
        }
      }
  }
}

BOOST_AUTO_TEST_CASE(diagonals_make_matrices_and_come_out_of_them) {
  array_handle const v = create::arange(dtype::i8, index{1}, index{3}, index{1});
  array_handle const m = create::diag(*v, 1);
  BOOST_TEST(views::to_string(*m) == "[[0 1 0]\n [0 0 2]\n [0 0 0]]");
  BOOST_TEST(views::to_string(*create::diag(*m, 1)) == "[1 2]");
  BOOST_TEST((create::diag(*m, 1)->memory.get() == m->memory.get()));
  BOOST_TEST(create::diagflat(*views::reshape(*v, {2, 1}), -1)->count == 9);
  check_error(error_code::bad_ndim, [&] { create::diag(*views::of_scalar(1), 0); });
  check_error(error_code::too_large, [&] { create::diagflat(*v, INT64_MAX); });
}

BOOST_AUTO_TEST_CASE(powers_multiply_one_by_one_and_wrap) {
  array_handle const v = create::arange(dtype::i2, index{1}, index{4}, index{1});
  BOOST_TEST(views::to_string(*create::vander(*v, {}, false)) == "[[1 1 1]\n [4 2 1]\n [9 3 1]]");
  BOOST_TEST(views::to_string(*create::vander(*v, 2, true)) == "[[1 1]\n [1 2]\n [1 3]]");
  BOOST_TEST((create::vander(*v, 2, true)->type == dtype::i8));
  check_error(error_code::bad_argument, [&] { create::vander(*views::reshape(*v, {1, 3}), {}, false); });
}

BOOST_AUTO_TEST_CASE(buffers_are_seen_not_copied) {
  array_handle const bytes = create::arange(dtype::u1, index{0}, index{9}, index{1});
  array_handle const seen = create::frombuffer(*bytes, dtype::u2, 3, 1);
  BOOST_TEST(views::to_string(*seen) == "[ 513 1027 1541]");
  BOOST_TEST((seen->memory.get() == bytes->memory.get()));
  check_error(error_code::bad_argument, [&] { create::frombuffer(*bytes, dtype::u2, -1, 0); });
  check_error(error_code::bad_argument, [&] { create::frombuffer(*bytes, dtype::u2, 5, 0); });
  check_error(error_code::negative_dimension, [&] { create::frombuffer(*bytes, dtype::u1, -1, 10); });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
