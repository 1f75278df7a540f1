// Honest bounds: what cannot be is refused with the documented code and words, before anything is computed.
#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "fnp/fnp.hpp"

using fnp::array;
using fnp::error_code;
using fnp::extents;
using fnp::slice;

namespace {

constexpr std::int64_t huge = std::int64_t{1} << 40;

template <class F> void refused(error_code code, std::string const& words, F&& attempt) {
  try {
    attempt();
    BOOST_ERROR("not refused; expected: " << words);
  } catch (fnp::error const& e) {
    BOOST_TEST((e.code() == code), "code " << fnp::reason(e.code()) << ", expected " << fnp::reason(code));
    BOOST_TEST(std::string(e.what()).find(words) != std::string::npos, e.what() << " does not say: " << words);
  }
}

// Into a kept array: refused, and nothing of it has changed.
template <class E> void refused_into(error_code code, std::string const& words, extents const& shape, E const& e) {
  array<double> kept = fnp::full<double>(shape, 42.0);
  refused(code, words, [&] { kept.assign(e); });
  BOOST_TEST(std::all_of(kept.begin(), kept.end(), [](double v) { return v == 42; }));
}

array<double> stretched(extents const& shape) { return fnp::broadcast_to(array<double>{1}, shape); }
extents of_rank(std::size_t rank) { return extents(rank, 1); }

}  // namespace

BOOST_AUTO_TEST_SUITE(refusals)

BOOST_AUTO_TEST_CASE(a_byte_size_that_overflows) {
  refused(error_code::too_large, "array is too big", [] { fnp::empty<double>({huge, huge}); });
  refused(error_code::too_large, "array is too big",
          [] { fnp::zeros<double>({std::int64_t{1} << 60}); });  // elements fit, bytes do not
  refused(error_code::too_large, "", [] { fnp::broadcast_to(array<double>{1}, {huge, huge}); });
}

BOOST_AUTO_TEST_CASE(an_expression_whose_shape_overflows) {
  array<double> const tall = stretched({huge, 1}), wide = stretched({1, huge});
  refused(error_code::too_large, "(1099511627776, 1099511627776)", [&] { fnp::eval(tall + wide); });
  refused(error_code::too_large, "(1099511627776, 1099511627776)", [&] { fnp::eval(fnp::sum(tall + wide)); });
  refused(error_code::too_large, "", [&] { fnp::eval(fnp::matmul(tall, wide)); });
  refused_into(error_code::too_large, "", {3}, tall + wide);
}

BOOST_AUTO_TEST_CASE(an_expression_that_no_memory_holds) {
  array<double> const tall = stretched({std::int64_t{1} << 22, 1}), wide = stretched({1, std::int64_t{1} << 33});
  refused(error_code::out_of_memory, "", [&] { fnp::eval(tall + wide); });
  refused(error_code::too_large, "", [&] {
    fnp::eval(stretched({huge, 1}) + stretched({1, std::int64_t{1} << 22}));
  });  // elements fit, bytes do not
}

BOOST_AUTO_TEST_CASE(a_slice_past_the_end_is_clipped) {
  array<double> const x{0, 1, 2, 3, 4};
  BOOST_TEST(x(slice(3, 100)).size() == 2);
  BOOST_TEST(x(slice(-100, 2)).size() == 2);
  BOOST_TEST(x(slice(7, 9)).size() == 0);
  BOOST_TEST(x(slice(100, fnp::none, -2))(0) == 4);
  BOOST_TEST(x(slice(100, -100, -1)).size() == 5);
  BOOST_TEST(x(slice(INT64_MIN, INT64_MAX, INT64_MAX)).size() == 1);
  BOOST_TEST(x(slice(INT64_MAX, INT64_MIN, INT64_MIN)).size() == 1);
  BOOST_TEST(array<double>(x(slice(3, 100)) + 1.0)(1) == 5);
  refused(error_code::zero_step, "slice step cannot be zero", [&] { x(slice(0, 2, 0)); });
}

BOOST_AUTO_TEST_CASE(an_index_out_of_range) {
  array<double> x{{0, 1, 2}, {3, 4, 5}};
  refused(error_code::index_out_of_range, "index 3 is out of bounds for axis 1 with size 3", [&] { x.at(0, 3); });
  refused(error_code::index_out_of_range, "index -3 is out of bounds for axis 0 with size 2", [&] { x.at(-3, 0); });
  refused(error_code::index_out_of_range, "index 2 is out of bounds for axis 0 with size 2",
          [&] { x(2, slice(0, 1)); });
  refused(error_code::index_out_of_range, "index 5 is out of bounds for axis 1 with size 3", [&] { x(0, 5) = 1; });
  refused(error_code::index_out_of_range, "", [&] { x.at(INT64_MIN, 0); });
  refused(error_code::too_many_indices, "", [&] { x(0, 0, slice(0, 1)); });
  BOOST_TEST(x(0, 2) == 2);
}

BOOST_AUTO_TEST_CASE(an_axis_out_of_range) {
  array<double> const x{{0, 1, 2}, {3, 4, 5}};
  refused(error_code::axis_out_of_range, "axis 2 is out of bounds for array of dimension 2",
          [&] { fnp::eval(fnp::sum(x, fnp::axis(2))); });
  refused(error_code::axis_out_of_range, "axis -3 is out of bounds for array of dimension 2",
          [&] { fnp::eval(fnp::mean(x, fnp::axis(-3))); });
  refused(error_code::duplicate_axis, "", [&] { fnp::eval(fnp::sum(x, fnp::axis(0, -2))); });
  refused_into(error_code::axis_out_of_range, "axis 2", {3}, fnp::sum(x, fnp::axis(2)));
}

BOOST_AUTO_TEST_CASE(rank_64_is_the_last) {
  array<double> const deepest = fnp::reshape(array<double>{7}, of_rank(64));
  BOOST_TEST(array<double>(deepest + 1.0).rank() == 64u);
  BOOST_TEST(array<double>(fnp::sum(deepest)).item() == 7);
  BOOST_TEST(array<double>(fnp::sum(deepest, fnp::axis(63))).rank() == 63u);
  refused(error_code::too_large, "64", [] { fnp::empty<double>(of_rank(65)); });
  refused(error_code::too_large, "64", [&] { fnp::reshape(deepest, of_rank(65)); });
  refused(error_code::too_large, "64", [&] { fnp::expand_dims(deepest, {0}); });
  refused(error_code::too_large, "64", [&] { fnp::broadcast_to(deepest, of_rank(65)); });
  refused(error_code::too_large, "64", [&] { fnp::eval(broadcast_to(deepest + 1.0, of_rank(65))); });
  refused(error_code::too_large, "", [&] { deepest(fnp::newaxis, fnp::ellipsis); });
}

BOOST_AUTO_TEST_CASE(shapes_that_do_not_fit) {
  array<double> const a = fnp::zeros<double>({2, 3}), b = fnp::zeros<double>({4});
  refused(error_code::shape_mismatch, "(2, 3)", [&] { fnp::eval(a + b); });
  refused_into(error_code::shape_mismatch, "(2, 3)", {2, 3}, a + b);
  refused_into(error_code::assign_shape_mismatch, "could not broadcast input array from shape (2, 3) into shape (3,)",
               {3}, a + 1.0);
  refused_into(error_code::empty_reduction, "", {1}, fnp::max(fnp::zeros<double>({0})));
  refused(error_code::negative_dimension, "", [] { fnp::empty<double>({-1}); });
  array<double> const fixed = fnp::read_only(fnp::full<double>({3}, 42.0));
  refused(error_code::read_only, "read-only", [&] { array<double>(fixed).assign(fixed + 1.0); });
  BOOST_TEST(fixed(0) == 42);
}

BOOST_AUTO_TEST_SUITE_END()
