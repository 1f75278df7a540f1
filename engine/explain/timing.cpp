// What the planner predicted beside what a run took.
#include "engine/explain/outline.hpp"
#include "engine/explain/words.hpp"

namespace fnp::explaining {
namespace {

double predicted(plan::plan const& p, plan::step const& s) {
  plan::machine const& m = plan::this_machine();
  plan::estimate const e = plan::estimate_step(s, m);
  bool const shared = p.threads != 1 && s.parallel_axis >= 0 && e.total() >= p.serial_below;
  return shared ? plan::parallel_time(e, m, p.threads) : e.total();
}

std::string sentence(double thought, double took, index thought_bytes, index took_bytes) {
  return "predicted " + time_words(thought) + " for " + byte_words(thought_bytes) + ", measured " + time_words(took) +
         " for " + byte_words(took_bytes);
}

}  // namespace

std::string outline::timing(std::size_t step) const {
  if (!measured) return {};
  plan::step const& s = plan.steps[step];
  plan::estimate const e = plan::estimate_step(s, plan::this_machine());
  execute::step_measure const& m = (*measured)[step];
  return sentence(predicted(plan, s), m.time, e.bytes, m.bytes) + " (one thread: " + time_words(e.moving) +
         " to move, " + time_words(e.computing) + " to compute, " + time_words(e.staging) + " to stage)";
}

std::string outline::timing() const {
  if (!measured) return {};
  double thought = 0, took = 0;
  index bytes = 0;
  for (std::size_t k = 0; k < plan.steps.size(); ++k) {
    thought += predicted(plan, plan.steps[k]);
    took += (*measured)[k].time;
    bytes += (*measured)[k].bytes;
  }
  return sentence(thought, took, plan.bytes_moved, bytes) + "; by " + plan::this_machine().origin;
}

}  // namespace fnp::explaining
