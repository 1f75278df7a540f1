// Finds the row axis of every value, and plans a band as the same graph over fewer rows.
#include "engine/plan/bands.hpp"

#include <algorithm>

#include "fnp/ops/all.hpp"

namespace fnp::plan {
namespace {

constexpr index least_bytes = 1 << 21;     // smaller evaluations stay in cache anyway
constexpr index band_bytes = 384 << 10;    // of all that a band touches: within L2
constexpr int unknown = -2, none = -1;     // no row axis found yet; the value is the same for all rows

bool is_kind(ir::node const& n, ops::family f) { return n.op < 0xff00 && ops::op_table[n.op].kind == f; }
bool is_elementwise(ir::node const& n) {
  return is_kind(n, ops::family::elementwise) || n.op == ir::op_cast || n.op == ir::op_map;
}

class row_axes {
 public:
  explicit row_axes(ir::graph const& g) : g_(g), axis_(g.nodes.size(), unknown) {}

  // Users come after what they use, so one walk backwards settles everything.
  bool find(ir::value result) {
    rows_ = g_.shape(result)[0];
    axis_[ir::node_of(result)] = 0;
    for (std::uint32_t i = ir::node_of(result) + 1; i-- > 0;)
      if (axis_[i] != unknown && !pass_on(g_.nodes[i], axis_[i])) return false;
    return true;
  }
  int operator[](std::size_t node) const { return axis_[node]; }

 private:
  bool set(ir::value v, int axis) {
    int& known = axis_[ir::node_of(v)];
    if (known != unknown && known != axis) return false;
    known = axis;
    return axis == none || g_.shape(v)[static_cast<std::size_t>(axis)] == rows_;
  }

  bool pass_on(ir::node const& n, int axis) {
    if (n.op == ir::op_input || n.op == ir::op_constant) return true;
    if (axis == none) return false;  // it would be computed once a band
    if (n.op != ir::op_view && !is_slowest(n, static_cast<std::size_t>(axis))) return false;
    if (is_elementwise(n)) {
      for (ir::value const o : n.operands) {
        int const own = axis - static_cast<int>(n.shape.size() - g_.shape(o).size());
        bool const stretched = own < 0 || g_.shape(o)[static_cast<std::size_t>(own)] == 1;
        if (!set(o, stretched ? none : own)) return false;
      }
      return true;
    }
    if (is_kind(n, ops::family::reduction)) return set(n.operands[0], folded_from(n, axis));
    return n.op == ir::op_view && through_view(n, axis);
  }

  // In the eager layout the other strides then do not depend on the number of rows.
  bool is_slowest(ir::node const& n, std::size_t axis) const {
    for (std::size_t i = 0; i < n.shape.size(); ++i)
      if (i != axis && n.shape[i] > 1 && std::abs(n.stride[i]) >= std::abs(n.stride[axis])) return false;
    return true;
  }

  // The operand's axis that becomes axis `kept` of a reduction. A cast below it may go through NumPy's buffer, whose
  // cuts depend on the number of rows.
  int folded_from(ir::node const& n, int kept) const {
    ir::node const& from = g_[n.operands[0]];
    if (from.op == ir::op_cast) return unknown;
    std::uint64_t folded = 0;
    for (index const i : ir::find_attribute(n, "axes")->integers) folded |= std::uint64_t{1} << i;
    if (ir::find_attribute(n, "keepdims")->integers[0] != 0)
      return reduced(folded, static_cast<std::size_t>(kept)) ? unknown : kept;
    for (std::size_t i = 0; i < from.shape.size(); ++i)
      if (!reduced(folded, i) && kept-- == 0) return static_cast<int>(i);
    return unknown;
  }

  bool through_view(ir::node const& n, int axis) {
    extents const& map = n.attributes[0].integers;
    std::size_t const rank = n.shape.size(), in_rank = g_.shape(n.operands[0]).size();
    int found = none;
    for (std::size_t i = 0; i < in_rank; ++i) {
      index const by = map[in_rank + i * rank + static_cast<std::size_t>(axis)];
      if (by == 0) continue;
      if (found != none || by != 1 || map[i] != 0) return false;
      for (std::size_t j = 0; j < rank; ++j)
        if (j != static_cast<std::size_t>(axis) && map[in_rank + i * rank + j] != 0) return false;
      found = static_cast<int>(i);
    }
    return set(n.operands[0], found);
  }

  ir::graph const& g_;
  std::vector<int> axis_;
  index rows_ = 0;
};

ir::graph with_rows(ir::graph const& g, row_axes const& axis, index rows) {
  ir::graph r = g;
  for (std::size_t i = 0; i < r.nodes.size(); ++i) {
    if (axis[i] < 0) continue;
    ir::node& n = r.nodes[i];
    n.shape[static_cast<std::size_t>(axis[i])] = rows;
    if (n.op == ir::op_input) r.inputs[static_cast<std::size_t>(n.attributes[0].integers[0])].layout.extent = n.shape;
  }
  return r;
}

// Passes over all rows, and whether one of them folds.
bool wants_bands(plan const& p, index elements) {
  int passes = 0, folds = 0;
  for (step const& s : p.steps) {
    if (s.what == kind::opaque || s.serial || s.backwards) return false;
    checked const points = element_count(s.extent);
    if (points.value < elements) continue;
    ++passes;
    folds += s.what == kind::reduce;
  }
  return folds > 0 && passes > 1;
}

bool meets_inputs(ir::graph const& g, array_body const& to) {
  std::byte const* const first = to.memory->data;
  return std::any_of(g.inputs.begin(), g.inputs.end(), [&](ir::input const& in) {
    return in.memory < first + to.memory->bytes && first < in.memory + in.bytes;
  });
}

// Where a band of the result goes: rows of the kept array, or of a fresh one, which is dense and so has the same
// strides.
array_handle rows_of(ir::graph const& g, destination const& to, index rows) {
  ir::node const& n = g[g.results[0]];
  if (!to.into) return make_array_like(g.type(g.results[0]), n.shape, n.stride);
  strided layout = to.into->layout;
  layout.extent[0] = rows;
  return make_view(to.into->memory, to.into->type, layout, true);
}

plan plan_rows(ir::graph const& g, array_body const& band, engine::options const& o, bool stream) {
  destination const into{&band};
  plan p = make_plan(g, {&into, 1}, o);
  for (step& s : p.steps)
    for (std::uint16_t k = 0; k < s.outputs; ++k)
      if (s.what == kind::map && p.buffers[s.operands[k].buffer].what == role::result) s.stream = stream;
  return p;
}

}  // namespace

std::shared_ptr<bands const> cut_into_bands(ir::graph const& g, destination const& to, plan const& p,
                                            engine::options const& o) {
  if (g.results.size() != 1 || o.atomic || o.progress || ir::may_fail(g)) return {};
  ir::value const result = g.results[0];
  extents const& shape = g.shape(result);
  if (shape.size() < 2 || shape[0] < 4 || p.bytes_moved < least_bytes || !wants_bands(p, element_count(shape).value))
    return {};
  if (to.into && meets_inputs(g, *to.into)) return {};
  row_axes axis(g);
  if (!axis.find(result)) return {};
  auto r = std::make_shared<bands>();
  r->all_rows = shape[0];
  r->rows = std::clamp<index>(band_bytes / (p.bytes_moved / shape[0] + 1), 1, shape[0]);
  r->count = (shape[0] + r->rows - 1) / r->rows;
  if (r->count < 2) return {};
  r->input_step.resize(g.inputs.size());
  for (std::size_t i = 0; i < g.nodes.size(); ++i)
    if (g.nodes[i].op == ir::op_input && axis[i] >= 0) {
      auto const k = static_cast<std::size_t>(g.nodes[i].attributes[0].integers[0]);
      r->input_step[k] = g.inputs[k].layout.stride[static_cast<std::size_t>(axis[i])];
    }
  engine::options alone = o;
  alone.threads = 1;
  bool const stream = p.steps.back().stream;
  r->graph = with_rows(g, axis, r->rows);
  array_handle const band = rows_of(r->graph, to, r->rows);
  r->result_step = band->layout.stride[0];
  r->whole = plan_rows(r->graph, *band, alone, stream);
  if (index const left = shape[0] % r->rows; left != 0) {
    r->rest = with_rows(g, axis, left);
    r->last = plan_rows(r->rest, *rows_of(r->rest, to, left), alone, stream);
  }
  for (ir::graph* const each : {&r->graph, &r->rest}) {
    for (ir::input& in : each->inputs) in.array = {};
    each->shared.clear();
  }
  return r;
}

}  // namespace fnp::plan
