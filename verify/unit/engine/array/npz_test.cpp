// npz archives: keys, both packings, every kind of damage.
#include <filesystem>
#include <fstream>
#include <sstream>

#include "verify/unit/engine/array/captured_views.hpp"
#include "fnp/format.hpp"
#include "fnp/io.hpp"

namespace fnp::test {

BOOST_AUTO_TEST_SUITE(npz)

namespace {

std::string const path = (std::filesystem::temp_directory_path() / "fnp_npz_test.npz").string();

ndarray counting(index n) {
  ndarray a(dtype::f8, {n});
  for (index i = 0; i < n; ++i) reinterpret_cast<double*>(a.data())[i] = static_cast<double>(i % 100);
  return a;
}
std::string bytes_of(std::string const& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

}  // namespace

BOOST_AUTO_TEST_CASE(members_come_back_by_key) {
  for (packing const p : {packing::stored, packing::deflated}) {
    savez(path, {{"x", counting(3)}, {"größe", counting(70000)}, {"empty", counting(0)}}, p);
    BOOST_TEST(npz_keys(path) == (std::vector<std::string>{"x", "größe", "empty"}), boost::test_tools::per_element());
    BOOST_TEST(to_string(load(path, "x")) == "[0. 1. 2.]");
    BOOST_TEST(load(path, "x.npy").size() == 3);
    BOOST_TEST(load(path, "größe").item(69999).as<double>() == 99);
    BOOST_TEST(load(path, "empty").size() == 0);
  }
  check_error(error_code::bad_argument, [] { load(path, "y"); });
  check_error(error_code::bad_argument, [] { savez(path, {{"x", counting(3)}, {"x", counting(3)}}); });
}

BOOST_AUTO_TEST_CASE(equal_contents_give_equal_bytes) {
  savez(path, {{"x", counting(3)}});
  std::string const first = bytes_of(path);
  savez(path, {{"x", counting(3)}});
  BOOST_TEST(first == bytes_of(path));
}

BOOST_AUTO_TEST_CASE(the_elevation_model_is_read) {
  if (!std::filesystem::exists("data/jacksboro_fault_dem.npz")) return;
  ndarray const elevation = load("data/jacksboro_fault_dem.npz", "elevation");
  BOOST_TEST((elevation.dtype() == dtype::i2));
  BOOST_TEST(to_string(elevation.shape()) == "(344, 403)");
}

BOOST_AUTO_TEST_CASE(any_damage_is_an_error_or_harmless) {
  std::string const expected = repr(counting(500));
  for (packing const p : {packing::stored, packing::deflated}) {
    savez(path, {{"x", counting(500)}, {"y", counting(9)}}, p);
    std::string const whole = bytes_of(path);
    unsigned random = 1;
    auto const next = [&](std::size_t bound) { return (random = random * 1664525u + 1013904223u) / 7 % bound; };
    int refused = 0;
    for (int round = 0; round < 600; ++round) {
      std::string hurt = whole;
      if (round % 3 == 0)
        hurt.resize(next(hurt.size()));
      else
        hurt[next(hurt.size())] ^= static_cast<char>(1 + next(255));
      std::ofstream(path, std::ios::binary) << hurt;
      try {
        BOOST_TEST(repr(load(path, "x")) == expected);
      } catch (error const& e) {
        ++refused;
        bool const known =
            e.code() == error_code::bad_npy || e.code() == error_code::bad_argument;  // the key itself may be hit
        BOOST_TEST(known, e.what());
        BOOST_TEST(std::string(e.what()).find(path) != std::string::npos, e.what());
      }
    }
    BOOST_TEST(refused > 200);
  }
  std::filesystem::remove(path);
}

BOOST_AUTO_TEST_CASE(what_is_no_archive_says_so) {
  std::ofstream(path) << "certainly no archive, but long enough to be one";
  check_error(error_code::bad_npy, [] { npz_keys(path); });
  std::ofstream(path) << "short";
  check_error(error_code::bad_npy, [] { load(path, "x"); });
  std::filesystem::remove(path);
  check_error(error_code::io_failed, [] { npz_keys(path); });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
