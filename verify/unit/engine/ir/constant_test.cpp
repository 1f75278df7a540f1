// Elements cast at build time.
#include "engine/ir/constant.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstring>
#include <limits>

using namespace fnp;
using namespace fnp::ir;

BOOST_AUTO_TEST_SUITE(constant)

namespace {
template <class To, class From> To cast(From x) {
  element_bits const b = cast_element(dtype_of<From>(), &x, dtype_of<To>());
  To r;
  std::memcpy(&r, b.data(), sizeof r);
  return r;
}
template <class From> fit fits(From x, dtype d) { return fit_integer(dtype_of<From>(), &x, d); }
}  // namespace

BOOST_AUTO_TEST_CASE(casts_as_numpy_does) {
  BOOST_TEST(cast<std::uint8_t>(300) == 44);
  BOOST_TEST(cast<std::int32_t>(1e300) == std::numeric_limits<std::int32_t>::min());
  BOOST_TEST(cast<bool>(std::numeric_limits<double>::quiet_NaN()));
  BOOST_TEST(std::isinf(cast<float>(1e300)));
  BOOST_TEST(cast<double>(complex128{1.5, 7}) == 1.5);
  BOOST_TEST(cast<bool>(complex64{0, 1}));
  BOOST_TEST(cast<complex64>(std::int8_t{-3}).re == -3.0f);
  BOOST_TEST(cast<half>(65520.0).bits == 0x7c00);
  BOOST_TEST(cast<std::int64_t>(half(-2.5f)) == -2);
}

BOOST_AUTO_TEST_CASE(a_python_integer_becomes_float32_with_two_roundings) {
  std::int64_t const n = (std::int64_t{1} << 60) + (std::int64_t{1} << 36) + 1;
  auto const bits = [](element_bits const& b) {
    std::uint32_t u;
    std::memcpy(&u, b.data(), 4);
    return u;
  };
  BOOST_TEST(bits(cast_weak(dtype::i8, &n, dtype::f4)) == 1568669696u);
  BOOST_TEST(bits(cast_element(dtype::i8, &n, dtype::f4)) == 1568669697u);
}

BOOST_AUTO_TEST_CASE(integers_know_where_they_lie) {
  BOOST_CHECK(fits(std::int64_t{255}, dtype::u1) == fit::inside);
  BOOST_CHECK(fits(std::int64_t{256}, dtype::u1) == fit::above);
  BOOST_CHECK(fits(std::int64_t{-1}, dtype::u8) == fit::below);
  BOOST_CHECK(fits(std::int64_t{-128}, dtype::i1) == fit::inside);
  BOOST_CHECK(fits(std::int64_t{-129}, dtype::i1) == fit::below);
  BOOST_CHECK(fits(std::uint64_t{1} << 63, dtype::i8) == fit::above);
  BOOST_CHECK(fits(std::uint64_t{1} << 63, dtype::u8) == fit::inside);
  BOOST_CHECK(fits(1e30, dtype::u8) == fit::above);
  BOOST_CHECK(fits(-1e30, dtype::i8) == fit::below);
}

BOOST_AUTO_TEST_SUITE_END()
