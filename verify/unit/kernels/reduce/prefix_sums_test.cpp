// Running sums on every instruction set against their definition, in one call and in several, in place and beside.
#include <boost/test/unit_test.hpp>
#include <cstring>

#include "kernels/registry.hpp"
#include "verify/unit/kernels/reduce/wide_reference.hpp"
#include "verify/unit/kernels/samples.hpp"

namespace fnp {
namespace {

template <class X> std::vector<X> numbers(std::size_t n) {
  std::mt19937_64 random(23);
  std::normal_distribution<double> d(0, 1);
  std::vector<X> r;
  for (std::size_t i = 0; i < n; ++i)
    if constexpr (std::is_floating_point_v<X>)
      r.push_back(static_cast<X>(d(random)));
    else
      r.emplace_back(static_cast<typename X::value_type>(d(random)), static_cast<typename X::value_type>(d(random)));
  return r;
}

template <class X> std::byte* bytes(X* x) { return reinterpret_cast<std::byte*>(x); }
template <class X> std::byte const* bytes(X const* x) { return reinterpret_cast<std::byte const*>(x); }

template <class X> void check(dtype d) {
  std::vector<X> const x = numbers<X>(6000);
  for (std::size_t const n : {1, 2, 7, 8, 9, 16, 17, 127, 128, 129, 255, 256, 257, 1000, 2047, 2048, 2049, 6000}) {
    std::vector<X> const expected = wide_reference::running(x.data(), static_cast<std::ptrdiff_t>(n));
    for (int level = 0; level < isa_count; ++level) {
      kernels::prefix_kernel const& k = *kernels::find_prefix_sum(d, static_cast<isa>(level));
      std::vector<std::byte> carried(k.state);
      std::vector<X> got(n + 64);
      k.scan(bytes(got.data()), bytes(x.data()), static_cast<std::ptrdiff_t>(n), carried.data(), false);
      BOOST_TEST(std::memcmp(got.data(), expected.data(), n * sizeof(X)) == 0);
      // In pieces, in place, past the caches.
      std::fill(carried.begin(), carried.end(), std::byte{});
      std::copy_n(x.begin(), n, got.begin());
      auto const piece = static_cast<std::size_t>(k.block * 2);
      for (std::size_t at = 0; at < n; at += piece) {
        std::byte* const part = bytes(got.data() + at);
        bool const aligned = reinterpret_cast<std::uintptr_t>(part) % 64 == 0;
        k.scan(part, part, static_cast<std::ptrdiff_t>(std::min(piece, n - at)), carried.data(), aligned);
      }
      kernels::settle_streams();
      BOOST_TEST(std::memcmp(got.data(), expected.data(), n * sizeof(X)) == 0);
    }
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(prefix_sums)

BOOST_AUTO_TEST_CASE(every_length_has_the_bits_of_the_definition_on_every_instruction_set) {
  check<float>(dtype::f4);
  check<double>(dtype::f8);
  check<std::complex<float>>(dtype::c8);
  check<std::complex<double>>(dtype::c16);
  BOOST_TEST(!kernels::find_prefix_sum(dtype::f2, isa::widest));
}

BOOST_AUTO_TEST_CASE(what_stands_later_changes_nothing_before_it) {
  std::vector<double> x = numbers<double>(3000);
  std::vector<double> const expected = wide_reference::running(x.data(), 1500);
  for (double const bad : {std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()})
    for (int level = 0; level < isa_count; ++level) {
      x[1500] = bad;
      kernels::prefix_kernel const& k = *kernels::find_prefix_sum(dtype::f8, static_cast<isa>(level));
      std::vector<std::byte> carried(k.state);
      std::vector<double> got(3000);
      k.scan(bytes(got.data()), bytes(x.data()), 3000, carried.data(), false);
      BOOST_TEST(std::memcmp(got.data(), expected.data(), 1500 * 8) == 0);
      for (std::size_t i = 1500; i < 3000; ++i) BOOST_REQUIRE(std::isnan(got[i]) || got[i] == bad);
    }
}

BOOST_AUTO_TEST_CASE(negative_zeros_stay) {
  std::vector<float> const x(40, -0.0f);
  for (int level = 0; level < isa_count; ++level) {
    kernels::prefix_kernel const& k = *kernels::find_prefix_sum(dtype::f4, static_cast<isa>(level));
    std::vector<std::byte> carried(k.state);
    std::vector<float> got(40);
    k.scan(bytes(got.data()), bytes(x.data()), 40, carried.data(), false);
    for (float const v : got) BOOST_TEST(std::signbit(v));
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp
