// Folds of elements that lie apart are those of the same elements gathered, whatever the distance.
#include <boost/test/unit_test.hpp>
#include <cstring>

#include "fnp/ops/all.hpp"
#include "kernels/registry.hpp"
#include "verify/unit/kernels/samples.hpp"

namespace fnp {
namespace {

using bytes = std::vector<std::byte>;

// n elements, `step` bytes apart, as dense ones.
bytes gathered(std::byte const* x, std::ptrdiff_t step, std::ptrdiff_t n, std::size_t item) {
  bytes r(std::size_t(n) * item + 16);
  for (std::ptrdiff_t i = 0; i < n; ++i) std::memcpy(r.data() + std::size_t(i) * item, x + i * step, item);
  return r;
}

struct partials {
  std::vector<std::max_align_t> memory;
  std::byte* at;
  explicit partials(std::size_t n) : memory(n), at(reinterpret_cast<std::byte*>(memory.data())) {}
};

template <class Check> void each_kernel(Check&& check) {
  for (int level = 0; level < isa_count; ++level)
    for (std::size_t id = 0; id < ops::op_table.size(); ++id)
      for (int d = 0; ops::op_table[id].kind == ops::family::reduction && d < dtype_count; ++d)
        if (auto const* const k =
                kernels::find_fold(static_cast<ops::op_id>(id), static_cast<dtype>(d), static_cast<isa>(level)))
          check(ops::op_table[id], static_cast<dtype>(d), level, *k);
}

void compare(ops::op_info const& op, dtype d, int level, kernels::fold_kernel const& k, partials const& a,
             partials const& b, std::ptrdiff_t n, std::string const& what) {
  dtype const out = op.loops[ops::find_loop(op, &d, 1)].out[0];
  std::size_t const item = itemsize(out);
  partials ra{std::size_t(n)}, rb{std::size_t(n)};
  k.finish(ra.at, a.at, n);
  k.finish(rb.at, b.at, n);
  for (std::size_t i = 0; i < std::size_t(n); ++i)
    if (!samples::same_bits(out, ra.at + i * item, rb.at + i * item))
      BOOST_FAIL(op.name << " of " << name(d) << ", level " << level << ", " << what << ", result " << i);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(spaced_folds)

BOOST_AUTO_TEST_CASE(runs_are_those_of_gathered_elements) {
  constexpr std::ptrdiff_t rows = 11, longest = 1000;
  int met = 0;
  each_kernel([&](ops::op_info const& op, dtype d, int level, kernels::fold_kernel const& k) {
    if (!k.spaced) return;
    ++met;
    std::mt19937_64 random(61);
    auto const item = static_cast<std::ptrdiff_t>(itemsize(d));
    bytes const x = samples::bytes(d, 3 * longest + rows * 4, random);
    for (std::ptrdiff_t const apart : {1, 2, 3, -1, -2, 0})
      for (std::ptrdiff_t n : {1, 2, 7, 8, 9, 31, 64, 127, 128, 129, 250, 256, 257, 500, 513, 1000}) {
        std::ptrdiff_t const step = apart * item, row = 4 * item, wanted = n > 300 ? 3 : rows;
        std::byte const* const begin = x.data() + (apart < 0 ? -step * (n - 1) : 0);
        partials a{std::size_t(rows) * 2}, b{std::size_t(rows) * 2};
        bool const in_order = k.order == kernels::fold_order::sequential;
        for (std::ptrdiff_t r = 0; r < wanted; ++r) {
          bytes const dense = gathered(begin + r * row, step, n, std::size_t(item));
          std::byte* const to = b.at + std::size_t(r) * k.state;
          if (in_order) {
            k.lift(to, dense.data(), 1, 0);
            std::memcpy(a.at + std::size_t(r) * k.state, to, k.state);
            k.extend(to, dense.data(), n, 0);
          } else {
            k.run(to, dense.data(), n, 5);
          }
        }
        k.spaced(a.at, begin, wanted, row, step, n, in_order ? 0 : 5);
        compare(op, d, level, k, a, b, wanted,
                std::to_string(n) + " elements " + std::to_string(apart) + " items apart");
      }
  });
  BOOST_TEST(met > 200);
}

BOOST_AUTO_TEST_CASE(every_second_column_is_folded_as_if_there_were_no_others) {
  int met = 0;
  each_kernel([&](ops::op_info const& op, dtype d, int level, kernels::fold_kernel const& k) {
    if (!k.spaced_rows) return;
    ++met;
    std::mt19937_64 random(62);
    auto const item = static_cast<std::ptrdiff_t>(itemsize(d));
    for (std::ptrdiff_t const columns : {1, 2, 5, 16, 33, 100, 600, 1100})
      for (std::ptrdiff_t const rows : {1, 2, 3, 4, 9}) {
        std::ptrdiff_t const stride = 2 * columns * item;
        bytes const x = samples::bytes(d, std::size_t(2 * columns * (rows + 1)), random);
        partials a{std::size_t(columns) * 2}, b{std::size_t(columns) * 2};
        bytes dense;
        for (std::ptrdiff_t r = 0; r <= rows; ++r) {
          bytes const row = gathered(x.data() + r * stride, 2 * item, columns, std::size_t(item));
          dense.insert(dense.end(), row.begin(), row.begin() + columns * item);
        }
        k.lift(a.at, dense.data(), columns, 0);
        k.lift(b.at, dense.data(), columns, 0);
        // The last item of a row is not its own.
        k.spaced_rows(a.at, x.data() + stride, rows, stride, columns, 1);
        k.rows(b.at, dense.data() + columns * item, rows, columns * item, columns, 1);
        compare(op, d, level, k, a, b, columns, std::to_string(rows) + " rows of " + std::to_string(columns));
      }
  });
  BOOST_TEST(met > 100);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp
