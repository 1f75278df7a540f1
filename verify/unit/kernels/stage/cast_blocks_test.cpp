// Casts: every level as the reference, and the reference as the definitions of C and of x86.
#include <boost/test/unit_test.hpp>

#include "kernels/registry.hpp"
#include "verify/unit/kernels/samples.hpp"

namespace fnp {
namespace {

template <class To, class From> To cast(From x, int* raised = nullptr) {
  To out{};
  std::byte* const data[] = {reinterpret_cast<std::byte*>(&out), reinterpret_cast<std::byte*>(&x)};
  std::ptrdiff_t const stride[2] = {};
  fp_flags const flags =
      kernels::find_cast(dtype_of<From>(), dtype_of<To>(), isa::reference)({data, stride, 0, 1, 1}, nullptr);
  if (raised) *raised = flags;
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(kernels_cast)

BOOST_AUTO_TEST_CASE(every_level_casts_all_pairs_alike_in_every_layout) {
  std::mt19937_64 random(41);
  for (int from = 0; from < dtype_count; ++from)
    for (int to = 0; to < dtype_count; ++to) {
      dtype const f = static_cast<dtype>(from), t = static_cast<dtype>(to);
      std::ptrdiff_t const n = 203, fs = std::ptrdiff_t(itemsize(f)), ts = std::ptrdiff_t(itemsize(t));
      auto const x = samples::bytes(f, std::size_t(2 * n), random);
      for (int level = 0; level < isa_count; ++level)
        for (std::uint64_t const one : {0u, 2u}) {
          std::vector<std::byte> out(std::size_t(2 * n * ts));
          std::byte* const data[] = {out.data(), const_cast<std::byte*>(x.data())};
          std::ptrdiff_t const stride[] = {n * ts, n * fs};
          kernels::find_cast(f, t, static_cast<isa>(level))({data, stride, one, 2, n}, nullptr);
          for (std::ptrdiff_t i = 0; i < 2 * n; ++i) {
            alignas(16) std::byte want[16], in[16];
            std::memcpy(in, x.data() + (one ? i / n * n : i) * fs, std::size_t(fs));
            std::byte* const single[] = {want, in};
            std::ptrdiff_t const none[2] = {};
            kernels::find_cast(f, t, isa::reference)({single, none, 0, 1, 1}, nullptr);
            if (!samples::same_bits(t, want, out.data() + i * ts))
              BOOST_FAIL(name(f) << " to " << name(t) << " level " << level);
          }
        }
    }
}

BOOST_AUTO_TEST_CASE(numbers_in_range_convert_as_in_c) {
  std::mt19937_64 random(42);
  for (int i = 0; i < 20000; ++i) {
    std::int64_t const n = samples::any_of<std::int64_t>(random);
    BOOST_REQUIRE_EQUAL(cast<double>(n), static_cast<double>(n));
    BOOST_REQUIRE_EQUAL(cast<float>(n), static_cast<float>(n));
    BOOST_REQUIRE_EQUAL(cast<std::int8_t>(n), static_cast<std::int8_t>(n));
    BOOST_REQUIRE_EQUAL(cast<std::uint32_t>(n), static_cast<std::uint32_t>(n));
    BOOST_REQUIRE_EQUAL(cast<bool>(n), n != 0);
    double const x = std::ldexp(static_cast<double>(n), -34);
    BOOST_REQUIRE_EQUAL(cast<std::int32_t>(x), static_cast<std::int32_t>(x));
    BOOST_REQUIRE_EQUAL(cast<std::int64_t>(x), static_cast<std::int64_t>(x));
    BOOST_REQUIRE_EQUAL(cast<std::uint64_t>(std::fabs(x) * 0x1p34), static_cast<std::uint64_t>(std::fabs(x) * 0x1p34));
  }
}

BOOST_AUTO_TEST_CASE(floats_out_of_range_convert_as_cvttsd2si_does_and_are_invalid) {
  int raised = 0;
  BOOST_TEST((cast<std::int32_t>(3e9, &raised) == std::numeric_limits<std::int32_t>::min() && raised == fp_invalid));
  BOOST_TEST(
      (cast<std::int64_t>(std::nan(""), &raised) == std::numeric_limits<std::int64_t>::min() && raised == fp_invalid));
  BOOST_TEST((cast<std::uint8_t>(300.0, &raised) == 44 && raised == 0));
  BOOST_TEST((cast<std::int16_t>(1e10, &raised) == 0 && raised == fp_invalid));
  BOOST_TEST((cast<std::uint32_t>(-3.0, &raised) == 4294967293u && raised == 0));
  BOOST_TEST((cast<std::uint64_t>(-1.0, &raised) == 18446744073709551615u && raised == 0));
  BOOST_TEST((cast<std::uint64_t>(1e19, &raised) == 10000000000000000000u && raised == 0));
  BOOST_TEST((cast<std::uint64_t>(2e19, &raised) == 0u && raised == fp_invalid));
  BOOST_TEST((cast<std::int32_t>(-2147483648.5, &raised) == std::numeric_limits<std::int32_t>::min() && raised == 0));
  BOOST_TEST((cast<std::int32_t>(2147483647.5, &raised) == 2147483647 && raised == 0));
}

BOOST_AUTO_TEST_CASE(narrower_floats_round_once_and_overflow) {
  int raised = 0;
  BOOST_TEST((std::isinf(cast<float>(1e300, &raised)) && raised == fp_over));
  BOOST_TEST((float(cast<half>(1e5f, &raised)) == std::numeric_limits<float>::infinity() && raised == fp_over));
  BOOST_TEST((cast<float>(1e-310, &raised) == 0 && raised == fp_under));
  BOOST_TEST((cast<float>(0.1, &raised) == 0.1f && raised == 0));
  // Just above a tie of float16, which rounding to float32 first would lose.
  double const tie = 1 + 0x1p-11;
  BOOST_TEST(cast<half>(tie).bits == 0x3c00);
  BOOST_TEST(cast<half>(tie + 0x1p-50).bits == 0x3c01);
}

BOOST_AUTO_TEST_CASE(complex_numbers_lose_their_imaginary_part_but_not_their_truth) {
  BOOST_TEST(cast<double>(complex128(2, 3)) == 2);
  BOOST_TEST(cast<bool>(complex128(0, 3)));
  BOOST_TEST(!cast<bool>(complex64(0, 0)));
  BOOST_TEST((cast<complex64>(std::int8_t{-5}) == complex64(-5, 0)));
  BOOST_TEST(cast<bool>(std::nan("")));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp
