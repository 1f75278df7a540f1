// Selection at one place and at several: each holds its element of the sorted run, parts lie on the right sides, and
// every level leaves the same bits.
#include <array>
#include <boost/test/unit_test.hpp>

#include "engine/sorting/place_selection.hpp"
#include "verify/unit/engine/sorting/sort_values.hpp"

namespace fnp::test {
namespace {

// Between two places nothing is smaller than what stands before, nor greater than what stands behind.
template <class T>
bool is_partitioned(std::vector<T> const& x, std::vector<T> const& sorted, std::vector<index> const& places) {
  bool right = true;
  for (index const k : places) {
    T const& at = x[static_cast<std::size_t>(k)];
    right &= !stands_before(at, sorted[static_cast<std::size_t>(k)]) &&
             !stands_before(sorted[static_cast<std::size_t>(k)], at);
    for (index i = 0; i < static_cast<index>(x.size()); ++i) {
      T const& other = x[static_cast<std::size_t>(i)];
      right &= i < k ? !stands_before(at, other) : !stands_before(other, at);
    }
  }
  return right;
}

template <class T> std::vector<T> elements(std::byte const* data, index n) {
  auto const* const x = reinterpret_cast<T const*>(data);
  return std::vector<T>(x, x + n);
}

// The elements as bytes, in an order of those: equal for permutations.
template <class T> std::vector<std::array<unsigned char, sizeof(T)>> by_bits(std::vector<T> const& x) {
  std::vector<std::array<unsigned char, sizeof(T)>> r;
  for (T const& v : x) std::memcpy(r.emplace_back().data(), &v, sizeof(T));
  std::sort(r.begin(), r.end());
  return r;
}

template <class T> bool selects(index n, values how, std::vector<index> const& places) {
  std::vector<T> const x = random_values<T>(n, how, 21), sorted = stably_sorted(x);
  bool right = true;
  std::vector<T> first;
  std::vector<index> first_positions;
  for (isa const level : every_isa)
    for (bool const in_place : {false, true}) {
      array_handle const from = vector_of(x), apart = make_array(dtype_of<T>(), {n});
      std::byte* const to = in_place ? from->data : apart->data;
      sorting::select_run(dtype_of<T>(), to, from->data, n, level, places);
      std::vector<T> const got = elements<T>(to, n);
      right &= is_partitioned(got, sorted, places) && by_bits(got) == by_bits(x);
      if (first.empty()) first = got;
      right &= same_bits(first, to);
      std::vector<index> at(static_cast<std::size_t>(n));
      array_handle const again = vector_of(x);
      sorting::select_positions(dtype_of<T>(), at.data(), again->data, n, level, places);
      std::vector<T> there;
      for (index const i : at) there.push_back(x[static_cast<std::size_t>(i)]);
      right &= is_partitioned(there, sorted, places);
      if (first_positions.empty()) first_positions = at;
      right &= first_positions == at;
      std::sort(at.begin(), at.end());
      for (index i = 0; i < n; ++i) right &= at[static_cast<std::size_t>(i)] == i;
    }
  return right;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(selection)

BOOST_AUTO_TEST_CASE(one_place_and_several_of_every_dtype_hold_what_sorting_would_put_there) {
  for (dtype const type : every_dtype)
    visit_dtype(type, [&](auto sample) {
      using T = decltype(sample);
      if constexpr (!std::is_same_v<T, bool>) {
        bool all = true;
        for (index const n : {150, 201, 600, 1100, 5000})
          for (values const how : {values::any, values::few, values::close})
            for (std::vector<index> const& places :
                 {std::vector<index>{0}, {n / 2 - 1, n / 2}, {n - 1}, {1, n / 10, n / 2, n - n / 8}})
              all &= selects<T>(n, how, places);
        BOOST_TEST(all, name(type));
      }
    });
}

// Whatever a sample says, the places are found: here it sees one value only.
BOOST_AUTO_TEST_CASE(runs_that_mislead_a_sample_are_partitioned) {
  constexpr index n = 20000;
  std::vector<double> x = random_values<double>(n, values::close, 8);
  for (index i = 0; i < n; i += 3) x[static_cast<std::size_t>(i)] = -7;
  for (isa const level : every_isa)
    for (index const k : {n / 4, n / 2, n - 2}) {
      array_handle const a = vector_of(x);
      std::vector<index> const places{k};
      sorting::select_run(dtype::f8, a->data, a->data, n, level, places);
      BOOST_TEST(is_partitioned(elements<double>(a->data, n), stably_sorted(x), places));
    }
}

// What a word of position and key has no room for decides here.
BOOST_AUTO_TEST_CASE(positions_of_elements_that_differ_in_their_last_bits_are_selected) {
  constexpr index n = 3000;
  std::vector<std::int64_t> x(static_cast<std::size_t>(n));
  for (index i = 0; i < n; ++i) x[static_cast<std::size_t>(i)] = i * 7919 % n;
  x[0] = std::numeric_limits<std::int64_t>::max();
  x[1] = std::numeric_limits<std::int64_t>::min();
  for (isa const level : every_isa)
    for (std::vector<index> const& places : {std::vector<index>{0}, {n / 2}, {n - 1}, {1, 2, 3, 4, 5, 6}}) {
      std::vector<index> at(static_cast<std::size_t>(n));
      sorting::select_positions(dtype::i8, at.data(), vector_of(x)->data, n, level, places);
      std::vector<std::int64_t> there;
      for (index const i : at) there.push_back(x[static_cast<std::size_t>(i)]);
      BOOST_TEST(is_partitioned(there, stably_sorted(x), places));
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
