// Whole arrays of terms, one a node.
#include "verify/isomorphism/eager_terms.hpp"

#include <cstring>

#include "fnp/ops/all.hpp"
#include "verify/isomorphism/eager.hpp"
#include "verify/isomorphism/expand.hpp"
#include "verify/isomorphism/fold_terms.hpp"

namespace fnp::isomorphism {
namespace {

using terms = std::vector<term>;

// Positions of a layout's elements, C order of its shape; strides in any unit.
std::vector<index> positions(strided const& v) {
  std::vector<index> r{v.offset};
  for (std::size_t i = 0; i < v.rank(); ++i) {
    std::vector<index> next;
    next.reserve(r.size() * static_cast<std::size_t>(v.extent[i]));
    for (index const at : r)
      for (index x = 0; x < v.extent[i]; ++x) next.push_back(at + x * v.stride[i]);
    r = std::move(next);
  }
  return r;
}

class evaluator {
 public:
  evaluator(ir::graph const& g, leaf_reader const& leaf) : g_(g), leaf_(leaf), values_(2 * g.nodes.size()) {}

  std::vector<terms> run() {
    std::vector<bool> const needed = needed_nodes(g_);
    for (std::uint32_t i = 0; i < g_.nodes.size(); ++i)
      if (needed[i]) compute(i);
    std::vector<terms> r;
    for (ir::value const v : g_.results) r.push_back(values_[v]);
    return r;
  }

 private:
  terms seen(ir::value v, extents const& shape) const {
    extents const& own = g_.shape(v);
    if (own == shape) return values_[v];
    terms r;
    for (index const at : positions(broadcast_layout({own, c_strides(own, 1), 0}, shape)))
      r.push_back(values_[v][static_cast<std::size_t>(at)]);
    return r;
  }

  void compute(std::uint32_t i) {
    ir::node const& n = g_.nodes[i];
    terms& out = values_[2 * i];
    switch (n.op) {
      case ir::op_input: {
        auto const k = static_cast<std::uint32_t>(n.attributes[0].integers[0]);
        for (index const at : positions(g_.inputs[k].layout)) out.push_back(leaf_(k, at, n.types[0]));
        return;
      }
      case ir::op_constant: out = {constant_term(n.types[0], n.attributes[0].bits.data())}; return;
      case ir::op_reshape: out = values_[n.operands[0]]; return;
      case ir::op_view: return view(n, out);
      default: break;
    }
    bool const own = n.op < 0xff00;
    if (own && ops::op_table[n.op].kind == ops::family::reduction) return fold(n, out);
    if (own && ops::op_table[n.op].kind == ops::family::opaque) return multiply(n, out);
    std::vector<terms> in;
    for (ir::value const v : n.operands) in.push_back(seen(v, n.shape));
    auto const count = static_cast<std::size_t>(element_count(n.shape).value);
    for (std::uint32_t k = 0; k < n.outputs; ++k) values_[2 * i + k].resize(count);
    std::vector<term> x(in.size());
    term y[2];
    for (std::size_t e = 0; e < count; ++e) {
      for (std::size_t k = 0; k < in.size(); ++k) x[k] = in[k][e];
      if (n.op == ir::op_cast) y[0] = cast_term(g_.type(n.operands[0]), n.types[0], x[0]);
      else if (own) apply(n.op, n.loop, y, x.data());
      else {
        y[0] = make_term(tags::map, {static_cast<std::uint64_t>(n.attributes[0].integers[0])});
        for (term const t : x) y[0] = with(y[0], t);
      }
      for (std::uint32_t k = 0; k < n.outputs; ++k) values_[2 * i + k][e] = y[k];
    }
  }

  void view(ir::node const& n, terms& out) const {
    extents const& from = g_.shape(n.operands[0]);
    extents const& map = n.attributes[0].integers;
    extents const stride = c_strides(from, 1);
    strided v{n.shape, extents(n.shape.size()), 0};
    for (std::size_t i = 0; i < from.size(); ++i) {
      v.offset += map[i] * stride[i];
      for (std::size_t j = 0; j < n.shape.size(); ++j)
        v.stride[j] += map[from.size() + i * n.shape.size() + j] * stride[i];
    }
    for (index const at : positions(v)) out.push_back(values_[n.operands[0]][static_cast<std::size_t>(at)]);
  }

  void fold(ir::node const& n, terms& out) const {
    terms const& x = values_[n.operands[0]];
    extents const& shape = g_.shape(n.operands[0]);
    fold_walk const w = walk_of(g_, n);
    fold_terms f(n.op, g_.type(n.operands[0]));
    bool const rounds = n.types[0] == dtype::f2 && f.kernel().accumulator == dtype::f4;
    extents kept = shape;
    for (std::size_t i = 0; i < kept.size(); ++i)
      if (w.reduced >> i & 1) kept[i] = 1;
    for (index const start : positions({kept, c_strides(kept, 1), 0})) {
      extents at(kept.size());
      index rest = start;
      for (std::size_t i = at.size(); i-- > 0; rest /= kept[i]) at[i] = rest % kept[i];
      bool empty = f.kernel().clear == nullptr;
      term acc = empty ? 0 : f.identity();
      index position = 0;
      for (auto const& chunk : chunks_of(w, shape, at)) {
        auto const value = [&](index k) { return x[static_cast<std::size_t>(chunk[static_cast<std::size_t>(k)])]; };
        auto const count = static_cast<index>(chunk.size());
        if (f.kernel().order == kernels::fold_order::sequential) {
          for (index k = 0; k < count; ++k)
            acc = empty && k == 0 ? f.lift(value(k), 0) : f.join(acc, f.lift(value(k), 0));
        } else {
          term const part = f.run(count, position, value);
          acc = empty ? part : f.join(acc, part);
        }
        empty = false;
        position += count;
        if (rounds) acc = f.lift(f.finish(acc), 0);
      }
      out.push_back(f.finish(acc));
    }
  }

  void multiply(ir::node const& n, terms& out) const {
    term all = make_term(tags::whole, {n.op, n.loop});
    for (ir::value const v : n.operands)
      for (term const t : values_[v]) all = with(all, t);
    auto const count = static_cast<std::uint64_t>(element_count(n.shape).value);
    for (std::uint64_t k = 0; k < count; ++k) out.push_back(with(all, k));
  }

  ir::graph const& g_;
  leaf_reader const& leaf_;
  std::vector<terms> values_;
};

}  // namespace

term constant_term(dtype type, void const* element) {
  std::uint64_t words[2] = {0, 0};
  std::memcpy(words, element, itemsize(type));
  return make_term(tags::constant, {static_cast<std::uint64_t>(type), words[0], words[1]});
}

std::vector<std::vector<term>> evaluate_terms(ir::graph const& g, leaf_reader const& leaf) {
  return evaluator(g, leaf).run();
}

}  // namespace fnp::isomorphism
