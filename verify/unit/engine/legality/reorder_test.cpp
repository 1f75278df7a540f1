// Reorderings against all dependences of a nest, and against the memory that both walks leave.
#include "engine/legality/reorder.hpp"

#include <limits>
#include <string_view>

#include "verify/unit/engine/legality/enumeration.hpp"

namespace fnp::legality {

using enumeration::dependence;
using enumeration::nest;
using enumeration::tabulated;

namespace {

constexpr index big = std::numeric_limits<index>::max();

// All questions about one nest. Memory is compared where the verdict is legal: then both walks must agree.
class examination {
 public:
  void examine(nest const& n) {
    tabulated const table(n);
    auto const dependences = table.dependences();
    auto const first = table.forwards();
    auto const memory = table.run(first);
    std::size_t const rank = n.space.size();
    auto const permute = [&](fnp::extents const& order, verdict const& v, enumeration::tally& t) {
      auto const key = [&](fnp::extents const& x) {
        fnp::extents y(rank);
        for (std::size_t i = 0; i < rank; ++i) y[i] = x[static_cast<std::size_t>(order[i])];
        return y;
      };
      check_order(n, table, dependences, memory, table.order_by(key), v, t);
    };
    for (std::size_t a = 0; a < rank; ++a) {
      for (std::size_t b = a + 1; b < rank; ++b) {
        fnp::extents order(rank);
        for (std::size_t i = 0; i < rank; ++i) order[i] = static_cast<index>(i == a ? b : i == b ? a : i);
        permute(order, may_interchange(n.space, n.outs, n.ins, a, b), interchange_);
      }
      auto const turned = [&](fnp::extents x) {
        x[a] = n.space[a] - 1 - x[a];
        return x;
      };
      verdict const reversed = may_reverse(n.space, n.outs, n.ins, a);
      check_order(n, table, dependences, memory, table.order_by(turned), reversed, reverse_);
      check_parallel(n, table, dependences, memory, a);
    }
    if (rank == 3) {
      std::size_t const turn[] = {2, 0, 1};
      permute({2, 0, 1}, may_permute(n.space, n.outs, n.ins, turn), permute_);
    }
    for (index const small : {1, 2, 9}) {
      check_tile(n, table, dependences, memory, fnp::extents(rank, small));
      fnp::extents mixed(rank, 2);
      if (rank > 0) mixed[rank - 1] = small;
      if (rank > 1) mixed[0] = 3 - std::min<index>(small, 2);
      check_tile(n, table, dependences, memory, mixed);
    }
    if (rank > 0)
      for (index const width : {1, 2, 3, 8}) check_vectorize(n, table, dependences, memory, rank - 1, width);
  }

 private:
  void check_order(nest const& n, tabulated const& table, std::vector<dependence> const& dependences,
                   std::vector<std::uint64_t> const& memory, std::vector<std::size_t> const& order, verdict const& v,
                   enumeration::tally& t) {
    std::vector<std::size_t> place(order.size());
    for (std::size_t i = 0; i < order.size(); ++i) place[order[i]] = i;
    bool kept = true;
    for (dependence const& d : dependences) kept &= place[d.before] < place[d.after];
    t.check(v.what == (kept ? answer::legal : answer::illegal) && (!v || table.run(order) == memory),
            [&] { return to_text(n) + " " + to_text(v); });
  }

  // Slabs of one axis in reverse order, and in turns of one point.
  void check_parallel(nest const& n, tabulated const& table, std::vector<dependence> const& dependences,
                      std::vector<std::uint64_t> const& memory, std::size_t axis) {
    bool apart = true;
    for (dependence const& d : dependences) apart &= table.at(d.before)[axis] == table.at(d.after)[axis];
    verdict const v = may_run_parallel(n.space, n.outs, n.ins, axis);
    bool holds = v.what == (apart ? answer::legal : answer::illegal);
    if (v) {
      auto const slabs = [&](fnp::extents x) {
        x.insert(0, -x[axis]);
        return x;
      };
      auto const turns = [&](fnp::extents x) {
        x.push_back(-x[axis]);
        x.erase(axis);
        return x;
      };
      holds &= table.run(table.order_by(slabs)) == memory && table.run(table.order_by(turns)) == memory;
    }
    parallel_.check(holds, [&] { return to_text(n) + " axis " + std::to_string(axis) + " " + to_text(v); });
  }

