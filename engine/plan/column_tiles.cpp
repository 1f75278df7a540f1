// One real dtype, no cast, code of steps that chains have; every operand dense, one value a row, or transposed.
#include "engine/plan/column_tiles.hpp"

#include <algorithm>

#include "engine/ir/graph.hpp"
#include "fnp/ops/chained.hpp"

namespace fnp::plan {
namespace {

template <class... Ops> bool is_one_of(ops::op_list<Ops...>, ops::op_id op) noexcept {
  return ((op == ops::id_of<Ops>) || ...);
}

}  // namespace

bool runs_in_chains(ops::op_id op) noexcept {
  return is_one_of(ops::chained_ops{}, op);
}

bool may_read_columns(step const& s, isa level) {
  std::size_t const rank = s.extent.size();
  if (level == isa::reference || rank < 2 || s.what != kind::map || s.serial || s.outputs != 1) return false;
  if (s.code.empty() || s.code.size() > longest_chain || element_count(s.extent).value < worth_a_chain) return false;
  dtype const type = s.operands[0].type;
  if (type != dtype::f4 && type != dtype::f8) return false;
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
           return in.outputs == 1 && s.type(in.slots[0]) == type && runs_in_chains(in.op);
         });
}

}  // namespace fnp::plan
