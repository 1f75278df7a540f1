// The parts of floating-point numbers against the C++ library's functions.
#include <boost/test/unit_test.hpp>

#include "verify/unit/kernels/run_op.hpp"
#include "verify/unit/kernels/samples.hpp"

namespace fnp {
namespace {

template <class T, class F> void compare_binary(auto op, F definition) {
  std::mt19937_64 random(21);
  auto const x = samples::many<T>(20000, random), y = samples::many<T>(20000, random);
  std::vector<T> out(x.size());
  samples::run_op<decltype(op)>(out, x, y);
  for (std::size_t i = 0; i < x.size(); ++i)
    if (!samples::same_bits(out[i], static_cast<T>(definition(x[i], y[i]))))
      BOOST_FAIL(op.name << " " << x[i] << " " << y[i] << " gives " << out[i]);
}

template <class T> void compare_parts() {
  std::mt19937_64 random(22);
  auto const x = samples::many<T>(20000, random);
  std::vector<T> whole(x.size()), rest(x.size());
  std::vector<std::int32_t> exponent(x.size());
  std::ptrdiff_t const stride[3] = {};
  std::byte* const parts[] = {samples::bytes_of(rest), samples::bytes_of(whole), samples::bytes_of(x)};
  block const b{parts, stride, 0, 1, std::ptrdiff_t(x.size())};
  kernels::find(ops::id_of<ops::modf>, ops::find_loop<ops::modf>(std::array{dtype_of<T>()}), kernels::best_isa())(
      b, nullptr);
  for (std::size_t i = 0; i < x.size(); ++i) {
    T integral{};
    T const fraction = std::modf(x[i], &integral);
    BOOST_REQUIRE((samples::same_bits(rest[i], fraction) && samples::same_bits(whole[i], integral)));
  }
  std::byte* const split[] = {samples::bytes_of(rest), samples::bytes_of(exponent), samples::bytes_of(x)};
  block const s{split, stride, 0, 1, std::ptrdiff_t(x.size())};
  kernels::find(ops::id_of<ops::frexp>, ops::find_loop<ops::frexp>(std::array{dtype_of<T>()}), kernels::best_isa())(
      s, nullptr);
  for (std::size_t i = 0; i < x.size(); ++i) {
    int e = 0;
    T const mantissa = std::frexp(x[i], &e);
    BOOST_REQUIRE(samples::same_bits(rest[i], mantissa));
    if (std::isfinite(x[i])) BOOST_REQUIRE_EQUAL(exponent[i], e);
  }
}

template <class T> void compare_scaling() {
  std::mt19937_64 random(23);
  auto const x = samples::many<T>(20000, random);
  std::vector<std::int32_t> n;
  for (std::size_t i = 0; i < x.size(); ++i)
    n.push_back(i % 5 ? static_cast<std::int32_t>(random() % 4600) - 2300 : samples::any_of<std::int32_t>(random));
  std::vector<T> out(x.size());
  samples::run_op<ops::ldexp>(out, x, n);
  for (std::size_t i = 0; i < x.size(); ++i)
    BOOST_REQUIRE(samples::same_bits(out[i], static_cast<T>(std::ldexp(x[i], n[i]))));
}

half next(half x, int step) { return half::from_bits(static_cast<std::uint16_t>(x.bits + step)); }

}  // namespace

BOOST_AUTO_TEST_SUITE(kernels_floating)

BOOST_AUTO_TEST_CASE(nextafter_is_the_librarys) {
  compare_binary<float>(ops::nextafter{}, [](float x, float y) { return std::nextafter(x, y); });
  compare_binary<double>(ops::nextafter{}, [](double x, double y) { return std::nextafter(x, y); });
}

BOOST_AUTO_TEST_CASE(nextafter_of_float16_is_the_neighbouring_pattern) {
  for (unsigned b = 1; b < 0x7c00; ++b) {
    half const x = half::from_bits(static_cast<std::uint16_t>(b)), up(std::numeric_limits<float>::infinity()),
               down(-1e9f);
    BOOST_REQUIRE_EQUAL((samples::value_of<ops::nextafter, half>(x, up).bits), next(x, 1).bits);
    BOOST_REQUIRE_EQUAL((samples::value_of<ops::nextafter, half>(x, down).bits), next(x, -1).bits);
  }
}

BOOST_AUTO_TEST_CASE(spacing_is_the_distance_to_the_next_number_away_from_zero) {
  std::mt19937_64 random(24);
  for (double const x : samples::many<double>(20000, random)) {
    if (!std::isfinite(x)) continue;
    double const away =
        std::signbit(x) && x != 0 ? -std::numeric_limits<double>::infinity() : std::numeric_limits<double>::infinity();
    BOOST_REQUIRE((samples::same_bits(samples::value_of<ops::spacing, double>(x), std::nextafter(x, away) - x)));
  }
  BOOST_TEST(std::isnan(samples::value_of<ops::spacing, double>(std::numeric_limits<double>::infinity())));
}

BOOST_AUTO_TEST_CASE(spacing_of_float16_looks_upwards) {
  for (unsigned b = 1; b < 0x7bff; ++b) {
    half const x = half::from_bits(static_cast<std::uint16_t>(b)),
               minus = half::from_bits(static_cast<std::uint16_t>(b | 0x8000));
    BOOST_REQUIRE_EQUAL(float(samples::value_of<ops::spacing, half>(x)), float(next(x, 1)) - float(x));
    BOOST_REQUIRE_EQUAL(float(samples::value_of<ops::spacing, half>(minus)), float(next(minus, -1)) - float(minus));
  }
}

BOOST_AUTO_TEST_CASE(modf_and_frexp_are_the_librarys) { compare_parts<float>(), compare_parts<double>(); }

BOOST_AUTO_TEST_CASE(ldexp_is_the_librarys_for_every_exponent) { compare_scaling<float>(), compare_scaling<double>(); }

BOOST_AUTO_TEST_CASE(heaviside_takes_its_second_operand_at_zero) {
  auto const step = [](double x, double y) { return samples::value_of<ops::heaviside, double>(x, y); };
  BOOST_TEST((step(-1, 7) == 0 && step(2, 7) == 1 && step(0, 7) == 7 && step(-0.0, 7) == 7));
  BOOST_TEST((std::isnan(step(std::nan(""), 1)) && std::isnan(step(0, std::nan("")))));
}

BOOST_AUTO_TEST_CASE(rounding_is_the_librarys) {
  std::mt19937_64 random(25);
  auto const check = [&]<class T>(T) {
    auto x = samples::many<T>(20000, random);
    for (int k = -9; k < 10; ++k) x.push_back(static_cast<T>(k) / 4);
    std::vector<T> r(x.size()), f(x.size()), c(x.size()), t(x.size());
    samples::run_op<ops::rint>(r, x), samples::run_op<ops::floor>(f, x);
    samples::run_op<ops::ceil>(c, x), samples::run_op<ops::trunc>(t, x);
    for (std::size_t i = 0; i < x.size(); ++i)
      BOOST_REQUIRE((samples::same_bits(r[i], std::rint(x[i])) && samples::same_bits(f[i], std::floor(x[i])) &&
                     samples::same_bits(c[i], std::ceil(x[i])) && samples::same_bits(t[i], std::trunc(x[i]))));
  };
  check(float{}), check(double{});
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp
