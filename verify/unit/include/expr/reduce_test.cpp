// fnp::accurate against exact sums, on data whose naive sums lose most; its order against the definition, in every
// layout.
#include "fnp/expr/reduce.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstring>
#include <random>

#include "fnp/fnp.hpp"
#include "verify/unit/kernels/reduce/wide_reference.hpp"

namespace fnp::test {
namespace {

// (ceil(log2 n) + 12) u sum|x|, the bound stated at fnp::accurate.
template <class T> long double bound(fnp::index n, long double magnitude) {
  long double const u = std::is_same_v<T, float> ? 0x1p-24L : 0x1p-53L;
  return (std::ceil(std::log2(static_cast<long double>(n))) + 12) * u * magnitude;
}

template <class T> void check_columns(array<T> const& x) {
  array<T> const r = sum(x, axis(0), accurate);
  fnp::index const rows = x.shape()[0], columns = x.shape()[1];
  for (fnp::index j = 0; j < columns; ++j) {
    long double exact = 0, magnitude = 0;
    for (fnp::index i = 0; i < rows; ++i) {
      exact += static_cast<long double>(x(i, j));
      magnitude += std::fabs(static_cast<long double>(x(i, j)));
    }
    BOOST_TEST(std::fabs(static_cast<long double>(r.at(j)) - exact) <= bound<T>(rows, magnitude));
  }
}

template <class T> array<T> random_array(extents const& shape) {
  std::mt19937 random(31);
  std::normal_distribution<double> d(0.25, 1);
  array<T> a = zeros<T>(shape);
  for (fnp::index i = 0; i < a.size(); ++i) a.data()[i] = static_cast<T>(d(random));
  return a;
}

template <class T> bool same_bits(T const& a, T const& b) {
  return std::memcmp(&a, &b, sizeof a) == 0 || (a != a && b != b);
}

// The values that a point of the result folds, in C order of the folded axes.
template <class T> std::vector<T> folded(array<T> const& x, extents const& axes, extents kept) {
  std::vector<T> r;
  extents at(x.rank());
  auto const walk = [&](auto const& self, std::size_t axis) -> void {
    if (axis == at.size()) {
      std::byte const* const element = reinterpret_cast<std::byte const*>(x.data());
      fnp::index offset = 0;
      for (std::size_t i = 0; i < at.size(); ++i) offset += at[i] * x.strides()[i];
      r.push_back(*reinterpret_cast<T const*>(element + offset));
      return;
    }
    bool const is_folded = std::find(axes.begin(), axes.end(), static_cast<fnp::index>(axis)) != axes.end();
    for (fnp::index i = 0; i < (is_folded ? x.shape()[axis] : 1); ++i) {
      at[axis] = is_folded ? i : kept[axis];
      self(self, axis + 1);
    }
  };
  walk(walk, 0);
  return r;
}

// sum and var of x over these axes against the definition, computed by the planner on every instruction set and 1, 2, 3
// and 7 threads, and by whatever way a plain evaluation takes.
template <class T> void check_order(array<T> const& x, extents const& axes) {
  engine::options const before = engine::defaults();
  extents shape = x.shape();
  for (auto const a : axes) shape[static_cast<std::size_t>(a)] = 1;
  array<T> sums = zeros<T>(shape), squares = zeros<T>(shape);
  std::vector<T> values;
  for (fnp::index k = 0; k < sums.size(); ++k) {
    extents kept(shape.size());
    fnp::index rest = k;
    for (std::size_t i = shape.size(); i-- > 0; rest /= shape[i]) kept[i] = rest % shape[i];
    values = folded(x, axes, kept);
    auto const n = static_cast<fnp::index>(values.size());
    sums.data()[k] = wide_reference::sum(values.data(), n);
    squares.data()[k] = n == 0 ? T(0) : wide_reference::tree<wide_reference::moment_rule<T>>(values.data(), n).squares;
  }
  double const n = static_cast<double>(values.size());
  int different = 0;
  auto const check = [&] {
    array<T> const s = array<T>(sum(x, axis(axes), accurate, keepdims)).copy(),
                   v = array<T>(var(x, axis(axes), accurate, keepdims)).copy();
    array<T> const m =
        array<T>(mean(x, axis(axes), accurate, keepdims) + T(0) * var(x, axis(axes), accurate, keepdims)).copy();
    BOOST_REQUIRE(s.shape() == shape);
    for (fnp::index k = 0; k < s.size(); ++k) {
      different += !same_bits(s.data()[k], sums.data()[k]);
      different += !same_bits(v.data()[k], static_cast<T>(static_cast<double>(squares.data()[k]) / n));
      T const shared = static_cast<T>(static_cast<double>(sums.data()[k]) / n);
      different += m.data()[k] == m.data()[k] && m.data()[k] != shared;
    }
  };
  for (int level = 0; level < isa_count; ++level)
    for (int const threads : {1, 2, 3, 7}) {
      engine::options o = before;
      o.level = static_cast<isa>(level);
      o.threads = threads;
      engine::set_defaults(o);
      check();
    }
  engine::set_defaults(before);
  BOOST_TEST(different == 0);
}

template <class T> void check_layouts() {
  array<T> const line = random_array<T>({5000}), x = random_array<T>({40, 30, 50});
  check_order(line, {0});
  check_order(array<T>(line(slice(0, end, 3))), {0});
  check_order(array<T>(line(slice(end, 0, -1))), {0});
  check_order(random_array<T>({400000}), {0});
  check_order(random_array<T>({7, 0, 3}), {1});
  check_order(random_array<T>({1, 1}), {0});
  for (extents const& axes :
       {extents{0}, extents{1}, extents{2}, extents{0, 1}, extents{0, 2}, extents{1, 2}, extents{0, 1, 2}}) {
    check_order(x, axes);
    check_order(array<T>(views::transpose(x.body(), {2, 0, 1})), axes);
    check_order(array<T>(x(slice(end, 0, -1), slice(0, end, 2))), axes);
  }
  check_order(array<T>(views::transpose(random_array<T>({3000, 40}).body(), {1, 0})), {1});
  check_order(random_array<T>({3000, 40}), {0});
  check_order(random_array<T>({90, 100}), {0});
  check_order(random_array<T>({70, 3, 5}), {0});
  check_order(random_array<T>({2, 1100, 13}), {1});
  check_order(array<T>(random_array<T>({300, 60})(slice(end, 0, -1), slice(3, 50))), {0});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(reduce)

BOOST_AUTO_TEST_CASE(accurate_sums_over_outer_axes_keep_their_bound) {
  array<float> x = full<float>({100000, 3}, 0.1f);
  check_columns(x);
  for (fnp::index i = 0; i < 100000; ++i) {
    x(i, 0) = i % 2 ? -1e8f : 1e8f;
    x(i, 1) = static_cast<float>(std::ldexp(1.0, static_cast<int>(i % 60) - 30));
    x(i, 2) = i == 0 ? 1e8f : 1.0f;
  }
  check_columns(x);
}

// Row by row 1 is lost beside 2^24 every time; a tree loses none of its pairs.
BOOST_AUTO_TEST_CASE(they_are_better_than_row_by_row_where_that_loses) {
  array<float> x = ones<float>({4096, 2});
  x(0, 0) = x(0, 1) = 0x1p24f;
  array<float> const tree = sum(x, axis(0), accurate), rows = sum(x, axis(0));
  BOOST_TEST(rows.at(0) == 0x1p24f);
  BOOST_TEST(std::fabs(tree.at(0) - (0x1p24f + 4095)) <= 16);
}

BOOST_AUTO_TEST_CASE(means_take_it_and_shapes_stay) {
  array<double> const x(views::reshape(array<double>(sin(arange<double>(600.0))).body(), {20, 30}));
  array<double> const kept = sum(x, axis(0), accurate, keepdims);
  BOOST_TEST(to_string(kept.shape()) == "(1, 30)");
  array<double> const a = mean(x, axis(0), accurate), b = mean(x, axis(0));
  BOOST_TEST(all(absolute(a - b) <= 1e-15).item());
  BOOST_TEST(array<double>(fnp::std(x, accurate)).item() == array<double>(fnp::std(x)).item(),
             boost::test_tools::tolerance(1e-14));
}

BOOST_AUTO_TEST_CASE(the_order_is_a_function_of_the_shape_alone) {
  check_layouts<double>();
  check_layouts<float>();
}

BOOST_AUTO_TEST_CASE(values_that_a_region_computes_are_added_in_it) {
  array<double> const a = random_array<double>({50003}), b = random_array<double>({50003}),
                      x = random_array<double>({300, 700});
  array<double> const squares = square(a - b), rows = 2.0 * x + 1.0;
  BOOST_TEST(sum(square(a - b), accurate).item() == sum(squares, accurate).item());
  BOOST_TEST((sum(square(a - b)) + sum(square(a - b), accurate)).item() ==
             sum(squares).item() + sum(squares, accurate).item());
  BOOST_TEST(var(a - b, accurate).item() == var(array<double>(a - b), accurate).item());
  for (fnp::index const along : {0, 1}) {
    array<double> const got = sum(2.0 * x + 1.0, axis(along), accurate), expected = sum(rows, axis(along), accurate);
    BOOST_TEST(all(got == expected).item());
  }
  for (extents const& shape : {extents{5000, 2}, extents{5000, 3}, extents{2, 5000}, extents{70, 2, 90}}) {
    array<float> const p = random_array<float>(shape), q = random_array<float>(shape), r = p * q;
    array<half> const h = astype<half>(p), i = h * h;
    for (bool const tier1 : {true, false}) {
      engine::options const before = engine::defaults();
      engine::options o = before;
      o.tier1 = tier1;
      engine::set_defaults(o);
      for (fnp::index along = -1; along < static_cast<fnp::index>(shape.size()); ++along) {
        auto const axes = along < 0 ? axis(0, static_cast<fnp::index>(shape.size()) - 1) : axis(along);
        array<float> const got = sum(p * q, axes, accurate), expected = sum(r, axes, accurate);
        array<float> const turned = sum(transpose(transpose(p) * transpose(q)), axes, accurate);
        array<float> const spread = var(p * q, axes, accurate), known = var(r, axes, accurate);
        array<half> const small = sum(h * h, axes, accurate), same = sum(i, axes, accurate);
        BOOST_TEST(all(got == expected).item());
        BOOST_TEST(all(turned == expected).item());
        BOOST_TEST(all(spread == known).item());
        BOOST_TEST(all(small == same).item());
      }
      engine::set_defaults(before);
    }
  }
  // An input that stays: its mean.
  array<double> const centred = a - mean(a);
  BOOST_TEST(sum(square(a - mean(a)), accurate).item() == sum(square(centred), accurate).item());
}

BOOST_AUTO_TEST_CASE(typed_and_dynamic_programs_agree) {
  array<float> const x = random_array<float>({70, 900});
  ndarray const d = x;
  array<float> const typed = mean(x, axis(1), accurate) - fnp::std(x, axis(1), accurate, ddof(1));
  array<float> const dynamic = mean(d, axis(1), accurate) - fnp::std(d, axis(1), accurate, ddof(1));
  BOOST_TEST(all(typed == dynamic).item());
}

BOOST_AUTO_TEST_CASE(other_dtypes_keep_theirs) {
  array<int> const i{1, 2, 3};
  static_assert(std::is_same_v<decltype(eval(sum(i, accurate))), array<std::int64_t>>);
  static_assert(std::is_same_v<decltype(eval(var(i, accurate))), array<double>>);
  static_assert(std::is_same_v<decltype(eval(var(array<half>(), accurate))), array<half>>);
  BOOST_TEST(sum(i, accurate).item() == 6);
  BOOST_TEST(var(i, accurate).item() == 2.0 / 3);
  array<half> const h{half(1.0f), half(2.0f), half(4.0f)};
  BOOST_TEST(static_cast<float>(eval(sum(h, accurate)).item()) == 7.0f);
  BOOST_TEST(static_cast<float>(eval(mean(h, accurate)).item()) == static_cast<float>(half(7.0f / 3)));
}

BOOST_AUTO_TEST_CASE(conditions_are_told_and_only_those) {
  errstate::settings strict = errstate::all(on_condition::raise);
  strict.complex_discarded = on_condition::raise;
  errstate const told(strict);
  array<double> const x = random_array<double>({5000}), large = full<double>({5000}, 1.5e308);
  BOOST_CHECK_NO_THROW(eval(sum(x, accurate)));
  BOOST_CHECK_NO_THROW(eval(mean(x, accurate) + var(x, accurate)));
  BOOST_CHECK_THROW(eval(sum(large, accurate)), error);
  BOOST_CHECK_THROW(eval(var(large, accurate)), error);
}

BOOST_AUTO_TEST_CASE(nothing_and_no_number_are_numpys) {
  array<double> const none = zeros<double>({0});
  BOOST_TEST(sum(none, accurate).item() == 0);
  BOOST_TEST(std::isnan(var(none, accurate).item()));
  BOOST_TEST(std::isnan(mean(none, accurate).item()));
  array<double> x = ones<double>({3000});
  BOOST_TEST(var(x, accurate).item() == 0);
  BOOST_TEST(std::isnan(var(array<double>{1}, accurate, ddof(1)).item()));
  BOOST_TEST(var(array<double>{1e200}, accurate).item() == 0);
  x(1234) = INFINITY;
  BOOST_TEST(sum(x, accurate).item() == INFINITY);
  BOOST_TEST(std::isnan(var(x, accurate).item()));
  x(7) = NAN;
  BOOST_TEST(std::isnan(sum(x, accurate).item()));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
