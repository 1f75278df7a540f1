// Kept pages: reuse of freed mappings, and giving them back.
#include "engine/memory/pages.hpp"

#include <boost/test/unit_test.hpp>
#include <cstring>
#include <set>

#include "engine/memory/account.hpp"
#include "fnp/base/storage.hpp"

namespace fnp::test {

BOOST_AUTO_TEST_SUITE(pages)

BOOST_AUTO_TEST_CASE(a_freed_block_is_handed_out_again) {
  memory::trim_pages();
  index length = 0;
  bool kept = true;
  std::byte* const p = memory::take_pages(5 << 20, length, kept);
  BOOST_TEST(!kept);
  BOOST_TEST(length >= 5 << 20);
  std::memset(p, 1, static_cast<std::size_t>(length));
  memory::give_pages(p, length);
  BOOST_TEST(memory::kept_bytes() == length);
  index again = 0;
  BOOST_TEST((memory::take_pages((5 << 20) - 100000, again, kept) == p));
  BOOST_TEST(kept);
  BOOST_TEST(memory::kept_bytes() == 0);
  memory::give_pages(p, again);
  std::byte* const other = memory::take_pages(2 << 20, length, kept);  // far too large a block does not fit
  BOOST_TEST(!kept);
  memory::give_pages(other, length);
  memory::trim_pages();
  BOOST_TEST(memory::kept_bytes() == 0);
}

BOOST_AUTO_TEST_CASE(what_no_system_has_is_null) {
  index length = 0;
  bool kept = false;
  BOOST_TEST((memory::take_pages(index{1} << 60, length, kept) == nullptr));
  BOOST_TEST((memory::take_pages(INT64_MAX, length, kept) == nullptr));
}

BOOST_AUTO_TEST_CASE(large_arrays_begin_at_different_places_of_a_page, *boost::unit_test::enable_if<!memory::plain>()) {
  std::set<std::uintptr_t> places;
  std::vector<array_handle> arrays;
  for (int i = 0; i < 6; ++i) {
    arrays.push_back(make_array(dtype::f8, {1 << 20}));
    places.insert(reinterpret_cast<std::uintptr_t>(arrays.back()->data) % 4096);
  }
  BOOST_TEST(places.size() == 6u);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
