// Complex functions in vectors against the C library's, and one level against another.
#include <boost/test/unit_test.hpp>

#include <complex>

#include "kernels/complex_primitives.hpp"
#include "verify/unit/kernels/run_op.hpp"
#include "verify/unit/kernels/samples.hpp"

namespace fnp {
namespace {

template <class T> std::vector<complex<T>> numbers() {
  std::mt19937_64 random(31);
  std::uniform_real_distribution<double> near(-8, 8), angle(-3.15, 3.15), logarithm(-20, 3);
  std::vector<complex<T>> z;
  auto const add = [&](double re, double im) { z.push_back(complex<T>(static_cast<T>(re), static_cast<T>(im))); };
  for (int k = 0; k < 6000; ++k) {
    add(near(random), near(random));
    double const t = angle(random), away = 1 + std::exp(2 * logarithm(random)) * (k % 2 ? 1 : -1);
    add(away * std::cos(t), away * std::sin(t));
    add(std::exp(logarithm(random)) * (k % 3 ? 1 : -1), std::exp(logarithm(random)));
  }
  auto const parts = samples::many<T>(2 * 3001, random);
  for (std::size_t k = 0; k + 1 < parts.size(); k += 2) z.push_back(complex<T>(parts[k], parts[k + 1]));
  return z;
}

// The C library's value is the truth for the special ones, and within `tolerance` units of |f(z)| for the others.
template <class Op, class T, class F> void compare(F definition, double tolerance) {
  auto const z = numbers<T>();
  std::vector<complex<T>> expected(z.size()), out(z.size());
  samples::run_op<Op>(expected, z);
  for (std::size_t i = 0; i < z.size(); ++i) {
    std::complex<T> const truth = definition(std::complex<T>(z[i].re, z[i].im)), given(expected[i].re, expected[i].im);
    double const size = std::abs(std::complex<double>(truth));
    // Where one part overflows the other is measured by itself.
    auto const close = [&](T part, T exact) {
      double const scale = std::isfinite(size) ? size : std::abs(static_cast<double>(exact));
      double const unit = static_cast<double>(std::numeric_limits<T>::epsilon()) * scale;
      double const error = std::abs(static_cast<double>(part) - static_cast<double>(exact));
      return samples::same_bits(part, exact) ||
             error <= tolerance * unit + static_cast<double>(std::numeric_limits<T>::min());
    };
    if (!close(given.real(), truth.real()) || !close(given.imag(), truth.imag()))
      BOOST_FAIL(Op::name << " of (" << z[i].re << ", " << z[i].im << ") gives " << given << ", not " << truth);
  }
  std::byte* const data[] = {samples::bytes_of(out), samples::bytes_of(z)};
  std::ptrdiff_t const stride[2] = {};
  for (isa const level : vector_levels) {
    if (!kernels::has_isa(level)) continue;
    kernels::find(ops::id_of<Op>, ops::find_loop<Op>(std::array{dtype_of<complex<T>>()}), level)(
        {data, stride, 0, 1, std::ptrdiff_t(z.size())}, nullptr);
    for (std::size_t i = 0; i < z.size(); ++i)
      BOOST_REQUIRE((samples::same_bits(out[i].re, expected[i].re) && samples::same_bits(out[i].im, expected[i].im)));
  }
}
template <class Op, class F> void compare_both(F definition, double tolerance) {
  compare<Op, float>(definition, tolerance), compare<Op, double>(definition, tolerance);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(complex_runs)

BOOST_AUTO_TEST_CASE(exponentials_and_logarithms_are_the_librarys_within_four_units) {
  compare_both<ops::exp>([](auto z) { return std::exp(z); }, 4);
  compare_both<ops::log>([](auto z) { return std::log(z); }, 4);
}

BOOST_AUTO_TEST_CASE(trigonometric_and_hyperbolic_functions_are_the_librarys_within_five_units) {
  compare_both<ops::sin>([](auto z) { return std::sin(z); }, 5);
  compare_both<ops::cos>([](auto z) { return std::cos(z); }, 5);
  compare_both<ops::tan>([](auto z) { return std::tan(z); }, 5);
  compare_both<ops::sinh>([](auto z) { return std::sinh(z); }, 5);
  compare_both<ops::cosh>([](auto z) { return std::cosh(z); }, 5);
  compare_both<ops::tanh>([](auto z) { return std::tanh(z); }, 5);
  compare_both<ops::arctan>([](auto z) { return std::atan(z); }, 5);
  compare_both<ops::arctanh>([](auto z) { return std::atanh(z); }, 5);
}

BOOST_AUTO_TEST_CASE(inverse_sines_and_cosines_are_the_librarys_within_five_units) {
  compare_both<ops::arcsin>([](auto z) { return std::asin(z); }, 5);
  compare_both<ops::arccos>([](auto z) { return std::acos(z); }, 5);
  compare_both<ops::arcsinh>([](auto z) { return std::asinh(z); }, 5);
  compare_both<ops::arccosh>([](auto z) { return std::acosh(z); }, 5);
}

#if defined(__x86_64__)  // elsewhere the library's hypot rounds differently, and fnp's does not
BOOST_AUTO_TEST_CASE(the_sign_of_a_complex_number_is_to_the_bit_itself_by_the_librarys_hypot) {
  compare_both<ops::sign>(
      []<class Z>(Z z) {
        using T = typename Z::value_type;
        complex<T> r;
        ops::primitives<complex<T>>::sign(r, complex<T>(z.real(), z.imag()));
        return Z(r.re, r.im);
      },
      0);
}
BOOST_AUTO_TEST_CASE(complex_square_roots_are_the_librarys_to_the_bit) {
  compare_both<ops::sqrt>([](auto z) { return std::sqrt(z); }, 0);
}
#endif

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp
