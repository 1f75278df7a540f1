// Eager against fused, bit for bit, over generated programs, instruction sets and thread counts.
#pragma once
#include <iosfwd>
#include <span>
#include <string>
#include <vector>

#include "engine/plan/planner.hpp"
#include "verify/differential/generated_program.hpp"
#include "verify/differential/tape.hpp"

namespace fnp::differential {

struct run_options {
  std::uint64_t count = 1000, seed = 1;
  std::vector<isa> levels{std::begin(vector_levels), std::end(vector_levels)};
  std::vector<int> threads{1, 2, 3, 7};
  double serial_below = 500;   // so that small programs are split over threads, too; 0: what the planner chose
  std::size_t failures = 5;    // stop after so many
  bool shrink = true;
  std::ostream* digests = nullptr;  // gets digest.hpp's line of every program
  void (*progress)(void*, std::uint64_t done, std::uint64_t of) = nullptr;
  void* context = nullptr;
};

struct failure {
  std::uint64_t seed = 0;
  std::string what;       // where the first difference lies
  std::string program;    // minimal, as text
  std::vector<std::uint64_t> choices;
};

struct run_report {
  std::uint64_t programs = 0, runs = 0, empty = 0;
  std::uint64_t reduction = 0, overlap = 0, strided = 0, mixed = 0, several = 0, kept = 0;
  std::vector<failure> failures;
};

run_report run_generated(run_options const&);
// As text, one line; what `verify fuzz` prints.
std::string to_text(run_report const&);

// Memory of a program after its fresh results were made and its destinations written.
struct outcome {
  std::vector<std::vector<std::byte>> stores;
  std::vector<std::vector<std::byte>> fresh;  // in C order
};
outcome expected(program const&);
outcome fused(program const&, plan::plan const&);
plan::plan plan_of(program const&, isa level, int threads);
// Empty if the same; NaNs are equal to each other.
std::string difference(program const&, outcome const& wanted, outcome const& got);
bool same_elements(dtype, std::byte const* a, std::byte const* b, std::size_t bytes, std::size_t& at);

// Empty if all levels and thread counts agree with the eager evaluation.
std::string disagreement(program const&, run_options const&, std::uint64_t* runs = nullptr);

}  // namespace fnp::differential
