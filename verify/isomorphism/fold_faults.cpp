// Faults of reductions: axes, order of additions, runs, chunks.
#include "kernels/registry.hpp"
#include "verify/isomorphism/fault_sites.hpp"

namespace fnp::isomorphism {
namespace {

using plan::step;

bool folds(step const& t) { return t.what == plan::kind::reduce && !is_empty_step(t); }
kernels::fold_order order_of(step const& t) {
  return kernels::find_fold(t.fold.op, t.fold.element, isa::reference)->order;
}
bool is_tree(step const& t) {
  return order_of(t) == kernels::fold_order::pairwise || order_of(t) == kernels::fold_order::wide;
}
index reduced_points(step const& t) {
  index n = 1;
  for (std::size_t i = 0; i < t.extent.size(); ++i)
    if (plan::reduced(t.fold.axes, i)) n *= t.extent[i];
  return n;
}
index run_length(step const& t) {
  index n = 1;
  for (std::size_t i = t.extent.size() - t.fold.run_axes; i < t.extent.size(); ++i) n *= t.extent[i];
  return t.fold.run_axes ? n : 0;
}

std::vector<mutant> distorted(subject const& s, distortion::kind what, bool (*applies)(step const&)) {
  std::vector<mutant> r;
  for (std::size_t i = 0; i < s.plan.steps.size(); ++i)
    if (folds(s.plan.steps[i]) && applies(s.plan.steps[i]))
      r.push_back({s.plan, {what, i, 0}, "step " + std::to_string(i)});
  return r;
}

std::vector<mutant> reordered_fold(subject const& s) {
  return distorted(s, distortion::kind::swapped_join, [](step const& t) {
    return order_of(t) != kernels::fold_order::any &&
           (kernels::find_fold(t.fold.op, t.fold.element, isa::reference)->clear || reduced_points(t) > 1);
  });
}
std::vector<mutant> wrong_split(subject const& s) {
  return distorted(s, distortion::kind::wrong_split, [](step const& t) {
    kernels::fold_kernel const& k = *kernels::find_fold(t.fold.op, t.fold.element, isa::reference);
    return is_tree(t) && run_length(t) > k.leaf && run_length(t) <= 4096;
  });
}
std::vector<mutant> sequential_for_pairwise(subject const& s) {
  return distorted(s, distortion::kind::sequential_run, [](step const& t) {
    return is_tree(t) && run_length(t) >= 8 && t.fold.element != dtype::c8 && t.fold.element != dtype::c16;
  });
}
std::vector<mutant> reversed_run(subject const& s) {
  return distorted(s, distortion::kind::reversed_run, [](step const& t) { return is_tree(t) && run_length(t) >= 2; });
}
std::vector<mutant> skipped_finish(subject const& s) {
  return distorted(s, distortion::kind::skipped_finish, [](step const&) { return true; });
}
std::vector<mutant> lost_chunks(subject const& s) {
  return at_steps(s, [](step& t) {
    if (!folds(t) || t.fold.chunk == 0 || order_of(t) != kernels::fold_order::pairwise || run_length(t) <= t.fold.chunk)
      return false;
    t.fold.chunk = 0;
    return true;
  });
}
std::vector<mutant> invented_chunks(subject const& s) {
  return at_steps(s, [](step& t) {
    if (!folds(t) || !is_tree(t) || run_length(t) < 9) return false;
    t.fold.chunk = 8;
    return true;
  });
}
std::vector<mutant> wrong_axis(subject const& s) {
  return at_axes(s, [](step& t, std::size_t a) {
    if (!folds(t) || t.extent[a] < 2) return false;
    t.fold.axes ^= std::uint64_t{1} << a;
    t.fold.run_axes = t.extent.size() > 0 && plan::reduced(t.fold.axes, t.extent.size() - 1) ? 1 : 0;
    return true;
  });
}
std::vector<mutant> shortened_run(subject const& s) {
  return at_steps(s, [](step& t) {
    if (!folds(t) || t.fold.run_axes < 2 || !is_tree(t)) return false;
    --t.fold.run_axes;
    return true;
  });
}
std::vector<mutant> wrong_fold(subject const& s) {
  return at_steps(s, [](step& t) {
    if (!folds(t)) return false;
    for (ops::op_id op : {ops::op_id(t.fold.op + 1), ops::op_id(t.fold.op - 1)}) {
      kernels::fold_kernel const* const k = kernels::find_fold(op, t.fold.element, isa::reference);
      if (!k || (!k->clear && kernels::find_fold(t.fold.op, t.fold.element, isa::reference)->clear)) continue;
      t.fold.op = op;
      return true;
    }
    return false;
  });
}
std::vector<mutant> swapped_loops(subject const& s) {  // two reduced axes walked in the other order
  return at_axes(s, [](step& t, std::size_t a) {
    if (!folds(t) || a + 1 >= t.extent.size() || t.extent[a] < 2 || t.extent[a + 1] < 2) return false;
    if (!plan::reduced(t.fold.axes, a) || !plan::reduced(t.fold.axes, a + 1) || order_of(t) == kernels::fold_order::any)
      return false;
    std::swap(t.extent[a], t.extent[a + 1]);
    for (plan::operand& o : t.operands) {
      std::swap(o.map.stride[a], o.map.stride[a + 1]);
      o.map.extent = t.extent;
      if (&o - t.operands.data() >= t.outputs) o.how = plan::access::staged;
    }
    return true;
  });
}

}  // namespace

std::vector<fault_kind> fold_faults() {
  return {{"reordered_fold", "terms", reordered_fold},
          {"wrong_split", "terms", wrong_split},
          {"sequential_for_pairwise", "terms", sequential_for_pairwise},
          {"reversed_run", "terms", reversed_run},
          {"skipped_finish", "terms", skipped_finish},
          {"lost_chunks", "terms", lost_chunks},
          {"invented_chunks", "terms", invented_chunks},
          {"wrong_reduced_axis", "terms bounds overlap coverage", wrong_axis},
          {"shortened_run", "terms", shortened_run},
          {"wrong_fold", "terms", wrong_fold},
          {"swapped_loops", "terms", swapped_loops}};
}

}  // namespace fnp::isomorphism
