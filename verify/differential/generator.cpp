// A program grows step by step from a pool of values; a step that NumPy would refuse is left out.
#include "verify/differential/generator.hpp"

#include <algorithm>
#include <optional>

#include "fnp/ops/all.hpp"
#include "kernels/registry.hpp"
#include "verify/differential/layouts.hpp"
#include "verify/differential/random_views.hpp"

namespace fnp::differential {
namespace {

constexpr dtype dtypes[] = {dtype::f8, dtype::f4, dtype::i4, dtype::i2, dtype::u1, dtype::i8, dtype::f4, dtype::f8,
                            dtype::b1, dtype::i1, dtype::u2, dtype::u4, dtype::u8, dtype::f2, dtype::c8, dtype::c16};
constexpr std::size_t most_steps = 12;

std::vector<ops::op_id> list_ops(ops::family f) {
  std::vector<ops::op_id> r;
  for (std::size_t i = 0; i < ops::op_table.size(); ++i)
    if (ops::op_table[i].kind == f) r.push_back(static_cast<ops::op_id>(i));
  return r;
}
std::vector<ops::op_id> const& elementwise_ops() {
  static std::vector<ops::op_id> const r = list_ops(ops::family::elementwise);
  return r;
}
std::vector<ops::op_id> const& reductions() {
  static std::vector<ops::op_id> const r = list_ops(ops::family::reduction);
  return r;
}

class generator {
 public:
  explicit generator(tape& t) : t_(t), g_(p_.what.graph) {}

  program run() {
    shape_ = draw_shape(t_);
    if (t_.draw(20) < 9) add_meeting();
    std::uint64_t const inputs = 1 + t_.draw(3);
    for (std::uint64_t k = meets_ ? 1 : 0; k < inputs; ++k) add_input();
    for (std::size_t k = 0; k < most_steps && t_.draw(8) != 0; ++k) {
      tape::part const mark(t_);
      try {
        add_step();
      } catch (error const&) {  // NumPy would refuse it, too
      }
    }
    add_results();
    describe();
    return std::move(p_);
  }

 private:
  dtype draw_dtype() { return dtypes[t_.draw(std::size(dtypes))]; }
  std::uint64_t draw_flavour() { return t_.draw(1u << 10); }
  // Recent values are preferred: chains are what fuses.
  ir::value pick() {
    std::uint64_t const c = t_.draw(2 * pool_.size());
    return c < pool_.size() ? pool_[pool_.size() - 1 - c] : pool_.back();
  }
  bool small(extents const& shape) const {
    checked const n = element_count(shape);
    return n.ok && n.value <= most_elements;
  }
  void offer(ir::value v) {
    if (small(g_.shape(v))) pool_.push_back(v);
  }

  array_body& view_of_store(array_body& store, strided const& elements) {
    return p_.keep(
        make_view(store.memory, store.type, in_bytes(elements, static_cast<index>(itemsize(store.type))), true));
  }

  // Draws stand in statements of their own: compilers differ in the order of arguments.
  array_body& new_store(extents const& shape) {
    std::uint64_t const flavour = draw_flavour();
    return p_.store(draw_dtype(), shape, flavour);
  }

  void add_meeting() {
    meeting const m = draw_meeting(t_, shape_);
    array_body& store = new_store(m.base);
    meets_ = &view_of_store(store, m.out);
    pool_.push_back(ir::make_input(g_, view_of_store(store, m.in)));
  }

  void add_input() {
    extents const shape = t_.one_in(6) ? draw_shape(t_) : pool_.empty() ? shape_ : draw_partner(t_, shape_);
    placed const where = draw_placing(t_, shape, false);
    array_body& store = new_store(where.base);
    pool_.push_back(ir::make_input(g_, view_of_store(store, where.view)));
  }

  void add_step() {
    std::uint64_t const c = t_.draw(20);
    if (c < 11) return add_elementwise();
    if (c < 12) {
      dtype const type = draw_dtype();
      return offer(ir::make_cast(g_, pick(), type));
    }
    if (c < 15) return offer(draw_view(t_, g_, pick()));
    if (c < 18) return add_reduction();
    if (c < 19) return add_statistic();
    offer(draw_reshape(t_, g_, pick()));
  }

  ir::value constant(dtype near, weak& kind) {
    std::uint64_t const c = t_.draw(4);
    if (c == 3) {  // a strong 0-d value
      alignas(16) std::byte bits[16] = {};
      dtype const d = draw_dtype();
      fill(bits, d, 1, draw_flavour());
      kind = weak::strong;
      return ir::make_constant(g_, d, bits);
    }
    if (is_inexact(near) && c > 0) {
      double const x = static_cast<double>(static_cast<std::int64_t>(t_.draw(64)) - 16) / 4;
      kind = weak::real;
      return ir::make_constant(g_, dtype::f8, &x);
    }
    std::int64_t const x = static_cast<std::int64_t>(t_.draw(9));
    kind = weak::integer;
    return ir::make_constant(g_, dtype::i8, &x);
  }

  void add_elementwise() {
    ops::op_id const op =
        t_.draw(3) == 0 ? static_cast<ops::op_id>(t_.draw(4)) : elementwise_ops()[t_.draw(elementwise_ops().size())];
    ops::op_info const& info = ops::op_table[op];
    std::vector<ir::value> operands{pick()};
    std::vector<weak> weaks{weak::strong};
    extents shape = g_.shape(operands[0]);
    while (operands.size() < info.arity) {
      ir::value v = pick();
      extents joined = shape;
      weak kind = weak::strong;
      if (t_.one_in(4) || !broadcast_into(joined, g_.shape(v)) || !small(joined))
        v = constant(g_.type(operands[0]), kind);
      else shape = joined;
      operands.push_back(v);
      weaks.push_back(kind);
    }
    if (t_.one_in(4)) {  // into a loop of the op's, whatever the dtypes
      ops::loop const& l = info.loops[t_.draw(static_cast<std::uint64_t>(info.loop_count))];
      for (std::size_t k = 0; k < operands.size(); ++k) {
        operands[k] = ir::make_cast(g_, operands[k], l.in[k]);
        weaks[k] = weak::strong;
      }
    }
    // The sign of a NaN is no value (NaNs are compared as a class), so ops that read signs get none.
    // C's csqrt(-inf + NaN i) takes its imaginary sign from the NaN.
    bool const complex_root = op == ops::id_of<ops::sqrt> && kind(g_.type(operands[0])) == 'c';
    if (op == ops::id_of<ops::signbit> || op == ops::id_of<ops::copysign> || complex_root)
      operands.back() = without_nan(operands.back());
    ir::value const v = ir::make_elementwise(g_, op, operands, weaks);
    if (!kernels::find(g_[v].op, g_[v].loop, isa::reference)) return;
    offer(v);
    if (g_[v].outputs > 1) offer(v + 1);
  }

  ir::value without_nan(ir::value v) {
    if (g_[v].op == ir::op_constant) return v;
    std::int64_t const one = 1;
    ir::value const is_nan = ir::make_elementwise(g_, ops::id_of<ops::isnan>, {&v, 1});
    ir::value const all[] = {is_nan, ir::make_cast(g_, ir::make_constant(g_, dtype::i8, &one), g_.type(v)), v};
    return ir::make_elementwise(g_, ops::id_of<ops::where>, all);
  }

  engine::axes_argument draw_axes(std::size_t rank, bool one) {
    engine::axes_argument a;
    a.all = rank == 0 || t_.draw(3) == 0;
    a.keepdims = t_.draw(2) != 0;
    if (a.all) return a;
    if (one) a.axes = {static_cast<index>(t_.draw(rank))};
    else
      for (std::size_t i = 0; i < rank; ++i)
        if (t_.draw(2)) a.axes.push_back(static_cast<index>(i));
    return a;
  }

  void add_reduction() {
    ir::value const v = pick();
    ops::op_id const op = t_.draw(2) == 0 ? ops::id_of<ops::add_reduce> : reductions()[t_.draw(reductions().size())];
    bool const one = op == ops::id_of<ops::argmin> || op == ops::id_of<ops::argmax>;
    engine::axes_argument const axes = draw_axes(g_.shape(v).size(), one);
    bool const typed = t_.one_in(5);
    dtype const type = typed ? draw_dtype() : dtype::f8;
    ir::value const r = ir::make_reduce(g_, op, v, axes, typed && !one ? &type : nullptr);
    offer(r);
    if (axes.keepdims && t_.draw(2)) offer(ir::make_elementwise(g_, ops::id_of<ops::subtract>, std::array{v, r}));
  }

