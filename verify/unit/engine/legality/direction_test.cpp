// Meetings under direction vectors against all pairs of points.
#include "engine/legality/direction.hpp"

#include "verify/unit/engine/legality/enumeration.hpp"

namespace fnp::legality {
namespace {

bool holds(direction d, index x, index y, index most) {
  switch (d) {
    case direction::any: return true;
    case direction::equal: return x == y;
    case direction::less: return x < y && y - x <= most;
    case direction::greater: return x > y && x - y <= most;
  }
  return false;
}

std::vector<directions> all_directions(std::size_t rank) {
  std::vector<directions> ways;
  enumeration::for_each_vector(rank, {0, 1, 2, 3}, [&](fnp::extents const& v) {
    directions way;
    for (index const d : v) way.push_back(static_cast<direction>(d));
    ways.push_back(way);
  });
  return ways;
}

// Two maps over one space, with their addresses.
struct pair_of_maps {
  iteration_space const& space;
  access_map a, b;
  std::vector<index> at_a = enumeration::addresses(space, a), at_b = enumeration::addresses(space, b);

  bool meet_by_definition(directions const& way, index most) const {
    for (std::size_t p = 0; p < at_a.size(); ++p)
      for (std::size_t q = 0; q < at_b.size(); ++q) {
        if (!enumeration::meet(at_a[p], a.itemsize, at_b[q], b.itemsize)) continue;
        auto const x = enumeration::coordinates(space, static_cast<index>(p));
        auto const y = enumeration::coordinates(space, static_cast<index>(q));
        bool in = true;
        for (std::size_t i = 0; i < space.size(); ++i) in = in && holds(way[i], x[i], y[i], most);
        if (in) return true;
      }
    return false;
  }

  std::string to_text(directions const& way, index most) const {
    std::string text = enumeration::to_text(space, a) + " and " + enumeration::to_text(space, b);
    for (direction const d : way) text += " " + std::to_string(static_cast<int>(d));
    return text + " most " + std::to_string(most);
  }
};

// Every `sparse`-th direction vector is asked of a pair of maps, beginning with another one for each pair.
void compare(std::size_t rank, std::vector<index> const& sizes, std::vector<index> const& strides,
             std::vector<index> const& offsets, std::size_t sparse) {
  enumeration::tally all("direction");
  enumeration::random_numbers random(12);
  auto const ways = all_directions(rank);
  std::size_t pairs = 0;
  auto const examine = [&](pair_of_maps const& maps) {
    for (std::size_t w = pairs++ % sparse; w < ways.size(); w += sparse) {
      index const most = random.between(1, 4);
      std::int64_t budget = default_budget;
      auto const f = meet(maps.space, maps.a, maps.b, ways[w], budget, most);
      all.check(f.what == (maps.meet_by_definition(ways[w], most) ? feasible::yes : feasible::no),
                [&] { return maps.to_text(ways[w], most); });
    }
  };
  enumeration::for_each_vector(rank, sizes, [&](fnp::extents const& space) {
    enumeration::for_each_vector(rank, strides, [&](fnp::extents const& s) {
      enumeration::for_each_vector(rank, strides, [&](fnp::extents const& t) {
        for (index const offset : offsets) examine({space, {0, s, 4}, {offset, t, 2}});
      });
    });
  });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(legality_direction)

BOOST_AUTO_TEST_CASE(rows_agree_with_enumeration) {
  compare(1, {1, 2, 3, 4, 6}, {-8, -6, -4, -3, -1, 0, 1, 2, 3, 4, 5, 8},
          {-17, -9, -8, -4, -2, -1, 0, 1, 3, 4, 6, 8, 11, 20}, 1);
}

BOOST_AUTO_TEST_CASE(matrices_agree_with_enumeration) {
  compare(2, {1, 2, 3, 4}, {-9, -8, -3, 0, 4, 6, 12}, {-8, -3, 0, 4, 14}, 3);
}

BOOST_AUTO_TEST_CASE(boxes_agree_with_enumeration) { compare(3, {1, 2, 3}, {-7, 0, 4, 12}, {-5, 12}, 23); }

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::legality
