// Kernels over every other element give the bits of the dense kernels on gathered rows: every op, loop and level.
#include <boost/test/unit_test.hpp>
#include <cstring>

#include "fnp/ops/all.hpp"
#include "kernels/registry.hpp"

namespace fnp {
namespace {

// Finite numbers of either sign, zeros and ones, as a dtype's elements.
std::vector<std::byte> numbers(dtype type, std::size_t count, unsigned seed) {
  std::vector<double> wide(count);
  for (std::size_t i = 0; i < count; ++i) {
    unsigned const k = (static_cast<unsigned>(i) * 7 + seed) % 11;
    wide[i] = k == 0   ? 0.0
              : k == 1 ? -0.0
              : k == 2 ? 1.0
                       : (static_cast<double>(k) - 5.5) * (1 + static_cast<double>(i % 5));
  }
  std::vector<std::byte> out(count * itemsize(type));
  std::byte* const data[] = {out.data(), reinterpret_cast<std::byte*>(wide.data())};
  std::ptrdiff_t const stride[] = {0, 0};
  kernels::find_cast(dtype::f8, type, isa::reference)({data, stride, 0, 1, static_cast<std::ptrdiff_t>(count)},
                                                      nullptr);
  return out;
}

std::vector<std::byte> gathered(std::vector<std::byte> const& x, std::size_t item, std::size_t first,
                                std::size_t count) {
  std::vector<std::byte> out(count * item);
  for (std::size_t i = 0; i < count; ++i) std::memcpy(out.data() + i * item, x.data() + (first + 2 * i) * item, item);
  return out;
}

void compare(ops::op_info const& op, ops::op_id id, int loop, isa level, std::size_t count, bool stream) {
  block_kernel const direct = kernels::find_every_other(id, loop, level), dense = kernels::find(id, loop, level);
  if (!direct) return;
  ops::loop const& l = op.loops[loop];
  std::size_t const item = itemsize(l.out[0]), room = 64;
  std::vector<std::byte> got(count * item + room, std::byte{0x5a}), want = got;
  std::byte *data[3] = {got.data() + item}, *gathered_data[3] = {want.data() + item};
  std::vector<std::byte> wide[2], narrow[2];
  for (int k = 0; k < op.arity; ++k) {
    std::size_t const size = itemsize(l.in[k]);
    wide[k] = numbers(l.in[k], 2 * count, static_cast<unsigned>(k) * 3);  // nothing lies behind the last element wanted
    narrow[k] = gathered(wide[k], size, 1, count);
    data[k + 1] = wide[k].data() + size;
    gathered_data[k + 1] = narrow[k].data();
  }
  std::ptrdiff_t const stride[3] = {};
  direct({data, stride, 0, 1, static_cast<std::ptrdiff_t>(count), stream}, nullptr);
  dense({gathered_data, stride, 0, 1, static_cast<std::ptrdiff_t>(count)}, nullptr);
  kernels::settle_streams();
  BOOST_REQUIRE_MESSAGE(got == want, op.name << " loop " << loop << " level " << int(level) << " count " << count);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(kernels_every_other)

BOOST_AUTO_TEST_CASE(the_bits_are_those_of_gathered_rows) {
  for (std::size_t id = 0; id < ops::op_table.size(); ++id)
    for (int loop = 0; loop < ops::op_table[id].loop_count; ++loop)
      for (isa const level : fnp::vector_levels)
        for (std::size_t const count : {1u, 2u, 7u, 8u, 9u, 16u, 33u, 100u})
          for (bool const stream : {false, true})
            compare(ops::op_table[id], static_cast<ops::op_id>(id), loop, level, count, stream);
}

BOOST_AUTO_TEST_CASE(the_reference_level_and_narrow_elements_have_none) {
  ops::op_id const add = ops::id_of<ops::add>;
  BOOST_TEST(
      !kernels::find_every_other(add, ops::find_loop<ops::add>(std::array{dtype::f8, dtype::f8}), isa::reference));
  BOOST_TEST(!kernels::find_every_other(add, ops::find_loop<ops::add>(std::array{dtype::u1, dtype::u1}), isa::widest));
#if defined(__x86_64__)
  if (kernels::has_isa(isa::avx2))
    BOOST_TEST(kernels::find_every_other(add, ops::find_loop<ops::add>(std::array{dtype::f8, dtype::f8}), isa::avx2));
#endif
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp
