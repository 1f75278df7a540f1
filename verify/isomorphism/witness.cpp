// The witness: bits of the plan against bits of the eager evaluation, on the inputs at hand and on adversarial ones.
#include <cstring>
#include <string>

#include "engine/evaluation.hpp"
#include "verify/differential/generated_program.hpp"
#include "verify/differential/run.hpp"
#include "verify/isomorphism/checker.hpp"
#include "verify/isomorphism/eager.hpp"

namespace fnp::isomorphism {
namespace {

constexpr int thread_counts[] = {1, 2, 3, 7};

struct bytes_of {
  std::byte* at;
  index bytes;
  dtype type;
  std::vector<std::byte> before;
};

// All memory of the caller that the evaluation may touch, kept and given back.
std::vector<bytes_of> touched(subject const& s) {
  std::vector<bytes_of> r;
  auto const add = [&](std::byte* at, index bytes, dtype type) {
    for (bytes_of const& b : r)
      if (b.at == at && b.bytes == bytes) return;
    r.push_back({at, bytes, type, {at, at + bytes}});
  };
  for (ir::input const& in : s.graph.inputs) add(in.memory, in.bytes, in.type);
  for (plan::destination const& d : s.destinations)
    if (d.into) add(d.into->memory->data, d.into->memory->bytes, d.into->type);
  return r;
}

void give_back(std::vector<bytes_of> const& memory) {
  for (bytes_of const& b : memory)
    if (!std::equal(b.before.begin(), b.before.end(), b.at)) std::copy(b.before.begin(), b.before.end(), b.at);
}

// Gives the caller's memory back, whatever happens.
struct loan {
  std::vector<bytes_of> memory;
  ~loan() { give_back(memory); }
};

// May inputs be replaced by adversarial ones for a while?
bool lent(subject const& s) {
  for (ir::input const& in : s.graph.inputs)
    if (!in.array || !in.array->memory->writeable) return false;
  return true;
}

}  // namespace

claim check_witness(subject const& s) {
  claim c{"witness", outcome::holds, "", {}};
  for (plan::destination const& d : s.destinations)
    if (d.into && !d.into->writeable) return {"witness", outcome::skipped, "a destination is read-only", {}};
  loan const taken{touched(s)};
  std::vector<bytes_of> const& memory = taken.memory;
  bool const adversarial = lent(s);
  std::uint64_t runs = 0, elements = 0;
  // Flavour 0: the inputs as they are; then extremes and any bits, where the memory may be changed.
  for (std::uint64_t flavour : {0u, 2u, 3u}) {
    give_back(memory);
    bool const own = flavour != 0;
    if (own && !adversarial) break;
    if (own)
      for (bytes_of const& b : memory)
        differential::fill(b.at, b.type, b.bytes / static_cast<index>(itemsize(b.type)), flavour + 4 * 77);
    std::vector<std::vector<std::byte>> start;
    for (bytes_of const& b : memory) start.emplace_back(b.at, b.at + b.bytes);
    std::vector<whole> const wanted = evaluate_eagerly(s.graph);
    for (isa const level : vector_levels) {
      if (!kernels::has_isa(level)) continue;
      for (int const threads : thread_counts) {
        plan::plan p = s.plan;
        p.level = level;
        p.threads = threads;
        p.serial_below = std::min(p.serial_below, 500.0);
        for (std::size_t k = 0; k < memory.size(); ++k)
          if (!std::equal(start[k].begin(), start[k].end(), memory[k].at))
            std::copy(start[k].begin(), start[k].end(), memory[k].at);
        std::vector<std::byte*> const inputs = engine::input_memory(s.graph);
        std::vector<array_handle> fresh;
        engine::options o;
        o.level = level;
        o.threads = threads;
        engine::run(s.graph, p, {inputs, s.destinations}, o, fresh);
        ++runs;
        std::size_t next = 0, at = 0;
        for (std::size_t r = 0; r < wanted.size(); ++r) {
          array_body const* const to = s.destinations[r].into;
          array_body const& a = to ? *to : *fresh[next++];
          std::vector<std::byte> const got = gather(a.memory->data, a.layout, itemsize(a.type));
          elements += static_cast<std::uint64_t>(a.count);
          if (!differential::same_elements(a.type, wanted[r].elements.data(), got.data(), got.size(), at)) {
            c.what = outcome::fails;
            c.why = "result " + std::to_string(r) + ", element " + std::to_string(at) + " at level " +
                    std::to_string(static_cast<int>(level)) + ", " + std::to_string(threads) +
                    " threads, inputs of kind " + std::to_string(flavour);
          }
        }
      }
    }
  }
  c.evidence = {{"runs", runs}, {"elements", elements}};
  return c;
}

}  // namespace fnp::isomorphism
