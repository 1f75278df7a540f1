// Strided copies against the definition, element by element, over layouts, sizes and levels.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <numeric>

#include "kernels/registry.hpp"
#include "verify/unit/kernels/samples.hpp"

namespace fnp {
namespace {

struct side {
  std::ptrdiff_t row, element;
};

// Copies rows x count between two layouts given in elements; negative steps start at the far end.
void compare(std::size_t size, isa level, std::ptrdiff_t rows, std::ptrdiff_t count, side to, side from) {
  auto const start = [&](side s) {
    return (s.row < 0 ? -s.row * (rows - 1) : 0) + (s.element < 0 ? -s.element * (count - 1) : 0);
  };
  auto const length = [&](side s) { return std::abs(s.row) * (rows - 1) + std::abs(s.element) * (count - 1) + 1; };
  std::ptrdiff_t const bytes = std::ptrdiff_t(size);
  std::mt19937_64 random(31);
  std::vector<std::byte> source(std::size_t(length(from) * bytes)), got(std::size_t(length(to) * bytes)), want;
  for (auto& b : source) b = std::byte(random());
  for (auto& b : got) b = std::byte(random());
  want = got;
  for (std::ptrdiff_t r = 0; r < rows; ++r)
    for (std::ptrdiff_t i = 0; i < count; ++i)
      std::memcpy(want.data() + (start(to) + r * to.row + i * to.element) * bytes,
                  source.data() + (start(from) + r * from.row + i * from.element) * bytes, size);
  kernels::find_copy(size, level)({got.data() + start(to) * bytes, to.row * bytes, to.element * bytes},
                                  {source.data() + start(from) * bytes, from.row * bytes, from.element * bytes}, rows,
                                  count);
  BOOST_REQUIRE_MESSAGE(got == want, "itemsize " << size << " level " << int(level) << " " << rows << "x" << count
                                                 << " from (" << from.row << "," << from.element << ") to (" << to.row
                                                 << "," << to.element << ")");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(kernels_copy)

BOOST_AUTO_TEST_CASE(every_layout_is_copied_as_its_definition_says) {
  for (std::size_t const size : {1u, 2u, 4u, 8u, 16u})
    for (int level = 0; level < isa_count; ++level)
      for (auto const& [rows, count] :
           {std::pair{1, 1}, {1, 40}, {40, 1}, {3, 5}, {8, 8}, {16, 16}, {17, 35}, {33, 64}, {70, 19},
            {4, 50}, {7, 37}}) {
        std::ptrdiff_t const r = rows, n = count, wide = 83;
        side const dense{n, 1}, turned{1, r};
        for (side const to : {dense, side{wide, 1}, turned, side{-wide, 1}, side{wide, -1}, side{2 * wide, 2}})
          for (side const from : {dense, side{wide, 1}, side{wide, -1}, side{-wide, 1}, side{0, 1}, side{wide, 0},
                                  side{0, 0}, side{2 * wide, 2}, side{3 * wide, 3}, turned, side{1, wide},
                                  side{-1, wide}, side{1, -wide}, side{-1, -wide}, side{2, wide}})
            compare(size, static_cast<isa>(level), r, n, to, from);
      }
}

BOOST_AUTO_TEST_CASE(empty_copies_touch_nothing_and_odd_itemsizes_have_no_kernel) {
  std::byte one{7};
  kernels::find_copy(8, kernels::best_isa())({&one, 8, 8}, {nullptr, 8, 8}, 0, 5);
  kernels::find_copy(8, kernels::best_isa())({&one, 8, 8}, {nullptr, 8, 8}, 5, 0);
  BOOST_TEST((one == std::byte{7}));
  BOOST_TEST(kernels::find_copy(3, isa::reference) == nullptr);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp
