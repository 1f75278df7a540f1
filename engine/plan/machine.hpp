// What the planner knows of the machine: cache sizes, read once, and how long bytes, operations and threads take.
//
// The times only choose among plans of equal bits. Unless `fnp tune` has measured this machine they are those of a
// recent x86 server core; they are read from the file that FNP_MACHINE names ("none": the defaults), else from
// fnp/machine in the user's cache folder, and only where that file speaks of this processor.
#pragma once
#include <string>
#include <vector>

#include "fnp/base/checked.hpp"
#include "fnp/ops/op.hpp"

namespace fnp::plan {

struct machine {
  index first_cache = 0, second_cache = 0, last_cache = 0;  // bytes
  // Nanoseconds of one thread's work below which waking a second thread costs more than it gives.
  double worth_a_thread = 60e3;
  // Nanoseconds a byte of a sweep over dense arrays takes one thread: in its own caches, in the shared one, in memory.
  double near_byte = 0.006, shared_byte = 0.010, far_byte = 0.018;
  double far_byte_shared_out = 0.016;  // in memory, with all threads at work
  double staged_element = 0.2;         // bringing one strided element into scratch
  index stream_from = 0;               // bytes a step touches from which its results are stored past the caches
  // Elements of a block of interpreted code, of one with staged operands, and of a row of a tile beyond the last cache.
  index interpreted_block = 512, staged_block = 1024, wide_tile = 512;
  // Nanoseconds an element beyond its loads and stores, by op and loop; empty: by kind of op.
  std::vector<std::vector<double>> operations;
  std::string origin = "common values";  // or the file they came from
};
machine const& this_machine() noexcept;
// Nanoseconds of work that no thread takes from another even if it is awake, where `worth` would wake it.
constexpr double least_shared(double worth) { return worth / 6; }
void use_machine(machine);  // from now on, cached plans are forgotten; for measuring and for tests

// Of one element of op `op` in its loop `loop`, beyond loads and stores.
double operation_time(machine const&, ops::op_id op, int loop) noexcept;

std::string processor_name();  // as the kernel says it; empty: unknown
std::string machine_file();    // where measured values are kept; empty: nowhere
// The file's text, and what such a text says; `into` is left alone unless all of it is understood and meant for this
// processor. The reason is returned, empty where it was taken over.
std::string to_text(machine const&);
std::string read_machine(std::string const& text, machine& into);

}  // namespace fnp::plan
