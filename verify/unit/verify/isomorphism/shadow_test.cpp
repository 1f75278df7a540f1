// Shadow memory: leaves, elements, torn reads, and the number of writes.
#include "verify/isomorphism/shadow.hpp"

#include <boost/test/unit_test.hpp>
#include <vector>

using namespace fnp;
using namespace fnp::isomorphism;

namespace {

struct memory {
  std::vector<std::byte> place = std::vector<std::byte>(64);
  shadow s;
  memory() {
    s.add(place.data(), 32, 0);
    s.add(place.data() + 16, 32, 1);
    s.seal();
  }
  std::byte* at(std::size_t byte) { return place.data() + byte; }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(isomorphism_shadow)

BOOST_AUTO_TEST_CASE(unwritten_elements_are_leaves_by_place_and_dtype) {
  memory m;
  BOOST_TEST(m.s.read(m.at(8), dtype::f8) == m.s.leaf(m.at(8), dtype::f8));
  BOOST_TEST(m.s.read(m.at(8), dtype::f8) != m.s.read(m.at(8), dtype::i8));
  BOOST_TEST(m.s.read(m.at(8), dtype::f8) != m.s.read(m.at(16), dtype::f8));
}
BOOST_AUTO_TEST_CASE(what_is_written_is_read) {
  memory m;
  m.s.write(m.at(8), 8, 42);
  BOOST_TEST(m.s.read(m.at(8), dtype::f8) == 42u);
}
BOOST_AUTO_TEST_CASE(reads_across_elements_are_torn) {
  memory m;
  m.s.write(m.at(8), 8, 42);
  BOOST_TEST(m.s.read(m.at(12), dtype::f8) != 42u);
  BOOST_TEST(m.s.read(m.at(8), dtype::f4) != 42u);
  m.s.write(m.at(8), 4, 7);
  BOOST_TEST(m.s.read(m.at(8), dtype::f4) == 7u);
  BOOST_TEST(m.s.read(m.at(8), dtype::f8) != 42u);
  BOOST_TEST(m.s.read(m.at(12), dtype::f4) != m.s.leaf(m.at(12), dtype::f4));
}
BOOST_AUTO_TEST_CASE(writes_are_counted_by_byte) {
  memory m;
  m.s.write(m.at(8), 4, 1);
  m.s.write(m.at(8), 2, 1);
  BOOST_TEST((m.s.writes(m.at(8), 5) == std::vector<std::uint8_t>{2, 2, 1, 1, 0}));
  BOOST_TEST(m.s.written_leaves() == 4);
}
BOOST_AUTO_TEST_CASE(what_is_forgotten_is_a_leaf_again) {
  memory m;
  m.s.write(m.at(0), 8, 42);
  m.s.forget(m.at(0), 8);
  BOOST_TEST(m.s.read(m.at(0), dtype::f8) == m.s.leaf(m.at(0), dtype::f8));
}
BOOST_AUTO_TEST_CASE(accesses_outside_of_all_ranges_are_counted) {
  memory m;
  std::vector<std::byte> elsewhere(16);
  m.s.write(elsewhere.data(), 8, 1);
  BOOST_TEST(m.s.stray() == 1);
}

BOOST_AUTO_TEST_SUITE_END()
