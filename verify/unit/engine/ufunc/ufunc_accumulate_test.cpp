// OP.accumulate, reduceat, at and outer against their definitions.
#include <boost/test/unit_test.hpp>

#include "fnp/fnp.hpp"
#include "fnp/ops/all.hpp"
#include "fnp/ufunc_methods.hpp"
#include "verify/unit/expectations.hpp"

namespace fnp::test {
namespace {

template <class Op> inline constexpr ops::op_id id = ops::id_of<Op>;

}  // namespace

BOOST_AUTO_TEST_SUITE(ufunc_accumulate)

BOOST_AUTO_TEST_CASE(each_result_is_made_from_the_one_before) {
  array<double> const a = array<double>(views::reshape(array<double>(cos(arange<double>(240.0))).body(), {4, 5, 12}));
  for (array<double> const& x : {a, transpose(a), array<double>(views::flip(a.body(), nullptr))})
    for (fnp::index axis = 0; axis < 3; ++axis)
      for (ops::op_id const op : {id<ops::add>, id<ops::maximum>, id<ops::subtract>, id<ops::hypot>}) {
        array<double> const r(ufunc_on::accumulate(op, x.body(), axis));
        for (fnp::index i = 0; i < x.shape()[static_cast<std::size_t>(axis)]; ++i) {
          auto const at = [&](array<double> const& from, fnp::index k) {
            std::vector<index_item> items(static_cast<std::size_t>(axis), index_item(slice()));
            items.push_back(index_item(k));
            return view_of(from.body(), items.data(), items.size());
          };
          array<double> const expected(i == 0 ? at(x, 0) : ufunc_on::elementwise(op, *at(r, i - 1), *at(x, i)));
          BOOST_TEST(all(array<double>(at(r, i)) == expected).item());
        }
      }
}

// More lines, longer ones, than are taken side by side at once.
BOOST_AUTO_TEST_CASE(lines_of_called_ops_are_scanned_and_folded_as_each_alone) {
  array<double> const x(views::reshape(array<double>(cos(arange<double>(70.0 * 1100.0))).body(), {70, 1100}));
  for (ops::op_id const op : {id<ops::hypot>, id<ops::arctan2>, id<ops::logaddexp>}) {
    ufunc_on::fold_arguments inner;
    inner.axes.axes = {1};
    inner.from_first = true;
    index_item const shorter[] = {index_item(slice()), index_item(slice(0, 900))};
    array<double> const scans(ufunc_on::accumulate(op, x.body(), 1)), folds(ufunc_on::reduce(op, x.body(), inner));
    array<double> const short_folds(ufunc_on::reduce(op, *view_of(x.body(), shorter, 2), inner));
    for (fnp::index i = 0; i < 70; ++i) {
      index_item const line[] = {index_item(i)};
      array<double> const scan(ufunc_on::accumulate(op, *view_of(x.body(), line, 1), 0));
      BOOST_TEST(all(array<double>(view_of(scans.body(), line, 1)) == scan).item());
      BOOST_TEST(folds(i) == scan(1099));
      BOOST_TEST(short_folds(i) == scan(899));
    }
  }
}

// Lines of a narrow dtype are converted a piece at a time; results go straight into `out` unless it meets the operand.
BOOST_AUTO_TEST_CASE(narrow_lines_longer_than_a_piece_and_given_places) {
  for (fnp::index const n : {1, 2, 1023, 1024, 1025, 2049, 5000}) {
    array<std::int16_t> const x =
        astype<std::int16_t>(reshape(arange<double>(3.0 * static_cast<double>(n)), {3, n}) * 7.0);
    array<std::int64_t> out = zeros<std::int64_t>({3, n});
    array_handle const given =
        ufunc_on::accumulate(id<ops::add>, x.body(), 1, none, const_cast<array_body*>(&out.body()));
    BOOST_TEST(given->data == reinterpret_cast<std::byte*>(out.data()));
    array<std::int64_t> const fresh(ufunc_on::accumulate(id<ops::add>, x.body(), 1));
    for (fnp::index i = 0; i < 3; ++i) {
      std::int64_t sum = 0;
      for (fnp::index k = 0; k < n; ++k) {
        sum += x(i, k);
        BOOST_REQUIRE_EQUAL(out(i, k), sum);
        BOOST_REQUIRE_EQUAL(fresh(i, k), sum);
      }
    }
  }
  array<std::int64_t> a = ones<std::int64_t>({10});
  auto const behind = a(slice(1, end)), before = a(slice(0, -1));
  ufunc_on::accumulate(id<ops::add>, before.body(), 0, none, const_cast<array_body*>(&behind.body()));
  for (fnp::index i = 1; i < 10; ++i) BOOST_TEST(a(i) == i);
  ufunc_on::accumulate(id<ops::add>, a.body(), 0, none, const_cast<array_body*>(&a.body()));
  BOOST_TEST(a(9) == 46);
}

BOOST_AUTO_TEST_CASE(differences_of_narrow_integers_wrap_in_folds_as_in_scans) {
  array<std::int8_t> const x(
      views::astype(*views::reshape(array<double>(cos(arange<double>(1500.0)) * 127.0).body(), {3, 500}), dtype::i1));
  ufunc_on::fold_arguments inner;
  inner.axes.axes = {1};
  array<std::int8_t> const folds(ufunc_on::reduce(id<ops::subtract>, x.body(), inner)),
      scans(ufunc_on::accumulate(id<ops::subtract>, x.body(), 1));
  for (fnp::index i = 0; i < 3; ++i) BOOST_TEST(int(folds(i)) == int(scans(i, 499)));
}

BOOST_AUTO_TEST_CASE(updates_of_called_ops_come_in_order) {
  array<double> together = ones<double>({40}), alone = ones<double>({40});
  array<fnp::index> const where(views::astype(array<double>(cos(arange<double>(3000.0)) * 39.9).body(), dtype::i8));
  array<double> const values(sin(arange<double>(3000.0)));
  array_body const* const all_places[] = {&where.body()};
  ufunc_on::at(id<ops::arctan2>, *together.handle(), all_places, &values.body());
  for (fnp::index i = 0; i < 3000; ++i) {
    array<fnp::index> const place{where(i)};
    array<double> const value{values(i)};
    array_body const* const one_place[] = {&place.body()};
    ufunc_on::at(id<ops::arctan2>, *alone.handle(), one_place, &value.body());
  }
  BOOST_TEST(all(together == alone).item());
}

BOOST_AUTO_TEST_CASE(a_number_has_no_axis_to_accumulate_along) {
  BOOST_TEST(refuses(error_code::no_loop, [] { ufunc_on::accumulate(id<ops::add>, full<double>({}, 1).body()); }));
  BOOST_TEST(refuses(error_code::no_loop, [] { ufunc_on::accumulate(id<ops::less>, ones<double>({2}).body()); }));
  BOOST_TEST(refuses(error_code::negative_integer_power,
                     [] { ufunc_on::accumulate(id<ops::power>, array<int>{2, -1}.body()); }));
}

BOOST_AUTO_TEST_CASE(segments_end_where_the_next_begins) {
  array<int> const a{1, 2, 3, 4, 5};
  fnp::index const starts[] = {0, 3, 1, 4};
  BOOST_TEST(to_string(array<fnp::index>(ufunc_on::reduceat(id<ops::add>, a.body(), starts))) == "[6 4 9 5]");
  fnp::index const outside[] = {5};
  BOOST_TEST(refuses(error_code::index_out_of_range, [&] { ufunc_on::reduceat(id<ops::add>, a.body(), outside); }));
}

BOOST_AUTO_TEST_CASE(repeated_indices_count_every_time) {
  array<int> a{0, 0, 0};
  array<fnp::index> const where{0, 2, 0, -1, 0};
  array<int> const one = full<int>({}, 1);
  array_body const* const indices[] = {&where.body()};
  ufunc_on::at(id<ops::add>, const_cast<array_body&>(a.body()), indices, &one.body());
  BOOST_TEST(to_string(a) == "[3 0 2]");
  ufunc_on::at(id<ops::negative>, const_cast<array_body&>(a.body()), indices, nullptr);
  BOOST_TEST(to_string(a) == "[-3  0  2]");
  array<fnp::index> const far{3};
  array_body const* const wrong[] = {&far.body()};
  BOOST_TEST(refuses(error_code::index_out_of_range,
                     [&] { ufunc_on::at(id<ops::add>, const_cast<array_body&>(a.body()), wrong, &one.body()); }));
}

BOOST_AUTO_TEST_CASE(whole_rows_may_be_named) {
  array<double> a = zeros<double>({3, 2});
  array<fnp::index> const rows{1, 1};
  array<double> const add{{1, 2}, {10, 20}};
  array_body const* const indices[] = {&rows.body()};
  ufunc_on::at(id<ops::add>, const_cast<array_body&>(a.body()), indices, &add.body());
  BOOST_TEST(to_string(a) == "[[ 0.  0.]\n [11. 22.]\n [ 0.  0.]]");
}

BOOST_AUTO_TEST_CASE(outer_pairs_all_elements) {
  array<int> const a{1, 2}, b{10, 20, 30};
  BOOST_TEST(to_string(array<int>(ufunc_on::outer(id<ops::add>, a.body(), b.body()))) == "[[11 21 31]\n [12 22 32]]");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
