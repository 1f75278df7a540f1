// The short way for small dense operands gives the bits of the planned one, and steps aside where it does not know
// enough.
#include <boost/test/unit_test.hpp>
#include <cstring>
#include <thread>

#include "fnp/fnp.hpp"

namespace fnp::test {

namespace {

struct with_options {
  engine::options before = engine::defaults();
  template <class F> explicit with_options(F change) {
    engine::options o = before;
    change(o);
    engine::set_defaults(o);
  }
  ~with_options() { engine::set_defaults(before); }
};

template <class T> array<T> filled(extents const& shape, int seed) {
  array<T> a = zeros<T>(shape);
  T* const p = a.data();
  for (index i = 0; i < a.size(); ++i) p[i] = static_cast<T>(static_cast<double>((i * 37 + seed * 11) % 101) / 3 + 1);
  return a;
}

template <class T> bool same_bits(array<T> const& x, array<T> const& y) {
  return x.shape() == y.shape() && std::memcmp(x.data(), y.data(), static_cast<std::size_t>(x.size()) * sizeof(T)) == 0;
}

// Evaluates a maker's expression planned and on the short way, fresh and into a kept array; `ways`: how often the
// latter.
template <class Maker> void compare(Maker make, std::uint64_t ways) {
  using array_type = decltype(eval(make()));
  array_type planned;
  {
    with_options const slow([](engine::options& o) { o.tier1 = false; });
    planned = make();
  }
  for (isa const level : fnp::vector_levels) {
    with_options const fast([&](engine::options& o) { o.level = level; });
    std::uint64_t const before = engine::counters().fast_path;
    array_type const fresh = make();
    array_type kept = fresh.copy();
    std::memset(kept.data(), 0x55, static_cast<std::size_t>(kept.size()) * sizeof(*kept.data()));
    auto const* const place = kept.body().data;
    kept = make();
    BOOST_REQUIRE(same_bits(fresh, planned));
    BOOST_REQUIRE(same_bits(kept, planned));
    BOOST_REQUIRE(kept.body().data == place);
    BOOST_TEST(engine::counters().fast_path - before == ways);
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(dense_path)

BOOST_AUTO_TEST_CASE(every_length_gives_the_planned_bits) {
  for (index n = 1; n < 140; ++n) {
    auto const a = filled<double>({n}, 1), b = filled<double>({n}, 2);
    auto const f = filled<float>({n}, 3);
    auto const u = filled<std::uint8_t>({n}, 4);
    compare([&] { return a + b * a; }, 2);
    compare([&] { return a / b - 2.5 * a; }, 2);
    compare([&] { return f * f + f; }, 2);
    compare([&] { return u * u - u; }, 2);
    compare([&] { return (a < b) & (b < a * 3.0); }, 2);
    compare([&] { return exp(a) + b; }, 2);
  }
}

BOOST_AUTO_TEST_CASE(views_go_the_short_way_by_parts) {
  auto const long_one = filled<double>({200}, 5);
  for (index const from : {1, 3, 8})
    for (index const n : {1, 5, 8, 9, 63, 100}) {
      auto const part = long_one(slice(from, from + n)), other = long_one(slice(20, 20 + n));
      compare([&] { return part + other * part; }, 2);
    }
}

BOOST_AUTO_TEST_CASE(reversed_rows_and_every_other_element_go_the_short_way) {
  for (index n = 2; n < 140; ++n) {
    auto const a = filled<double>({n}, 1), twice = filled<double>({2 * n}, 2);
    auto const f = filled<float>({2 * n}, 3);
    auto const u = filled<std::uint8_t>({2 * n}, 4);
    auto const i = filled<std::int32_t>({n}, 5);
    auto const w = filled<std::int64_t>({n}, 6);
    auto const g = filled<float>({n}, 7);
    auto const h = filled<std::int16_t>({n}, 8);
    slice const backwards(fnp::none, fnp::none, -1), even(0, 2 * n, 2), odd(1, 2 * n, 2);
    compare([&] { return a(backwards) + a; }, 2);
    compare([&] { return a(backwards) * a(backwards); }, 2);
    compare([&] { return twice(even) - twice(odd) * a(backwards); }, 2);
    compare([&] { return f(even) + a * f(odd); }, 2);
    compare([&] { return u(odd) * u(even); }, 2);
    compare([&] { return g(backwards) - g; }, 2);
    compare([&] { return g - f(even) * g(backwards); }, 2);
    compare([&] { return i + a(backwards) * g(backwards); }, 2);
    compare([&] { return w(backwards) - i(backwards); }, 2);
    compare([&] { return h(backwards) + h; }, 2);
    compare([&] { return h(backwards) * i(backwards); }, 2);
    compare([&] { return 2.5 * twice(even) < a; }, 2);
  }
}

BOOST_AUTO_TEST_CASE(operands_of_other_dtypes_are_converted_on_the_short_way) {
  for (index n = 1; n < 140; ++n) {
    auto const a = filled<double>({n}, 1);
    auto const i = filled<std::int32_t>({n}, 2);
    auto const w = filled<std::int64_t>({n}, 5);
    auto const u = filled<std::uint8_t>({n}, 3);
    auto const f = filled<float>({n}, 4);
    compare([&] { return i + a; }, 2);
    compare([&] { return w * a - u; }, 2);
    compare([&] { return f * a; }, 2);
    compare([&] { return u + i; }, 2);
    compare([&] { return where(f < a, i, w); }, 2);
    compare([&] { return exp(i) + f; }, 2);
  }
}

BOOST_AUTO_TEST_CASE(nothing_beyond_a_view_is_written) {
  array<double> whole = filled<double>({40}, 1);
  auto const before = whole.copy();
  auto const a = filled<double>({5}, 2);
  whole(slice(3, 8)) = a + a;
  for (index i = 0; i < 40; ++i) BOOST_TEST(whole(i) == (i < 3 || i >= 8 ? before(i) : 2 * a(i - 3)));
}

BOOST_AUTO_TEST_CASE(matrices_of_one_shape_only) {
  auto const a = filled<double>({3, 5}, 1), b = filled<double>({3, 5}, 2), c = filled<double>({5, 3}, 3),
             row = filled<double>({15}, 4);
  compare([&] { return a * b + a; }, 2);
  array<double> r;
  BOOST_CHECK_THROW(r = a + c, error);
  BOOST_CHECK_THROW(r = a + row, error);
  r = c + c;  // a kept array of another shape is not written
  r = a + b;
  BOOST_TEST((r.shape() == extents{3, 5}));
}

BOOST_AUTO_TEST_CASE(a_destination_that_is_an_operand_is_written_in_place) {
  for (index const n : {1, 7, 8, 100}) {
    auto a = filled<double>({n}, 1);
    auto const before = a.copy();
    auto const b = filled<double>({n}, 2);
    a = borrow(a) * 2.0 + b;
    for (index i = 0; i < n; ++i) BOOST_REQUIRE(a(i) == before(i) * 2 + b(i));
    auto const kept = a;  // now somebody else holds it
    a = a + b;
    BOOST_TEST(a.body().data != kept.body().data);
    BOOST_TEST(a(n - 1) == kept(n - 1) + b(n - 1));
  }
}

// One call of the compiled loop serves one to four owning or borrowed arrays; the fifth goes through the library.
BOOST_AUTO_TEST_CASE(any_number_of_arrays_of_any_dtypes_goes_the_short_way) {
  for (index const n : {1, 2, 7, 16, 33, 500}) {
    auto const a = filled<double>({n}, 1), b = filled<double>({n}, 2), c = filled<double>({n}, 3),
               d = filled<double>({n}, 4);
    auto const f = filled<float>({n}, 5);
    auto const i = filled<std::int32_t>({n}, 6);
    compare([&] { return -a; }, 2);
    compare([&] { return a - b * c / d; }, 2);
    compare([&] { return a - b * c / d + b; }, 2);
    compare([&] { return borrow(a) - borrow(b) * c; }, 2);
    compare([&] { return a + f * i; }, 2);
    compare([&] { return i < a; }, 2);
  }
  auto const one = filled<double>({}, 1);
  compare([&] { return one * one + one; }, 2);
  auto const cube = filled<float>({2, 3, 4}, 1), other = filled<float>({2, 3, 4}, 2);
  compare([&] { return cube - other * cube; }, 2);
}

BOOST_AUTO_TEST_CASE(no_name_that_somebody_else_holds_is_written) {
  auto const a = filled<double>({6}, 1), b = filled<double>({6}, 2);
  array<double> y = a + b;
  auto const before = y.copy();
  {
    array<double> const held = y;
    y = a * b;
    BOOST_TEST(same_bits(held, before));
  }
  array<double> z = a + b;
  auto const part = z(slice(1, 4));
  z = a * b;
  for (index i = 0; i < 3; ++i) BOOST_TEST(part(i) == before(i + 1));
  array<double> w = a + b;
  auto const waiting = w + a;  // holds w's array
  w = a * b;
  array<double> const later = waiting;
  for (index i = 0; i < 6; ++i) BOOST_TEST(later(i) == before(i) + a(i));
}

BOOST_AUTO_TEST_CASE(another_length_dtype_or_nothing_at_all_binds_anew) {
  auto const a = filled<double>({6}, 1), longer = filled<double>({9}, 2), none_at_all = filled<double>({0}, 3);
  array<double> y = a + a;
  y = longer * longer;
  BOOST_TEST((y.shape() == extents{9}));
  BOOST_TEST(y(8) == longer(8) * longer(8));
  BOOST_CHECK_THROW(y = longer + a, error);
  BOOST_TEST(y(8) == longer(8) * longer(8));
  y = none_at_all + none_at_all;
  BOOST_TEST(y.size() == 0);
  y = none_at_all * none_at_all;
  BOOST_TEST((y.shape() == extents{0}));
  auto const row = filled<double>({1, 6}, 4);
  y = a + row;
  BOOST_TEST((y.shape() == extents{1, 6}));
}

BOOST_AUTO_TEST_CASE(arrays_that_another_thread_made_are_operands_and_destinations) {
  array<double> a, y;
  std::thread([&] {
    a = filled<double>({5}, 1);
    y = zeros<double>({5});
  }).join();
  y = a + a * a;
  y = borrow(a) + borrow(a) * borrow(a);
  for (index i = 0; i < 5; ++i) BOOST_TEST(y(i) == a(i) + a(i) * a(i));
}

BOOST_AUTO_TEST_CASE(memory_of_others_may_meet_the_destination) {
  double memory[16];
  for (int i = 0; i < 16; ++i) memory[i] = i;
  auto at = [&](int from) {
    return array<double>(make_view(adopt_memory(memory + from, 8 * sizeof(double), true, nullptr, nullptr), dtype::f8,
                                   strided{{8}, {8}, 0}, true));
  };
  auto const x = at(0);
  auto y = at(1);
  y = borrow(x) + 100.0;  // y[i] lies where x[i + 1] does
  for (int i = 0; i < 8; ++i) BOOST_TEST(memory[i + 1] == i + 100);
}

BOOST_AUTO_TEST_CASE(a_reversed_destination_is_read_before_it_is_written) {
  for (int const shift : {0, 3, 8, 64}) {
    double memory[200];
    for (int i = 0; i < 200; ++i) memory[i] = i;
    auto const view = [&](int first, index step) {
      return array<double>(make_view(adopt_memory(memory, sizeof memory, true, nullptr, nullptr), dtype::f8,
                                     strided{{100}, {step * 8}, first * 8}, true));
    };
    auto const backwards = view(99 + shift, -1);
    auto y = view(0, 1);
    y = borrow(backwards) + 1000.0;
    for (int i = 0; i < 100; ++i) BOOST_TEST(memory[i] == 99 + shift - i + 1000);
  }
}

BOOST_AUTO_TEST_CASE(a_budget_and_watched_conditions_are_kept) {
  auto const a = filled<double>({100}, 1);
  {
    with_options const narrow([](engine::options& o) { o.budget = 10; });
    array<double> r;
    BOOST_CHECK_THROW(r = a + a, error);
  }
  errstate const strict({.divide = on_condition::raise});
  array<double> r = a.copy();
  BOOST_CHECK_THROW(r = a / (a - a), error);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
