// Graph -> plan -> memory -> run.
#include "engine/evaluation.hpp"

#include <memory>
#include <optional>

#include "engine/execute/measuring_backend.hpp"
#include "engine/settings.hpp"
#include "engine/transform/identities.hpp"
#include "fnp/ops/all.hpp"

namespace fnp::engine {

void evaluation::add(job const& j) {
  graph.locations.push_back(j.from);
  graph.location = static_cast<std::uint32_t>(graph.locations.size() - 1);
  add(ir::lower(graph, *j.what, j.leaves), j.into, j.where);
}

void evaluation::add(ir::value v, array_body* into, array_body const* where) {
  if (into) {
    if (!into->writeable) fail(error_code::read_only, "assignment destination is read-only");
    extents const& to = into->layout.extent;
    if (graph.shape(v) != to) {
      extents joined = to;
      if (!broadcast_into(joined, graph.shape(v)) || joined != to)
        fail(error_code::assign_shape_mismatch, "could not broadcast input array from shape " +
                                                    to_string(graph.shape(v)) + " into shape " + to_string(to));
      v = ir::make_broadcast(graph, v, to);
    }
    if (graph.type(v) != into->type) v = ir::make_cast(graph, v, into->type);
    if (where) {
      ir::value const mask = ir::make_broadcast(graph, ir::make_input(graph, *where), to),
                      old = ir::make_input(graph, *into);
      ir::value const operands[] = {mask, v, old};
      v = ir::make_elementwise(graph, ops::id_of<ops::where>, operands);
    }
  }
  graph.results.push_back(v);
  destinations.push_back({into});
}

void evaluation::rewrite(options const& o) {
  if (o.rewrite) graph = transform::rewritten(graph);
}

namespace {

// The temporaries of one run: one block for each shared storage.
std::vector<array_handle> make_temporaries(plan::plan const& p) {
  std::vector<array_handle> r;
  r.reserve(p.storage_bytes.size());
  for (index const bytes : p.storage_bytes) r.push_back(make_array(dtype::u1, {bytes}));
  return r;
}

void count(plan::plan const& p, std::size_t fresh, fp_flags raised) {
  statistics& c = counters();
  ++c.evaluations;
  c.temporaries += p.temporaries;
  for (index const bytes : p.storage_bytes) c.temporary_bytes += static_cast<std::uint64_t>(bytes);
  // What op by op evaluation would have made: one array an instruction, less those that are results.
  std::uint64_t made = 0;
  for (plan::step const& s : p.steps) made += s.code.size() + (s.what == plan::kind::reduce);
  std::uint64_t const kept = p.temporaries + p.steps.size();
  c.temporaries_avoided += made > kept ? made - kept : 0;
  c.bytes_moved += static_cast<std::uint64_t>(p.bytes_moved);
  c.peak_bytes = std::max(c.peak_bytes, static_cast<std::uint64_t>(p.peak_bytes));
  c.fresh_results += fresh;
  c.raised |= raised;
}

}  // namespace

std::vector<std::byte*> input_memory(ir::graph const& g) {
  std::vector<std::byte*> r;
  for (ir::input const& in : g.inputs) r.push_back(in.memory);
  return r;
}

void run(ir::graph const& g, plan::plan const& p, binding where, options const& o, std::vector<array_handle>& fresh) {
  std::vector<array_handle> const temporaries = make_temporaries(p);
  std::vector<array_handle> results(g.results.size());
  for (std::size_t r = 0; r < g.results.size(); ++r)
    if (!where.destinations[r].into) {
      ir::node const& n = g[g.results[r]];
      results[r] = make_array_like(g.type(g.results[r]), n.shape, n.stride);
    }
  small_vector<std::byte*, 16> bases(p.buffers.size());
  for (std::size_t b = 0; b < p.buffers.size(); ++b) {
    plan::buffer const& at = p.buffers[b];
    switch (at.what) {
      case plan::role::input: bases[b] = where.inputs[at.position]; break;
      case plan::role::constant: bases[b] = const_cast<std::byte*>(p.constants[at.position].data()); break;
      case plan::role::temporary:
        bases[b] = at.storage < 0 ? nullptr : temporaries[static_cast<std::size_t>(at.storage)]->data;
        break;
      case plan::role::result: {
        array_body const* const into = where.destinations[at.position].into;
        bases[b] = into ? into->memory->data : results[at.position]->data;
      }
    }
  }
  execute::binding const placed{{bases.data(), bases.size()}};
  std::unique_ptr<execute::measuring_backend> const measuring =
      where.measures ? std::make_unique<execute::measuring_backend>(p, g, placed, o) : nullptr;
  std::optional<execute::byte_backend> plain;
  execute::byte_backend& bytes = measuring ? *measuring : plain.emplace(p, g, placed, o);
  fp_flags raised = 0;
  try {
    raised = execute::execute(p, bytes);
    raised = static_cast<fp_flags>(raised | bytes.raised());
  } catch (execute::cancelled const&) {
    bool kept = false;
    for (plan::destination const& d : where.destinations) kept = kept || (d.into && !o.atomic);
    fail(error_code::cancelled, kept ? "the evaluation was stopped; its kept destination is partly written"
                                     : "the evaluation was stopped; nothing was written");
  }
  if (measuring) *where.measures = measuring->measures();
  if (raised & negative_exponent) ir::fail_negative_power(g);
  std::size_t made = 0;
  for (array_handle& r : results)
    if (r) {
      fresh.push_back(std::move(r));
      ++made;
    }
  count(p, made, raised);
}

void run(evaluation const& given_evaluation, options const& given, std::vector<array_handle>& fresh) {
  options const o = settle(given);
  evaluation changed;
  if (o.rewrite) changed = given_evaluation;
  changed.rewrite(o);
  evaluation const& e = o.rewrite ? changed : given_evaluation;
  std::vector<std::byte*> const inputs = input_memory(e.graph);
  run(e.graph, plan::make_plan(e.graph, e.destinations, o), {inputs, e.destinations}, o, fresh);
}

}  // namespace fnp::engine
