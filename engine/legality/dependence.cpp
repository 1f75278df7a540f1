// Disjoint, shifted or other, for two accesses that are not the same address sequence.
#include "engine/legality/dependence.hpp"

#include <limits>

namespace fnp::legality {
namespace {

// The least address(y) - address(x) over points x before y, all strides taken with this sign: from x the first
// axis that differs gains at least one stride, and the later ones lose at most all of theirs.
checked lexicographic_gap(iteration_space const& space, access_map const& map, index sign) noexcept {
  checked gap = std::numeric_limits<index>::max(), loss = 0;  // one point: no later one, any gap holds
  for (std::size_t i = space.size(); i-- > 0;) {
    if (space[i] == 1) continue;
    checked const s = checked(map.stride[i]) * sign;
    checked const gain = s - loss;
    gap = {gain.value < gap.value ? gain.value : gap.value, gap.ok && gain.ok};
    checked const reach = s * (space[i] - 1);
    loss = reach.value < 0 ? loss - reach : loss + reach;
  }
  return gap;
}

bool at_most(checked a, checked b) noexcept { return a.ok && b.ok && a.value <= b.value; }

}  // namespace

relation relate_unequal(iteration_space const& space, access_map const& out, access_map const& in, verdict* why,
                        std::int64_t budget) {
  verdict unasked;
  verdict& reason = why ? *why : unasked;
  reason = disjoint(space, out, space, in, budget);
  if (reason) return relation::disjoint;
  if (reason.what == answer::overflow) return relation::other;
  auto const other = [&](verdict v) {
    if (reason.what == answer::illegal) reason = v;
    return relation::other;
  };
  if (!same_strides(space, out, in)) return other({answer::illegal, "no_constant_shift", {}});

  checked const delta = checked(in.offset) - out.offset;
  checked gap = lexicographic_gap(space, out, 1);
  bool const grows = gap.ok && gap.value > 0;
  if (!grows) gap = lexicographic_gap(space, out, -1);
  bool const writes_above = at_most(delta + in.itemsize, gap);   // a write at the higher address spares the read
  bool const writes_below = at_most(checked(out.itemsize) - delta, gap);
  bool const backwards = grows ? writes_above : writes_below;
  bool const forwards = grows ? writes_below : writes_above;
  if (!gap.ok || gap.value <= 0 || (!backwards && !forwards))
    return other({answer::illegal, "mixed_order", {delta.value, gap.value}});
  reason = {answer::legal, "constant_shift", {delta.value, gap.value}};
  bool const up = grows ? delta.value < 0 : delta.value > 0;
  return backwards && (up || !forwards) ? relation::shifted_up : relation::shifted_down;
}

}  // namespace fnp::legality
