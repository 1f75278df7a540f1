// Counted runs: sorted as any other way sorts them, signed or not, whatever their length and however few their values.
#include <boost/test/unit_test.hpp>

#include "engine/sorting/counted_runs.hpp"
#include "verify/unit/engine/sorting/sort_values.hpp"

namespace fnp::test {
namespace {

template <class T> bool counts(index n, values how) {
  std::vector<T> const x = random_values<T>(n, how, 31), sorted = stably_sorted(x);
  bool right = true;
  for (bool const in_place : {false, true}) {
    array_handle const from = vector_of(x), apart = make_array(dtype_of<T>(), {n});
    std::byte* const to = in_place ? from->data : apart->data;
    if constexpr (sizeof(T) == 1) {
      std::vector<index> at(static_cast<std::size_t>(n));
      sorting::order_bytes(at.data(), from->data, n, std::is_signed_v<T>);
      right &= at == stable_positions(x);
      sorting::count_bytes(to, from->data, n, std::is_signed_v<T>);
    } else {
      sorting::count_words(to, from->data, n, std::is_signed_v<T>);
    }
    right &= same_bits(sorted, to);
  }
  return right;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(counted_runs)

BOOST_AUTO_TEST_CASE(bytes_and_words_of_both_signs_are_in_order) {
  for (index const n : {1, 7, 9, 1000, 100000})
    for (values const how : {values::any, values::few, values::close}) {
      BOOST_TEST((counts<std::int8_t>(n, how) && counts<std::uint8_t>(n, how)));
      BOOST_TEST((counts<std::int16_t>(n, how) && counts<std::uint16_t>(n, how)));
      BOOST_TEST(counts<bool>(n, how));
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
