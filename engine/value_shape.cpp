// Shapes over a stack, as the program's code runs: a tenth of a microsecond where a graph takes one.
//
// `name = expression` asks for the shape before it knows whether the array of that name may be written.
#include "engine/value_shape.hpp"

#include "fnp/ops/all.hpp"

namespace fnp::engine {
namespace {

constexpr std::size_t most = 12;  // values at a time; deeper programs are not small

bool fold(extents& shape, axes_argument const& a) {
  std::size_t const rank = shape.size();
  std::uint64_t folded = a.all ? ~std::uint64_t{0} : 0;
  for (std::size_t k = 0; !a.all && k < a.axes.size(); ++k) {
    index const axis = a.axes[k] < 0 ? a.axes[k] + static_cast<index>(rank) : a.axes[k];
    if (axis < 0 || axis >= static_cast<index>(rank) || (folded >> axis) & 1) return false;
    folded |= std::uint64_t{1} << axis;
  }
  std::size_t kept = 0;
  for (std::size_t i = 0; i < rank; ++i) {
    if (!((folded >> i) & 1)) shape[kept++] = shape[i];
    else if (a.keepdims) shape[kept++] = 1;
  }
  shape.resize(kept);
  return true;
}

// Sizes at which nothing overflows, and folds have something to fold.
bool moderate(extents const& shape) {
  checked const n = element_count(shape);
  return n.ok && n.value > 0 && n.value < index{1} << 48;
}

}  // namespace

bool plain_shape(program const& p, std::span<leaf const> leaves, extents& shape) {
  if (p.may_fail) return false;
  extents stack[most];
  std::size_t top = 0;
  for (instruction const& i : p.code) {
    switch (i.what) {
      case code::leaf: {
        leaf const& l = leaves[i.index];
        bool const number = !l.array && l.what == leaf::meaning::none && l.type == i.type;
        if (top == most || (!l.array && !number) || (l.array && !moderate(l.array->layout.extent))) return false;
        stack[top++] = l.array ? l.array->layout.extent : extents{};
        break;
      }
      case code::cast: break;
      case code::apply: {
        if (ops::op_table[i.op].outputs != 1 || i.arity == 0 || i.arity > top) return false;
        for (std::size_t k = 1; k < i.arity; ++k) {
          --top;
          if (!broadcast_into(stack[top - 1], stack[top])) return false;
        }
        if (!moderate(stack[top - 1])) return false;
        break;
      }
      case code::reduce: {
        axes_argument const* const a = leaves[i.index].axes();
        if (!a || top == 0 || !fold(stack[top - 1], *a)) return false;
        break;
      }
      default: return false;
    }
  }
  if (top != 1) return false;
  shape = stack[0];
  return true;
}

}  // namespace fnp::engine
