// Shapes over a stack, as the program's code runs: a tenth of a microsecond where a graph takes one.
//
// `name = expression` asks for the shape before it knows whether the array of that name may be written.
#include "engine/value_shape.hpp"

#include <algorithm>

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
  // Means and variances ask for an array's.
  if (p.code.size() == 1 && p.code[0].what == code::leaf && leaves[p.code[0].index].array) {
    extents const& of = leaves[p.code[0].index].array->layout.extent;
    if (!moderate(of)) return false;
    shape = of;
    return true;
  }
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

// Does an operand that lies so leave results in C order? (NumPy orders the axes by the sizes of their strides.)
static bool leaves_c_order(strided const& layout) noexcept {
  std::uint64_t outer = 0;
  for (std::size_t i = 0; i < layout.rank(); ++i) {
    auto const stride = static_cast<std::uint64_t>(layout.stride[i]), step = layout.stride[i] < 0 ? 0 - stride : stride;
    if (step == 0 || layout.extent[i] == 1) continue;
    if (outer != 0 && step > outer) return false;
    outer = step;
  }
  return true;
}

bool may_lie_otherwise(job const& j) noexcept {
  return std::any_of(j.leaves.begin(), j.leaves.end(), [](leaf const& l) { return l.shared() || l.move(); });
}

// A dense elementwise program answers without the engine.
bool fits_destination(job const& j) {
  extents const& shape = j.into->layout.extent;
  bool simple = true, reached = false;
  for (instruction const& i : j.what->code)
    simple = simple && (i.what == code::leaf || i.what == code::apply || i.what == code::cast);
  for (leaf const& l : j.leaves) {
    if (!l.array) continue;
    if (!l.array->c_contiguous && !leaves_c_order(l.array->layout)) return false;
    if (l.array->layout.extent == shape)
      reached = true;
    else if (l.array->layout.rank() != 0)
      simple = false;
  }
  return simple ? reached : shape_of(*j.what, j.leaves) == shape;
}

}  // namespace fnp::engine
