// Implements include/fnp/engine.hpp: from the user's file into the engine.
#include <algorithm>

#include "engine/evaluation.hpp"
#include "engine/job_key.hpp"
#include "engine/plan/cache.hpp"
#include "engine/run_bands.hpp"
#include "engine/settings.hpp"
#include "engine/short_ways/dense_fold.hpp"
#include "engine/short_ways/dense_formula.hpp"
#include "engine/short_ways/dense_path.hpp"
#include "engine/short_ways/extreme_position.hpp"
#include "engine/value_shape.hpp"
#include "fnp/expr/library_kernel.hpp"
#include "kernels/registry.hpp"

namespace fnp::engine {

block_kernel library_kernel(ops::op_id op, int loop, isa level) noexcept { return kernels::find(op, loop, level); }

namespace {

template <isa Level> fp_flags rows_at(block const& b, void const* loops) noexcept {
  return kernels::region_rows(Level)(b, loops);
}

}  // namespace

#if defined(__x86_64__)
block_kernel const row_kernels[isa_count] = {nullptr, rows_at<isa::sse2>, rows_at<isa::avx2>, rows_at<isa::avx512>};
#else
block_kernel const row_kernels[isa_count] = {nullptr, rows_at<isa::neon>};
#endif

namespace {

// Planned before for operands of these very layouts?
bool run_cached(job_key const& key, std::span<job const> jobs, options const& o, std::vector<array_handle>& made) {
  std::shared_ptr<plan::cached_plan const> const known = plan::plans().find(key.bytes);
  if (!known) return false;
  small_vector<std::byte*, 16> inputs(known->graph.inputs.size());
  for (std::size_t i = 0; i < key.arrays.size(); ++i) inputs[known->input_of_leaf[i]] = key.arrays[i]->memory->data;
  small_vector<plan::destination, 4> to;
  for (job const& j : jobs) to.push_back({j.into});
  plan::check_budget(known->what, o);
  std::span<std::byte* const> const memory{inputs.data(), inputs.size()};
  if (known->cut) run_bands(*known->cut, memory, to[0], o, made);
  else run(known->graph, known->what, {memory, {to.data(), to.size()}}, o, made);
  return true;
}

std::uint32_t input_of(ir::graph const& g, array_body const& a) {
  for (std::uint32_t k = 0; k < g.inputs.size(); ++k) {
    ir::input const& in = g.inputs[k];
    if (in.memory == a.memory->data && in.type == a.type && in.layout == a.layout) return k;
  }
  fail(error_code::invariant_broken, "an operand is missing from its graph");
}

void remember(job_key&& key, evaluation&& e, plan::plan&& p, std::shared_ptr<plan::bands const> cut) {
  auto entry = std::make_shared<plan::cached_plan>();
  for (array_body const* a : key.arrays) entry->input_of_leaf.push_back(input_of(e.graph, *a));
  for (ir::input& in : e.graph.inputs) in.array = {};
  e.graph.shared.clear();
  entry->graph = std::move(e.graph);
  entry->what = std::move(p);
  entry->cut = std::move(cut);
  plan::plans().insert(std::move(key.bytes), std::move(entry));
}

void plan_and_run(job_key* key, std::span<job const> jobs, options const& o, std::vector<array_handle>& made) {
  ++counters().cache_misses;
  evaluation e;
  for (job const& j : jobs) e.add(j);
  e.rewrite(o);
  plan::plan p = plan::make_plan(e.graph, e.destinations, o);
  std::vector<std::byte*> const inputs = input_memory(e.graph);
  std::shared_ptr<plan::bands const> cut =
      jobs.size() == 1 ? plan::cut_into_bands(e.graph, e.destinations[0], p, o) : nullptr;
  if (cut) run_bands(*cut, inputs, e.destinations[0], o, made);
  else run(e.graph, p, {inputs, e.destinations}, o, made);
  if (key) remember(std::move(*key), std::move(e), std::move(p), std::move(cut));
}

// The same job with a fresh result.
job anew(job j) noexcept {
  j.into = nullptr;
  j.only_if_fits = false;
  return j;
}

// pre: the options are settled.
void run_jobs(std::span<job const> jobs, array_handle* fresh, options const& o) {
  std::vector<array_handle> made;
  job_key key;
  bool const keyed = make_key(jobs, o, key);
  if (keyed && run_cached(key, jobs, o, made)) ++counters().cache_hits;
  else plan_and_run(keyed ? &key : nullptr, jobs, o, made);
  for (std::size_t i = 0; i < made.size(); ++i) fresh[i] = std::move(made[i]);
}

// A plan that was made for a destination that fits is found by a key that says so: then nobody asks once more. False:
// it does not fit.
bool run_if_fits(job const& j, options const& o) {
  std::vector<array_handle> made;
  job_key key;
  bool const keyed = make_key({&j, 1}, o, key);
  if (keyed && run_cached(key, {&j, 1}, o, made)) {
    ++counters().cache_hits;
    return true;
  }
  if (!fits_destination(j)) return false;
  plan_and_run(keyed ? &key : nullptr, {&j, 1}, o, made);
  return true;
}

}  // namespace

void evaluate(sequence<job const> jobs, array_handle* fresh, options const& given) {
  run_jobs(jobs, fresh, settle(given));
}

array_handle evaluate(job const& j) {
  options const& o = cached_defaults();
  array_handle fresh;
  if (j.only_if_fits && may_lie_otherwise(j)) return evaluate(anew(j));
  if (run_dense(j, o, fresh) || fold_dense(j, o, fresh) || run_formula(j, o, fresh) || find_extreme(j, o, fresh))
    return fresh;
  if (j.only_if_fits) return run_if_fits(j, settle(o)) ? array_handle() : evaluate(anew(j));
  run_jobs({&j, 1}, &fresh, settle(o));
  return fresh;
}

extents shape_of(program const& p, sequence<leaf const> leaves) {
  extents shape;
  if (plain_shape(p, leaves, shape)) return shape;
  ir::graph g;
  return g.shape(ir::lower(g, p, leaves));
}

}  // namespace fnp::engine
