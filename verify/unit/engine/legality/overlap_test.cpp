// Overlap and injectivity against sets of bytes.
#include "engine/legality/overlap.hpp"

#include <bitset>
#include <limits>
#include <set>
#include <string_view>

#include "verify/unit/engine/legality/enumeration.hpp"

namespace fnp::legality {
namespace {

constexpr index big = std::numeric_limits<index>::max();
using bytes = std::bitset<256>;

struct view {
  iteration_space space;
  access_map map;
  bytes touched;  // shifted by 128
};

std::vector<view> all_views(std::size_t rank, std::vector<index> const& sizes, std::vector<index> const& strides,
                            index itemsize) {
  std::vector<view> views;
  enumeration::for_each_vector(rank, sizes, [&](fnp::extents const& space) {
    enumeration::for_each_vector(rank, strides, [&](fnp::extents const& stride) {
      view v{space, {0, stride, itemsize}, {}};
      for (index const at : enumeration::addresses(space, v.map))
        for (index k = 0; k < itemsize; ++k) v.touched.set(static_cast<std::size_t>(128 + at + k));
      views.push_back(v);
    });
  });
  return views;
}

void compare(std::vector<view> const& as, std::vector<view> const& bs, std::vector<index> const& offsets) {
  enumeration::tally all("overlap");
  for (view const& a : as)
    for (view const& b : bs)
      for (index const offset : offsets) {
        access_map moved = b.map;
        moved.offset = offset;
        auto const distance = static_cast<std::size_t>(offset < 0 ? -offset : offset);
        bytes const there = offset < 0 ? b.touched >> distance : b.touched << distance;
        overlap const expected = (a.touched & there).any() ? overlap::shared : overlap::disjoint;
        all.check(find_overlap(a.space, a.map, b.space, moved) == expected, [&] {
          return enumeration::to_text(a.space, a.map) + " and " + enumeration::to_text(b.space, moved);
        });
      }
}

access_map row(index start, index step) { return {8 * start, {8 * step}, 8}; }

}  // namespace

BOOST_AUTO_TEST_SUITE(legality_overlap)

BOOST_AUTO_TEST_CASE(even_and_odd_elements_are_disjoint) {
  BOOST_TEST((find_overlap({5}, row(0, 2), {5}, row(1, 2)) == overlap::disjoint));
  BOOST_TEST((find_overlap({5}, row(0, 2), {5}, row(1, 3)) == overlap::shared));
}

BOOST_AUTO_TEST_CASE(real_and_imaginary_parts_are_disjoint) {
  access_map const real{0, {800, 16}, 8}, imaginary{8, {800, 16}, 8};
  BOOST_TEST((find_overlap({50, 50}, real, {50, 50}, imaginary, 0) == overlap::disjoint));
}

BOOST_AUTO_TEST_CASE(left_and_right_half_of_a_matrix_are_disjoint) {
  access_map const left{0, {64, 8}, 8}, right{32, {64, 8}, 8};
  BOOST_TEST((find_overlap({8, 4}, left, {8, 4}, right) == overlap::disjoint));
  BOOST_TEST((find_overlap({8, 5}, left, {8, 4}, right) == overlap::shared));
}

BOOST_AUTO_TEST_CASE(every_pair_of_rows_agrees_with_enumeration) {
  std::vector<index> strides;
  for (index s = -9; s <= 9; ++s) strides.push_back(s);
  std::vector<index> offsets;
  for (index o = -40; o <= 40; ++o) offsets.push_back(o);
  for (index const itemsize_a : {1, 4})
    for (index const itemsize_b : {1, 3, 4})
      compare(all_views(1, {1, 2, 3, 4}, strides, itemsize_a), all_views(1, {1, 2, 3, 4}, strides, itemsize_b),
              offsets);
}

BOOST_AUTO_TEST_CASE(every_pair_of_matrices_agrees_with_enumeration) {
  std::vector<index> const sizes{1, 2, 3, 4}, strides{-8, -3, 0, 4, 6};
  compare(all_views(2, sizes, strides, 4), all_views(2, sizes, strides, 4), {-11, 0, 2, 4});
  compare(all_views(2, sizes, strides, 2), all_views(2, sizes, strides, 4), {-6, 0, 1, 7});
}

BOOST_AUTO_TEST_CASE(every_pair_of_boxes_agrees_with_enumeration) {
  compare(all_views(3, {1, 2, 4}, {-8, 0, 3, 10}, 2), all_views(3, {1, 2, 3}, {-4, 0, 6}, 2), {-3, 5});
  compare(all_views(3, {1, 3, 4}, {-9, 4, 12}, 3), all_views(1, {1, 2, 3, 4}, {-8, 0, 5, 24}, 4), {-7, 0, 30});
  compare(all_views(3, {2, 3, 4}, {-12, 2, 4}, 2), all_views(2, {1, 3, 4}, {-20, 0, 6}, 2), {-2, 21});
}

BOOST_AUTO_TEST_CASE(random_views_agree_with_enumeration) {
  enumeration::random_numbers random(97);
  enumeration::tally all("random overlap");
  for (int round = 0; round < 20000; ++round) {
    iteration_space space[2];
    access_map map[2];
    std::set<index> touched[2];
    for (int v = 0; v < 2; ++v) {
      std::size_t const rank = static_cast<std::size_t>(random.between(1, 4));
      map[v].itemsize = index{1} << random.between(0, 4);
      map[v].offset = random.between(-200, 200);
      for (std::size_t i = 0; i < rank; ++i) {
        space[v].push_back(random.between(1, rank > 2 ? 4 : 12));
        map[v].stride.push_back(random.between(-60, 60) * (round % 2 ? 1 : map[v].itemsize));
      }
      for (index const at : enumeration::addresses(space[v], map[v]))
        for (index k = 0; k < map[v].itemsize; ++k) touched[v].insert(at + k);
    }
    bool shared = false;
    for (index const byte : touched[0]) shared |= touched[1].count(byte) != 0;
    overlap const expected = shared ? overlap::shared : overlap::disjoint;
    all.check(find_overlap(space[0], map[0], space[1], map[1]) == expected &&
                  find_overlap(space[1], map[1], space[0], map[0]) == expected,
              [&] {
                return enumeration::to_text(space[0], map[0]) + " and " + enumeration::to_text(space[1], map[1]);
              });
  }
}

BOOST_AUTO_TEST_CASE(views_without_points_are_disjoint) {
  BOOST_TEST((find_overlap({0}, row(0, 1), {5}, row(0, 1)) == overlap::disjoint));
  BOOST_TEST((find_overlap({5, 0}, {0, {8, 8}, 8}, {}, {0, {}, 8}) == overlap::disjoint));
}

BOOST_AUTO_TEST_CASE(an_exhausted_budget_is_undecided) {
  iteration_space const space{50, 50, 50};
  access_map const a{0, {8 * 97, 8 * 89, 8 * 83}, 8}, b{16, {8 * 101, 8 * 79, 8 * 73}, 8};
  BOOST_TEST((find_overlap(space, a, space, b, 0) == overlap::undecided));
  BOOST_TEST((disjoint(space, a, space, b, 0).what == answer::undecided));
  BOOST_TEST((find_overlap(space, a, space, b, 1000000) == overlap::shared));
}

BOOST_AUTO_TEST_CASE(overflow_is_told) {
  BOOST_TEST((find_overlap({3}, {0, {big}, 8}, {3}, row(0, 1)) == overlap::overflow));
  BOOST_TEST((find_overlap({2}, {0, {-big - 1}, 1}, {2}, {0, {big - 1}, 1}) == overlap::overflow));
  BOOST_TEST((find_overlap({big}, {0, {8}, 8}, {big}, {0, {8}, 8}) == overlap::overflow));
}

BOOST_AUTO_TEST_CASE(injective_agrees_with_enumeration) {
  enumeration::tally all("injective");
  auto const compare_all = [&](std::size_t rank, std::vector<index> const& sizes, std::vector<index> const& strides) {
    for (index const itemsize : {1, 2, 4})
      enumeration::for_each_vector(rank, sizes, [&](fnp::extents const& space) {
        enumeration::for_each_vector(rank, strides, [&](fnp::extents const& stride) {
          access_map const map{3, stride, itemsize};
          auto const at = enumeration::addresses(space, map);
          bool once = true;
          for (std::size_t p = 0; p < at.size() && once; ++p)
            for (std::size_t q = 0; q < p; ++q) once &= !enumeration::meet(at[p], itemsize, at[q], itemsize);
          auto const v = injective(space, map);
          all.check(v.what == (once ? answer::legal : answer::illegal),
                    [&] { return enumeration::to_text(space, map) + to_text(v); });
        });
      });
  };
  compare_all(0, {1}, {0});
  compare_all(1, {0, 1, 2, 3, 4}, {-6, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5});
  compare_all(2, {0, 1, 2, 3, 4}, {-16, -9, -6, -4, -3, -1, 0, 1, 2, 4, 5, 8, 12});
  compare_all(3, {1, 2, 3, 4}, {-17, -7, -4, 0, 2, 5, 16});
}

BOOST_AUTO_TEST_CASE(nested_strides_are_injective_without_search) {
  using std::string_view;
  BOOST_TEST(string_view(injective({4, 5, 6}, {0, {240, 48, 8}, 8}, 0).theorem) == "nested_strides");
  BOOST_TEST(string_view(injective({4, 5, 6}, {0, {-8, 192, 32}, 8}, 0).theorem) == "nested_strides");
  BOOST_TEST(string_view(injective({4, 5}, {0, {8, 0}, 8}, 0).theorem) == "zero_stride");
  BOOST_TEST(bool(injective({4, 1}, {0, {8, 0}, 8}, 0)));
}

BOOST_AUTO_TEST_CASE(injective_knows_its_limits) {
  BOOST_TEST((injective({50, 50, 50}, {0, {8 * 97, 8 * 89, 8 * 83}, 8}, 0).what == answer::undecided));
  BOOST_TEST((injective({3, 3}, {0, {big, 8}, 8}).what == answer::overflow));
  BOOST_TEST((injective({3}, {0, {-big - 1}, 8}).what == answer::overflow));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::legality