  void check_vectorize(nest const& n, tabulated const& table, std::vector<dependence> const& dependences,
                       std::vector<std::uint64_t> const& memory, std::size_t axis, index width) {
    bool apart = true;
    for (dependence const& d : dependences) {
      bool in_one_row = true;
      for (std::size_t i = 0; i < axis; ++i) in_one_row &= table.at(d.before)[i] == table.at(d.after)[i];
      apart &= d.anti || !in_one_row || table.at(d.after)[axis] - table.at(d.before)[axis] >= width;
    }
    verdict const v = may_vectorize(n.space, n.outs, n.ins, axis, width);
    bool holds = v.what == (apart ? answer::legal : answer::illegal);
    for (index start = 0; v && start < width; ++start) {  // wherever the first strip ends
      std::vector<std::size_t> ends;
      for (std::size_t p = 0; p < table.points(); ++p) {
        index const x = table.at(p)[axis];
        if (x + 1 == n.space[axis] || (x + 1 + start) % width == 0) ends.push_back(p + 1);
      }
      holds &= table.run(table.forwards(), ends) == memory;
    }
    vectorize_.check(holds, [&] { return to_text(n) + " width " + std::to_string(width) + " " + to_text(v); });
  }

  // Every position of the boxes; where a tile leaves an axis whole or uncut by one, positions do not matter and the
  // answer is exact.
  void check_tile(nest const& n, tabulated const& table, std::vector<dependence> const& dependences,
                  std::vector<std::uint64_t> const& memory, fnp::extents const& tile) {
    std::size_t const rank = n.space.size();
    verdict const v = may_tile(n.space, n.outs, n.ins, tile);
    bool holds = v.what == answer::legal || v.what == answer::illegal, exact = true;
    for (std::size_t i = 0; i < rank; ++i) exact &= tile[i] == 1 || tile[i] >= n.space[i];
    for (index start = 0; start < 2; ++start) {
      auto const box = [&](fnp::extents x) {
        for (std::size_t i = 0; i < rank; ++i)
          if (tile[i] < n.space[i]) x[i] = (x[i] + (tile[i] > 1 ? start : 0)) / tile[i];
          else x[i] = 0;
        return x;
      };
      auto const order = table.order_by([&](fnp::extents const& x) {
        fnp::extents key = box(x);
        for (index const each : x) key.push_back(each);
        return key;
      });
      std::vector<std::size_t> ends, group(order.size());
      for (std::size_t i = 0; i < order.size(); ++i) {
        group[order[i]] = ends.size();
        if (i + 1 == order.size() || !(box(table.at(order[i])) == box(table.at(order[i + 1])))) ends.push_back(i + 1);
      }
      bool kept = true;
      for (dependence const& d : dependences)
        kept &= group[d.before] < group[d.after] || (d.anti && group[d.before] == group[d.after]);
      holds &= !v || (kept && table.run(order, ends) == memory);
      holds &= !exact || v || !kept;
    }
    tile_.check(holds, [&] { return to_text(n) + " tile " + std::to_string(tile.back()) + " " + to_text(v); });
  }

