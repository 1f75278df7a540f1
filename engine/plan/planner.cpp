// The list of passes, in order.
#include "engine/plan/planner.hpp"

#include "engine/legality/bounds.hpp"

namespace fnp::plan {
namespace {

// Every access map is proved to stay inside its buffer; a plan that could not be proved is never run.
void prove_bounds(draft& d) {
  for (std::size_t i = 0; i < d.out.steps.size(); ++i)
    for (std::size_t k = 0; k < d.out.steps[i].operands.size(); ++k) {
      operand const& o = d.out.steps[i].operands[k];
      extents space = o.map.extent;
      step const& s = d.out.steps[i];
      if (s.what == kind::reduce && k < s.outputs)  // written even where the reduced axes are empty
        for (std::size_t a = 0; a < space.size(); ++a)
          if (reduced(s.fold.axes, a)) space[a] = 1;
      legality::verdict const v = legality::within_bounds(
          space, legality::map_of(o.map, static_cast<index>(itemsize(o.type))), d.out.buffers[o.buffer].bytes);
      if (!v)
        fail(error_code::invariant_broken, "step " + std::to_string(i) + " operand " + std::to_string(k) +
                                               " leaves its buffer: " + legality::to_text(v));
      d.out.steps[i].notes.push_back({"operand " + std::to_string(k) + " stays inside its buffer", v});
    }
}

}  // namespace

void check_budget(plan const& p, engine::options const& o) {
  if (o.budget > 0 && p.peak_bytes > o.budget)
    fail(error_code::over_budget, "the evaluation needs " + std::to_string(p.peak_bytes) +
                                      " bytes for temporaries and fresh results, the budget is " +
                                      std::to_string(o.budget) + " bytes");
}

plan make_plan(ir::graph const& g, std::span<destination const> to, engine::options const& options) {
  draft d{g, to, options, {}, {}, {}};
  d.options.atomic = d.options.atomic || ir::may_fail(g);  // a failure leaves kept destinations as they were
  d.out.level = options.level;
  d.out.threads = options.threads;
  for (auto const pass :
       {place, build_steps, order_axes, coalesce, guard_overlap, choose_blocks, assign_storage, prove_bounds})
    pass(d);
  check_budget(d.out, options);
  return std::move(d.out);
}

}  // namespace fnp::plan
