// Relations against enumeration, and against nests that really walk in the direction that was promised to be safe.
#include "engine/legality/dependence.hpp"

#include <limits>
#include <string_view>

#include "verify/unit/engine/legality/enumeration.hpp"

namespace fnp::legality {
namespace {

constexpr index big = std::numeric_limits<index>::max();

// The definition, from addresses: what the header promises, one point and one pair at a time.
relation by_definition(iteration_space const& space, access_map const& out, access_map const& in) {
  auto const w = enumeration::addresses(space, out), r = enumeration::addresses(space, in);
  std::size_t const n = w.size();
  bool same = n > 0 && out.itemsize == in.itemsize, touch = false, constant = true;
  for (std::size_t p = 0; p < n; ++p) {
    same &= w[p] == r[p];
    constant &= r[p] - w[p] == r[0] - w[0];
    for (std::size_t q = 0; q < n; ++q) touch |= enumeration::meet(w[p], out.itemsize, r[q], in.itemsize);
  }
  if (!touch) return relation::disjoint;
  if (same) return relation::same;
  bool grows = true, falls = true, forwards = true, backwards = true;
  index const delta = r[0] - w[0];
  for (std::size_t p = 0; p < n; ++p)
    for (std::size_t q = p + 1; q < n; ++q) {
      grows &= w[q] > w[p];
      falls &= w[q] < w[p];
      forwards &= !enumeration::meet(w[p], out.itemsize, r[q], in.itemsize);
      backwards &= !enumeration::meet(w[q], out.itemsize, r[p], in.itemsize);
    }
  if (!constant || (!grows && !falls) || (!forwards && !backwards)) return relation::other;
  if (forwards && backwards) return (grows ? delta < 0 : delta > 0) ? relation::shifted_up : relation::shifted_down;
  return backwards ? relation::shifted_up : relation::shifted_down;
}

void check_one(enumeration::tally& meaning, enumeration::tally& walk, iteration_space const& space,
               access_map const& out, access_map const& in) {
  verdict why;
  relation const got = relate(space, out, in, &why), expected = by_definition(space, out, in);
  auto const text = [&] {
    return enumeration::to_text(space, out) + " = " + enumeration::to_text(space, in) + " gives " +
           std::to_string(static_cast<int>(got)) + " not " + std::to_string(static_cast<int>(expected)) + ", " +
           to_text(why);
  };
  meaning.check(got == expected && bool(why) == (got != relation::other) && relate(space, out, in) == got, text);
  if (got == relation::other || !injective(space, out)) return;
  enumeration::tabulated const n({space, {{out, 0}}, {{in, 0}}});
  auto order = n.forwards();
  auto const wanted = n.run_at_once(order);
  if (got != relation::shifted_up) walk.check(n.run(order) == wanted, text);
  std::reverse(order.begin(), order.end());
  if (got != relation::shifted_down) walk.check(n.run(order) == wanted, text);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(legality_dependence)

BOOST_AUTO_TEST_CASE(the_words_mean_what_numpy_users_expect) {
  access_map const head{0, {8}, 8}, tail{8, {8}, 8}, reversed{72, {-8}, 8};
  BOOST_TEST((relate({9}, tail, head) == relation::shifted_up));    // x[1:] = x[:-1]
  BOOST_TEST((relate({9}, head, tail) == relation::shifted_down));  // x[:-1] = x[1:]
  BOOST_TEST((relate({10}, head, head) == relation::same));
  BOOST_TEST((relate({10}, head, reversed) == relation::other));    // x = x[::-1]
  BOOST_TEST((relate({5}, {0, {16}, 8}, {8, {16}, 8}) == relation::disjoint));
  BOOST_TEST((relate({4, 4}, {0, {32, 8}, 8}, {0, {8, 32}, 8}) == relation::other));       // x = x.T
  BOOST_TEST((relate({3, 4}, {32, {32, 8}, 8}, {0, {32, 8}, 8}) == relation::shifted_up)); // x[1:, :] = x[:-1, :]
  BOOST_TEST((relate({0}, head, head) == relation::disjoint));
  BOOST_TEST((relate({9}, {64, {-8}, 8}, {72, {-8}, 8}) == relation::shifted_up));         // in the order of the walk
}

BOOST_AUTO_TEST_CASE(rows_agree_with_the_definition) {
  enumeration::tally meaning("relation of rows"), walk("walk of rows");
  std::vector<index> strides;
  for (index s = -9; s <= 9; ++s) strides.push_back(s);
  for (index n = 0; n <= 4; ++n)
    for (index const s : strides)
      for (index const t : strides)
        for (index offset = -20; offset <= 20; ++offset)
          for (index const itemsize : {2, 4, 6})
            check_one(meaning, walk, {n}, {0, {s}, 4}, {offset, {t}, itemsize});
}

BOOST_AUTO_TEST_CASE(matrices_agree_with_the_definition) {
  enumeration::tally meaning("relation of matrices"), walk("walk of matrices");
  std::vector<index> const strides{-16, -8, -3, 0, 4, 12};
  enumeration::for_each_vector(2, {1, 2, 3, 4}, [&](fnp::extents const& space) {
    enumeration::for_each_vector(2, strides, [&](fnp::extents const& s) {
      enumeration::for_each_vector(2, strides, [&](fnp::extents const& t) {
        for (index const offset : {-16, -4, -1, 0, 2, 8}) check_one(meaning, walk, space, {0, s, 4}, {offset, t, 4});
      });
      for (index offset = -30; offset <= 30; ++offset)
        for (index const itemsize : {2, 4, 8}) check_one(meaning, walk, space, {0, s, 4}, {offset, s, itemsize});
    });
  });
}

BOOST_AUTO_TEST_CASE(boxes_agree_with_the_definition) {
  enumeration::tally meaning("relation of boxes"), walk("walk of boxes");
  std::vector<index> const strides{-12, 0, 3, 36};
  enumeration::for_each_vector(3, {1, 2, 3, 4}, [&](fnp::extents const& space) {
    enumeration::for_each_vector(3, strides, [&](fnp::extents const& s) {
      for (index offset = -48; offset <= 48; offset += 3) check_one(meaning, walk, space, {0, s, 3}, {offset, s, 3});
    });
  });
  enumeration::for_each_vector(3, {1, 3}, [&](fnp::extents const& space) {
    enumeration::for_each_vector(3, strides, [&](fnp::extents const& s) {
      enumeration::for_each_vector(3, strides, [&](fnp::extents const& t) {
        for (index const offset : {-12, 1}) check_one(meaning, walk, space, {0, s, 3}, {offset, t, 3});
      });
    });
  });
}

BOOST_AUTO_TEST_CASE(random_nests_agree_with_the_definition) {
  enumeration::random_numbers random(1991);
  enumeration::tally meaning("random relation"), walk("random walk");
  for (int round = 0; round < 3000; ++round) {
    iteration_space space;
    access_map out{0, {}, 4}, in{random.between(-40, 40), {}, 4};
    for (index i = random.between(1, 4); i > 0; --i) {
      space.push_back(random.between(1, 4));
      out.stride.push_back(random.between(-6, 6) * (round % 3 ? 4 : 1));
      in.stride.push_back(random.between(0, 3) ? out.stride.back() : random.between(-20, 20));
    }
    check_one(meaning, walk, space, out, in);
  }
}

BOOST_AUTO_TEST_CASE(a_shift_is_found_without_a_search) {
  BOOST_TEST((relate({9, 9}, {88, {80, 8}, 8}, {0, {80, 8}, 8}, nullptr, 0) == relation::shifted_up));
}

BOOST_AUTO_TEST_CASE(undecided_and_overflow_are_other) {
  verdict why;
  iteration_space const space{50, 50, 50};
  access_map const a{0, {8 * 97, 8 * 89, 8 * 83}, 8}, b{16, {8 * 101, 8 * 79, 8 * 73}, 8};
  BOOST_TEST((relate(space, a, b, &why, 0) == relation::other));
  BOOST_TEST((why.what == answer::undecided));
  BOOST_TEST((relate({3}, {0, {big}, 8}, {8, {big}, 8}, &why) == relation::other));
  BOOST_TEST((why.what == answer::overflow));
  BOOST_TEST((relate({2}, {0, {-big - 1}, 1}, {-8, {8}, 1}, &why) == relation::other));
  BOOST_TEST((why.what == answer::overflow));
  BOOST_TEST((relate({2}, {0, {-big - 1}, 1}, {8, {8}, 1}) == relation::disjoint));  // the hulls fit and are apart
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::legality
