// Generated programs: eager against fused, all instruction sets and thread counts; the generator's mix; the shrinker.
#include "verify/differential/run.hpp"

#include <boost/test/unit_test.hpp>

#include "fnp/ops/all.hpp"
#include "verify/differential/generator.hpp"
#include "verify/differential/shrink.hpp"

using namespace fnp;

BOOST_AUTO_TEST_SUITE(differential_run)

BOOST_AUTO_TEST_CASE(three_thousand_programs_have_the_eager_bits_on_every_instruction_set_and_thread_count) {
  differential::run_options o;
  o.count = 3000;
  o.failures = 3;
  differential::run_report const r = differential::run_generated(o);
  BOOST_TEST_MESSAGE(differential::to_text(r));
  for (differential::failure const& f : r.failures)
    BOOST_ERROR("seed " << f.seed << ": " << f.what << "\n" << f.program);
  if (!r.failures.empty()) return;
  BOOST_TEST(r.programs == 3000u);
  BOOST_TEST(r.runs >= 4 * r.programs);
  for (std::uint64_t const share : {r.reduction, r.overlap, r.strided, r.mixed})
    BOOST_TEST(share * 100 >= r.programs * 30);
}

BOOST_AUTO_TEST_CASE(the_same_seed_gives_the_same_program) {
  for (std::uint64_t seed = 1; seed < 50; ++seed) {
    differential::tape a(seed), b(seed);
    BOOST_TEST(differential::make_program(a).text() == differential::make_program(b).text());
  }
}

BOOST_AUTO_TEST_CASE(a_recorded_program_replays) {
  for (std::uint64_t seed = 1; seed < 50; ++seed) {
    differential::tape a(seed);
    std::string const text = differential::make_program(a).text();
    differential::tape b(a.choices());
    BOOST_TEST(differential::make_program(b).text() == text);
  }
}

BOOST_AUTO_TEST_CASE(shrinking_keeps_what_fails_and_little_else) {
  auto const fails = [](differential::program const& p) -> std::string {
    for (ir::node const& n : p.what.graph.nodes)
      if (n.op == ops::id_of<ops::hypot>) return "hypot";
    return "";
  };
  int shrunk = 0;
  for (std::uint64_t seed = 1; seed < 400 && shrunk < 3; ++seed) {
    differential::tape t(seed);
    if (fails(differential::make_program(t)).empty()) continue;
    ++shrunk;
    differential::tape least(differential::shrink(t, fails));
    differential::program const p = differential::make_program(least);
    BOOST_TEST(!fails(p).empty());
    BOOST_TEST(p.what.graph.nodes.size() <= 6u);
  }
  BOOST_TEST(shrunk == 3);
}

BOOST_AUTO_TEST_CASE(a_changed_bit_is_a_difference_and_a_changed_nan_is_none) {
  differential::tape t(std::uint64_t{7});
  differential::program const p = differential::make_program(t);
  differential::outcome const wanted = differential::expected(p);
  BOOST_TEST(differential::difference(p, wanted, wanted).empty());
  differential::outcome changed = wanted;
  for (auto* rows : {&changed.stores, &changed.fresh})
    for (auto& row : *rows)
      if (!row.empty()) row[0] ^= std::byte{1};
  BOOST_TEST(!differential::difference(p, wanted, changed).empty());
  std::size_t at = 0;
  std::uint32_t const one = 0x7fc00000, other = 0xffc01234, number = 0x3f800000;
  auto const bytes = [](std::uint32_t const& x) { return reinterpret_cast<std::byte const*>(&x); };
  BOOST_TEST(differential::same_elements(dtype::f4, bytes(one), bytes(other), 4, at));
  BOOST_TEST(!differential::same_elements(dtype::f4, bytes(one), bytes(number), 4, at));
}

BOOST_AUTO_TEST_SUITE_END()
