// Neighbouring axes that every operand walks as one become one.
//
// In a reduction the run of NumPy's innermost loop must keep its length, which the eager operand decides
// (engine/ir/iterator_cut.hpp): axes are joined inside the run or outside of it. Where the operands here are not walked
// as one, the run covers several axes (`run_axes`) and is gathered row by row.
#include "engine/ir/iterator_cut.hpp"
#include "engine/legality/regroup.hpp"
#include "engine/plan/draft.hpp"

namespace fnp::plan {
namespace {

void find_run(step& s) {
  reduction& f = s.fold;
  std::size_t const rank = s.extent.size();
  f.run_axes = 0;
  f.chunk = 0;
  if (rank == 0 || !reduced(f.axes, rank - 1)) return;
  if (ir::folds_in_c_order(f.op)) {
    while (f.run_axes < rank && reduced(f.axes, rank - 1 - f.run_axes)) ++f.run_axes;
    return;
  }
  ir::fold_run const run = ir::run_of_fold(s.extent, f.eager, f.axes, f.buffered);
  f.run_axes = static_cast<std::uint16_t>(run.axes);
  f.chunk = run.chunk;
}

// May loop axes i and i + 1 of a reduction be one? Both kept, both in the run, or both outside of it.
bool may_join(step const& s, std::size_t i) {
  std::size_t const run = s.extent.size() - s.fold.run_axes;
  return reduced(s.fold.axes, i) == reduced(s.fold.axes, i + 1) && (i >= run) == (i + 1 >= run);
}

void join_axes(step& s, std::size_t i) {
  if (s.what == kind::reduce && i >= s.extent.size() - s.fold.run_axes) --s.fold.run_axes;
  s.extent[i] *= s.extent[i + 1];
  s.extent.erase(i + 1);
  for (operand& o : s.operands) {
    o.map.stride.erase(i);
    o.map.extent = s.extent;
  }
  if (s.what != kind::reduce) return;
  s.fold.eager.erase(i);
  std::uint64_t const low = s.fold.axes & ((std::uint64_t{2} << i) - 1), high = s.fold.axes >> (i + 2) << (i + 1);
  s.fold.axes = low | high;
}

}  // namespace

void coalesce(draft& d) {
  std::size_t joined = 0;
  for (step& s : d.out.steps) {
    if (s.what == kind::opaque) continue;
    // Over an empty axis a reduction still writes its identity, of which the empty space says nothing.
    if (s.what == kind::reduce && legality::is_empty(s.extent)) continue;
    if (s.what == kind::reduce) find_run(s);
    std::vector<legality::access_map> maps;
    for (std::size_t i = s.extent.size(); i-- > 1;) {
      if (s.what == kind::reduce && !may_join(s, i - 1)) continue;
      maps.clear();
      for (operand const& o : s.operands) maps.push_back(legality::map_of(o.map, static_cast<index>(itemsize(o.type))));
      if (!legality::may_coalesce(s.extent, maps, i - 1)) continue;
      join_axes(s, i - 1);
      ++joined;
    }
  }
  d.out.log.push_back("coalesce: " + std::to_string(joined) + " axes joined");
}

}  // namespace fnp::plan
