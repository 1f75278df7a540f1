// Rows past the caches arrive whole, whatever their alignment, and touch nothing beside them.
#include <boost/test/unit_test.hpp>
#include <cstring>
#include <vector>

#include "kernels/registry.hpp"

namespace fnp {

BOOST_AUTO_TEST_SUITE(kernels_stream)

BOOST_AUTO_TEST_CASE(every_byte_arrives_and_none_beside) {
  for (int level = 0; level < isa_count; ++level)
    for (std::ptrdiff_t const bytes : {0, 1, 15, 63, 64, 65, 127, 128, 200, 1000})
      for (std::ptrdiff_t const shift : {0, 1, 8, 16, 63})
        for (std::ptrdiff_t const rows : {0, 1, 3}) {
          std::ptrdiff_t const row = bytes + 40;
          std::vector<std::byte> from(static_cast<std::size_t>(rows * bytes + 1)),
              got(static_cast<std::size_t>(rows * row + 256), std::byte{0x11});
          for (std::size_t i = 0; i < from.size(); ++i) from[i] = std::byte(i * 37 + 5);
          std::vector<std::byte> want = got;
          for (std::ptrdiff_t r = 0; r < rows; ++r)
            std::memcpy(want.data() + shift + r * row, from.data() + r * bytes, static_cast<std::size_t>(bytes));
          kernels::find_stream(static_cast<isa>(level))({got.data() + shift, row, 1}, {from.data(), bytes, 1}, rows,
                                                        bytes);
          kernels::settle_streams();
          BOOST_REQUIRE_MESSAGE(got == want,
                                "level " << level << ", " << rows << " rows of " << bytes << " bytes at " << shift);
        }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp
