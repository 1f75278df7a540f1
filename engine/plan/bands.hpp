// Bands: a plan of several passes over the rows of a large result, run over a few rows at a time.
//
// Softmax over rows reads a matrix three times and keeps another one of its size. Where every value belongs to one row
// of the result (or to none), the rows are independent: the plan of a band of rows, run band after band, computes the
// same, its temporaries are those of a band, and they stay in cache. The order of every fold is untouched, because only
// rows that no fold mixes are told apart.
#pragma once
#include <memory>

#include "engine/plan/planner.hpp"

namespace fnp::plan {

struct bands {
  index all_rows = 0, rows = 0, count = 0;  // of the result, of one band; bands, the last of which may have fewer rows
  ir::graph graph, rest;      // of a band, and of a shorter last one (without nodes: there is none)
  plan whole, last;
  std::vector<index> input_step;  // bytes from one row to the next, by input
  index result_step = 0;
};

// Null where rows depend on each other, where a pass over all rows does no harm, or where the destination meets an
// input. pre: `p` is the plan of `g` for this destination.
std::shared_ptr<bands const> cut_into_bands(ir::graph const& g, destination const& to, plan const& p,
                                            engine::options const&);

}  // namespace fnp::plan
