// sin, cos and tan against the long double functions.
//
// A float32 has few enough values to try them all; that run is too long for here, and every 4093rd stands for it.
#include "kernels/math/sine_cosine_tangent.hpp"

#include "verify/unit/kernels/math/long_double_reference.hpp"

namespace fnp::FNP_LEVEL::math {

using namespace long_double_reference;

namespace {

// The numbers next to multiples of pi/2, where the reduced angle is smallest.
template <class T>
std::vector<T> near_quarter_turns() {
  std::mt19937_64 random(21);
  std::vector<T> x;
  for (int i = 0; i < 100000; ++i) {
    std::uint64_t const k = random() >> (random() % 63 + 1);
    T const nearest = static_cast<T>(static_cast<long double>(k) * 1.57079632679489661923132169163975144L);
    x.push_back(nearest);
    x.push_back(-std::nextafter(nearest, T(0)));
  }
  return x;
}

std::vector<float> one_float_in(std::uint32_t step) {
  std::vector<float> x;
  for (std::uint64_t bits = 0; bits < std::uint64_t{1} << 32; bits += step) {
    float v;
    std::uint32_t const low = static_cast<std::uint32_t>(bits);
    std::memcpy(&v, &low, sizeof v);
    x.push_back(v);
  }
  return x;
}

// 600 magnitudes below 2^high, both signs of many, and its neighbours: more than one block.
std::vector<float> magnitudes_below(int high) {
  std::mt19937_64 random(23);
  std::uniform_real_distribution<double> exponent(-20, high);
  std::vector<float> x;
  for (int i = 0; i < 600; ++i) {
    float const v = static_cast<float>(std::exp2(exponent(random)));
    x.push_back(random() % 2 == 0 ? v : -v);
  }
  float const border = std::ldexp(1.0f, high);
  for (float v : {std::nextafter(border, 0.0f), border}) x.push_back(v), x.push_back(-v);
  return x;
}

template <class T>
void check_trigonometric(one_argument<T> function, long double (*exact)(long double), double limit) {
  check_error<T>(function, exact, arguments<T>(-10, 10), limit);
  check_error<T>(function, exact, arguments<T>(-1e6, 1e6), limit);
  check_error<T>(function, exact, near_quarter_turns<T>(), limit);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(kernels_math_trigonometric)

BOOST_AUTO_TEST_CASE(sin_is_within_0_8_ulp_and_float32_within_0_9) {
  check_trigonometric<double>(sin, sinl, 0.8);
  check_trigonometric<float>(sin, sinl, 0.9);
  check_error<float>(sin, sinl, one_float_in(4093), 0.9);
}

BOOST_AUTO_TEST_CASE(cos_is_within_0_8_ulp_and_float32_within_0_9) {
  check_trigonometric<double>(cos, cosl, 0.8);
  check_trigonometric<float>(cos, cosl, 0.9);
  check_error<float>(cos, cosl, one_float_in(4093), 0.9);
}

BOOST_AUTO_TEST_CASE(tan_is_within_1_ulp_and_float32_within_1_23) {
  check_trigonometric<double>(tan, tanl, 1.0);
  check_trigonometric<float>(tan, tanl, 1.23);
}

// Some arguments are beyond the short reduction, so blocks of both kinds occur.
BOOST_AUTO_TEST_CASE(sin_cos_and_tan_of_an_element_do_not_depend_on_its_neighbours) {
  std::vector<double> const x = arguments<double>(-100, 100, 20000);
  check_independence<double>(sin, x);
  check_independence<double>(cos, x);
  check_independence<double>(tan, x);
  std::vector<float> const x_f = arguments<float>(-100, 100, 20000);
  check_independence<float>(sin, x_f);
  check_independence<float>(cos, x_f);
  check_independence<float>(tan, x_f);
}

// float32 sin and cos have three ways, by the size of the argument, and the largest of a block says how many it takes.
BOOST_AUTO_TEST_CASE(float32_sin_and_cos_are_the_same_whichever_ways_their_block_takes) {
  for (auto const function : {static_cast<one_argument<float>>(sin), static_cast<one_argument<float>>(cos)}) {
    std::vector<float> const small = magnitudes_below(13);
    std::vector<float> expected(small.size());
    function(small.data(), expected.data(), static_cast<std::ptrdiff_t>(small.size()));
    for (int high : {13, 14, 30, 31, 128}) {
      std::vector<float> x = high == 128 ? arguments<float>(-100, 100, 600) : magnitudes_below(high);
      check_independence<float>(function, x);
      // One of that size among the small ones.
      std::vector<float> mixed = small, y(small.size());
      mixed[100] = x.back();
      function(mixed.data(), y.data(), static_cast<std::ptrdiff_t>(mixed.size()));
      std::size_t different = 0;
      for (std::size_t i = 0; i < y.size(); ++i) different += i != 100 && !same(y[i], expected[i]);
      BOOST_TEST(different == 0u);
    }
  }
}

// float64 has a shorter reduction up to 2^20.
BOOST_AUTO_TEST_CASE(float64_sin_and_cos_are_the_same_beside_larger_arguments) {
  std::vector<double> const small = arguments<double>(-0x1p20, 0x1p20, 600);
  for (auto const function : {static_cast<one_argument<double>>(sin), static_cast<one_argument<double>>(cos)}) {
    std::vector<double> expected(small.size());
    function(small.data(), expected.data(), static_cast<std::ptrdiff_t>(small.size()));
    for (double large : {0x1p20, 0x1.0000000000001p20, 0x1p40, 0x1.8p40, 1e300, std::nan("")}) {
      std::vector<double> mixed = small;
      mixed[100] = large;
      check_independence<double>(function, mixed);
      function(mixed.data(), mixed.data(), static_cast<std::ptrdiff_t>(mixed.size()));
      std::size_t different = 0;
      for (std::size_t i = 0; i < mixed.size(); ++i) different += i != 100 && !same(mixed[i], expected[i]);
      BOOST_TEST(different == 0u);
    }
  }
}

BOOST_AUTO_TEST_CASE(float32_beyond_2_to_the_13th_stay_within_0_501_ulp) {
  std::vector<float> x = magnitudes_below(30);
  std::erase_if(x, [](float v) { return std::fabs(v) <= 0x1p13f; });
  check_error<float>(sin, sinl, x, 0.501);
  check_error<float>(cos, cosl, x, 0.501);
}

BOOST_AUTO_TEST_CASE(sin_cos_and_tan_have_the_special_values_of_c99) {
  std::vector<special_value<double>> const odd = {{0.0, 0.0},           {-0.0, -0.0},         {tiny, tiny},
                                                  {-tiny, -tiny},       {inf, not_a_number},  {-inf, not_a_number},
                                                  {not_a_number, not_a_number}};
  check_values<double>(sin, odd);
  check_values<double>(tan, odd);
  check_values<double>(cos, {{0.0, 1.0}, {-0.0, 1.0}, {tiny, 1.0}, {inf, not_a_number}, {-inf, not_a_number},
                             {not_a_number, not_a_number}});
  float const inf_f = std::numeric_limits<float>::infinity();
  float const nan_f = std::numeric_limits<float>::quiet_NaN();
  float const tiny_f = std::numeric_limits<float>::denorm_min();
  std::vector<special_value<float>> const odd_f = {{0.0f, 0.0f},     {-0.0f, -0.0f},  {tiny_f, tiny_f},
                                                   {-tiny_f, -tiny_f}, {inf_f, nan_f}, {-inf_f, nan_f}, {nan_f, nan_f}};
  check_values<float>(sin, odd_f);
  check_values<float>(tan, odd_f);
  check_values<float>(cos, {{0.0f, 1.0f}, {-0.0f, 1.0f}, {inf_f, nan_f}, {-inf_f, nan_f}, {nan_f, nan_f}});
}

// Both reductions hold there. Near an odd multiple of pi/4 the short one may prefer the neighbouring quadrant.
BOOST_AUTO_TEST_CASE(the_short_and_the_long_reduction_agree_beyond_their_border) {
  std::mt19937_64 random(22);
  std::uniform_real_distribution<double> exponent(40, 44);
  int different = 0;
  int next_door = 0;
  for (int i = 0; i < 100000; ++i) {
    double const x = std::exp2(exponent(random));
    reduced_angle const near = reduce_near_angle(x);
    reduced_angle const far = reduce_far_angle(x);
    if ((near.quadrant & 3) == (far.quadrant & 3)) {
      double const difference = (near.r.hi - far.r.hi) + (near.r.lo - far.r.lo);
      different += std::fabs(difference) > 0x1p-90 * std::fabs(far.r.hi);
    } else {
      ++next_door;
      different += std::fabs(near.r.hi) < 0.78 || std::fabs(far.r.hi) < 0.78 || near.r.hi * far.r.hi > 0;
    }
  }
  BOOST_TEST(different == 0);
  BOOST_TEST(next_door < 1000);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::FNP_LEVEL::math
