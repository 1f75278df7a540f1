// argmin and argmax of arrays in another order than C: the planner's places, also among equals and with a NaN.
#include <boost/test/unit_test.hpp>
#include <limits>

#include "verify/unit/engine/short_ways/short_way.hpp"

using fnp::array;
using short_way::check;

namespace {

template <class T> array<T> some(fnp::extents const& shape, int kinds, T odd, fnp::index at) {
  array<T> a = fnp::zeros<T>(shape);
  for (fnp::index i = 0; i < a.size(); ++i) a.data()[i] = static_cast<T>((i * 37 + 11) % kinds);
  a.data()[at % a.size()] = odd;
  return a;
}

template <class E> void check_both(E const& e, bool taken = true) {
  check(fnp::argmin(e), taken);
  check(fnp::argmax(e), taken);
  check(fnp::argmax(e, fnp::keepdims), taken);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(extreme_position)

BOOST_AUTO_TEST_CASE(places_are_the_planners) {
  for (int const kinds : {2, 7, 1009})
    for (fnp::index const at : {0, 77, 1555}) {
      auto const a = some<double>({40, 50}, kinds, std::numeric_limits<double>::quiet_NaN(), at);
      auto const f = some<float>({300, 33}, kinds, -0.0f, at);
      auto const i = some<std::int16_t>({300, 64}, kinds, 12000, at);
      auto const b = some<bool>({33, 70}, 1, true, at);
      auto const cube = some<std::int32_t>({9, 8, 40}, kinds, -3, at);
      check_both(fnp::transpose(a));
      check_both(fnp::transpose(f));
      check_both(fnp::transpose(i));
      check_both(fnp::transpose(b));
      check_both(fnp::transpose(cube));
      check_both(fnp::transpose(a(fnp::slice(fnp::none, fnp::none, -2))));
    }
}

BOOST_AUTO_TEST_CASE(what_lies_in_order_is_left_to_others) {
  auto const a = some<double>({40, 50}, 7, 1.0, 3);
  check_both(a(fnp::slice(), fnp::slice(0, 40)), false);
  check_both(fnp::transpose(a(fnp::slice(), fnp::slice(0, 9))), false);
}

BOOST_AUTO_TEST_SUITE_END()
