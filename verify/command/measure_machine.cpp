// Sweeps, blocks, threads and ops, each timed as the engine itself runs them: the best of several turns.
//
// A choice (block length, tile, streaming) is made by running the same expression under each candidate in turns; one
// that gains less than 2 % is noise and loses against the common value.
#include "verify/command/measure_machine.hpp"

#include <algorithm>
#include <chrono>
#include <thread>
#include <vector>

#include "engine/execute/parallel.hpp"
#include "fnp/fnp.hpp"
#include "fnp/ops/all.hpp"
#include "kernels/registry.hpp"

namespace fnp::command {
namespace {

using clock = std::chrono::steady_clock;
double since(clock::time_point t) { return std::chrono::duration<double, std::nano>(clock::now() - t).count(); }

// Best time of one call, in nanoseconds; a sample takes at least 20 microseconds.
double best(int samples, std::function<void()> const& f) {
  f();
  clock::time_point const first = clock::now();
  f();
  int const calls = std::max(1, static_cast<int>(20e3 / std::max(since(first), 1.0)));
  double least = 1e300;
  for (int s = 0; s < samples; ++s) {
    clock::time_point const t = clock::now();
    for (int c = 0; c < calls; ++c) f();
    least = std::min(least, since(t) / calls);
  }
  return least;
}

struct restored_defaults {
  engine::options const before = engine::defaults();
  ~restored_defaults() { engine::set_defaults(before); }
};
void allow(int threads, bool tier1 = true) {
  engine::options o = engine::defaults();
  o.threads = threads;
  o.tier1 = tier1;
  engine::set_defaults(o);
}

// Nanoseconds a byte of y = a + b where its three arrays take `bytes`.
double byte_time(index bytes) {
  index const n = bytes / 24;
  array<double> const a = ones<double>({n}), b = ones<double>({n});
  array<double> y = zeros<double>({n});
  return best(7, [&] { y = a + b; }) / (24 * static_cast<double>(n));
}

// The candidate under which `f` is fastest, tried in turns.
index fastest(plan::machine& m, index plan::machine::* what, std::vector<index> const& candidates,
              std::function<void()> const& f) {
  index const common = m.*what;
  std::vector<double> times(candidates.size(), 1e300);
  double usual = 1e300;
  auto const timed = [&](index value, double& least) {
    m.*what = value;
    plan::use_machine(m);
    least = std::min(least, best(1, f));
  };
  for (int round = 0; round < 5; ++round) {
    timed(common, usual);
    for (std::size_t k = 0; k < candidates.size(); ++k) timed(candidates[k], times[k]);
  }
  std::size_t const k = static_cast<std::size_t>(std::min_element(times.begin(), times.end()) - times.begin());
  m.*what = times[k] < 0.98 * usual ? candidates[k] : common;
  plan::use_machine(m);
  return m.*what;
}

// A result is mostly read next: where it still lies in cache then, that counts.
void choose_streaming(plan::machine& m) {
  index const never = index{1} << 50;
  for (index bytes = m.last_cache / 2; bytes <= 4 * m.last_cache; bytes += bytes / 2) {
    index const n = bytes / 24;
    array<double> const a = ones<double>({n}), b = ones<double>({n});
    array<double> y = zeros<double>({n}), total;
    m.stream_from = never;
    if (fastest(m, &plan::machine::stream_from, {0}, [&] { y = a + b, total = sum(y); }) == 0) {
      m.stream_from = bytes;
      return;
    }
  }
  m.stream_from = never;
}

void choose_blocks(plan::machine& m) {
  index const n = std::max<index>(m.last_cache / 64, 1 << 15);
  {
    array<double> const a = ones<double>({n}), b = ones<double>({n}), c = ones<double>({n});
    array<double> y = zeros<double>({n});
    allow(1, false);
    fastest(m, &plan::machine::interpreted_block, {256, 1024, 2048},
            [&] { y = where(a < b, (a + b) * c, sqrt(c) * a); });
    allow(1);
  }
  {
    array<double> const a = ones<double>({2 * n}), b = ones<double>({n});
    array<double> y = zeros<double>({n});
    auto const every_second = a(slice(none, none, 2));
    fastest(m, &plan::machine::staged_block, {512, 2048, 4096}, [&] { y = every_second + b; });
  }
  index side = 1024;
  while (24 * side * side < 4 * m.last_cache && side < 8192) side *= 2;
  array<double> const a = ones<double>({side, side});
  array<double> y = zeros<double>({side, side});
  fastest(m, &plan::machine::wide_tile, {64, 128, 256, 1024}, [&] { y = a + transpose(a); });
}

double staged_element(plan::machine const& m) {
  index const n = std::max<index>(m.second_cache / 64, 4096);
  array<double> const a = ones<double>({2 * n}), b = ones<double>({n});
  array<double> y = zeros<double>({n});
  auto const every_second = a(slice(none, none, 2));
  double const dense = best(9, [&] { y = b + b; }), strided = best(9, [&] { y = every_second + b; });
  return std::max(0.0, strided - dense) / static_cast<double>(n);
}

void spin(double nanoseconds) {
  clock::time_point const t = clock::now();
  while (since(t) < nanoseconds) {
  }
}

// The least work that two threads finish in four fifths of the time of one, the second one having gone to rest. Where
// that never happens the machine is busy with something else, and nothing was learned: `otherwise`.
double worth_a_thread(double otherwise) {
  auto const shared = [](double work) {
    std::vector<double> times;
    for (int k = 0; k < 15; ++k) {
      std::this_thread::sleep_for(std::chrono::microseconds(500));
      clock::time_point const t = clock::now();
      execute::in_arena(2, [&] {
        execute::parallel_ranges(
            2, 1, [&](std::size_t first, std::size_t last) { spin(work / 2 * static_cast<double>(last - first)); });
      });
      times.push_back(since(t));
    }
    std::nth_element(times.begin(), times.begin() + 7, times.end());
    return times[7];
  };
  shared(1e6);
  double work = 5e3;
  while (work < 4e6 && shared(work) > 0.8 * work) work *= 1.25;
  return work < 4e6 ? work : otherwise;
}

// Of one element on rows in the first cache, less the time of a copy's loads and stores.
double operation_time(ops::op_info const& op, ops::op_id id, int loop, isa level, double near_byte) {
  constexpr index n = 512;
  block_kernel const kernel = kernels::find(id, loop, level);
  if (!kernel) return 0;
  ops::loop const& l = op.loops[loop];
  std::vector<array_handle> rows;
  std::byte* data[8];
  std::ptrdiff_t const no_stride[8] = {};
  double bytes = 0;
  for (std::size_t k = 0; k < static_cast<std::size_t>(op.outputs + op.arity); ++k) {
    bool const output = k < op.outputs;
    dtype const type = output ? l.out[k] : l.in[k - op.outputs];
    array<double> const ramp = linspace<double>(0.5, 1.5, n) + (is_inexact(type) ? 0.0 : 1.0);
    rows.push_back(ndarray(ramp).astype(type).handle());
    data[k] = rows.back()->data;
    bytes += static_cast<double>(itemsize(type));
  }
  double const all = best(3, [&] { kernel({data, no_stride, 0, 1, n, false}, nullptr); }) / static_cast<double>(n);
  return std::max(0.0, all - bytes * near_byte);
}

}  // namespace

plan::machine measure_machine(std::function<void(std::string_view)> const& tell) {
  restored_defaults const restore;
  plan::machine m;
  plan::machine const here = plan::this_machine();
  m.first_cache = here.first_cache;
  m.second_cache = here.second_cache;
  m.last_cache = here.last_cache;
  m.stream_from = m.last_cache;
  plan::use_machine(m);
  allow(1);
  index const far = std::clamp<index>(4 * m.last_cache, index{64} << 20, index{1} << 30);
  tell("where results are stored past the caches");
  choose_streaming(m);
  tell("sweeps over arrays");
  m.near_byte = byte_time(m.second_cache / 4);
  m.shared_byte = std::max(m.near_byte, byte_time(m.last_cache / 4));
  m.far_byte = std::max(m.shared_byte, byte_time(far));
  allow(0);
  m.far_byte_shared_out = std::min(m.far_byte, byte_time(far));
  allow(1);
  tell("blocks and tiles");
  choose_blocks(m);
  m.staged_element = staged_element(m);
  tell("a second thread");
  m.worth_a_thread = worth_a_thread(m.worth_a_thread);
  tell("every loop of every op");
  isa const level = engine::defaults().level;
  for (std::size_t id = 0; id < ops::op_table.size(); ++id) {
    ops::op_info const& op = ops::op_table[id];
    std::vector<double>& times = m.operations.emplace_back();
    for (int l = 0; l < op.loop_count; ++l)
      times.push_back(op.kind == ops::family::elementwise
                          ? operation_time(op, static_cast<ops::op_id>(id), l, level, m.near_byte)
                          : 0);
  }
  return m;
}

}  // namespace fnp::command
