// The wide tree on every instruction set against its definition, and where it may be cut.
#include "kernels/reduce/wide_sums.hpp"

#include <boost/test/unit_test.hpp>
#include <cstring>

#include "fnp/ops/all.hpp"
#include "kernels/registry.hpp"
#include "verify/unit/kernels/reduce/wide_reference.hpp"
#include "verify/unit/kernels/samples.hpp"

namespace fnp {
namespace {

template <class T>
using number = std::conditional_t<std::is_same_v<T, complex64>, std::complex<float>,
                                  std::conditional_t<std::is_same_v<T, complex128>, std::complex<double>, T>>;

kernels::fold_kernel const& kernel_of(dtype d, isa level) {
  return *kernels::find_fold(ops::id_of<ops::wide_add_reduce>, d, level);
}

std::vector<std::ptrdiff_t> lengths() {
  std::vector<std::ptrdiff_t> r;
  for (std::ptrdiff_t n = 1; n <= 300; ++n) r.push_back(n);
  for (std::ptrdiff_t n :
       {511, 512, 513, 1023, 1024, 1025, 1087, 1088, 2047, 2048, 2049, 2113, 4096, 4097, 10007, 33000})
    r.push_back(n);
  return r;
}

template <class T, class Make> void check(Make make) {
  std::mt19937_64 random(7);
  std::vector<T> x;
  for (int i = 0; i < 33000; ++i) x.push_back(make(random));
  std::vector<number<T>> same(x.size());
  std::memcpy(static_cast<void*>(same.data()), x.data(), x.size() * sizeof(T));
  int different = 0;
  for (std::ptrdiff_t const n : lengths()) {
    number<T> const expected = wide_reference::sum(same.data(), n);
    for (int level = 0; level < isa_count; ++level) {
      kernels::fold_kernel const& k = kernel_of(dtype_of<T>(), static_cast<isa>(level));
      alignas(16) std::byte state[32];
      number<T> got{};
      k.run(state, reinterpret_cast<std::byte const*>(x.data()), n, 0);
      k.finish(reinterpret_cast<std::byte*>(&got), state, 1);
      T a, b;
      std::memcpy(static_cast<void*>(&a), &expected, sizeof a);
      std::memcpy(static_cast<void*>(&b), &got, sizeof b);
      different += !samples::same_bits(a, b);
    }
  }
  BOOST_TEST(different == 0);
}

template <class T> T some(std::mt19937_64& random) {
  std::normal_distribution<double> d(0, 1);
  if constexpr (std::is_floating_point_v<T>)
    return static_cast<T>(d(random));
  else {
    using part = decltype(T{}.re);
    auto const re = static_cast<part>(d(random));
    return T(re, static_cast<part>(d(random)));
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(wide_sums)

BOOST_AUTO_TEST_CASE(every_length_has_the_bits_of_the_definition_on_every_instruction_set) {
  check<float>(some<float>);
  check<double>(some<double>);
  check<complex64>(some<complex64>);
  check<complex128>(some<complex128>);
}

BOOST_AUTO_TEST_CASE(so_have_sums_of_infinities_nans_and_zeros) {
  check<double>([](std::mt19937_64& random) {
    return random() % 4000 ? samples::any_of<double>(random) / 0x1p600 : samples::any_of<double>(random);
  });
  check<float>([](std::mt19937_64& random) { return random() % 2 ? 0.0f : -0.0f; });
  check<float>([](std::mt19937_64&) { return -0.0f; });
}

BOOST_AUTO_TEST_CASE(float16_is_summed_in_float32_and_rounded_once) {
  std::mt19937_64 random(3);
  std::vector<half> x;
  std::vector<float> wide;
  for (int i = 0; i < 5000; ++i) {
    x.push_back(half(some<float>(random)));
    wide.push_back(static_cast<float>(x.back()));
  }
  for (int level = 0; level < isa_count; ++level)
    for (std::ptrdiff_t const n : {1, 127, 128, 2048, 2049, 5000}) {
      kernels::fold_kernel const& k = kernel_of(dtype::f2, static_cast<isa>(level));
      alignas(16) std::byte state[32];
      half got;
      k.run(state, reinterpret_cast<std::byte const*>(x.data()), n, 0);
      k.finish(reinterpret_cast<std::byte*>(&got), state, 1);
      BOOST_TEST(got.bits == half(wide_reference::sum(wide.data(), n)).bits);
    }
}

// Threads and blocks cut a run at the nodes of its tree.
BOOST_AUTO_TEST_CASE(a_run_may_be_cut_at_its_nodes) {
  std::mt19937_64 random(11);
  std::vector<double> x;
  for (int i = 0; i < 40000; ++i) x.push_back(some<double>(random));
  kernels::fold_kernel const& k = kernel_of(dtype::f8, isa::widest);
  for (std::ptrdiff_t const n : {1025, 2111, 4096, 39999, 40000}) {
    double whole, left, right;
    k.run(reinterpret_cast<std::byte*>(&whole), reinterpret_cast<std::byte const*>(x.data()), n, 0);
    std::ptrdiff_t const half = n / 2 - n / 2 % k.lanes;
    k.run(reinterpret_cast<std::byte*>(&left), reinterpret_cast<std::byte const*>(x.data()), half, 0);
    k.run(reinterpret_cast<std::byte*>(&right), reinterpret_cast<std::byte const*>(x.data() + half), n - half, half);
    k.join(reinterpret_cast<std::byte*>(&left), reinterpret_cast<std::byte const*>(&right), 1);
    BOOST_TEST(left == whole);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp
