// Integers divided in lanes are those divided one by one: every op, dtype and level, numbers about the bounds of what
// lanes hold, quotients that are integers and such that only just are none.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cstring>
#include <limits>
#include <random>
#include <vector>

#include "fnp/ops/all.hpp"
#include "kernels/registry.hpp"

namespace fnp {
namespace {

template <class T> T any_size(std::mt19937_64& random, int bits) {
  std::uint64_t const size = random() >> (64 - 1 - random() % static_cast<unsigned>(bits));
  return static_cast<T>(std::is_signed_v<T> && random() % 2 ? std::uint64_t{0} - size : size);
}

// What lanes of float32 hold, or those of the widest floats; or some numbers beyond.
enum class extent { narrow, wide, beyond };

// Multiples of y, and their neighbours.
template <class T> void fill(std::vector<T>& x, std::vector<T>& y, extent reach, unsigned seed) {
  constexpr int width = 8 * static_cast<int>(sizeof(T)) - std::is_signed_v<T>;
  constexpr int widest = sizeof(T) == 8 ? 49 : width - (sizeof(T) == 4 && !std::is_signed_v<T>);
  int const lanes = reach == extent::narrow ? std::min(widest, 22) : widest;
  bool const beyond = reach == extent::beyond;
  std::mt19937_64 random(seed);
  for (std::size_t i = 0; i < x.size(); ++i) {
    y[i] = any_size<T>(random, lanes);
    T const near = any_size<T>(random, lanes);
    T const multiple =
        y[i] == 0 || static_cast<int>(y[i] == static_cast<T>(-1)) ? near : static_cast<T>(near - near % y[i]);
    x[i] = static_cast<T>(multiple + static_cast<T>(multiple == 0     ? 0
                                                    : multiple > T{0} ? -static_cast<int>(random() % 2)
                                                                      : static_cast<int>(random() % 2)));
    if (beyond && random() % 50 == 0) x[i] = std::numeric_limits<T>::min();
    if (beyond && random() % 50 == 0) x[i] = std::numeric_limits<T>::max();
    if (beyond && random() % 50 == 0) y[i] = random() % 2 ? std::numeric_limits<T>::min() : static_cast<T>(-1);
  }
}

template <class T> void compare(ops::op_id op, isa level) {
  dtype const type = dtype_of<T>(), types[] = {type, type};
  int const loop = ops::find_loop(ops::op_table[op], types, 2);
  block_kernel const fast = kernels::find(op, loop, level), plain = kernels::find(op, loop, isa::reference);
  for (extent const reach : {extent::narrow, extent::wide, extent::beyond})
    for (std::uint64_t const broadcast : {0u, 2u, 4u})
      for (std::size_t const n : {1u, 63u, 64u, 200u, 256u, 1000u}) {
        std::vector<T> x(2 * n), y(2 * n), got(2 * n), want(2 * n);
        fill(x, y, reach, static_cast<unsigned>(n) + static_cast<unsigned>(broadcast));
        auto const run = [&](block_kernel kernel, std::vector<T>& out) {
          std::byte* data[] = {reinterpret_cast<std::byte*>(out.data()), reinterpret_cast<std::byte*>(x.data()),
                               reinterpret_cast<std::byte*>(y.data())};
          auto const row = static_cast<std::ptrdiff_t>(n * sizeof(T));
          std::ptrdiff_t const stride[] = {row, row, row};
          return kernel({data, stride, broadcast, 2, static_cast<std::ptrdiff_t>(n)}, nullptr);
        };
        fp_flags const raised = run(fast, got), expected = run(plain, want);
        BOOST_REQUIRE_MESSAGE(got == want,
                              ops::op_table[op].name << ' ' << name(type) << " level " << int(level) << " n " << n);
        BOOST_TEST(int(raised) == int(expected));
        if (broadcast != 0) continue;
        run(fast, x);  // in place
        BOOST_TEST((x == want));
      }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(kernels_lane_division)

BOOST_AUTO_TEST_CASE(every_level_divides_as_the_reference_does) {
  for (isa const level : isa_levels)
    for (ops::op_id const op : {ops::id_of<ops::floor_divide>, ops::id_of<ops::remainder>, ops::id_of<ops::fmod>,
                                ops::id_of<ops::gcd>, ops::id_of<ops::lcm>}) {
      compare<std::int8_t>(op, level);
      compare<std::int16_t>(op, level);
      compare<std::int32_t>(op, level);
      compare<std::int64_t>(op, level);
      compare<std::uint8_t>(op, level);
      compare<std::uint16_t>(op, level);
      compare<std::uint32_t>(op, level);
      compare<std::uint64_t>(op, level);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp
