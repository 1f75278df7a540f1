// Expressions over ndarray: the same bits as typed ones, NumPy's dtypes and errors, values read when evaluated.
#include "fnp/dynamic.hpp"

#include <boost/test/unit_test.hpp>
#include <cstring>

#include "fnp/fnp.hpp"
#include "verify/unit/expectations.hpp"

using fnp::array;
using fnp::axis;
using fnp::deferred;
using fnp::dtype;
using fnp::error;
using fnp::error_code;
using fnp::ndarray;
using fnp::test::code_is;

namespace {

template <class T> bool same_bits(ndarray const& got, array<T> const& expected) {
  if (got.dtype() != fnp::dtype_of<T>() || got.shape() != expected.shape()) return false;
  array<T> const a = got.copy(), b = expected.copy();
  return std::memcmp(a.data(), b.data(), sizeof(T) * static_cast<std::size_t>(b.size())) == 0;
}

array<double> numbers() {
  array<double> a({{0.1, -2.5, 3e7}, {4.25, 5e-9, -6.125}});
  return a;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(dynamic_expressions)

BOOST_AUTO_TEST_CASE(they_give_the_bits_of_typed_expressions) {
  array<double> const a = numbers();
  array<float> const f{1.5f, -2.5f, 0.1f};
  ndarray const x(a), y(f);
  BOOST_TEST(same_bits<double>(x + y * 2, a + f * 2));
  BOOST_TEST(same_bits<double>(fnp::exp(-x) / (1.0 + fnp::abs(y)), fnp::exp(-a) / (1.0 + fnp::abs(f))));
  BOOST_TEST(same_bits<bool>(x > 2 && !(x == 4.25), array<bool>(a > 2 && !(a == 4.25))));
  BOOST_TEST(same_bits<double>((x - fnp::mean(x, axis(0))) / fnp::std(x, axis(0)),
                               (a - fnp::mean(a, axis(0))) / fnp::std(a, axis(0))));
  BOOST_TEST(same_bits<double>(fnp::sum(fnp::transpose(x + 1), axis(0)), fnp::sum(fnp::transpose(a + 1), axis(0))));
  BOOST_TEST(same_bits<double>(fnp::where(x > 0, x, 0.0), fnp::where(a > 0, a, 0.0)));
}

BOOST_AUTO_TEST_CASE(typed_arrays_and_expressions_take_part) {
  array<double> const a = numbers();
  ndarray const x(a);
  BOOST_TEST(same_bits<double>(a * x, a * a));
  BOOST_TEST(same_bits<double>((a + 1) * x, (a + 1) * a));
  array<double> const back = x + a;
  BOOST_TEST(same_bits<double>(ndarray(back), a + a));
  BOOST_CHECK_EXCEPTION(static_cast<void>(array<float>(x + a)), error, code_is(error_code::cast));
}

BOOST_AUTO_TEST_CASE(numbers_are_weak_and_half_is_not) {
  ndarray const small(array<std::uint8_t>{1, 2}), narrow(array<float>{1, 2});
  BOOST_TEST(((small + 1).dtype() == dtype::u1));
  BOOST_TEST(((small + 1.0).dtype() == dtype::f8));
  BOOST_TEST(((narrow + 1.0).dtype() == dtype::f4));
  BOOST_TEST(((small + fnp::half(1.0f)).dtype() == dtype::f2));
  BOOST_TEST(((small + fnp::scalar(std::int32_t{1}).as<int>()).dtype() == dtype::u1));
  BOOST_TEST(((ndarray(fnp::scalar(1.0)) + narrow).dtype() == dtype::f8));
  BOOST_CHECK_EXCEPTION(small + 300, error, code_is(error_code::python_int_overflow));
  BOOST_TEST((ndarray(array<std::uint64_t>{1}) + 18446744073709551614ull).item().as<std::uint64_t>() ==
             18446744073709551615ull);
}

BOOST_AUTO_TEST_CASE(errors_come_when_the_expression_is_built) {
  ndarray const x(numbers()), y(array<double>{1, 2}), b(array<bool>{true});
  BOOST_CHECK_EXCEPTION(x + y, error, [](error const& e) {
    std::string const text = e.what();
    return e.code() == error_code::shape_mismatch && text.find("(2, 3)") != text.npos && text.find("(2,)") != text.npos;
  });
  BOOST_CHECK_EXCEPTION(-b, error, code_is(error_code::no_loop));
  BOOST_CHECK_EXCEPTION(x << 1, error, code_is(error_code::no_loop));
  BOOST_CHECK_EXCEPTION(fnp::sum(x, axis(2)), error, code_is(error_code::axis_out_of_range));
}

BOOST_AUTO_TEST_CASE(elements_are_read_at_each_evaluation) {
  ndarray x(array<double>{1, 2, 3});
  deferred const twice = x * 2;
  ndarray const before = twice;
  x.set(10.0, 0);
  ndarray const after = twice;
  BOOST_TEST(before.item(0).as<double>() == 2);
  BOOST_TEST(after.item(0).as<double>() == 20);
}

BOOST_AUTO_TEST_CASE(expressions_outlive_the_names_of_their_arrays) {
  auto const make = [] {
    ndarray const local(array<double>{1, 2, 3});
    return fnp::sum(local * local);
  };
  BOOST_TEST(make().item().as<double>() == 14);
}

BOOST_AUTO_TEST_CASE(several_values_come_from_one_plan) {
  ndarray const x(numbers());
  auto const before = fnp::engine::counters().evaluations;
  auto const [total, highest, same, twin] = fnp::eval(fnp::sum(x + 1), fnp::max(x + 1), x + 1, x + 1);
  BOOST_TEST(fnp::engine::counters().evaluations == before + 1);
  BOOST_TEST(same_bits<double>(total, fnp::sum(numbers() + 1)));
  BOOST_TEST(highest.item().as<double>() == 3e7 + 1);
  BOOST_TEST(same.data() != twin.data());
  BOOST_TEST(same_bits<double>(same, array<double>(twin)));
}

BOOST_AUTO_TEST_CASE(ops_with_two_results_give_both) {
  ndarray const x(array<int>{7, -7, 8});
  auto const parts = fnp::divmod(x, 3);
  BOOST_TEST(same_bits<int>(parts.quotient, array<int>{2, -3, 2}));
  BOOST_TEST(same_bits<int>(parts.remainder, array<int>{1, 2, 2}));
}

BOOST_AUTO_TEST_CASE(depth_is_not_bounded_by_the_stack_nor_by_sixteen_bits) {
  deferred d = ndarray(array<double>{1, 2});
  for (int i = 0; i < 100'000; ++i) d = d + 1;
  BOOST_TEST(fnp::sum(d).item().as<double>() == 200'003);
}

BOOST_AUTO_TEST_CASE(an_array_is_its_own_value_and_the_rest_is_fresh) {
  ndarray const x(array<double>{1, 2});
  BOOST_TEST(ndarray(deferred(x)).data() == x.data());
  BOOST_TEST(ndarray(fnp::transpose(deferred(x))).data() != x.data());
  BOOST_TEST((x + 1).explain().find("r1 = a + 1.0") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
