// The books of the allocator: use, peak, limit.
#include "engine/memory/account.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

#include "fnp/base/error.hpp"
#include "fnp/base/storage.hpp"

namespace fnp::test {

BOOST_AUTO_TEST_SUITE(account)

BOOST_AUTO_TEST_CASE(use_and_peak_follow_large_arrays) {
  reset_memory_peak();
  memory_statistics const before = memory_counters();
  {
    array_handle const a = make_array(dtype::u1, {10 << 20});
    BOOST_TEST(memory_counters().bytes_in_use >= before.bytes_in_use + (10 << 20));
  }
  memory_statistics const after = memory_counters();
  BOOST_TEST(after.bytes_in_use <= before.bytes_in_use + 4096);
  BOOST_TEST(after.peak_bytes >= before.bytes_in_use + (10 << 20));
}

BOOST_AUTO_TEST_CASE(what_dies_is_taken_off_the_books) {
  for (index const n : {1, 4096, 4097, 100000, 3 << 20}) make_array(dtype::u1, {n});
  trim_memory();
  memory_statistics const before = memory_counters();
  for (index const n : {1, 4096, 4097, 100000, 3 << 20}) make_array(dtype::u1, {n});
  trim_memory();
  BOOST_TEST(memory_counters().bytes_in_use == before.bytes_in_use);
  BOOST_TEST(memory_counters().cached_bytes == 0);
}

BOOST_AUTO_TEST_CASE(an_array_beyond_the_limit_is_refused_with_the_numbers) {
  index const former = set_memory_limit(memory_counters().bytes_in_use + (1 << 20));
  std::string text;
  try {
    make_array(dtype::u1, {4 << 20});
  } catch (error const& e) {
    BOOST_TEST((e.code() == error_code::over_budget));
    text = e.what();
  }
  BOOST_TEST(text.find(std::to_string(4 << 20)) != std::string::npos);
  BOOST_TEST(text.find(std::to_string(memory_counters().limit)) != std::string::npos);
  make_array(dtype::u1, {1 << 19});
  set_memory_limit(former);
  make_array(dtype::u1, {4 << 20});
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
