// Nodes of expressions as owners: copies retain every array, moves retain none, and the last owner drops each once.
#include <boost/test/unit_test.hpp>
#include <complex>
#include <utility>

#include "fnp/fnp.hpp"

namespace {

auto owners(fnp::array<double> const& a) { return a.body().owners(); }

struct three_arrays {
  fnp::array<double> a = fnp::ones<double>({4}), b = fnp::ones<double>({4}), c = fnp::ones<double>({4});
  void require(unsigned n) const {
    BOOST_TEST(owners(a) == n);
    BOOST_TEST(owners(b) == n);
    BOOST_TEST(owners(c) == n);
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(ownership)

BOOST_AUTO_TEST_CASE(only_handles_and_numbers_move_as_bytes) {
  using A = fnp::terminal<fnp::array<double>>;
  using N = fnp::terminal<float>;
  using fnp::typed::owned;
  constexpr auto numbers_between = owned<fnp::elements<N, fnp::expr<fnp::kinds::plus, fnp::elements<A, N>>>>;
  static_assert(numbers_between.movable());
  static_assert(numbers_between.handles == 0b10 && numbers_between.size == 24);
  static_assert(!owned<fnp::elements<N, N>>.movable());
  struct counting {
    counting(counting const&) {}
  };
  static_assert(!owned<fnp::elements<fnp::terminal<counting>, A>>.movable());
  BOOST_TEST(numbers_between.as_bytes);
}

BOOST_AUTO_TEST_CASE(an_expression_holds_each_array_once) {
  three_arrays x;
  {
    auto const e = 2.0f - x.a * (x.b / true + x.c) * std::complex<double>(1, 2);
    x.require(2);
    auto const copy = e;
    x.require(3);
    auto const larger = fnp::sqrt(-e) + copy;
    BOOST_TEST(owners(x.b) == 5u);
  }
  x.require(1);
}

BOOST_AUTO_TEST_CASE(a_moved_expression_owns_nothing) {
  three_arrays x;
  {
    auto e = x.a * x.b + x.c;
    auto const moved = std::move(e);
    x.require(2);
    auto const nested = (x.a + x.b) * (x.a - x.c);
    BOOST_TEST(owners(x.a) == 4u);
    BOOST_TEST((fnp::array<double>(nested)(0)) == 0.0);
    BOOST_TEST((fnp::array<double>(moved)(0)) == 2.0);
  }
  x.require(1);
}

BOOST_AUTO_TEST_CASE(an_assigned_expression_drops_what_it_held) {
  three_arrays x, y;
  {
    auto e = x.a * x.b + x.c;
    auto const other = y.a * y.b + y.c;
    e = other;
    x.require(1);
    y.require(3);
    auto& same = e;
    e = same;
    y.require(3);
    e = x.a * x.b + x.c;
    x.require(2);
    y.require(2);
  }
  x.require(1);
  y.require(1);
}

BOOST_AUTO_TEST_CASE(a_failing_evaluation_drops_its_arrays) {
  three_arrays x;
  auto const wrong = fnp::ones<double>({3});
  fnp::array<double> r;
  BOOST_CHECK_THROW(r = x.a * x.b + x.c * wrong, fnp::error);
  x.require(1);
  BOOST_TEST(owners(wrong) == 1u);
}

BOOST_AUTO_TEST_CASE(an_expression_of_more_words_than_a_mask_has_bits_is_held_too) {
  three_arrays x;
  {
    auto const e8 = x.a + x.a + x.a + x.a + x.a + x.a + x.a + x.a;
    auto const e32 = (e8 + e8) + (e8 + e8);
    auto const e64 = e32 * e32;
    auto const e65 = e64 - x.b;
    auto const e128 = e64 + e64;
    static_assert(fnp::typed::owned<decltype(e64.elements)>.movable());
    static_assert(!fnp::typed::owned<decltype(e65.elements)>.movable());
    static_assert(!fnp::typed::owned<decltype(e128.elements)>.movable());
    BOOST_TEST(owners(x.a) == 1u + 8 + 32 + 64 + 64 + 128);
    BOOST_TEST(owners(x.b) == 2u);
  }
  x.require(1);
}

BOOST_AUTO_TEST_SUITE_END()
