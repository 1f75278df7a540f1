// The plan cache: hits are counted, old plans go first, and no plan is used for operands that it was not made for.
#include "engine/plan/cache.hpp"

#include <array>
#include <boost/test/unit_test.hpp>
#include <cstring>
#include <map>

#include "engine/evaluation.hpp"
#include "engine/job_key.hpp"
#include "fnp/fnp.hpp"
#include "kernels/registry.hpp"
#include "verify/differential/generated_program.hpp"
#include "verify/differential/layouts.hpp"
#include "verify/differential/run.hpp"
#include "verify/isomorphism/eager.hpp"

using fnp::array;
using fnp::array_handle;
using fnp::differential::tape;
namespace engine = fnp::engine;
namespace plan = fnp::plan;

namespace {

struct counted_hits {
  plan::cache_statistics before = plan::plans().statistics();
  std::uint64_t hits() const { return plan::plans().statistics().hits - before.hits; }
  std::uint64_t misses() const { return plan::plans().statistics().misses - before.misses; }
};

array_handle run(engine::job const& j, engine::options const& o) {
  array_handle fresh;
  engine::evaluate({&j, 1}, &fresh, o);
  return fresh;
}

array_handle view_of_store(array_handle const& store, fnp::differential::placed const& p) {
  return fnp::make_view(store->memory, store->type,
                        fnp::differential::in_bytes(p.view, static_cast<fnp::index>(fnp::itemsize(store->type))), true);
}

// One expression structure over three float64 operands and a float32 one, with a reduction: the same program for all
// layouts.
template <class Take> void with_job(std::array<array_handle, 4> const& v, double factor, Take take) {
  array<double> const a(v[0]), b(v[1]), c(v[2]);
  array<float> const d(v[3]);
  auto const e = (a * factor - b) * fnp::exp(c) + (d - fnp::sum(a, fnp::axis(-1), fnp::keepdims));
  fnp::typed::leaves_of const leaves(e);
  take(leaves.job());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(cache)

BOOST_AUTO_TEST_CASE(the_least_recently_used_plan_goes_first) {
  plan::cache c(2);
  auto const some = std::make_shared<plan::cached_plan const>();
  c.insert("a", some);
  c.insert("b", some);
  BOOST_TEST((c.find("a") != nullptr));
  c.insert("c", some);
  BOOST_TEST((c.find("b") == nullptr));
  BOOST_TEST((c.find("a") != nullptr));
  BOOST_TEST((c.find("c") != nullptr));
  plan::cache_statistics const s = c.statistics();
  BOOST_TEST(s.hits == 3u);
  BOOST_TEST(s.misses == 1u);
  BOOST_TEST(s.evictions == 1u);
  BOOST_TEST(s.entries == 2u);
  c.clear();
  BOOST_TEST(c.statistics().entries == 0u);
  BOOST_TEST((c.find("a") == nullptr));
}

BOOST_AUTO_TEST_CASE(inserting_a_known_key_keeps_the_first_plan) {
  plan::cache c(2);
  auto const first = std::make_shared<plan::cached_plan const>(), second = std::make_shared<plan::cached_plan const>();
  c.insert("a", first);
  c.insert("a", second);
  BOOST_TEST((c.find("a") == first));
  BOOST_TEST(c.statistics().entries == 1u);
}

BOOST_AUTO_TEST_CASE(equal_operands_elsewhere_hit_and_any_difference_misses) {
  plan::plans().clear();
  engine::options o = engine::defaults();
  o.threads = 1;
  auto const sum_of = [&](array<double> const& x, fnp::axis const& over, double k, engine::options const& with) {
    auto const e = fnp::sum(x * k, over);
    fnp::typed::leaves_of const leaves(e);
    counted_hits const count;
    run(leaves.job(), with);
    return count.hits();
  };
  array<double> const x = fnp::ones<double>({6, 6}), y = fnp::zeros<double>({6, 6});
  BOOST_TEST(sum_of(x, fnp::axis(0), 2, o) == 0u);
  BOOST_TEST(sum_of(x, fnp::axis(0), 2, o) == 1u);
  BOOST_TEST(sum_of(y, fnp::axis(0), 2, o) == 1u);                                            // other memory
  BOOST_TEST(sum_of(fnp::transpose(x), fnp::axis(0), 2, o) == 0u);                            // other strides
  BOOST_TEST(sum_of(fnp::ones<double>({6, 7}), fnp::axis(0), 2, o) == 0u);                    // other shape
  BOOST_TEST(sum_of(fnp::ones<double>({7, 6})(fnp::slice(1, 7)), fnp::axis(0), 2, o) == 0u);  // other offset
  BOOST_TEST(sum_of(x, fnp::axis(1), 2, o) == 0u);                                            // other axes
  BOOST_TEST(sum_of(x, fnp::axis(0), 3, o) == 0u);                                            // other number
  engine::options other = o;
  other.threads = 2;
  BOOST_TEST(sum_of(x, fnp::axis(0), 2, other) == 0u);
  other = o;
  other.tier1 = false;
  BOOST_TEST(sum_of(x, fnp::axis(0), 2, other) == 0u);
  other = o;
  other.level = fnp::isa::baseline;
  BOOST_TEST(sum_of(x, fnp::axis(0), 2, other) == (o.level == fnp::isa::baseline));
  BOOST_TEST(sum_of(x, fnp::axis(0), 2, o) == 1u);
}

BOOST_AUTO_TEST_CASE(how_a_destination_meets_its_operands_is_part_of_the_key) {
  plan::plans().clear();
  engine::options o = engine::defaults();
  o.threads = 1;
  array<double> store = fnp::zeros<double>({200});
  for (int k = 0; k < 200; ++k) store(k) = k;
  array<double> const before = store.copy();
  auto const shifted = [&](fnp::index to, fnp::index from) {
    store.assign(before);
    fnp::view<double> const in = store(fnp::slice(from, from + 50));
    fnp::view<double> out = store(fnp::slice(to, to + 50));
    auto const e = in(fnp::slice(fnp::none, fnp::none, -1)) * 2.0 + in;
    fnp::typed::leaves_of const leaves(e);
    engine::job j = leaves.job(out.handle().get());
    counted_hits const count;
    run(j, o);
    for (fnp::index i = 0; i < 50; ++i)
      BOOST_TEST_REQUIRE(store(to + i) == 2 * static_cast<double>(from + 49 - i) + static_cast<double>(from + i));
    return count.hits();
  };
  BOOST_TEST(shifted(100, 0) == 0u);
  BOOST_TEST(shifted(100, 0) == 1u);
  for (fnp::index d = -50; d <= 50; ++d) shifted(60 + d, 60);
  BOOST_TEST(shifted(60, 60) == 1u);
}

// The same program over random layouts of a few stores, kept destinations among them, again and again: every value is
// the eager one, whatever the cache remembers, and what comes twice is found.
BOOST_AUTO_TEST_CASE(no_stale_plan_is_ever_used) {
  plan::plans().clear();
  counted_hits const count;
  int runs = 0;
  for (int seed = 0; seed < 1500; ++seed) {
    tape t(static_cast<std::uint64_t>(seed / 500 * 200 + seed % 200) + 1);  // each comes twice or more
    fnp::extents const shape =
        t.draw(3) ? fnp::extents{static_cast<fnp::index>(2 + t.draw(3)), static_cast<fnp::index>(2 + t.draw(3))}
                  : fnp::extents{static_cast<fnp::index>(2 + t.draw(40))};
    array_handle const wide = fnp::make_array(fnp::dtype::f8, {400}), narrow = fnp::make_array(fnp::dtype::f4, {400});
    fnp::differential::fill(wide->data, wide->type, 400, 1);
    fnp::differential::fill(narrow->data, narrow->type, 400, 1);
    auto const anywhere = [&](array_handle const& store, fnp::extents const& at, bool writeable) {
      fnp::differential::placed p = fnp::differential::draw_placing(t, at, writeable);
      fnp::index const room = 400 - fnp::element_count(p.base).value;
      if (room > 0)
        p.view.offset += static_cast<fnp::index>(t.draw(static_cast<std::uint64_t>(std::min<fnp::index>(room, 4))));
      return view_of_store(store, p);
    };
    std::array<array_handle, 4> v;
    v[0] = anywhere(wide, shape, false);
    for (std::size_t k : {1, 2, 3})
      v[k] = anywhere(k == 3 ? narrow : wide, fnp::differential::draw_partner(t, shape), false);
    array_handle const into = t.draw(2) ? anywhere(wide, shape, true) : array_handle{};
    engine::options o = engine::defaults();
    o.threads = 1 + static_cast<int>(t.draw(2));
    o.level = fnp::isa::baseline;
    with_job(v, static_cast<double>(1 + t.draw(2)), [&](engine::job j) {
      engine::evaluation e;
      e.add(j);
      fnp::isomorphism::whole const wanted = fnp::isomorphism::evaluate_eagerly(e.graph)[0];
      if (into && wanted.shape != into->layout.extent) return;
      j.into = into.get();
      std::vector<std::byte> memory(wide->data, wide->data + wide->memory->bytes);
      array_handle const fresh = run(j, o);
      fnp::array_body const& got = into ? *into : *fresh;
      std::vector<std::byte> const elements = fnp::isomorphism::gather(got.memory->data, got.layout, sizeof(double));
      std::size_t at = 0;
      BOOST_TEST_REQUIRE(
          fnp::differential::same_elements(got.type, wanted.elements.data(), elements.data(), elements.size(), at),
          "seed " << seed << " element " << at);
      if (into) fnp::isomorphism::scatter(memory.data(), into->layout, sizeof(double), elements);
      BOOST_TEST_REQUIRE(std::memcmp(memory.data(), wide->data, memory.size()) == 0,
                         "seed " << seed << ": other memory was written");
      ++runs;
    });
  }
  BOOST_TEST(runs > 1200);
  BOOST_TEST(count.hits() > 600u);
  BOOST_TEST(count.hits() + count.misses() == static_cast<std::uint64_t>(runs));
  BOOST_TEST(plan::plans().statistics().entries <= 256u);
}

// Two keys are equal only for operands whose layouts, meetings and dtypes are equal.
BOOST_AUTO_TEST_CASE(a_key_tells_every_layout_from_every_other) {
  std::map<std::string, std::string> known;
  array_handle const store = fnp::make_array(fnp::dtype::f8, {400});
  for (std::uint64_t seed = 1; seed < 3000; ++seed) {
    tape t(seed);
    fnp::extents const shape{static_cast<fnp::index>(1 + t.draw(3)), static_cast<fnp::index>(1 + t.draw(3))};
    std::string meaning;
    auto const anywhere = [&](bool writeable) {
      fnp::differential::placed p = fnp::differential::draw_placing(t, shape, writeable);
      p.view.offset += static_cast<fnp::index>(t.draw(4));
      meaning += fnp::to_string(p.view.extent) + fnp::to_string(p.view.stride) + std::to_string(p.view.offset) + ";";
      return view_of_store(store, p);
    };
    array<double> const a(anywhere(false)), b(anywhere(false));
    array_handle const into = anywhere(true);
    auto const e = a + b * 2.0;
    fnp::typed::leaves_of const leaves(e);
    engine::job const j = leaves.job(into.get());
    engine::job_key key;
    BOOST_REQUIRE(engine::make_key({&j, 1}, engine::defaults(), key));
    auto const [at, fresh] = known.emplace(key.bytes, meaning);
    BOOST_TEST_REQUIRE((fresh || at->second == meaning), "one key for " << at->second << " and " << meaning);
  }
  BOOST_TEST(known.size() > 500u);
}

BOOST_AUTO_TEST_CASE(plans_made_for_another_machine_are_forgotten) {
  array<double> const a = fnp::ones<double>({40, 3}), b = fnp::ones<double>({3, 40});
  auto const planned_anew = [&] {
    counted_hits const counted;
    array<double> const y = a + fnp::transpose(b);
    return counted.misses() > 0;
  };
  BOOST_TEST(planned_anew());
  BOOST_TEST(!planned_anew());
  plan::use_machine(plan::this_machine());
  BOOST_TEST(plan::plans().statistics().entries == 0u);
  BOOST_TEST(planned_anew());
}

BOOST_AUTO_TEST_SUITE_END()
