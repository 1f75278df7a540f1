// reshape, ravel, flatten, copy and array in each memory order: views where strides allow, else copies.
#include "fnp/fnp.hpp"
#include "verify/unit/engine/array/captured_views.hpp"

namespace fnp::test {

BOOST_AUTO_TEST_SUITE(ordering)

BOOST_AUTO_TEST_CASE(flat_arrays_follow_the_order_asked_for) {
  array<int> const a = reshape(arange<int>(6), {2, 3}), t = transpose(a);
  BOOST_TEST(to_string(ravel(t, memory_order::c)) == "[0 3 1 4 2 5]");
  BOOST_TEST(to_string(ravel(t, memory_order::keep)) == "[0 1 2 3 4 5]");
  BOOST_TEST(shares_memory(ravel(t, memory_order::keep), a));
  BOOST_TEST(to_string(ravel(a, memory_order::fortran)) == "[0 3 1 4 2 5]");
  BOOST_TEST(!shares_memory(flatten(a), a));
  array<int> const back = flip(a, {1});
  BOOST_TEST(to_string(ravel(back, memory_order::keep)) == "[2 1 0 5 4 3]");
  BOOST_TEST(to_string(reshape(a, {3, 2}, memory_order::fortran)) == "[[0 4]\n [3 2]\n [1 5]]");
}

BOOST_AUTO_TEST_CASE(copies_keep_or_change_the_order) {
  array<double> const t = transpose(ones<double>({2, 3}));
  BOOST_TEST(to_string(copy(t).strides()) == "(8, 24)");
  BOOST_TEST(to_string(copy(t, memory_order::c).strides()) == "(16, 8)");
  BOOST_TEST(to_string(copy(t, memory_order::any).strides()) == "(8, 24)");
  BOOST_TEST(shares_memory(asfortranarray(t), t));
  BOOST_TEST(!shares_memory(ascontiguousarray(t), t));
}

BOOST_AUTO_TEST_CASE(a_copy_can_be_demanded_or_forbidden) {
  array_handle const a = views::transpose(*make_array(dtype::f8, {2, 3}));
  using manipulation::as_array;
  BOOST_TEST((as_array(*a, {}, memory_order::keep, {})->data == a->data));
  BOOST_TEST((as_array(*a, {}, memory_order::keep, true)->data != a->data));
  BOOST_TEST((as_array(*a, dtype::i4, memory_order::keep, {})->type == dtype::i4));
  BOOST_TEST(to_string(as_array(*a, {}, memory_order::keep, {}, 4)->layout.extent) == "(1, 1, 3, 2)");
  check_error(error_code::bad_argument, [&] { as_array(*a, {}, memory_order::c, false); });
  check_error(error_code::bad_argument, [&] { manipulation::reshape(*a, {6}, memory_order::c, false); });
  check_error(error_code::bad_argument, [&] { manipulation::reshape(*a, {6}, memory_order::keep); });
  array_handle const locked = views::read_only(*a);
  manipulation::requirements need;
  need.writeable = true;
  BOOST_TEST(manipulation::require(*locked, {}, need)->writeable);
  need.c = need.fortran = true;
  check_error(error_code::bad_argument, [&] { manipulation::require(*a, {}, need); });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
