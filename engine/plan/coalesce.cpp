// Neighbouring axes that every operand walks as one become one.
//
// In a reduction the run of NumPy's innermost loop must keep its length: two reduced axes are joined only where the
// eager operand would be walked as one too. Where the eager operand is one run but the operands here are not, the
// run covers several axes (`run_axes`) and is gathered row by row.
#include "engine/legality/regroup.hpp"
#include "engine/plan/draft.hpp"
#include "fnp/ops/all.hpp"

namespace fnp::plan {
namespace {

bool eager_joins(step const& s, std::size_t i) {
  reduction const& f = s.fold;
  if (reduced(f.axes, i) != reduced(f.axes, i + 1)) return false;
  if (!reduced(f.axes, i)) return true;
  if (f.op == ops::id_of<ops::argmin> || f.op == ops::id_of<ops::argmax>) return true;  // positions in C order are one run
  if (f.buffered) return true;  // NumPy fills its buffer across axes
  return f.eager[i] == f.eager[i + 1] * s.extent[i + 1];
}

void join_axes(step& s, std::size_t i) {
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

void find_run(step& s) {
  reduction& f = s.fold;
  std::size_t const rank = s.extent.size();
  f.run_axes = 0;
  if (rank == 0 || !reduced(f.axes, rank - 1)) return;
  f.run_axes = 1;
  while (f.run_axes < rank && eager_joins(s, rank - f.run_axes - 1)) ++f.run_axes;
  if (f.buffered) f.chunk = 8192;
}

}  // namespace

void coalesce(draft& d) {
  std::size_t joined = 0;
  for (step& s : d.out.steps) {
    if (s.what == kind::opaque) continue;
    // Over an empty axis a reduction still writes its identity, of which the empty space says nothing.
    if (s.what == kind::reduce && legality::is_empty(s.extent)) continue;
    std::vector<legality::access_map> maps;
    for (std::size_t i = s.extent.size(); i-- > 1;) {
      if (s.what == kind::reduce && !eager_joins(s, i - 1)) continue;
      maps.clear();
      for (operand const& o : s.operands) maps.push_back(legality::map_of(o.map, static_cast<index>(itemsize(o.type))));
      if (!legality::may_coalesce(s.extent, maps, i - 1)) continue;
      join_axes(s, i - 1);
      ++joined;
    }
    if (s.what == kind::reduce) find_run(s);
  }
  d.out.log.push_back("coalesce: " + std::to_string(joined) + " axes joined");
}

}  // namespace fnp::plan
