// Boxes keep apart, operands stand above their users, and every arrow arrives.
#include "engine/explain/graph_layout.hpp"

#include <boost/test/unit_test.hpp>
#include <random>

using namespace fnp::explaining;

BOOST_AUTO_TEST_SUITE(graph_layout)

BOOST_AUTO_TEST_CASE(random_graphs_are_drawn_without_collisions) {
  for (std::uint32_t seed = 0; seed < 200; ++seed) {
    std::mt19937 random(seed);
    std::vector<drawn_box> boxes(1 + random() % 60);
    std::size_t arrows = 0;
    for (std::uint32_t b = 0; b < boxes.size(); ++b) {
      boxes[b].width = 40 + random() % 160;
      boxes[b].height = 42;
      if (b > 0)
        for (std::uint32_t k = random() % 4; k > 0; --k) boxes[b].from.push_back(random() % b);
      arrows += boxes[b].from.size();
    }
    drawing const d = arrange(boxes);
    BOOST_REQUIRE(d.boxes.size() == boxes.size());
    std::size_t arriving = 0;
    for (drawn_line const& l : d.lines) arriving += l.target >= 0;
    BOOST_TEST(arriving == arrows);
    bool apart = true, above = true, inside = true;
    for (std::size_t a = 0; a < boxes.size(); ++a) {
      drawn_box const& x = d.boxes[a];
      inside = inside && x.x >= 0 && x.y >= 0 && x.x + x.width <= d.width + 1e-6 && x.y + x.height <= d.height + 1e-6;
      for (std::size_t b = 0; b < a; ++b) {
        drawn_box const& y = d.boxes[b];
        apart = apart && (x.x + x.width < y.x || y.x + y.width < x.x || x.y + x.height < y.y || y.y + y.height < x.y);
      }
      for (std::uint32_t const f : x.from) above = above && d.boxes[f].y + d.boxes[f].height < x.y;
    }
    BOOST_TEST(apart, "boxes collide, seed " << seed);
    BOOST_TEST(above, "an operand is not above its user, seed " << seed);
    BOOST_TEST(inside, "a box leaves the drawing, seed " << seed);
  }
}

BOOST_AUTO_TEST_CASE(a_chain_is_a_straight_line) {
  std::vector<drawn_box> boxes(4, {100, 42, {}, 0, 0});
  for (std::uint32_t b = 1; b < 4; ++b) boxes[b].from = {b - 1};
  drawing const d = arrange(boxes);
  for (drawn_box const& b : d.boxes) BOOST_TEST(b.x == d.boxes[0].x, boost::test_tools::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(separate_parts_stand_close_together) {
  std::vector<drawn_box> boxes(10, {100, 42, {}, 0, 0});
  for (std::uint32_t b = 2; b < 10; ++b) boxes[b].from = {b - 2};  // two chains
  BOOST_TEST(arrange(boxes).width < 300.0);
}

BOOST_AUTO_TEST_CASE(nothing_is_drawn_of_nothing) { BOOST_TEST(arrange({}).boxes.empty()); }

BOOST_AUTO_TEST_SUITE_END()
