// Making, sharing and freeing arrays: alignment, strides, lifetimes, limits, threads.
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <cstring>
#include <thread>
#include <vector>

#include "fnp/base/error.hpp"
#include "fnp/base/storage.hpp"
#include "fnp/memory.hpp"

namespace fnp::test {

BOOST_AUTO_TEST_SUITE(array_bodies)

namespace {

template <class F> error_code code_of(F&& f) {
  try {
    f();
  } catch (error const& e) {
    BOOST_TEST_MESSAGE(e.what());
    return e.code();
  }
  return error_code::invariant_broken;
}

}  // namespace

BOOST_AUTO_TEST_CASE(elements_are_aligned_and_may_all_be_written) {
  for (index const n : {0, 1, 7, 64, 512, 513, 5000, 300000, 3000000}) {
    array_handle const a = make_array(dtype::f8, {n});
    BOOST_TEST(reinterpret_cast<std::uintptr_t>(a->data) % 64 == 0u);
    BOOST_TEST(a->memory->bytes == 8 * n);
    BOOST_TEST(a->count == n);
    std::memset(a->data, 0xff, static_cast<std::size_t>(8 * n));
  }
}

// A row of handles is read as a row of `located`, and a form tells the number of elements.
BOOST_AUTO_TEST_CASE(an_array_begins_with_the_place_of_its_elements_and_says_its_form_in_one_word) {
  array_handle const a = make_array(dtype::f4, {3, 7}), same = make_array(dtype::f4, {7, 3}),
                     other = make_array(dtype::f8, {3, 7});
  BOOST_TEST(static_cast<void const*>(static_cast<located const*>(a.get())) == static_cast<void const*>(a.get()));
  BOOST_TEST(a->word() >> 32 == 21u);
  BOOST_TEST(a->word() == same->word());
  BOOST_TEST(a->word() - static_cast<std::uint64_t>(dtype::f4) ==
             other->word() - static_cast<std::uint64_t>(dtype::f8));
  BOOST_TEST(make_array(dtype::f4, {21})->word() != a->word());
  array_handle const view = make_view(a->memory, dtype::f4, a->layout, true);
  BOOST_TEST(view->word() != a->word());
}

BOOST_AUTO_TEST_CASE(strides_are_those_of_c_order) {
  array_handle const a = make_array(dtype::c8, {2, 3, 4});
  BOOST_TEST(to_string(a->layout.stride) == "(96, 32, 8)");
  BOOST_TEST(a->c_contiguous);
  BOOST_TEST(make_array(dtype::f8, {})->count == 1);
  BOOST_TEST(make_array(dtype::f8, {index{1} << 40, 0})->count == 0);
}

BOOST_AUTO_TEST_CASE(order_k_sorts_axes_by_the_strides_of_another) {
  BOOST_TEST(to_string(make_array_like(dtype::f8, {2, 3, 4}, {8, -64, 16})->layout.stride) == "(8, 64, 16)");
  BOOST_TEST(to_string(make_array_like(dtype::i2, {2, 3}, {4, 4})->layout.stride) == "(6, 2)");
  BOOST_TEST(to_string(make_array_like(dtype::i2, {2, 3}, {0, 4})->layout.stride) == "(2, 4)");
  BOOST_TEST(!make_array_like(dtype::i2, {2, 3}, {2, 4})->c_contiguous);
}

BOOST_AUTO_TEST_CASE(a_view_keeps_the_memory_of_a_dead_array) {
  for (index const n : {4, 4000, 4000000}) {
    array_handle view;
    {
      array_handle const a = make_array(dtype::f8, {n});
      reinterpret_cast<double*>(a->data)[n - 1] = 7;
      view = make_view(a->memory, dtype::f8, {{1}, {8}, 8 * (n - 1)}, true);
    }
    make_array(dtype::f8, {n});
    BOOST_TEST(*reinterpret_cast<double*>(view->data) == 7);
  }
}

BOOST_AUTO_TEST_CASE(foreign_memory_is_released_once_after_its_last_view) {
  static int released = 0;
  double x[2] = {1, 2};
  {
    handle<storage> memory =
        adopt_memory(x, sizeof x, false, &released, [](void* count) { ++*static_cast<int*>(count); });
    array_handle const a = make_view(memory, dtype::f8, {{2}, {8}, 0}, true);
    memory = {};
    BOOST_TEST(!a->writeable);
    BOOST_TEST(released == 0);
  }
  BOOST_TEST(released == 1);
}

BOOST_AUTO_TEST_CASE(impossible_shapes_are_refused_before_memory_is_taken) {
  memory_statistics const before = memory_counters();
  BOOST_TEST((code_of([] { make_array(dtype::f8, {2, -1}); }) == error_code::negative_dimension));
  BOOST_TEST((code_of([] { make_array(dtype::f8, {index{1} << 31, index{1} << 31}); }) == error_code::too_large));
  BOOST_TEST((code_of([] { make_array(dtype::f8, {0, index{1} << 31, index{1} << 31}); }) == error_code::too_large));
  BOOST_TEST((code_of([] { make_array(dtype::f8, {INT64_MAX, INT64_MAX}); }) == error_code::too_large));
  BOOST_TEST((code_of([] { make_array(dtype::f8, extents(std::size_t{65}, index{1})); }) == error_code::too_large));
  BOOST_TEST((code_of([] { make_array_like(dtype::f8, {-1}, {8}); }) == error_code::negative_dimension));
  BOOST_TEST((code_of([] {
                array_handle const a = make_array(dtype::f8, {});
                make_view(a->memory, dtype::f8,
                          {extents(std::size_t{65}, index{1}), extents(std::size_t{65}, index{0}), 0}, true);
              }) == error_code::too_large));
  BOOST_TEST(make_array(dtype::f8, extents(std::size_t{64}, index{1}))->count == 1);
  BOOST_TEST(memory_counters().peak_bytes < before.peak_bytes + (1 << 20));
}

BOOST_AUTO_TEST_CASE(what_the_system_has_not_is_out_of_memory) {
  BOOST_TEST((code_of([] { make_array(dtype::f8, {index{1} << 59}); }) == error_code::out_of_memory));
}

BOOST_AUTO_TEST_CASE(arrays_may_die_on_another_thread) {
  std::vector<array_handle> made;
  std::vector<std::thread> threads;
  for (int i = 0; i < 300; ++i) made.push_back(make_array(dtype::f8, {i * i}));
  std::atomic<int> right{0};
  for (int t = 0; t < 3; ++t)
    threads.emplace_back([&, t] {
      for (int round = 0; round < 20; ++round)
        for (int i = t; i < 300; i += 3) {
          array_handle const again = make_array(dtype::f8, {i});
          array_handle const shared = made[static_cast<std::size_t>((i * 7) % 300)];
          right += again->count == i;
        }
      for (std::size_t i = static_cast<std::size_t>(t); i < 300; i += 3) made[i] = {};
    });
  for (auto& t : threads) t.join();
  BOOST_TEST(right == 6000);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
