// Positions by one key and by several, against a stable sort by comparison.
#include "engine/sorting/position_order.hpp"

#include <boost/test/unit_test.hpp>
#include <tuple>

#include "verify/unit/engine/sorting/sort_values.hpp"

namespace fnp::test {

BOOST_AUTO_TEST_SUITE(position_order)

BOOST_AUTO_TEST_CASE(positions_are_those_of_a_stable_sort) {
  for (dtype const type : every_dtype)
    visit_dtype(type, [&](auto sample) {
      using T = decltype(sample);
      for (index const n : every_length)
        for (values const how : {values::any, values::few, values::close}) {
          std::vector<T> const x = random_values<T>(n, how, static_cast<std::uint64_t>(n) + 7);
          array_handle const a = vector_of(x);
          sorting::key_column const key{type, a->data, sizeof(T)};
          std::vector<index> const expected = stable_positions(x);
          for (int const threads : {1, 2}) {
            std::vector<index> at(static_cast<std::size_t>(n));
            sorting::position_order({&key, 1}, isa::widest, threads).run(at.data(), n);
            BOOST_TEST((at == expected), name(type) << " " << n << " values " << static_cast<int>(how));
          }
        }
    });
}

// Keys of wide range that differ in bits which do not fit beside a position: every group is settled again.
BOOST_AUTO_TEST_CASE(elements_that_agree_in_their_leading_bits_are_told_apart) {
  std::mt19937_64 random(5);
  for (index const n : {200, 5000, 100000}) {
    std::vector<std::uint64_t> x(static_cast<std::size_t>(n));
    for (std::uint64_t& v : x) v = (random() % 3) << 62 | (random() % 4) << 40 | random() % 50;
    std::vector<index> at(static_cast<std::size_t>(n));
    sorting::key_column const key{dtype::u8, reinterpret_cast<std::byte const*>(x.data()), 8};
    sorting::position_order({&key, 1}, isa::widest, 1).run(at.data(), n);
    BOOST_TEST((at == stable_positions(x)));
  }
}

BOOST_AUTO_TEST_CASE(later_keys_decide_where_earlier_ones_are_equal) {
  std::mt19937_64 random(6);
  for (index const n : {1, 10, 300, 20000}) {
    std::vector<std::int8_t> first(static_cast<std::size_t>(n));
    std::vector<double> second(static_cast<std::size_t>(n));
    std::vector<std::int16_t> third(static_cast<std::size_t>(2 * n));  // every other element
    for (std::size_t i = 0; i < first.size(); ++i) {
      first[i] = static_cast<std::int8_t>(random() % 3);
      second[i] = static_cast<double>(random() % 7) - 3;
      third[2 * i] = static_cast<std::int16_t>(random() % 11);
    }
    sorting::key_column const keys[] = {{dtype::i1, reinterpret_cast<std::byte const*>(first.data()), 1},
                                        {dtype::f8, reinterpret_cast<std::byte const*>(second.data()), 8},
                                        {dtype::i2, reinterpret_cast<std::byte const*>(third.data()), 4}};
    std::vector<index> at(static_cast<std::size_t>(n)), expected(at.size());
    sorting::position_order(keys, isa::widest, 1).run(at.data(), n);
    std::iota(expected.begin(), expected.end(), index{0});
    std::sort(expected.begin(), expected.end(), [&](index p, index q) {
      auto const a = static_cast<std::size_t>(p), b = static_cast<std::size_t>(q);
      return std::tie(first[a], second[a], third[2 * a], a) < std::tie(first[b], second[b], third[2 * b], b);
    });
    BOOST_TEST((at == expected));
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
