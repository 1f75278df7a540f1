// Small dense reductions take the short way, and give the planner's bits.
#include <boost/test/unit_test.hpp>
#include <random>
#include <vector>

#include "fnp/fnp.hpp"
#include "verify/unit/engine/short_ways/short_way.hpp"

using fnp::array;
using fnp::axis;
namespace engine = fnp::engine;
using short_way::check;
using short_way::same_bits;

namespace {

std::mt19937 source(7);

template <class T> array<T> random_array(fnp::extents const& shape) {
  array<T> a = fnp::zeros<T>(shape);
  for (fnp::index i = 0; i < a.size(); ++i) {
    int const k = static_cast<int>(source() % 64) - 32;
    if constexpr (std::is_same_v<T, bool>)
      a.data()[i] = k > 20;
    else if constexpr (std::is_integral_v<T>)
      a.data()[i] = static_cast<T>(k);
    else
      a.data()[i] = static_cast<T>(k == 31 ? std::nan("") : k == 0 ? -0.0 : std::ldexp(1.0 + k / 7.0, k / 3));
  }
  return a;
}

template <class T> void check_all(fnp::extents const& shape) {
  array<T> const a = random_array<T>(shape), b = random_array<T>(shape);
  bool const narrow = a.size() / shape[0] <= 2048;  // rows of computed values fit into a block
  bool first = false;
  auto const each = [&](auto... where) {
    check(fnp::sum(a, where...));
    check(fnp::prod(a, where...));
    check(fnp::max(a, where...));
    check(fnp::min(a, where...));
    check(fnp::all(a, where...));
    if constexpr (!std::is_same_v<T, bool>) {
      check(fnp::sum(fnp::square(a - b), where...), narrow || !first);
      check(fnp::max(a * b + a, where...), narrow || !first);
      check(fnp::sum(a, fnp::accurate, where...));
      check(fnp::sum(fnp::square(a - b), fnp::accurate, where...),
            !std::is_floating_point_v<T> ? narrow || !first : !first);
    }
  };
  each();
  each(fnp::keepdims);
  first = true;
  each(axis(0));
  first = false;
  each(axis(-1), fnp::keepdims);
  check(fnp::argmax(a));
  check(fnp::argmin(a, axis(-1)));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(dense_fold)

BOOST_AUTO_TEST_CASE(every_walk_gives_the_planners_bits) {
  for (fnp::extents const& shape : {fnp::extents{3, 5}, fnp::extents{7, 130}, fnp::extents{130, 9},
                                    fnp::extents{2, 2500}, fnp::extents{100, 100}, fnp::extents{4, 3, 50}}) {
    check_all<double>(shape);
    check_all<float>(shape);
    check_all<std::int32_t>(shape);
    check_all<bool>(shape);
  }
  check_all<double>({9, 7000});
}

BOOST_AUTO_TEST_CASE(leading_and_trailing_axes_are_folded_together) {
  array<double> const a = random_array<double>({4, 6, 50});
  check(fnp::sum(a, axis(0, 1)));
  check(fnp::sum(a, axis(1, 2)));
  check(fnp::sum(a, axis(0, 1, 2), fnp::keepdims));
}

BOOST_AUTO_TEST_CASE(what_it_cannot_do_is_left_to_the_planner) {
  array<double> const a = random_array<double>({40, 50});
  check(fnp::sum(fnp::transpose(a)), false);
  check(fnp::sum(a(fnp::slice(), fnp::slice(fnp::none, fnp::none, 2))), false);
  check(fnp::sum(random_array<double>({4, 6, 50}), axis(0, 2)), false);
  check(fnp::argmax(a, axis(0)), false);
  check(fnp::sum(fnp::astype<float>(a)), false);
  BOOST_CHECK_THROW(fnp::eval(fnp::sum(a, axis(2))), fnp::error);
  BOOST_CHECK_THROW(fnp::eval(fnp::max(fnp::zeros<double>({0}))), fnp::error);
}

// A result of one element may lie in the array that is folded.
BOOST_AUTO_TEST_CASE(a_destination_inside_the_operand_is_not_written_early) {
  array<double> a = random_array<double>({6, 10});
  array<double> const expected = fnp::eval(fnp::max(fnp::abs(array<double>(fnp::copy(a))), axis(0)));
  a(0, fnp::slice()) = fnp::max(fnp::abs(a), axis(0));
  BOOST_TEST(same_bits(array<double>(fnp::copy(a(0, fnp::slice()))), expected));
}

// Identities are applied to graphs: who asks for them gets a plan, however small the arrays.
BOOST_AUTO_TEST_CASE(a_rewriting_evaluation_is_planned) {
  array<double> const a = random_array<double>({8});
  engine::options const before = engine::defaults();
  engine::options rewriting = before;
  rewriting.rewrite = true;
  engine::set_defaults(rewriting);
  std::uint64_t const short_ways = engine::counters().fast_path;
  array<double> const r = fnp::sum(fnp::cos(fnp::arctan(a)));
  engine::set_defaults(before);
  BOOST_TEST(engine::counters().fast_path == short_ways);
  BOOST_TEST(r.size() == 1);
}

BOOST_AUTO_TEST_SUITE_END()
