// A kernel in pieces gives what it gives on dense rows, wherever the rows lie and wherever the results go.
#include "engine/execute/pieces.hpp"

#include <boost/test/unit_test.hpp>
#include <vector>

#include "fnp/ops/all.hpp"
#include "kernels/registry.hpp"

namespace fnp {

BOOST_AUTO_TEST_SUITE(pieces)

BOOST_AUTO_TEST_CASE(rows_of_any_step_are_subtracted_as_if_they_were_dense) {
  int const loop = ops::find_loop<ops::subtract>(std::array{dtype::f8, dtype::f8});
  isa const level = kernels::best_isa();
  for (std::ptrdiff_t const rows : {1, 3, 70})
    for (std::ptrdiff_t const count : {1, 5, 300, 5000})
      for (std::ptrdiff_t const step : {-2, -1, 1, 2, 3})
        for (bool const stream : {false, true})
          for (bool const one : {false, true}) {
            std::ptrdiff_t const row = 3 * count;
            std::vector<double> x(static_cast<std::size_t>(rows * row)), y(static_cast<std::size_t>(rows * count)),
                out(static_cast<std::size_t>(rows * count) + 2, -1);
            for (std::size_t i = 0; i < x.size(); ++i) x[i] = static_cast<double>(i % 1013) * 0.5;
            for (std::size_t i = 0; i < y.size(); ++i) y[i] = static_cast<double>(i % 97);
            std::ptrdiff_t const first = step < 0 ? -step * (count - 1) : 0;
            execute::piecewise_call c{
                kernels::find(ops::id_of<ops::subtract>, loop, level),
                kernels::find_every_other(ops::id_of<ops::subtract>, loop, level),
                nullptr,
                one ? 4u : 0u,
                3,
                {reinterpret_cast<std::byte*>(out.data() + 1), reinterpret_cast<std::byte*>(x.data() + first),
                 reinterpret_cast<std::byte*>(y.data())},
                {count * 8, row * 8, count * 8},
                {8, step * 8, 8},
                {8, 8, 8},
                rows,
                count,
                stream};
            execute::run_in_pieces(c, level);
            kernels::settle_streams();
            for (std::ptrdiff_t r = 0; r < rows; ++r)
              for (std::ptrdiff_t i = 0; i < count; ++i)
                BOOST_REQUIRE_EQUAL(out[static_cast<std::size_t>(1 + r * count + i)],
                                    x[static_cast<std::size_t>(r * row + first + i * step)] -
                                        y[static_cast<std::size_t>(r * count + (one ? 0 : i))]);
            BOOST_REQUIRE_EQUAL(out.front(), -1);
            BOOST_REQUIRE_EQUAL(out.back(), -1);
          }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp
