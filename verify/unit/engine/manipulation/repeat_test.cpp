// repeat and tile against their definition, element by element, over dtypes and layouts.
#include "fnp/fnp.hpp"
#include "verify/unit/engine/array/captured_views.hpp"

namespace fnp::test {

BOOST_AUTO_TEST_SUITE(repetition)

BOOST_AUTO_TEST_CASE(each_element_comes_as_often_as_its_count) {
  array<int> const a = reshape(arange<int>(6), {2, 3});
  BOOST_TEST(to_string(repeat(a, 2)) == "[0 0 1 1 2 2 3 3 4 4 5 5]");
  BOOST_TEST(to_string(repeat(a, {1, 0, 2}, 1)) == "[[0 2 2]\n [3 5 5]]");
  BOOST_TEST(to_string(repeat(transpose(a) + 0, 2, 0)) == "[[0 3]\n [0 3]\n [1 4]\n [1 4]\n [2 5]\n [2 5]]");
  BOOST_TEST(repeat(a, 0).size() == 0);
}

BOOST_AUTO_TEST_CASE(a_tiling_is_periodic_along_every_axis) {
  for (dtype const type : {dtype::b1, dtype::i2, dtype::f4, dtype::f8, dtype::c16}) {
    array_handle const base = views::astype(*create::arange(dtype::i4, index{0}, index{12}, index{1}), type);
    array_handle const a = views::flip(*views::transpose(*views::reshape(*base, {2, 3, 2})), views::all_axes);
    for (extents const& times :
         {extents{3}, extents{2, 1}, extents{1, 2, 3}, extents{2, 1, 1, 2}, extents{1, 3, 1, 1}}) {
      array_handle const r = manipulation::tile(*a, times);
      std::size_t const lead = r->layout.rank() - 3;
      for (index k = 0; k < r->count; ++k) {
        extents at(r->layout.rank());
        index rest = k;
        for (std::size_t i = at.size(); i-- > 0; rest /= r->layout.extent[i]) at[i] = rest % r->layout.extent[i];
        extents from;
        for (std::size_t i = 0; i < 3; ++i) from.push_back(at[i + lead] % a->layout.extent[i]);
        BOOST_REQUIRE((views::item(*r, at.data(), at.size()) == views::item(*a, from.data(), 3)));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(each_error_has_its_code) {
  array_handle const a = make_array(dtype::f8, {2, 2});
  check_error(error_code::shape_mismatch, [&] { manipulation::repeat(*a, {1, 2, 3}, 0); });
  check_error(error_code::negative_dimension, [&] { manipulation::repeat(*a, {-1}, 0); });
  check_error(error_code::axis_out_of_range, [&] { manipulation::repeat(*a, {1}, 2); });
  check_error(error_code::too_large, [&] { manipulation::repeat(*a, {INT64_MAX}, 0); });
  check_error(error_code::negative_dimension, [&] { manipulation::tile(*a, {-1}); });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
