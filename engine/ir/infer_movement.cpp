// Shapes and layouts of what moves no element: affine views, and reshapes where the strides allow.
#include "fnp/view.hpp"
#include "engine/ir/infer_rules.hpp"

namespace fnp::ir {

// Out axis j walks operand axis i by step[i][j]: strides of the view are the operand's combined the same way.
void infer_view(graph const& g, node& n) {
  value const v = n.operands[0];
  extents const& from = g.shape(v);
  extents const& map = required(n, "map").integers;
  std::size_t const rank = n.shape.size();
  n.types = {g.type(v), dtype{}};
  n.outputs = 1;
  check_size(n);
  if (map.size() != from.size() * (rank + 1))
    malformed(n, "the map has " + std::to_string(map.size()) + " numbers, " + std::to_string(from.size() * (rank + 1)) +
                     " are needed");
  bool const empty = element_count(n.shape).value == 0;
  std::vector<checked> stride(rank);
  checked start = g[v].start;
  for (std::size_t i = 0; i < from.size(); ++i) {
    checked low = map[i], high = map[i];
    start += checked(map[i]) * g[v].stride[i];
    for (std::size_t j = 0; j < rank; ++j) {
      index const step = map[from.size() + i * rank + j];
      stride[j] += checked(step) * g[v].stride[i];
      if (!empty) (step < 0 ? low : high) += checked(step) * (n.shape[j] - 1);
    }
    if (!empty && (!low.ok || !high.ok || low.value < 0 || high.value >= from[i]))
      fail(error_code::index_out_of_range, "view of shape " + to_string(n.shape) + " leaves axis " + std::to_string(i) +
                                               " of shape " + to_string(from));
  }
  n.stride.resize(rank);
  for (std::size_t j = 0; j < rank; ++j) {
    n.stride[j] = stride[j].value;
    if (!stride[j].ok)
      fail(error_code::too_large, "view of shape " + to_string(n.shape) + ": a byte stride is too large");
  }
  // Without elements the start may lie anywhere, even outside: it is never read.
  n.start = start.ok ? start.value : 0;
}

void infer_reshape(graph const& g, node& n) {
  value const v = n.operands[0];
  n.types = {g.type(v), dtype{}};
  n.outputs = 1;
  check_size(n);
  if (element_count(n.shape).value != element_count(g.shape(v)).value)
    fail(error_code::bad_reshape,
         "cannot reshape array of shape " + to_string(g.shape(v)) + " into shape " + to_string(n.shape));
  strided seen;
  bool const view = views::reshape_layout({g.shape(v), g[v].stride, g[v].start}, size_of(n), n.shape, seen);
  n.stride = view ? seen.stride : c_strides(n.shape, size_of(n));
  n.start = view ? seen.offset : 0;
}

}  // namespace fnp::ir