  enumeration::tally interchange_{"interchange"}, permute_{"permute"}, reverse_{"reverse"}, parallel_{"parallel"},
      vectorize_{"vectorize"}, tile_{"tile"};
};

access_map random_map(enumeration::random_numbers& random, iteration_space const& space) {
  access_map map{random.between(-20, 20), {}, random.between(1, 4)};
  index const unit = random.between(1, 4);
  for (std::size_t i = 0; i < space.size(); ++i) map.stride.push_back(unit * random.between(-5, 5));
  return map;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(legality_reorder)

BOOST_AUTO_TEST_CASE(nests_of_rank_1_to_3_agree_with_enumeration) {
  examination all;
  auto const examine = [&](std::size_t rank, std::vector<index> const& sizes, std::vector<index> const& strides,
                           std::vector<index> const& offsets, index itemsize) {
    enumeration::for_each_vector(rank, sizes, [&](fnp::extents const& space) {
      enumeration::for_each_vector(rank, strides, [&](fnp::extents const& s) {
        enumeration::for_each_vector(rank, strides, [&](fnp::extents const& t) {
          for (index const offset : offsets) all.examine({space, {{{0, s, 4}, 0}}, {{{offset, t, itemsize}, 0}}});
        });
      });
    });
  };
  examine(1, {1, 2, 3, 4}, {-8, -6, -4, -3, 0, 2, 4, 5, 8}, {-12, -8, -4, -1, 0, 3, 4, 8}, 4);
  examine(1, {2, 4}, {-8, -4, 0, 4, 6}, {-8, -2, 0, 4, 6}, 2);
  examine(2, {1, 2, 3, 4}, {-16, -8, -4, 0, 3, 4, 12}, {-8, 0, 2}, 4);
  examine(3, {1, 2, 3}, {-4, 0, 12}, {-4, 0, 5}, 4);
  examine(3, {4}, {-4, 5, 16}, {-4}, 4);
  examine(3, {2}, {-6, 4, 8}, {4}, 4);
}

BOOST_AUTO_TEST_CASE(random_nests_of_several_operands_agree_with_enumeration) {
  examination all;
  enumeration::random_numbers random(1987);
  for (int round = 0; round < 6000; ++round) {
    nest n;
    for (index rank = random.between(1, 4); rank > 0; --rank)
      n.space.push_back(random.between(0, 9) ? random.between(1, 4) : 0);
    for (index k = random.between(1, 2); k > 0; --k)
      n.outs.push_back({random_map(random, n.space), static_cast<std::uint32_t>(random.between(0, 1))});
    for (index k = random.between(0, 2); k > 0; --k) {
      n.ins.push_back({random_map(random, n.space), static_cast<std::uint32_t>(random.between(0, 1))});
      if (random.between(0, 1)) n.ins.back().map.stride = n.outs[0].map.stride;
    }
    if (enumeration::count(n.space) <= 72) all.examine(n);
  }
}

BOOST_AUTO_TEST_CASE(an_assignment_in_place_may_be_walked_in_any_order) {
  operand const x{{0, {800, 8}, 8}, 0}, y{{0, {800, 8}, 8}, 1};
  iteration_space const space{100, 100};
  operand const ins[] = {x, y};
  std::span<operand const> const outs(&x, 1);
  for (std::size_t axis : {0u, 1u}) {
    BOOST_TEST(bool(may_run_parallel(space, outs, ins, axis, 0)));
    BOOST_TEST(bool(may_reverse(space, outs, ins, axis, 0)));
  }
  BOOST_TEST(to_text(may_interchange(space, outs, ins, 0, 1, 0)) == "legal: independent_operands");
  BOOST_TEST(bool(may_vectorize(space, outs, ins, 1, 512, 0)));
}

BOOST_AUTO_TEST_CASE(rows_that_shift_are_parallel_in_columns) {
  operand const below{{800, {800, 8}, 8}, 0}, above{{0, {800, 8}, 8}, 0};
  std::span<operand const> const outs(&below, 1), ins(&above, 1);
  BOOST_TEST(bool(may_run_parallel({99, 100}, outs, ins, 1)));
  BOOST_TEST(to_text(may_run_parallel({99, 100}, outs, ins, 0)) ==
             "illegal: dependence_across_axis (output 0, operand 1)");
}

BOOST_AUTO_TEST_CASE(a_sum_into_one_element_is_a_race_on_its_axis) {
  operand const sum{{0, {8, 0}, 8}, 0}, x{{0, {80, 8}, 8}, 1};
  std::span<operand const> const outs(&sum, 1), ins(&x, 1);
  BOOST_TEST(bool(may_run_parallel({10, 10}, outs, ins, 0)));
  BOOST_TEST(!may_run_parallel({10, 10}, outs, ins, 1));
  BOOST_TEST(!may_vectorize({10, 10}, outs, ins, 1, 2));
}

BOOST_AUTO_TEST_CASE(walking_backwards_visits_the_same_addresses_in_reverse) {
  iteration_space const space{3, 4};
  access_map const map{7, {-40, 8}, 8};
  auto at = enumeration::addresses(space, map);
  std::reverse(at.begin(), at.end());
  BOOST_TEST(enumeration::addresses(space, walked_backwards(space, map)) == at, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_shift_forth_and_back_does_not_tile) {
  operand const out{{80, {80, 8}, 8}, 0}, left{{0, {80, 8}, 8}, 0}, right{{8, {80, 8}, 8}, 0};
  iteration_space const space{9, 9};
  auto const backwards = [&](operand o) { return operand{walked_backwards(space, o.map), o.buffer}; };
  operand const outs[] = {backwards(out)}, same_column[] = {backwards(left)}, next_column[] = {backwards(right)};
  BOOST_TEST(bool(may_tile(space, outs, same_column, {4, 4})));  // x[1:, :-1] = x[:-1, :-1]
  BOOST_TEST(to_text(may_tile(space, outs, next_column, {4, 4})) ==
             "illegal: dependence_enters_tile (output 0, operand 1)");  // x[1:, :-1] = x[:-1, 1:]
  BOOST_TEST(bool(may_tile(space, outs, next_column, {1, 4})));
  BOOST_TEST(bool(may_tile(space, outs, next_column, {4, 9})));
}

BOOST_AUTO_TEST_CASE(questions_that_make_no_sense_are_refused) {
  using std::string_view;
  operand const x{{0, {8, 8}, 8}, 0};
  std::span<operand const> const outs(&x, 1);
  BOOST_TEST(string_view(may_interchange({2, 2}, outs, {}, 0, 2).theorem) == "axis_out_of_range");
  BOOST_TEST(string_view(may_reverse({2, 2}, outs, {}, 2).theorem) == "axis_out_of_range");
  BOOST_TEST(string_view(may_run_parallel({2, 2}, outs, {}, 2).theorem) == "axis_out_of_range");
  BOOST_TEST(string_view(may_vectorize({2, 2}, outs, {}, 0, 4).theorem) == "not_innermost");
  BOOST_TEST(string_view(may_vectorize({2, 2}, outs, {}, 1, 0).theorem) == "width_not_positive");
  BOOST_TEST(string_view(may_tile({2, 2}, outs, {}, {2}).theorem) == "rank_mismatch");
  BOOST_TEST(string_view(may_tile({2, 2}, outs, {}, {2, 0}).theorem) == "tile_not_positive");
  std::size_t const twice[] = {0, 0}, few[] = {0}, far[] = {0, 2};
  using axes = std::span<std::size_t const>;
  for (axes const order : {axes(twice), axes(few), axes(far)})
    BOOST_TEST(string_view(may_permute({2, 2}, outs, {}, order).theorem) == "not_a_permutation");
}

BOOST_AUTO_TEST_CASE(doubt_is_no_permission) {
  operand const out{{0, {8 * 97, 8 * 89, 8 * 83}, 8}, 0}, in{{16, {8 * 101, 8 * 79, 8 * 73}, 8}, 0};
  std::span<operand const> const outs(&out, 1), ins(&in, 1);
  iteration_space const space{50, 50, 50};
  BOOST_TEST((may_run_parallel(space, outs, ins, 0, 0).what == answer::undecided));
  BOOST_TEST((may_interchange(space, outs, ins, 0, 1, 0).what == answer::undecided));
  operand const wide{{0, {big / 2, 8, 8}, 8}, 0};
  BOOST_TEST((may_run_parallel(space, std::span(&wide, 1), ins, 0).what == answer::overflow));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::legality
