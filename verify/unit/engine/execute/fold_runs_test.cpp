// Reductions keep their bits however their runs are divided among threads and asked for ahead.
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstring>

#include "fnp/fnp.hpp"
#include "verify/unit/engine/plan/other_machine.hpp"

namespace fnp {
namespace {

template <class E> auto evaluated(E const& expression, isa level, int threads) {
  engine::options const before = engine::defaults();
  engine::options o = before;
  o.level = level;
  o.threads = threads;
  engine::set_defaults(o);
  auto const r = eval(expression).item();
  engine::set_defaults(before);
  return r;
}

template <class E> void check(E const& expression) {
  auto const expected = evaluated(expression, isa::reference, 1);
  // Its last cache holds nothing, and its threads cost nothing to wake.
  test::other_machine const tiny([](plan::machine& m) {
    m.last_cache = 1 << 10;
    m.worth_a_thread = 1;
  });
  for (int level = 0; level < isa_count; ++level)
    for (int const threads : {1, 2, 3, 7}) {
      auto const found = evaluated(expression, isa{static_cast<std::uint8_t>(level)}, threads);
      BOOST_TEST(std::memcmp(&found, &expected, sizeof found) == 0);
    }
}

template <class T> void check_all(index n) {
  auto a = zeros<T>({n}), b = zeros<T>({n});
  for (index i = 0; i < n; ++i) {
    a.data()[i] = static_cast<T>(std::sin(0.7 * static_cast<double>(i)));
    b.data()[i] = static_cast<T>(std::cos(0.3 * static_cast<double>(i)));
  }
  check(sum(a));
  check(max(a));
  check(min(a));
  check(sum(square(a - T(0.25))));
  check(sum(square(a - b)));
  check(mean(a) + var(a));
  check(count_nonzero(a > T(0.5)));
  a.data()[n - 1] = T(-0.0);
  check(max(minimum(a, T(0))));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(fold_runs)

BOOST_AUTO_TEST_CASE(reductions_of_what_fills_the_last_cache_have_the_bits_of_those_that_fit) {
  for (index const n : {3000, 70001, 262144, 700003}) {
    check_all<float>(n);
    check_all<double>(n);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp
