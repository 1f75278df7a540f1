// Runs the steps of a plan in order through the walker.
#include <algorithm>

#include "engine/execute/run_state.hpp"

namespace fnp::execute {

namespace {

// Whether no step will be shared out: then nobody asks for threads at all. (An arena's questions cost a small plan 5
// %.)
bool stays_alone(plan::plan const& p) {
  return std::all_of(p.steps.begin(), p.steps.end(), [&](plan::step const& s) {
    return s.what != plan::kind::opaque && s.time() < plan::least_shared(p.serial_below);
  });
}

}  // namespace

fp_flags execute(plan::plan const& p, backend& how, bool one_worker) {
  run_state run{how};
  bool const alone = one_worker || p.threads == 1 || stays_alone(p);
  run.serial_below = p.serial_below;
  if (how.watched())
    for (plan::step const& s : p.steps) run.tiles += tiles_of(s);
  auto const steps = [&] {
    // A limit of 0 means all that the caller's arena has.
    run.threads = alone ? 1 : p.threads > 0 ? p.threads : available_threads();
    for (plan::step const& s : p.steps) {
      if (!run.go_on() || (run.raised.load() & negative_exponent)) break;  // no step may use or keep a failed value
      how.entered(s);
      switch (s.what) {
        case plan::kind::map: walk_map(s, run); break;
        case plan::kind::reduce: walk_fold(s, run); break;
        case plan::kind::opaque: how.opaque(s, run); break;
      }
      how.left(s);
      if (run.stopped) break;
    }
  };
  if (alone) steps();
  else in_arena(p.threads, steps);
  if (run.stopped) throw cancelled{};
  return run.raised.load();
}

}  // namespace fnp::execute
