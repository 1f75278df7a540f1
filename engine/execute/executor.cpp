// Runs the steps of a plan in order through the walker.
#include <vector>

#include "engine/execute/run_state.hpp"

namespace fnp::execute {

fp_flags execute(plan::plan const& p, backend& how, bool one_worker) {
  run_state run{how};
  run.serial_below = p.serial_below;
  for (plan::step const& s : p.steps) run.tiles += tiles_of(s);
  auto const steps = [&] {
    // A limit of 0 means all that the caller's arena has.
    run.threads = one_worker ? 1 : p.threads > 0 ? p.threads : available_threads();
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
  if (one_worker || p.threads == 1) steps();
  else in_arena(p.threads, steps);
  if (run.stopped) throw cancelled{};
  return run.raised.load();
}

}  // namespace fnp::execute
