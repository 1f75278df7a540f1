// Splits by keys: the parts and their order are those of the definition, at every level and length.
#include <boost/test/unit_test.hpp>

#include "kernels/registry.hpp"
#include "verify/unit/engine/sorting/sort_values.hpp"

namespace fnp::test {
namespace {

// The word that a split goes by: of floats a negative zero comes before the positive one.
template <class T> std::int64_t word_of(kernels::sort_kernel const& kernel, T const& x) {
  std::int64_t key;
  kernel.keys[0](&key, reinterpret_cast<std::byte const*>(&x), 1);
  if constexpr (std::is_floating_point_v<T> || std::is_same_v<T, half>) {
    if (key == 0 && std::signbit(plain(x))) return -1;
  }
  return key;
}

template <class T> bool splits(isa level, index n, values how) {
  kernels::sort_kernel const& kernel = kernels::find_sort(dtype_of<T>(), level);
  std::vector<T> const x = random_values<T>(n, how, static_cast<std::uint64_t>(n));
  array_handle const from = vector_of(x), to = make_array(dtype_of<T>(), {n}), middle = make_array(dtype_of<T>(), {n + 64});
  std::vector<std::int64_t> words;
  for (T const& v : x) words.push_back(word_of(kernel, v));
  std::vector<std::int64_t> sorted = words;
  std::sort(sorted.begin(), sorted.end());
  bool all = true;
  constexpr index open = -1;  // no fence at all
  for (index const lower : {index{0}, n / 3, n - 1, open}) {
    bool const closed = lower != open;
    std::int64_t const low = closed ? sorted[static_cast<std::size_t>(lower)] : std::numeric_limits<std::int64_t>::min();
    std::int64_t const high =
        closed ? sorted[static_cast<std::size_t>((lower + n - 1) / 2)] : std::numeric_limits<std::int64_t>::max();
    std::vector<index> below, within, above;
    for (index i = 0; i < n; ++i) {
      std::int64_t const w = words[static_cast<std::size_t>(i)];
      (w < low ? below : w > high ? above : within).push_back(i);
    }
    std::reverse(above.begin(), above.end());
    auto const counts = kernel.split(to->data, middle->data, from->data, n, low, high);
    all &= counts.below == static_cast<index>(below.size()) && counts.above == static_cast<index>(above.size());
    std::vector<index> place(static_cast<std::size_t>(n)), inside(static_cast<std::size_t>(n + 8));
    auto const same = kernel.split_positions(place.data(), inside.data(), from->data, n, low, high);
    all &= same.below == counts.below && same.above == counts.above;
    auto const part = [&](std::vector<index> const& expected, void const* elements, index const* positions) {
      std::vector<T> values;
      for (index const i : expected) values.push_back(x[static_cast<std::size_t>(i)]);
      return same_bits(values, elements) && std::equal(expected.begin(), expected.end(), positions);
    };
    auto const behind = static_cast<std::size_t>(n) - above.size();
    all &= part(below, to->data, place.data()) && part(within, middle->data, inside.data());
    all &= part(above, to->data + behind * sizeof(T), place.data() + behind);
  }
  return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(lane_split)

BOOST_AUTO_TEST_CASE(those_below_keep_their_order_and_those_above_are_reversed_on_every_level) {
  for (dtype const type : every_dtype)
    visit_dtype(type, [&](auto sample) {
      using T = decltype(sample);
      for (isa const level : every_isa) {
        bool all = true;
        for (index const n : every_length)
          if (n < 10000)
            for (values const how : {values::any, values::few, values::close}) all &= splits<T>(level, n, how);
        BOOST_TEST(all, name(type) << " at " << isa_names[static_cast<int>(level)]);
      }
    });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
