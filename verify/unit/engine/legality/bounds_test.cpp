// Bounds against the definition: every byte of every point.
#include "engine/legality/bounds.hpp"

#include <limits>
#include <string_view>

#include "verify/unit/engine/legality/enumeration.hpp"

namespace fnp::legality {

BOOST_AUTO_TEST_SUITE(legality_bounds)

BOOST_AUTO_TEST_CASE(agrees_with_enumeration) {
  enumeration::tally all("bounds");
  for (std::size_t rank : {0u, 1u, 2u, 3u})
    enumeration::for_each_vector(rank, {0, 1, 2, 3, 4}, [&](fnp::extents const& space) {
      enumeration::for_each_vector(rank, {-8, -3, 0, 4}, [&](fnp::extents const& stride) {
        for (index const offset : {-1, 0, 9, 20}) {
          access_map const map{offset, stride, 4};
          bool inside = true;
          for (index const at : enumeration::addresses(space, map)) inside &= at >= 0 && at + 4 <= 24;
          auto const v = within_bounds(space, map, 24);
          all.check(bool(v) == inside && (inside || v.what == answer::illegal),
                    [&] { return enumeration::to_text(space, map) + to_text(v); });
        }
      });
    });
}

BOOST_AUTO_TEST_CASE(a_space_without_points_is_inside_every_buffer) {
  BOOST_TEST(bool(within_bounds({0, 4}, {-100, {8, 8}, 8}, 0)));
}

BOOST_AUTO_TEST_CASE(reasons_are_told_apart) {
  using std::string_view;
  BOOST_TEST(string_view(within_bounds({4}, {-8, {8}, 8}, 64).theorem) == "below_buffer");
  BOOST_TEST(string_view(within_bounds({4}, {40, {8}, 8}, 64).theorem) == "beyond_buffer");
  BOOST_TEST(string_view(within_bounds({4, -1}, {0, {8, 8}, 8}, 64).theorem) == "negative_extent");
  BOOST_TEST(string_view(within_bounds({4, 2}, {0, {8}, 8}, 64).theorem) == "rank_mismatch");
  BOOST_TEST(to_text(within_bounds({4}, {0, {8}, 8}, 64)) == "legal: inside_buffer (first 0, last 32, bytes 64)");
}

BOOST_AUTO_TEST_CASE(overflow_is_a_no_of_its_own) {
  index const big = std::numeric_limits<index>::max();
  BOOST_TEST((within_bounds({big, big}, {0, {8, 8}, 8}, big).what == answer::overflow));
  BOOST_TEST((within_bounds({2}, {big, {1}, 1}, big).what == answer::overflow));
  BOOST_TEST((within_bounds({3}, {0, {-big - 1}, 1}, big).what == answer::overflow));
  BOOST_TEST(bool(within_bounds({2}, {0, {big - 1}, 1}, big)));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::legality
