// shares_memory against the definition, by enumeration of all bytes.
#include <random>
#include <set>

#include "fnp/fnp.hpp"
#include "verify/unit/engine/array/captured_views.hpp"

namespace fnp::test {

BOOST_AUTO_TEST_SUITE(sharing)

std::set<std::byte const*> bytes_of(array_body const& a) {
  std::set<std::byte const*> r;
  for (index k = 0; k < a.count; ++k) {
    std::byte const* p = a.data;
    index rest = k;
    for (std::size_t i = a.layout.rank(); i-- > 0; rest /= a.layout.extent[i])
      p += rest % a.layout.extent[i] * a.layout.stride[i];
    for (std::size_t b = 0; b < itemsize(a.type); ++b) r.insert(p + b);
  }
  return r;
}

BOOST_AUTO_TEST_CASE(views_share_memory_exactly_when_a_byte_is_in_both) {
  std::mt19937 random(11);
  array_handle const buffer = make_array(dtype::i2, {64});
  auto const draw = [&](int low, int high) { return std::uniform_int_distribution<int>(low, high)(random); };
  auto const any_view = [&] {
    for (;;) {
      strided v;
      index low = 0, high = 0;
      for (int i = draw(0, 3); i > 0; --i) {
        v.extent.push_back(draw(0, 4));
        v.stride.push_back(2 * draw(-9, 9));
        index const reach = v.stride.back() * (v.extent.back() - 1);
        if (v.extent.back() > 0) (reach < 0 ? low : high) += reach;
      }
      if (high - low > 120) continue;
      v.offset = -low + 2 * draw(0, static_cast<int>((120 - high + low) / 2));
      return make_view(buffer->memory, dtype::i2, v, true);
    }
  };
  int shared = 0;
  for (int round = 0; round < 3000; ++round) {
    array_handle const a = any_view(), b = any_view();
    std::set<std::byte const*> const mine = bytes_of(*a);
    bool meet = false;
    for (std::byte const* const p : bytes_of(*b)) meet = meet || mine.count(p);
    BOOST_REQUIRE(manipulation::shares_memory(*a, *b) == meet);
    BOOST_REQUIRE((!meet || manipulation::may_share_memory(*a, *b)));
    shared += meet;
  }
  BOOST_TEST(shared > 200);
  BOOST_TEST(shared < 2800);
}

BOOST_AUTO_TEST_CASE(work_is_bounded_where_it_is_asked_for) {
  array<int> const all = zeros<int>({40});
  ndarray const even = all(slice(0, 40, 2)), odd = all(slice(1, 40, 2));
  BOOST_TEST(!shares_memory(even, odd));
  BOOST_TEST(may_share_memory(even, odd));
  BOOST_TEST(!may_share_memory(even, odd, -1));
  try {
    shares_memory(even, odd, 0);
    BOOST_ERROR("no error");
  } catch (error const& e) {
    BOOST_TEST(e.category() == "TooHardError");
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
