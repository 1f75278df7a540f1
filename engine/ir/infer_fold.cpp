// Shapes and layouts of what folds axes: reductions and the matrix product.
#include <algorithm>

#include "engine/ir/eager_layout.hpp"
#include "engine/ir/infer_rules.hpp"
#include "fnp/ops/all.hpp"

namespace fnp::ir {

void infer_reduction(graph const& g, node& n) {
  extents const& from = g.shape(n.operands[0]);
  extents const& axes = required(n, "axes").integers;
  extents const& keep = required(n, "keepdims").integers;
  bool const canonical = n.attributes.size() == 2 && n.attributes[0].name == "axes" &&
                         std::is_sorted(axes.begin(), axes.end()) && keep.size() == 1 && (keep[0] == 0 || keep[0] == 1);
  if (!canonical) malformed(n, "the attributes are sorted axes, then keepdims as 0 or 1");
  bool const keepdims = keep[0] != 0;
  std::uint64_t reduced = 0;
  for (index const axis : axes) {
    if (axis < 0 || axis >= static_cast<index>(from.size())) fail_axis(axis, from.size());
    if (reduced >> axis & 1) fail(error_code::duplicate_axis, op_name(n.op) + ": duplicate value in 'axis'");
    reduced |= std::uint64_t{1} << axis;
  }
  bool const positions = n.op == ops::id_of<ops::argmin> || n.op == ops::id_of<ops::argmax>;
  bool const identity =
      !positions && n.op != ops::id_of<ops::minimum_reduce> && n.op != ops::id_of<ops::maximum_reduce>;
  n.shape.clear();
  bool nothing = false;
  for (std::size_t i = 0; i < from.size(); ++i) {
    bool const gone = (reduced >> i & 1) != 0;
    nothing = nothing || (gone && from[i] == 0);
    if (!gone)
      n.shape.push_back(from[i]);
    else if (keepdims)
      n.shape.push_back(1);
  }
  // Also where the result has no elements either: NumPy asks about the axes alone.
  if (nothing && positions)
    fail(error_code::empty_reduction,
         "attempt to get " + op_name(n.op) + " of an empty sequence, shape " + to_string(from));
  if (nothing && !identity)
    fail(error_code::empty_reduction, "zero-size array of shape " + to_string(from) + " to reduction operation " +
                                          op_name(n.op).substr(0, op_name(n.op).find('.')) + " which has no identity");
  check_size(n);
  n.start = 0;
  n.stride = positions ? c_strides(n.shape, size_of(n))
                       : reduced_strides(from, walked_strides(g, n.operands[0]), reduced, keepdims, size_of(n));
}

void infer_matmul(graph const& g, node& n) {
  extents const& a = g.shape(n.operands[0]);
  extents const& b = g.shape(n.operands[1]);
  auto const mismatch = [&](std::string const& why) {
    fail_shapes(error_code::matmul_mismatch, "matmul: " + why + "; shapes", a, b);
  };
  if (a.empty() || b.empty()) mismatch("an operand has 0 axes, at least 1 is needed");
  bool const row = a.size() == 1, column = b.size() == 1;
  index const inner = b[column ? 0 : b.size() - 2];
  if (a.back() != inner)
    mismatch("mismatch in core dimension, (n?,k),(k,m?)->(n?,m?) with k = " + std::to_string(a.back()) + " and " +
             std::to_string(inner));
  extents const batch_a(a.begin(), a.end() - (row ? 1 : 2)), batch_b(b.begin(), b.end() - (column ? 1 : 2));
  extents batch = batch_a;
  if (!broadcast_into(batch, batch_b))
    fail_shapes(error_code::shape_mismatch, "matmul: batch axes could not be broadcast together; shapes", a, b);
  auto const walk = [&](value v, extents const& own, std::size_t core) {
    extents const& all = walked_strides(g, v);
    return broadcast_layout({own, extents(all.begin(), all.end() - core), 0}, batch).stride;
  };
  std::array<extents, 2> const walks{walk(n.operands[0], batch_a, row ? 1 : 2),
                                     walk(n.operands[1], batch_b, column ? 1 : 2)};
  n.shape = batch;
  if (!row) n.shape.push_back(a[a.size() - 2]);
  if (!column) n.shape.push_back(b.back());
  check_size(n);
  n.start = 0;
  n.stride = product_strides(n.shape, walks, n.shape.size() - batch.size(), size_of(n));
}

}  // namespace fnp::ir
