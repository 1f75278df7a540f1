// Running sums of fnp::accurate along every axis of every layout, against their definition; their error; their errors.
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstring>
#include <random>

#include "fnp/fnp.hpp"
#include "verify/unit/expectations.hpp"
#include "verify/unit/kernels/reduce/wide_reference.hpp"

namespace fnp::test {
namespace {

template <class T> array<T> random_array(extents const& shape) {
  std::mt19937 random(37);
  std::normal_distribution<double> d(0.25, 1);
  array<T> a = zeros<T>(shape);
  for (fnp::index i = 0; i < a.size(); ++i) a.data()[i] = static_cast<T>(d(random));
  return a;
}

template <class T> T const& element(array<T> const& x, extents const& at) {
  fnp::index offset = 0;
  for (std::size_t i = 0; i < at.size(); ++i) offset += at[i] * x.strides()[i];
  return *reinterpret_cast<T const*>(reinterpret_cast<std::byte const*>(x.data()) + offset);
}

template <class T> void check(array<T> const& x, fnp::index along) {
  array<T> const got = cumsum(x, along, accurate);
  BOOST_REQUIRE(got.shape() == x.shape());
  auto const axis = static_cast<std::size_t>(along);
  extents outer = x.shape();
  outer[axis] = 1;
  int different = 0;
  for (fnp::index k = 0; k < element_count(outer).value; ++k) {
    extents at(outer.size());
    fnp::index rest = k;
    for (std::size_t i = outer.size(); i-- > 0; rest /= outer[i]) at[i] = rest % outer[i];
    std::vector<T> line;
    for (at[axis] = 0; at[axis] < x.shape()[axis]; ++at[axis]) line.push_back(element(x, at));
    std::vector<T> const expected = wide_reference::running(line.data(), static_cast<std::ptrdiff_t>(line.size()));
    for (at[axis] = 0; at[axis] < x.shape()[axis]; ++at[axis])
      different += std::memcmp(&element(got, at), &expected[static_cast<std::size_t>(at[axis])], sizeof(T)) != 0;
  }
  BOOST_TEST(different == 0);
}

template <class T> void check_layouts() {
  array<T> const line = random_array<T>({5000}), x = random_array<T>({33, 20, 600});
  check(line, 0);
  check(array<T>(line(slice(0, end, 3))), 0);
  check(array<T>(line(slice(end, 0, -1))), 0);
  for (fnp::index along = 0; along < 3; ++along) {
    check(x, along);
    check(array<T>(views::transpose(x.body(), {2, 0, 1})), along);
    check(array<T>(x(slice(end, 0, -1), slice(0, end, 2))), along);
    check(random_array<T>({3, 0, 5}), along);
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(running_sum)

BOOST_AUTO_TEST_CASE(every_layout_has_the_bits_of_the_definition_on_every_instruction_set) {
  engine::options const before = engine::defaults();
  for (int level = 0; level < isa_count; ++level) {
    engine::options o = before;
    o.level = static_cast<isa>(level);
    engine::set_defaults(o);
    check_layouts<double>();
    check_layouts<float>();
  }
  engine::set_defaults(before);
}

BOOST_AUTO_TEST_CASE(without_an_axis_it_flattens_and_results_may_be_kept) {
  array<double> const x = random_array<double>({30, 70});
  array<double> const flat = cumsum(array<double>(views::ravel(x.body())), 0, accurate), got = cumsum(x, accurate);
  BOOST_TEST(all(got == flat).item());
  array<double> kept = zeros<double>({30, 70});
  double* const memory = kept.data();
  cumsum(x, 1, accurate, into(kept));
  BOOST_TEST(kept.data() == memory);
  array<double> const fresh = cumsum(x, 1, accurate);
  BOOST_TEST(all(kept == fresh).item());
  array<double> in_place = x.copy();
  cumsum(in_place, 1, accurate, into(in_place));
  BOOST_TEST(all(in_place == fresh).item());
  BOOST_TEST(to_string(cumsum(array<int>{1, 2, 3}, accurate)) == "[1 3 6]");
  BOOST_TEST(static_cast<float>(cumsum(array<half>{half(1.0f), half(0.5f)}, accurate).at(1)) == 1.5f);
}

// Large results are stored past the caches.
BOOST_AUTO_TEST_CASE(long_lines_keep_their_bound) {
  fnp::index const n = 6000000;
  array<float> x = random_array<float>({n});
  array<float> const tree = cumsum(x, accurate), chain = cumsum(x);
  long double exact = 0, magnitude = 0, worst = 0, worst_chain = 0;
  for (fnp::index i = 0; i < n; ++i) {
    exact += static_cast<long double>(x.data()[i]);
    magnitude += std::fabs(static_cast<long double>(x.data()[i]));
    long double const bound = (2 * std::ceil(std::log2(static_cast<long double>(i + 2))) + 7) * 0x1p-24L * magnitude;
    worst = std::max(worst, std::fabs(static_cast<long double>(tree.data()[i]) - exact) / bound);
    worst_chain = std::max(worst_chain, std::fabs(static_cast<long double>(chain.data()[i]) - exact) / bound);
  }
  BOOST_TEST(worst <= 1);
  BOOST_TEST(worst < worst_chain);
}

BOOST_AUTO_TEST_CASE(wrong_arguments_are_told_before_anything_is_written) {
  array<double> const x = random_array<double>({4, 5});
  array<double> wrong = zeros<double>({5, 4});
  array<int> integers = zeros<int>({4, 5});
  BOOST_CHECK_EXCEPTION(cumsum(x, 2, accurate), error, code_is(error_code::axis_out_of_range));
  BOOST_CHECK_THROW(cumsum(x, 0, accurate, into(wrong)), error);
  BOOST_CHECK_EXCEPTION(cumsum(x, 0, accurate, into(integers)), error, code_is(error_code::cast));
  BOOST_TEST(all(integers == 0).item());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
