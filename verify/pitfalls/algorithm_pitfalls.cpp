// Pitfalls 29 and 31 as far as the C++ interface reaches: variance and files. Expected values are NumPy 2.4.6's.
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "verify/pitfalls/pitfalls.hpp"

using namespace fnp;
using pitfalls::only;
using pitfalls::reason_of;

namespace {

std::string content(std::filesystem::path const& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(pitfalls_of_algorithms)

// np.var([1+1j, 3-2j]): float64 3.25; np.var([1, 2], ddof=2): inf, divide; np.var([1, 1], ddof=2): nan, invalid.
// Quantiles: the cases
BOOST_AUTO_TEST_CASE(pitfall_29_the_variance_takes_two_passes_and_may_divide_by_zero) {
  ndarray const z(array<complex128>{complex128(1, 1), complex128(3, -2)}), x(array<double>{1, 2}),
      same(array<double>{1, 1});
  BOOST_TEST(only<double>(fnp::var(z)) == 3.25);
  BOOST_TEST(std::isinf(only<double>(fnp::var(x, ddof(2)))));
  BOOST_TEST(std::isnan(only<double>(fnp::var(same, ddof(2)))));
  ndarray const far(array<double>{1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16});
  BOOST_TEST(only<double>(fnp::var(far)) == 22.5);  // one pass over squares loses it
  errstate const strict({.divide = on_condition::raise, .invalid = on_condition::raise});
  BOOST_TEST(reason_of([&] { fnp::var(x, ddof(2)).eval(); }) == "fp_divide");
  BOOST_TEST(reason_of([&] { fnp::var(same, ddof(2)).eval(); }) == "fp_invalid");
}

// np.save of np.zeros((3, 4), '<f4') and of np.asfortranarray(np.zeros((3, 4))): the first 128 bytes
BOOST_AUTO_TEST_CASE(pitfall_31_npy_headers_are_padded_text) {
  auto const header = [](std::string const& text) {
    std::string h("\x93NUMPY\x01\x00v\x00", 10);
    h += text;
    return h.append(127 - h.size(), ' ') + '\n';
  };
  BOOST_TEST(npy_bytes(ndarray(fnp::zeros<float>({3, 4}))).substr(0, 128) ==
             header("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }"));
  BOOST_TEST(npy_bytes(fnp::transpose(ndarray(fnp::zeros<double>({4, 3})))).substr(0, 128) ==
             header("{'descr': '<f8', 'fortran_order': True, 'shape': (3, 4), }"));
}

// zipfile.ZipFile of np.savez: date_time of each member is (1980, 1, 1, 0, 0, 0)
BOOST_AUTO_TEST_CASE(pitfall_31_npz_members_carry_a_fixed_date) {
  std::filesystem::path const file =
      std::filesystem::temp_directory_path() / ("fnp_pitfall_31_" + std::to_string(::getpid()) + ".npz");
  savez(file.string(), {{"a", ndarray(fnp::arange<fnp::index>(3))}});
  std::string const bytes = content(file);
  std::filesystem::remove(file);
  BOOST_REQUIRE(bytes.size() > 14);
  // Time and date of the first local header: midnight; year 0 from 1980, month 1, day 1.
  BOOST_TEST((bytes.substr(10, 4) == std::string("\x00\x00\x21\x00", 4)));
}

BOOST_AUTO_TEST_SUITE_END()
