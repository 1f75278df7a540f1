// Indexing functions and advanced subscripts as programs write them: typed arrays, ndarrays, expressions.
#include "fnp/indexing.hpp"

#include <boost/test/unit_test.hpp>
#include <sstream>

#include "fnp/fnp.hpp"

namespace fnp::test {
namespace {

template <class A> std::string text(A const& a) {
  std::ostringstream out;
  out << a;
  return out.str();
}

template <class F> void refuses(std::string const& message, F&& f) {
  try {
    f();
    BOOST_ERROR("nothing was thrown; expected " + message);
  } catch (error const& e) {
    BOOST_TEST(std::string(e.what()).find(message) == 0u, e.what());
  }
}

array<double> cube() { return reshape(arange<double>(24), {2, 3, 4}); }

}  // namespace

BOOST_AUTO_TEST_SUITE(indexing)

BOOST_AUTO_TEST_CASE(index_arrays_of_any_integer_dtype_select_elements) {
  array<double> const x{10, 11, 12, 13};
  BOOST_TEST(text(x(array<std::int8_t>{0, -1, 0}).copy()) == "[10. 13. 10.]");
  BOOST_TEST(text(x(array<std::uint64_t>{2, 1}).copy()) == "[12. 11.]");
}

BOOST_AUTO_TEST_CASE(index_arrays_that_a_slice_parts_put_the_new_axis_first) {
  array<int> const pair{0, 1};
  BOOST_TEST(to_string(cube()(0, slice(), pair).copy().shape()) == "(2, 3)");
  BOOST_TEST(to_string(cube()(slice(), 0, pair).copy().shape()) == "(2, 2)");
  BOOST_TEST(to_string(cube()(ellipsis, pair, newaxis).copy().shape()) == "(2, 3, 2, 1)");
}

BOOST_AUTO_TEST_CASE(a_selection_after_a_slice_has_the_index_axis_outermost_in_memory) {
  array<double> const r = cube()(slice(), array<int>{0, 1});
  BOOST_TEST(to_string(r.shape()) == "(2, 2, 4)");
  BOOST_TEST(to_string(r.strides()) == "(32, 64, 8)");
}

BOOST_AUTO_TEST_CASE(a_mask_may_be_an_expression) {
  array<double> x{1, 2, 3, 4};
  BOOST_TEST(text(x(x > 2.0).copy()) == "[3. 4.]");
  x(x > 2.0) = -x(x > 2.0);
  BOOST_TEST(text(x) == "[ 1.  2. -3. -4.]");
  x(x < 0.0) = array<double>{7, 8};
  BOOST_TEST(text(x) == "[1. 2. 7. 8.]");
}

BOOST_AUTO_TEST_CASE(a_mask_of_some_axes_stands_beside_other_items) {
  array<double> const r = cube()(array<bool>{false, true}, 1, slice(none, none, 2));
  BOOST_TEST(text(r) == "[[16. 18.]]");
}

BOOST_AUTO_TEST_CASE(repeated_places_keep_the_last_value_and_count_once) {
  array<int> x{0, 0, 0};
  array<int> const at{1, 1, 2};
  x(at) = array<int>{5, 6, 7};
  BOOST_TEST(text(x) == "[0 6 7]");
  x(at) += 1;
  BOOST_TEST(text(x) == "[0 7 8]");
}

BOOST_AUTO_TEST_CASE(a_selection_takes_part_in_expressions) {
  array<double> const x{1, 2, 3};
  array<int> const at{2, 0};
  array<double> const y = 2.0 * x(at) + sqrt(x(at) * x(at));
  BOOST_TEST(text(y) == "[9. 3.]");
  BOOST_TEST(sum(x(at)).item() == 4.0);
}

BOOST_AUTO_TEST_CASE(a_selection_outlives_the_names_of_its_array_and_indices) {
  auto const kept = [] {
    array<double> x{1, 2, 3};
    return x(array<int>{0, 2});
  }();
  BOOST_TEST(text(kept.copy()) == "[1. 3.]");
}

BOOST_AUTO_TEST_CASE(an_ndarray_is_indexed_the_same_way) {
  ndarray x = cube();
  ndarray const y = x(1, ndarray(array<bool>{true, false, true}));
  BOOST_TEST(text(y) == text(cube()(1, array<bool>{true, false, true}).copy()));
  x(array<int>{0}, 0) = 2.75;
  BOOST_TEST(x.item(0, 0, 3) == scalar(2.75));
  x(array<int>{0}, 0) = array<float>{1, 2, 3, 4};
  BOOST_TEST(x.item(0, 0, 3) == scalar(4.0));
}

BOOST_AUTO_TEST_CASE(views_are_written_through) {
  array<double> x = cube();
  take(x, array<int>{0});  // a copy
  view<double> row = x(1, 2, slice());
  put(row, array<int>{0, -1}, array<double>{-1, -2});
  BOOST_TEST(text(x(1, 2, slice())) == "[-1. 21. 22. -2.]");
  row(array<int>{1}) = 0;
  BOOST_TEST(x(1, 2, 1) == 0.0);
}

BOOST_AUTO_TEST_CASE(take_has_the_shape_of_its_indices_in_place_of_the_axis) {
  array<int> const at = reshape(array<int>{0, 2, 1, 0}, {2, 2});
  BOOST_TEST(to_string(take(cube(), at, 1).shape()) == "(2, 2, 2, 4)");
  BOOST_TEST(text(take(cube() + 1.0, array<int>{23, 0})) == "[24.  1.]");
  BOOST_TEST(text(take(cube(), array<int>{25, -1}, index_mode::wrap)) == "[ 1. 23.]");
  BOOST_TEST(text(take(cube(), array<int>{25, -1}, index_mode::clip)) == "[23.  0.]");
}

BOOST_AUTO_TEST_CASE(functions_on_masks_and_places) {
  array<double> x{3, 0, 5, 0};
  BOOST_TEST(text(nonzero(x)[0]) == "[0 2]");
  BOOST_TEST(text(flatnonzero(x > 4.0)) == "[2]");
  BOOST_TEST(text(argwhere(array<double>{{0, 1}, {2, 0}})) == "[[0 1]\n [1 0]]");
  BOOST_TEST(text(compress(array<bool>{false, true}, array<double>{{1, 2}, {3, 4}}, 1)) == "[[2.]\n [4.]]");
  BOOST_TEST(text(extract(x > 0.0, x)) == "[3. 5.]");
  place(x, x == 0.0, array<double>{7, 8});
  BOOST_TEST(text(x) == "[3. 7. 5. 8.]");
  putmask(x, x > 6.0, 1.0);
  BOOST_TEST(text(x) == "[3. 1. 5. 1.]");
  copyto(x, -x, x > 2.0);
  BOOST_TEST(text(x) == "[-3.  1. -5.  1.]");
}

BOOST_AUTO_TEST_CASE(functions_along_an_axis) {
  array<double> x{{3, 1, 2}, {9, 8, 7}};
  array<std::int64_t> const least{{1}, {2}};
  BOOST_TEST(text(take_along_axis(x, least, 1)) == "[[1.]\n [7.]]");
  put_along_axis(x, least, 0, 1);
  BOOST_TEST(text(x) == "[[3. 0. 2.]\n [9. 8. 0.]]");
  fill_diagonal(x, array<double>{-1, -2});
  BOOST_TEST(text(x) == "[[-1.  0.  2.]\n [ 9. -2.  0.]]");
}

BOOST_AUTO_TEST_CASE(choose_picks_among_arrays) {
  array<int> const which{1, 0, 1};
  BOOST_TEST(text(choose(which, {array<double>{1, 2, 3}, array<double>{10, 20, 30}})) == "[10.  2. 30.]");
  array<double> const x{1, 2, 3};
  array<double> const picked = choose(which, x + x, 10 * x, x);  // expressions, each an argument
  BOOST_TEST(text(picked) == "[10.  4. 30.]");
  ndarray const mixed = choose(which, {ndarray(array<int>{1, 2, 3}), ndarray(array<double>{.5, .5, .5})});
  BOOST_TEST((mixed.dtype() == dtype::f8));
}

BOOST_AUTO_TEST_CASE(indices_of_grids_and_flat_arrays) {
  auto const grid = ix_(array<int>{0, 1}, array<bool>{true, false, true});
  BOOST_TEST(text(array<double>{{1, 2, 3}, {4, 5, 6}}(grid[0], grid[1]).copy()) == "[[1. 3.]\n [4. 6.]]");
  auto const at = unravel_index(array<int>{5, 0}, {2, 3});
  BOOST_TEST(text(at[0]) + text(at[1]) == "[1 0][2 0]");
  BOOST_TEST(text(ravel_multi_index(at, {2, 3})) == "[5 0]");
  BOOST_TEST(text(tril_indices(2)[1]) == "[0 0 1]");
  BOOST_TEST(text(triu_indices(2, 1, 3)[1]) == "[1 2 2]");
  BOOST_TEST(diag_indices(3, 3).size() == 3u);
}

BOOST_AUTO_TEST_CASE(searchsorted_finds_places_left_and_right) {
  array<int> const x{1, 2, 2, 3};
  BOOST_TEST(text(searchsorted(x, array<int>{2, 9})) == "[1 4]");
  BOOST_TEST(text(searchsorted(x, array<int>{2, 9}, side::right)) == "[3 4]");
  array<int> const mixed{3, 1, 2};
  BOOST_TEST(text(searchsorted(mixed, array<int>{2}, side::left, array<int>{1, 2, 0})) == "[1]");
}

BOOST_AUTO_TEST_CASE(errors_say_what_was_given_and_leave_the_array_alone) {
  array<double> x{1, 2, 3};
  array<double> const before = x.copy();
  array<int> const beyond{0, 3};
  refuses("IndexError: index 3 is out of bounds for axis 0 with size 3", [&] { x(beyond).copy(); });
  refuses("IndexError: index 3 is out of bounds for axis 0 with size 3", [&] { x(beyond) = 0; });
  refuses("IndexError: index 3 is out of bounds for axis 0 with size 3", [&] { put(x, beyond, 0); });
  refuses("IndexError: too many indices for array: array is 1-dimensional, but 2 were indexed", [&] { x(beyond, 0); });
  refuses(
      "IndexError: boolean index did not match indexed array along axis 0; size of axis is 3 but size of "
      "corresponding boolean axis is 2",
      [&] { x(array<bool>{true, false}); });
  refuses("IndexError: shape mismatch: indexing arrays could not be broadcast together with shapes (2,) (3,)",
          [&] { cube()(beyond, array<int>{0, 1, 2}); });
  refuses("ValueError: shape mismatch: value array could not be broadcast to indexing result, shapes (3,) (2,)",
          [&] { x(array<int>{0, 1}) = array<double>{1, 2, 3}; });
  refuses("ValueError: NumPy boolean array indexing assignment cannot assign 3 input values to the 2 output values",
          [&] { x(x > 1.0) = array<double>{1, 2, 3}; });
  refuses("ValueError: putmask: mask and data must be the same size", [&] { putmask(x, array<bool>{true}, 0); });
  refuses("ValueError: place: mask and data must be the same size", [&] { place(x, array<bool>{true}, 0); });
  refuses("ValueError: invalid entry in choice array", [&] { choose(array<int>{0, 1, 2}, {x, x}); });
  refuses("ValueError: Calling nonzero on 0d arrays", [&] { nonzero(reshape(array<double>{1}, {})); });
  refuses("OverflowError: ", [] {
    array<std::int8_t> small{1, 2};
    small(array<int>{0}) = 300;
  });
  array<double> const fixed = read_only(x);
  refuses("ValueError: assignment destination is read-only", [&] { fixed(array<int>{0}) = 1; });
  BOOST_TEST(text(x) == text(before));
}

BOOST_AUTO_TEST_CASE(what_shares_memory_with_the_target_is_read_first) {
  array<std::int64_t> x{2, 0, 1, 3};
  x(x) = x;
  BOOST_TEST(text(x) == "[0 1 2 3]");
  array<std::int64_t> y{1, 2, 3, 4};
  y(array<int>{0, 1, 2}) = y(slice(1, end));
  BOOST_TEST(text(y) == "[2 3 4 4]");
  array<std::int64_t> z{1, 2, 3, 4};
  z(array<int>{3, 2, 1}) = z(slice(none, 3));
  BOOST_TEST(text(z) == "[1 3 2 1]");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
