// Band after band; threads take bands of their own, each with temporaries of its own.
#include "engine/run_bands.hpp"

#include <algorithm>
#include <atomic>

#include "engine/execute/byte_backend.hpp"
#include "engine/execute/parallel.hpp"

namespace fnp::engine {
namespace {

// One worker's temporaries, constants and addresses.
class band_runner {
 public:
  band_runner(plan::plan const& p, ir::graph const& g, options const& o)
      : plan_(p), graph_(g), options_(o), constants_(p.constants), bases_(p.buffers.size()) {
    for (index const bytes : p.storage_bytes) temporaries_.push_back(make_array(dtype::u1, {bytes}));
  }

  fp_flags run(plan::bands const& b, std::span<std::byte* const> inputs, array_body const& into, index row) {
    for (std::size_t k = 0; k < bases_.size(); ++k) {
      plan::buffer const& at = plan_.buffers[k];
      switch (at.what) {
        case plan::role::input: bases_[k] = inputs[at.position] + row * b.input_step[at.position]; break;
        case plan::role::constant: bases_[k] = constants_[at.position].data(); break;
        case plan::role::temporary:
          bases_[k] = at.storage < 0 ? nullptr : temporaries_[static_cast<std::size_t>(at.storage)]->data;
          break;
        case plan::role::result: bases_[k] = into.memory->data + row * b.result_step; break;
      }
    }
    execute::byte_backend bytes(plan_, graph_, {bases_}, options_);
    fp_flags const raised = execute::execute(plan_, bytes, true);
    return static_cast<fp_flags>(raised | bytes.raised());
  }

 private:
  plan::plan const& plan_;
  ir::graph const& graph_;
  options const& options_;
  std::vector<std::array<std::byte, 16>> constants_;
  std::vector<std::byte*> bases_;
  std::vector<array_handle> temporaries_;
};

}  // namespace

void run_bands(plan::bands const& b, std::span<std::byte* const> inputs, plan::destination to, options const& o,
               std::vector<array_handle>& fresh) {
  array_handle made;
  if (!to.into) {
    ir::node const& n = b.graph[b.graph.results[0]];
    extents shape = n.shape;
    shape[0] = b.all_rows;
    made = make_array_like(b.graph.type(b.graph.results[0]), shape, n.stride);
  }
  array_body const& into = to.into ? *to.into : *made;
  std::atomic<fp_flags> raised{0};
  std::atomic<bool> stopped{false};
  auto const range = [&](std::size_t first, std::size_t last) {
    band_runner whole(b.whole, b.graph, o);
    for (std::size_t i = first; i < last && !stopped.load(std::memory_order_relaxed); ++i) {
      index const row = static_cast<index>(i) * b.rows;
      bool const shorter = !b.rest.nodes.empty() && i + 1 == static_cast<std::size_t>(b.count);
      try {
        raised.fetch_or(shorter ? band_runner(b.last, b.rest, o).run(b, inputs, into, row)
                                : whole.run(b, inputs, into, row));
      } catch (execute::cancelled const&) {
        stopped = true;
      }
    }
  };
  auto const count = static_cast<std::size_t>(b.count);
  double time = 0;
  for (plan::step const& s : b.whole.steps) time += s.time() * static_cast<double>(b.count);
  execute::share_ranges(count, time, b.whole.serial_below, o.threads, range);
  if (stopped)
    fail(error_code::cancelled, to.into ? "the evaluation was stopped; its kept destination is partly written"
                                        : "the evaluation was stopped; nothing was written");
  statistics& c = counters();
  ++c.evaluations;
  c.temporaries += b.whole.temporaries;
  c.fresh_results += !to.into;
  c.bytes_moved += static_cast<std::uint64_t>(b.whole.bytes_moved * b.count);
  c.peak_bytes = std::max(c.peak_bytes, static_cast<std::uint64_t>(b.whole.peak_bytes));
  c.raised |= raised.load();
  if (made) fresh.push_back(std::move(made));
}

}  // namespace fnp::engine