  void add_statistic() {
    ir::value const v = pick();
    engine::axes_argument a = draw_axes(g_.shape(v).size(), false);
    switch (t_.draw(5)) {
      case 0: return offer(ir::make_mean(g_, v, a));
      case 1: a.ddof = static_cast<index>(t_.draw(2)); return offer(ir::make_var(g_, v, a, false));
      case 2: return offer(ir::make_var(g_, v, a, true));
      case 3: return offer(ir::make_count_nonzero(g_, v, a));
      default: return offer(ir::make_ptp(g_, v, a));
    }
  }

  void offer(std::optional<ir::value> v) {
    if (v) offer(*v);
  }

  // --- results ----------------------------------------------------------------------------------------------------

  bool fits(ir::value v, extents const& to) const {
    extents joined = to;
    return broadcast_into(joined, g_.shape(v)) && joined == to;
  }
  bool depends(ir::value v, ir::value on) const {
    std::vector<bool> reached(g_.nodes.size());
    reached[ir::node_of(v)] = true;
    for (std::size_t i = g_.nodes.size(); i-- > 0;)
      if (reached[i])
        for (ir::value const o : g_.nodes[i].operands) reached[ir::node_of(o)] = true;
    return reached[ir::node_of(on)];
  }

  // What goes into the destination that meets an input: the last value that fits, made to depend on that input.
  ir::value meeting_result() {
    ir::value const in = pool_.front();
    for (std::size_t k = pool_.size(); k-- > 0;) {
      ir::value const v = pool_[k];
      if (!fits(v, shape_)) continue;
      if (depends(v, in)) return v;
      try {
        return ir::make_elementwise(g_, ops::id_of<ops::add>, std::array{in, v});
      } catch (error const&) {
        return in;
      }
    }
    return in;
  }

  void add_results() {
    if (meets_) {
      bool const masked = t_.one_in(8);
      p_.what.add(meeting_result(), meets_, masked ? &mask() : nullptr);
      p_.has.overlap = true;
    }
    std::uint64_t const more = t_.draw(3) == 2 ? 1 + t_.draw(2) : 0;
    for (std::uint64_t k = meets_ ? 1 : 0; k < 1 + more; ++k) {
      tape::part const mark(t_);
      ir::value const v = k == 0 ? pool_.back() : pick();
      if (t_.one_in(3)) add_kept(v);
      else p_.what.add(v);
    }
    p_.atomic = t_.one_in(10);
  }

  array_body const& mask() {
    extents const shape = draw_partner(t_, shape_);
    return p_.store(dtype::b1, shape, draw_flavour());
  }

  void add_kept(ir::value v) {
    extents shape = g_.shape(v);
    if (t_.one_in(5) && shape.size() < 5) shape.insert(0, static_cast<index>(t_.draw(4)));
    if (!small(shape)) return p_.what.add(v);
    placed const where = draw_placing(t_, shape, true);
    dtype const type = t_.one_in(4) ? draw_dtype() : g_.type(v);
    array_body& into = view_of_store(p_.store(type, where.base, draw_flavour()), where.view);
    p_.what.add(v, &into, nullptr);
    p_.has.kept = true;
  }

  void describe() {
    features& f = p_.has;
    std::vector<bool> needed(g_.nodes.size());
    for (ir::value const v : g_.results) needed[ir::node_of(v)] = true;
    std::uint32_t types = 0;
    for (std::size_t i = g_.nodes.size(); i-- > 0;) {
      if (!needed[i]) continue;
      ir::node const& n = g_.nodes[i];
      for (ir::value const o : n.operands) needed[ir::node_of(o)] = true;
      if (n.op < 0xff00 && ops::op_table[n.op].kind == ops::family::reduction) f.reduction = true;
      if (n.op == ir::op_view) f.view = true;
      if (element_count(n.shape).value == 0) f.empty = true;
      if (n.op != ir::op_input) continue;
      ir::input const& in = g_.inputs[static_cast<std::size_t>(n.attributes[0].integers[0])];
      types |= 1u << static_cast<int>(in.type);
      if (!is_c_contiguous(in.layout, static_cast<index>(itemsize(in.type)))) f.strided = true;
    }
    f.strided = f.strided || f.view;
    for (plan::destination const& d : p_.what.destinations)
      if (d.into) types |= 1u << static_cast<int>(d.into->type);
    f.mixed = (types & (types - 1)) != 0;
    f.several = g_.results.size() > 1;
  }

  tape& t_;
  program p_;
  ir::graph& g_;
  extents shape_;
  std::vector<ir::value> pool_;
  array_body* meets_ = nullptr;
};

}  // namespace

program make_program(tape& t) { return generator(t).run(); }

}  // namespace fnp::differential
