// Every kernel of every level against the reference kernel run on one element at a time.
#include "kernels/registry.hpp"

#include <boost/test/unit_test.hpp>

#include "fnp/ops/all.hpp"
#include "verify/unit/kernels/samples.hpp"

namespace fnp {
namespace {

constexpr std::size_t most_operands = 5;

struct operand {
  dtype type;
  bool broadcast;
  std::vector<std::byte> bytes;
  std::ptrdiff_t row;
};

// Runs a loop of an op over rows x count at a level; one element at a time on the reference for comparison.
void compare(ops::op_id id, int number, isa level, std::size_t rows, std::size_t count, unsigned mask, bool in_place,
             std::mt19937_64& random) {
  ops::op_info const& op = ops::op_table[id];
  ops::loop const& l = op.loops[number];
  std::vector<operand> all;
  for (std::size_t k = 0; k < op.outputs; ++k) {
    std::size_t const size = itemsize(l.out[k]), padded = count + 3;
    all.push_back({l.out[k], false, std::vector<std::byte>(rows * padded * size), std::ptrdiff_t(padded * size)});
  }
  for (std::size_t k = 0; k < op.arity; ++k) {
    bool const one = (mask >> k) & 1;
    std::size_t const size = itemsize(l.in[k]), padded = one ? 2 : count + 3;
    all.push_back({l.in[k], one, samples::bytes(l.in[k], rows * padded, random), std::ptrdiff_t(padded * size)});
  }
  std::vector<operand> const before = all;
  std::byte* data[most_operands];
  std::ptrdiff_t stride[most_operands];
  std::uint64_t broadcast = 0;
  for (std::size_t k = 0; k < all.size(); ++k) {
    data[k] = all[k].bytes.data();
    stride[k] = all[k].row;
    if (all[k].broadcast) broadcast |= std::uint64_t{1} << k;
  }
  if (in_place) {
    data[0] = data[op.outputs];
    stride[0] = stride[op.outputs];
  }
  block const b{data, stride, broadcast, std::ptrdiff_t(rows), std::ptrdiff_t(count)};
  kernels::find(id, number, level)(b, nullptr);

  block_kernel const reference = kernels::find(id, number, isa::reference);
  for (std::size_t r = 0; r < rows; ++r)
    for (std::size_t i = 0; i < count; ++i) {
      alignas(16) std::byte out[2][16] = {}, in[3][16] = {};
      std::byte* one[most_operands];
      std::ptrdiff_t const none[most_operands] = {};
      for (std::size_t k = 0; k < op.outputs; ++k) one[k] = out[k];
      for (std::size_t k = 0; k < op.arity; ++k) {
        operand const& o = before[op.outputs + k];
        std::memcpy(in[k], o.bytes.data() + r * std::size_t(o.row) + (o.broadcast ? 0 : i) * itemsize(o.type),
                    itemsize(o.type));
        one[op.outputs + k] = in[k];
      }
      reference({one, none, 0, 1, 1}, nullptr);
      for (std::size_t k = 0; k < op.outputs; ++k) {
        std::byte const* const got = data[k] + std::ptrdiff_t(r) * stride[k] + std::ptrdiff_t(i * itemsize(l.out[k]));
        if (!samples::same_bits(l.out[k], got, out[k]))
          BOOST_FAIL(op.name << " loop " << number << " (" << name(l.in[0]) << ") level " << int(level) << " rows "
                             << rows << " count " << count << " broadcast " << mask << " element " << i);
      }
    }
}

template <class F> void for_each_kernel(F f) {
  for (std::size_t id = 0; id < ops::op_table.size(); ++id) {
    ops::op_info const& op = ops::op_table[id];
    if (op.kind != ops::family::elementwise) continue;
    for (int l = 0; l < op.loop_count; ++l) f(static_cast<ops::op_id>(id), l, op);
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(kernels_registry)

BOOST_AUTO_TEST_CASE(every_loop_of_every_elementwise_op_has_a_kernel_at_every_level) {
  for_each_kernel([](ops::op_id id, int l, ops::op_info const& op) {
    for (int level = 0; level < isa_count; ++level)
      BOOST_TEST(kernels::find(id, l, static_cast<isa>(level)) != nullptr, op.name << " loop " << l);
  });
  BOOST_TEST(kernels::find(ops::id_of<ops::add>, 99, isa::reference) == nullptr);
  BOOST_TEST(kernels::find(ops::no_op, 0, isa::reference) == nullptr);
}

BOOST_AUTO_TEST_CASE(every_level_and_layout_gives_the_bits_of_the_reference) {
  std::mt19937_64 random(7);
  for_each_kernel([&](ops::op_id id, int l, ops::op_info const& op) {
    for (int level = 0; level < isa_count; ++level)
      for (unsigned mask = 0; mask < (1u << op.arity); ++mask) {
        compare(id, l, static_cast<isa>(level), 3, 75, mask, false, random);
        compare(id, l, static_cast<isa>(level), 2, mask % 3, mask, false, random);
      }
    compare(id, l, kernels::best_isa(), 1, 1100, 0, false, random);
    compare(id, l, kernels::best_isa(), 1, 700, (1u << op.arity) - 2, false, random);
  });
}

BOOST_AUTO_TEST_CASE(an_output_may_replace_an_input) {
  std::mt19937_64 random(11);
  for_each_kernel([&](ops::op_id id, int l, ops::op_info const& op) {
    if (op.outputs > 1 || op.loops[l].in[0] != op.loops[l].out[0]) return;
    for (int level = 0; level < isa_count; ++level) compare(id, l, static_cast<isa>(level), 2, 301, 0, true, random);
  });
}

BOOST_AUTO_TEST_CASE(the_best_level_is_one_that_this_machine_has) {
  BOOST_TEST(kernels::has_isa(isa::reference));
  BOOST_TEST(kernels::has_isa(kernels::best_isa()));
  for (isa const level : isa_levels) {
    isa const best = kernels::best_isa(level);
    BOOST_TEST((best <= level && kernels::has_isa(best)));
    BOOST_TEST((best == level) == kernels::has_isa(level));
  }
  for (int level = static_cast<int>(kernels::best_isa()) + 1; level < isa_count; ++level)
    BOOST_TEST(!kernels::has_isa(static_cast<isa>(level)));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp
