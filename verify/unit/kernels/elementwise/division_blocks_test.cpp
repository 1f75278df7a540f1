// Integer division, powers and divisors against their definitions in wider numbers; float division against Python's
// rules.
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>

#include "verify/unit/kernels/run_op.hpp"
#include "verify/unit/kernels/samples.hpp"

namespace fnp {
namespace {

__extension__ typedef __int128 wide;

wide floored(wide x, wide y) {
  wide q = x / y;
  if (q * y != x && (x < 0) != (y < 0)) --q;
  return q;
}

template <class T> void compare_division(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  auto const x = samples::many<T>(5000, random), y = samples::many<T>(5000, random);
  std::vector<T> q(x.size()), m(x.size()), f(x.size());
  fp_flags const raised = samples::run_op<ops::floor_divide>(q, x, y);
  BOOST_TEST((raised & fp_divide) == fp_divide);
  BOOST_TEST(((raised & fp_over) != 0) == std::is_signed_v<T>);
  samples::run_op<ops::remainder>(m, x, y);
  samples::run_op<ops::fmod>(f, x, y);
  for (std::size_t i = 0; i < x.size(); ++i) {
    wide const a = x[i], b = y[i];
    wide const quotient = b == 0 ? 0 : floored(a, b);
    BOOST_REQUIRE(q[i] == static_cast<T>(quotient));
    BOOST_REQUIRE(m[i] == (b == 0 ? T{0} : static_cast<T>(a - quotient * b)));
    BOOST_REQUIRE(f[i] == (b == 0 ? T{0} : static_cast<T>(a % b)));
  }
}

template <class T> void compare_powers(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  auto const x = samples::many<T>(2000, random);
  std::vector<T> y(x.size()), r(x.size());
  for (auto& e : y) e = static_cast<T>(random() % 70);
  samples::run_op<ops::power>(r, x, y);
  for (std::size_t i = 0; i < x.size(); ++i) {
    std::uint64_t p = 1;
    for (T k = 0; k < y[i]; ++k) p *= static_cast<std::uint64_t>(x[i]);
    BOOST_REQUIRE(r[i] == static_cast<T>(p));
  }
}

template <class T> void compare_divisors() {
  for (int a = -50; a <= 50; ++a)
    for (int b = -50; b <= 50; ++b) {
      if (std::is_unsigned_v<T> && (a < 0 || b < 0)) continue;
      int g = 0, l = 0;
      for (int d = 1; d <= 50; ++d)
        if (a % d == 0 && b % d == 0) g = d;
      if (a == 0 && b == 0) g = 0;
      if (a != 0 && b != 0)
        for (l = std::abs(a); l % b != 0;) l += std::abs(a);
      BOOST_REQUIRE((samples::value_of<ops::gcd, T>(static_cast<T>(a), static_cast<T>(b)) == static_cast<T>(g)));
      BOOST_REQUIRE((samples::value_of<ops::lcm, T>(static_cast<T>(a), static_cast<T>(b)) == static_cast<T>(l)));
    }
}

double quotient(double x, double y) { return samples::value_of<ops::floor_divide, double>(x, y); }
double modulo(double x, double y) { return samples::value_of<ops::remainder, double>(x, y); }

constexpr double infinity = std::numeric_limits<double>::infinity();

}  // namespace

BOOST_AUTO_TEST_SUITE(kernels_division)

BOOST_AUTO_TEST_CASE(integers_divide_to_the_floor_and_by_zero_to_zero) {
  compare_division<std::int8_t>(1), compare_division<std::int16_t>(2), compare_division<std::int32_t>(3);
  compare_division<std::int64_t>(4), compare_division<std::uint8_t>(5), compare_division<std::uint16_t>(6);
  compare_division<std::uint32_t>(7), compare_division<std::uint64_t>(8);
}

BOOST_AUTO_TEST_CASE(the_smallest_integer_by_minus_one_is_itself_and_overflows) {
  auto const low = std::numeric_limits<std::int64_t>::min();
  BOOST_TEST((samples::value_of<ops::floor_divide, std::int64_t>(low, std::int64_t{-1})) == low);
  BOOST_TEST((samples::flags_of<ops::floor_divide, std::int64_t>(low, std::int64_t{-1})) == fp_over);
  BOOST_TEST((samples::value_of<ops::remainder, std::int64_t>(low, std::int64_t{-1})) == 0);
  BOOST_TEST((samples::flags_of<ops::remainder, std::int64_t>(low, std::int64_t{-1})) == 0);
}

BOOST_AUTO_TEST_CASE(integer_powers_wrap) {
  compare_powers<std::int8_t>(1), compare_powers<std::int32_t>(2), compare_powers<std::int64_t>(3);
  compare_powers<std::uint16_t>(4), compare_powers<std::uint64_t>(5);
}

BOOST_AUTO_TEST_CASE(divisors_and_multiples_are_those_of_their_definition) {
  compare_divisors<std::int8_t>(), compare_divisors<std::int64_t>(), compare_divisors<std::uint8_t>(),
      compare_divisors<std::uint32_t>();
}

BOOST_AUTO_TEST_CASE(float_division_follows_python) {
  BOOST_TEST(quotient(1, 0.1) == 9);
  BOOST_TEST(modulo(-7, infinity) == infinity);
  BOOST_TEST(quotient(-1, infinity) == -1);
  BOOST_TEST(modulo(1, -infinity) == -infinity);
  BOOST_TEST((modulo(6, -3) == 0 && std::signbit(modulo(6, -3))));
  BOOST_TEST((modulo(-6, 3) == 0 && !std::signbit(modulo(-6, 3))));
  BOOST_TEST(quotient(1, 0) == infinity);
  BOOST_TEST(quotient(-1, 0.0) == -infinity);
  BOOST_TEST((std::isnan(modulo(1, 0)) && std::isnan(quotient(0, 0)) && std::isnan(quotient(infinity, 1))));
}

BOOST_AUTO_TEST_CASE(quotient_and_remainder_of_floats_rebuild_the_dividend) {
  std::mt19937_64 random(9);
  std::uniform_real_distribution<double> some(-100, 100);
  for (int i = 0; i < 20000; ++i) {
    double const x = some(random), y = some(random), q = quotient(x, y), m = modulo(x, y);
    BOOST_REQUIRE(q == std::floor(q));
    BOOST_REQUIRE((m == 0 || std::signbit(m) == std::signbit(y)));
    BOOST_REQUIRE(std::fabs(m) < std::fabs(y));
    BOOST_REQUIRE(std::fabs(q * y + m - x) <= 4e-16 * (std::fabs(x) + std::fabs(q * y)));
  }
}

// Any bit patterns, so quotients of every size, and pairs that divide evenly or nearly so.
template <class T, class Bits> void compare_fmod(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<T> x, y;
  for (int i = 0; i < 40000; ++i) {
    x.push_back(__builtin_bit_cast(T, static_cast<Bits>(random())));
    y.push_back(i % 4 < 2 ? __builtin_bit_cast(T, static_cast<Bits>(random())) : static_cast<T>(random() % 1000) / 8);
    if (i % 4 == 3) x.back() = y.back() * static_cast<T>(random() % 100000) * (1 + std::numeric_limits<T>::epsilon());
  }
  for (isa const level : isa_levels) {
    std::vector<T> m(x.size());
    std::byte* const data[] = {samples::bytes_of(m), samples::bytes_of(x), samples::bytes_of(y)};
    std::ptrdiff_t const stride[3] = {};
    constexpr int loop = ops::find_loop<ops::fmod>(std::array{dtype_of<T>(), dtype_of<T>()});
    kernels::find(ops::id_of<ops::fmod>, loop, level)({data, stride, 0, 1, std::ptrdiff_t(m.size())}, nullptr);
    std::size_t different = 0;
    for (std::size_t i = 0; i < m.size(); ++i) {
      T const exact = std::fmod(x[i], y[i]);
      bool const same =
          exact != exact ? m[i] != m[i] : __builtin_bit_cast(Bits, exact) == __builtin_bit_cast(Bits, m[i]);
      different += !same;
    }
    BOOST_TEST(different == 0u);
  }
}

BOOST_AUTO_TEST_CASE(fmod_is_the_librarys_at_every_level) {
  compare_fmod<float, std::uint32_t>(31);
  compare_fmod<double, std::uint64_t>(32);
}

BOOST_AUTO_TEST_CASE(divmod_is_both_at_once) {
  std::mt19937_64 random(10);
  auto const check = [&]<class T>(T) {
    auto const x = samples::many<T>(500, random), y = samples::many<T>(500, random);
    std::vector<T> q(500), m(500), both_q(500), both_m(500);
    samples::run_op<ops::floor_divide>(q, x, y);
    samples::run_op<ops::remainder>(m, x, y);
    std::byte* const data[] = {samples::bytes_of(both_q), samples::bytes_of(both_m), samples::bytes_of(x),
                               samples::bytes_of(y)};
    std::ptrdiff_t const stride[4] = {};
    constexpr int loop = ops::find_loop<ops::divmod>(std::array{dtype_of<T>(), dtype_of<T>()});
    kernels::find(ops::id_of<ops::divmod>, loop, kernels::best_isa())({data, stride, 0, 1, 500}, nullptr);
    for (std::size_t i = 0; i < 500; ++i)
      BOOST_REQUIRE((samples::same_bits(q[i], both_q[i]) && samples::same_bits(m[i], both_m[i])));
  };
  check(std::int8_t{}), check(std::int64_t{}), check(std::uint32_t{}), check(half{}), check(float{}), check(double{});
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp
