// Plans for the tests of explain: named ones, and random programs of many shapes of plan.
#pragma once
#include <random>

#include "engine/evaluation.hpp"
#include "engine/explain/explain.hpp"
#include "engine/explain/renderers.hpp"
#include "verify/unit/engine/ir/graphs.hpp"

namespace fnp::explaining::testing {

using namespace ir::testing;

#if defined(__x86_64__)
inline constexpr isa planned_level = isa::avx2;  // as docs/plans.md shows it
#else
inline constexpr isa planned_level = isa::widest;
#endif

struct planned {
  engine::evaluation work;
  plan::plan what;
  std::vector<array_handle> kept;  // destinations stay alive

  ir::graph& graph() { return work.graph; }
  void make() {
    engine::options o;
    o.level = planned_level;
    o.threads = 2;
    what = plan::make_plan(work.graph, work.destinations, o);
  }
  std::string text(engine::format f) const { return engine::explain(work.graph, what, f); }
};

inline planned standardised() {
  planned p;
  ir::graph& g = p.graph();
  ir::value const x = leaf(g, dtype::f8, {40, 30});
  engine::axes_argument const rows = over({0});
  ir::value const shifted = apply<ops::subtract>(g, {x, ir::make_mean(g, x, rows)});
  p.work.add(apply<ops::divide>(g, {shifted, ir::make_var(g, x, rows, true)}));
  p.make();
  return p;
}

// The example of docs/plans.md.
inline planned transposed_sum() {
  planned p;
  ir::graph& g = p.graph();
  ir::value const a = leaf(g, dtype::f8, {1000, 800}), b = leaf(g, dtype::f4, {1000, 800}, extents{4, 4000});
  p.work.add(ir::make_reduce(g, id<ops::add_reduce>, apply<ops::add>(g, {a, b}), over({1})));
  p.make();
  return p;
}

// x[1:] = x[:-1] (a shift), or x[:] = x[::-1] + x (no safe direction).
inline planned overlapping(bool reversed) {
  planned p;
  ir::graph& g = p.graph();
  array_handle const all = make_array(dtype::f8, {100});
  index const n = reversed ? 100 : 99;
  array_handle const from = make_view(all->memory, dtype::f8, {{n}, {reversed ? -8 : 8}, reversed ? 99 * 8 : 0}, true);
  array_handle const to = make_view(all->memory, dtype::f8, {{n}, {8}, reversed ? 0 : 8}, true);
  p.kept = {all, from, to};
  ir::value const x = ir::make_input(g, *from);
  p.work.add(apply<ops::add>(g, {x, reversed ? ir::make_input(g, *to) : x}), to.get());
  p.make();
  return p;
}

// Names that would end an element, an attribute or a string if nobody escaped them.
inline std::string const& hostile_name() {
  static std::string const name = "</title><script>\"'&\\\n\x01\xff";
  return name;
}
inline planned hostile() {
  planned p;
  array_handle const a = make_array(dtype::f4, {3, 4});
  p.kept = {a};
  p.graph().locations.push_back({"<b>\".cpp", 7});
  p.graph().location = 1;
  ir::value const x = ir::make_input(p.graph(), *a, hostile_name());
  p.work.add(apply<ops::sqrt>(p.graph(), {x}));
  p.make();
  return p;
}

// Elementwise ops, casts, views and reductions over values made before; up to five results.
inline planned random_program(std::uint32_t seed) {
  std::mt19937 random(seed);
  auto const below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
  planned p;
  ir::graph& g = p.graph();
  std::vector<ir::value> made{leaf(g, dtype::f8, {12, 9}), leaf(g, dtype::f4, {12, 9}, extents{4, 48}),
                              leaf(g, dtype::i2, {9}), constant(g, 2.5)};
  std::size_t const count = 3 + below(40);
  for (std::size_t k = 0; k < count; ++k) {
    ir::value const a = made[below(made.size())], b = made[below(made.size())];
    extents joined = g.shape(a);
    bool const fit = broadcast_into(joined, g.shape(b));
    switch (below(8)) {
      case 0:
        made.push_back(apply<ops::sqrt>(g, {a}));
        break;
      case 1:
        made.push_back(ir::make_cast(g, a, below(2) ? dtype::f4 : dtype::f8));
        break;
      case 2:
        made.push_back(ir::make_flip(g, a, {}));
        break;
      case 3:
        made.push_back(ir::make_reduce(g, below(2) ? id<ops::add_reduce> : id<ops::maximum_reduce>, a,
                                       below(2) || g.shape(a).empty() ? over_all() : over({0})));
        break;
      case 4:
        if (fit) made.push_back(apply<ops::divmod>(g, {a, b}));
        break;
      case 5:
        made.push_back(ir::make_reshape(g, a, {-1}));
        break;
      default:
        if (fit) made.push_back(below(2) ? apply<ops::add>(g, {a, b}) : apply<ops::multiply>(g, {a, b}));
    }
  }
  for (std::size_t r = 0; r < 1 + seed % 5; ++r)
    p.work.add(made[made.size() - 1 - below(std::min<std::size_t>(made.size(), 6))]);
  p.make();
  return p;
}

inline void for_each_plan(std::function<void(planned const&)> const& check) {
  check(standardised());
  check(transposed_sum());
  check(overlapping(false));
  check(overlapping(true));
  check(hostile());
  for (std::uint32_t seed = 0; seed < 150; ++seed) check(random_program(seed));
}

}  // namespace fnp::explaining::testing
