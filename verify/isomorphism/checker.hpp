// Is this plan the eager program? Five claims about one evaluation, and a witness.
//
//   bounds     every access of every operand lies inside its buffer
//   overlap    an output meets an input only at the same addresses, or shifted, staged and walked in the safe
//              direction; what runs in parallel writes each byte once; live temporaries share no storage
//   coverage   every byte of every result is written exactly once, and no other byte of the caller's memory is
//   addresses  the writes of each result are its layout, affinely: for all points, however many
//   terms      the executor's own walk over symbolic memory leaves in every element of every result the eager term
//   witness    the same bits as the eager evaluation: all instruction sets, 1, 2, 3 and 7 threads
//
// What compiled vector code does beyond its template is covered by the witness alone.
#pragma once
#include <span>

#include "engine/plan/planner.hpp"
#include "verify/isomorphism/claim.hpp"
#include "verify/isomorphism/term_backend.hpp"

namespace fnp::isomorphism {

struct subject {
  ir::graph const& graph;
  plan::plan const& plan;
  std::span<plan::destination const> destinations;
};

struct check_options {
  bool witness = true;
  std::uint64_t most_points = std::uint64_t{1} << 26;  // points x instructions; above, terms are not enumerated
  distortion fault{};                                    // for tests of the checker itself
};

verdict check(subject const&, check_options const& = {});

claim check_bounds(subject const&);
claim check_overlap(subject const&);
claim check_addresses(subject const&);
// Both from one symbolic run.
void check_terms(subject const&, check_options const&, claim& coverage, claim& terms);
// Runs on the inputs as they are and, where all inputs are writeable arrays, on adversarial values put in their place
// for the time of the call; memory is given back. No other thread may use the arrays meanwhile.
claim check_witness(subject const&);

std::vector<place> input_places(subject const&);
std::vector<place> result_places(subject const&);
// Layout of result r inside its buffer.
strided result_layout(subject const&, std::size_t r);

}  // namespace fnp::isomorphism
