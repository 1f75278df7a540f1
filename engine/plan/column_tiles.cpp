// One real dtype, no cast, code of steps that chains have; every operand dense, one value a row, or transposed.
#include "engine/plan/column_tiles.hpp"

#include <algorithm>

#include "engine/ir/graph.hpp"
#include "kernels/registry.hpp"

namespace fnp::plan {

bool may_read_columns(step const& s, isa level) {
  std::size_t const rank = s.extent.size();
  kernels::chain_kernels const* const chains = kernels::find_chains(level);
  if (!chains || rank < 2 || s.what != kind::map || s.serial || s.outputs != 1) return false;
  if (s.code.empty() || s.code.size() > longest_chain || element_count(s.extent).value < worth_a_chain) return false;
  dtype const type = s.operands[0].type;
  if (!chains->find_load_columns(type)) return false;
  auto const item = static_cast<index>(itemsize(type));
  int columns = 0;
  for (operand const& o : s.operands) {
    index const inner = o.map.stride[rank - 1], outer = o.map.stride[rank - 2];
    bool const input = &o != s.operands.data();
    if (o.type != type || o.as != type || o.how == access::staged) return false;
    if (inner == item || (input && inner == 0)) continue;
    if (!input || outer != item) return false;
    ++columns;
  }
  return columns > 0 && std::all_of(s.code.begin(), s.code.end(), [&](instruction const& in) {
           return in.op < ir::op_input && in.outputs == 1 && s.type(in.slots[0]) == type &&
                  chains->find(in.op, in.loop, kernels::held::none, false);
         });
}

}  // namespace fnp::plan
