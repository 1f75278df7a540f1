// The hull of an access map against its addresses one by one.
#include "engine/legality/access_map.hpp"

#include <algorithm>
#include <limits>

#include "verify/unit/engine/legality/enumeration.hpp"

namespace fnp::legality {

BOOST_AUTO_TEST_SUITE(legality_access_map)

BOOST_AUTO_TEST_CASE(the_hull_is_that_of_all_points) {
  enumeration::tally all("hull");
  for (std::size_t rank : {0u, 1u, 2u, 3u})
    enumeration::for_each_vector(rank, {1, 2, 4}, [&](fnp::extents const& space) {
      enumeration::for_each_vector(rank, {-8, -3, 0, 4}, [&](fnp::extents const& stride) {
        access_map const map{5, stride, 4};
        auto const at = enumeration::addresses(space, map);
        auto const hull = addresses_of(space, map);
        all.check(hull.ok && hull.first == *std::min_element(at.begin(), at.end()) &&
                      hull.last == *std::max_element(at.begin(), at.end()) + 4,
                  [&] { return enumeration::to_text(space, map); });
      });
    });
}

BOOST_AUTO_TEST_CASE(a_space_without_points_reaches_nothing) {
  auto const hull = addresses_of({3, 0, 2}, {7, {1, std::numeric_limits<index>::max(), 1}, 8});
  BOOST_TEST(hull.ok);
  BOOST_TEST(hull.first == hull.last);
}

BOOST_AUTO_TEST_CASE(addresses_beyond_64_bits_are_told) {
  index const big = std::numeric_limits<index>::max();
  BOOST_TEST(!addresses_of({3}, {0, {big}, 8}).ok);
  BOOST_TEST(!addresses_of({2}, {8, {big - 8}, 1}).ok);
  BOOST_TEST(!addresses_of({2}, {-2, {-big}, 1}).ok);
  BOOST_TEST(addresses_of({2}, {0, {big - 8}, 8}).ok);
  BOOST_TEST(!addresses_of({2}, {0, {big - 7}, 8}).ok);
  BOOST_TEST(!addresses_of({3}, {0, {-big - 1}, 1}).ok);
}

BOOST_AUTO_TEST_CASE(a_layout_becomes_its_map) {
  access_map const map = map_of({{2, 3}, {-24, 8}, 24}, 8);
  BOOST_TEST(map.offset == 24);
  BOOST_TEST(map.itemsize == 8);
  BOOST_TEST((map.stride == fnp::extents{-24, 8}));
}

BOOST_AUTO_TEST_CASE(strides_of_axes_with_one_point_do_not_count) {
  BOOST_TEST(same_addresses({1, 4}, {0, {99, 8}, 8}, {0, {7, 8}, 8}));
  BOOST_TEST(!same_addresses({2, 4}, {0, {99, 8}, 8}, {0, {7, 8}, 8}));
  BOOST_TEST(!same_addresses({4}, {0, {8}, 8}, {0, {8}, 4}));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::legality
