// Coalescing, splitting and fusing against walks of the points.
#include "engine/legality/regroup.hpp"

#include <limits>
#include <string_view>

#include "verify/unit/engine/legality/enumeration.hpp"

namespace fnp::legality {
namespace {

constexpr index big = std::numeric_limits<index>::max();

// Is there one stride that gives the joined axis the addresses of both?
bool joins(iteration_space const& space, access_map const& map, std::size_t axis) {
  auto const at = enumeration::addresses(space, map);
  iteration_space joined = space;
  joined[axis] *= joined[axis + 1];
  joined.erase(axis + 1);
  for (std::size_t const kept : {axis, axis + 1}) {
    access_map one = map;
    one.stride.erase(kept == axis ? axis + 1 : axis);
    if (enumeration::addresses(joined, one) == at) return true;
  }
  return false;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(legality_regroup)

BOOST_AUTO_TEST_CASE(coalescing_agrees_with_enumeration) {
  enumeration::tally all("coalesce");
  for (std::size_t rank : {2u, 3u})
    enumeration::for_each_vector(rank, {0, 1, 2, 3, 4}, [&](fnp::extents const& space) {
      enumeration::for_each_vector(rank, {-8, -4, 0, 2, 4, 6, 8}, [&](fnp::extents const& stride) {
        access_map const map{0, stride, 2}, dense{0, fnp::c_strides(space, 2), 2};
        for (std::size_t axis = 0; axis + 1 < rank; ++axis) {
          access_map const maps[] = {dense, map};
          auto const v = may_coalesce(space, maps, axis);
          bool const expected = joins(space, map, axis);
          all.check(v.what == (expected ? answer::legal : answer::illegal),
                    [&] { return enumeration::to_text(space, map) + to_text(v); });
        }
      });
    });
}

BOOST_AUTO_TEST_CASE(one_operand_that_does_not_join_keeps_the_axes_apart) {
  access_map const maps[] = {{0, {32, 8}, 8}, {0, {40, 8}, 8}};
  BOOST_TEST(to_text(may_coalesce({3, 4}, maps, 0)) ==
             "illegal: not_dense (operand 1, outer_stride 40, inner_stride 8, inner_extent 4)");
  BOOST_TEST(bool(may_coalesce({3, 4}, std::span(maps, 1), 0)));
  BOOST_TEST(std::string_view(may_coalesce({3, 4}, maps, 1).theorem) == "axis_out_of_range");
}

BOOST_AUTO_TEST_CASE(coalescing_reports_overflow) {
  access_map const map{0, {8, big / 2}, 8};
  BOOST_TEST((may_coalesce({3, 4}, std::span(&map, 1), 0).what == answer::overflow));
}

BOOST_AUTO_TEST_CASE(tiles_cover_an_axis_in_order) {
  enumeration::tally all("split");
  for (index n = 0; n <= 20; ++n)
    for (index tile = 1; tile <= 21; ++tile) {
      auto const v = may_split({5, n}, 1, tile);
      all.check(v && v.numbers[0] * tile + v.numbers[1] == n && v.numbers[1] < tile, [&] { return to_text(v); });
    }
  BOOST_TEST(!may_split({5, 4}, 1, 0));
  BOOST_TEST(!may_split({5, 4}, 1, -3));
  BOOST_TEST(!may_split({5, 4}, 2, 3));
}

BOOST_AUTO_TEST_CASE(fusing_agrees_with_who_wrote_each_byte_last) {
  enumeration::tally all("fuse");
  std::vector<index> const strides{-8, -4, 0, 3, 4, 16};
  enumeration::for_each_vector(2, {0, 1, 2, 3, 4}, [&](fnp::extents const& space) {
    enumeration::for_each_vector(2, strides, [&](fnp::extents const& s) {
      enumeration::for_each_vector(2, strides, [&](fnp::extents const& t) {
        for (index const offset : {0, 4}) {
          access_map const out{0, s, 4}, in{offset, t, 4};
          auto const w = enumeration::addresses(space, out), r = enumeration::addresses(space, in);
          bool expected = true;
          for (std::size_t p = 0; p < w.size(); ++p) {
            expected &= w[p] == r[p];
            for (std::size_t q = p + 1; q < w.size(); ++q) expected &= !enumeration::meet(w[p], 4, w[q], 4);
          }
          auto const v = may_fuse(space, out, space, in);
          all.check(v.what == (expected ? answer::legal : answer::illegal), [&] {
            return enumeration::to_text(space, out) + " to " + enumeration::to_text(space, in) + to_text(v);
          });
        }
      });
    });
  });
}

BOOST_AUTO_TEST_CASE(different_spaces_or_elements_do_not_fuse) {
  access_map const out{0, {32, 8}, 8};
  BOOST_TEST(std::string_view(may_fuse({3, 4}, out, {4, 3}, out).theorem) == "different_space");
  BOOST_TEST(std::string_view(may_fuse({3, 4}, out, {3, 4}, {0, {32, 8}, 4}).theorem) == "different_address");
  access_map const dense{0, {8 * 97, 8 * 89, 8 * 83}, 8};
  BOOST_TEST((may_fuse({50, 50, 50}, dense, {50, 50, 50}, dense, 0).what == answer::undecided));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::legality
