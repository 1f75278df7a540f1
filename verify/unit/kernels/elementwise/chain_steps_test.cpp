// Columns that chains load, and strips that they store past the caches, hold what lies in memory: at every level.
#include <boost/test/unit_test.hpp>
#include <cstring>
#include <vector>

#include "kernels/registry.hpp"

namespace kernels = fnp::kernels;

namespace {

template <class T> void check_columns(fnp::isa level, fnp::dtype type) {
  kernels::chain_kernels const* const k = kernels::find_chains(level);
  BOOST_REQUIRE(k != nullptr);
  constexpr std::size_t rows = 8, apart = 13;  // elements from run to run
  std::size_t const lanes = static_cast<std::size_t>(k->bytes) / rows / sizeof(T);
  std::vector<T> runs(lanes * apart);
  for (std::size_t i = 0; i < runs.size(); ++i) runs[i] = static_cast<T>(i + 1);
  alignas(64) std::byte stored[1024] = {}, streamed[1024] = {};
  auto const width = static_cast<std::ptrdiff_t>(lanes * sizeof(T));
  kernels::strip const places[] = {
      {reinterpret_cast<std::byte*>(runs.data()), apart * sizeof(T)}, {stored, width}, {streamed, width}};
  kernels::chain_step const steps[] = {
      {k->find_load_columns(type), {0, 0, 0}}, {k->store, {1, 0, 0}}, {k->stream, {2, 0, 0}}, {k->end, {}}};
  k->run(steps, places);
  BOOST_TEST(std::memcmp(stored, streamed, sizeof stored) == 0);
  for (std::size_t r = 0; r < rows; ++r)
    for (std::size_t l = 0; l < lanes; ++l) {
      T x;
      std::memcpy(&x, stored + (r * lanes + l) * sizeof(T), sizeof x);
      BOOST_TEST(x == runs[l * apart + r]);
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(chain_steps)

BOOST_AUTO_TEST_CASE(columns_become_rows_of_registers) {
  for (fnp::isa const isa : fnp::vector_levels) {
    if (!kernels::has_isa(isa)) continue;
    check_columns<float>(isa, fnp::dtype::f4);
    check_columns<double>(isa, fnp::dtype::f8);
    BOOST_TEST(!kernels::find_chains(isa)->find_load_columns(fnp::dtype::i4));
  }
}

BOOST_AUTO_TEST_SUITE_END()
