// Regions whose inputs lie backwards, or are every other element of a row, read where they lie.
#include <boost/test/unit_test.hpp>
#include <vector>

#include "verify/unit/include/expr/kernel_call.hpp"

using fnp::array;
using fnp::isa;
using namespace kernel_call;

namespace {

// One or two inputs that move have loops of their own where one lies backwards.
template <class T> void check_one_or_two_backwards() {
  array<T> const a, b;
  auto const one = a + a;
  auto const two = a - T(3) * b;
  for_each_case([&](isa level, std::ptrdiff_t rows, std::ptrdiff_t count) {
    if (count == 0) return;
    constexpr std::ptrdiff_t item = sizeof(T);
    for (std::ptrdiff_t const x_step : {-1, 1, 2})
      for (std::ptrdiff_t const y_step : {-1, 0, 1}) {
        std::vector<T> x = values<T>(rows * count * 2, 1, 1), y = values<T>(rows * count * 2, 5, 2),
                       out(static_cast<std::size_t>(rows * count) + 1, T(77));
        T three = 3;
        std::ptrdiff_t const x_first = x_step < 0 ? count - 1 : 0, y_first = y_step < 0 ? count - 1 : 0;
        auto const at = [](auto& v, std::ptrdiff_t i) { return reinterpret_cast<std::byte*>(v.data() + i); };
        auto const of = [&](std::vector<T> const& v, std::ptrdiff_t r, std::ptrdiff_t i) {
          return v[static_cast<std::size_t>(2 * r * count + i)];
        };
        std::ptrdiff_t const row[] = {count * item, 2 * count * item, 0, 2 * count * item},
                             both[] = {count * item, 2 * count * item, 2 * count * item};
        std::ptrdiff_t const element[] = {item, x_step * item, item, y_step * item},
                             both_elements[] = {item, x_step * item, y_step * item};
        std::byte* const data[] = {at(out, 0), at(x, x_first), reinterpret_cast<std::byte*>(&three), at(y, y_first)};
        std::uint64_t const stays = y_step == 0 ? 8 : 0;
        call_kernel(two, level, {data, row, 4 | stays, rows, count, false, element});
        for (std::ptrdiff_t r = 0; r < rows; ++r)
          for (std::ptrdiff_t i = 0; i < count; ++i) {
            T const triple = static_cast<T>(T(3) * of(y, r, y_first + i * y_step));
            BOOST_REQUIRE_EQUAL(of(out, 0, r * count + i), static_cast<T>(of(x, r, x_first + i * x_step) - triple));
          }
        BOOST_REQUIRE_EQUAL(out.back(), T(77));
        std::byte* const twice[] = {at(out, 0), at(x, x_first), at(y, y_first)};
        call_kernel(one, level, {twice, both, stays >> 1, rows, count, false, both_elements});
        for (std::ptrdiff_t r = 0; r < rows; ++r)
          for (std::ptrdiff_t i = 0; i < count; ++i)
            BOOST_REQUIRE_EQUAL(of(out, 0, r * count + i),
                                static_cast<T>(of(x, r, x_first + i * x_step) + of(y, r, y_first + i * y_step)));
      }
  });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(strided_inputs)

BOOST_AUTO_TEST_CASE(rows_are_read_backwards_and_every_other_element_where_they_lie) {
  array<double> const a;
  array<std::int32_t> const k;
  auto const e = a * 2.0 + fnp::astype<double>(k);
  for_each_case([&](isa level, std::ptrdiff_t rows, std::ptrdiff_t count) {
    for (std::ptrdiff_t const step : {-1, 1, 2})
      for (std::ptrdiff_t const other : {-1, 1, 2})
        for (bool const stream : {false, true}) {
          std::vector<double> x = values<double>(rows * count * 2, 0.5, 0.25),
                              out(static_cast<std::size_t>(rows * count) + 9, -1);
          std::vector<std::int32_t> y = values<std::int32_t>(rows * count * 2, -9, 3);
          double const two = 2;
          std::ptrdiff_t const first = step < 0 ? count - 1 : 0, begin = other < 0 ? count - 1 : 0;
          // The last row ends with the array: what lies behind it is not to be read.
          std::ptrdiff_t const x_row = 2 * count, shift = step == 2 ? 1 : 0, y_shift = other == 2 ? 1 : 0;
          auto const at = [](auto& v, std::ptrdiff_t i) { return reinterpret_cast<std::byte*>(v.data() + i); };
          if (count == 0) continue;
          std::byte* const data[] = {at(out, 1), at(x, first + shift),
                                     const_cast<std::byte*>(reinterpret_cast<std::byte const*>(&two)),
                                     at(y, begin + y_shift)};
          std::ptrdiff_t const row[] = {count * 8, x_row * 8, 0, x_row * 4}, element[] = {8, step * 8, 8, other * 4};
          call_kernel(e, level, {data, row, std::uint64_t{1} << 2, rows, count, stream, element});
          for (std::ptrdiff_t r = 0; r < rows; ++r)
            for (std::ptrdiff_t i = 0; i < count; ++i) {
              double const product = x[static_cast<std::size_t>(r * x_row + first + shift + i * step)] * 2;
              BOOST_REQUIRE_MESSAGE(out[static_cast<std::size_t>(1 + r * count + i)] ==
                                        product + y[static_cast<std::size_t>(r * x_row + begin + y_shift + i * other)],
                                    "level " << int(level) << ", " << rows << " x " << count << ", steps " << step
                                             << " and " << other << ", at " << r << ", " << i);
            }
          BOOST_REQUIRE_EQUAL(out[0], -1.0);
          BOOST_REQUIRE_EQUAL(out[static_cast<std::size_t>(1 + rows * count)], -1.0);
        }
  });
}

BOOST_AUTO_TEST_CASE(one_of_two_inputs_lies_backwards) {
  check_one_or_two_backwards<float>();
  check_one_or_two_backwards<std::int64_t>();
}

BOOST_AUTO_TEST_SUITE_END()
