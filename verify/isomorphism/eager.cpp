// One whole array a node: gather operands at the node's shape, call the reference kernel once, keep the rows.
#include "verify/isomorphism/eager.hpp"

#include <cstring>
#include <string>

#include "engine/execute/matrix_product.hpp"
#include "fnp/ops/all.hpp"
#include "kernels/registry.hpp"

namespace fnp::isomorphism {
namespace {

// Visits the points of a box in C order.
template <class F>
void for_each_point(extents const& shape, F visit) {
  for (index const e : shape)
    if (e == 0) return;
  extents at(shape.size());
  while (true) {
    visit(static_cast<extents const&>(at));
    std::size_t i = shape.size();
    while (i > 0 && ++at[i - 1] == shape[i - 1]) at[--i] = 0;
    if (i == 0) return;
  }
}

index address(strided const& v, extents const& at) {
  index a = v.offset;
  for (std::size_t i = 0; i < at.size(); ++i) a += v.stride[i] * at[i];
  return a;
}

class evaluator {
 public:
  explicit evaluator(ir::graph const& g) : g_(g), values_(2 * g.nodes.size()) {}

  std::vector<whole> run() {
    std::vector<bool> const needed = needed_nodes(g_);
    for (std::uint32_t i = 0; i < g_.nodes.size(); ++i)
      if (needed[i]) compute(i);
    std::vector<whole> r;
    for (ir::value const v : g_.results) r.push_back(values_[v]);
    return r;
  }

 private:
  std::size_t item(dtype d) const { return fnp::itemsize(d); }

  // The operand's elements at the shape it is broadcast to.
  std::vector<std::byte> stretched(whole const& v, extents const& shape) const {
    if (v.shape == shape) return v.elements;
    index const size = static_cast<index>(item(v.type));
    return gather(v.elements.data(), broadcast_layout({v.shape, c_strides(v.shape, size), 0}, shape), item(v.type));
  }

  void compute(std::uint32_t i) {
    ir::node const& n = g_.nodes[i];
    whole& out = values_[2 * i];
    out.type = n.types[0];
    out.shape = n.shape;
    switch (n.op) {
      case ir::op_input: {
        ir::input const& in = g_.inputs[static_cast<std::size_t>(n.attributes[0].integers[0])];
        out.elements = gather(in.memory, in.layout, item(in.type));
        return;
      }
      case ir::op_constant: {
        std::string const& bits = n.attributes[0].bits;
        out.elements.assign(reinterpret_cast<std::byte const*>(bits.data()),
                            reinterpret_cast<std::byte const*>(bits.data()) + bits.size());
        return;
      }
      case ir::op_view: return view(n, out);
      case ir::op_reshape: out.elements = values_[n.operands[0]].elements; return;
      case ir::op_cast:
        return call(n, i, kernels::find_cast(g_.type(n.operands[0]), n.types[0], isa::reference), nullptr);
      case ir::op_map: {
        engine::user_kernel const& k = *g_.kernels[static_cast<std::size_t>(n.attributes[0].integers[0])];
        return call(n, i, k.kernel, k.parameters);
      }
      default: break;
    }
    switch (ops::op_table[n.op].kind) {
      case ops::family::reduction: out = fold_eagerly(g_, n, values_[n.operands[0]]); return;
      case ops::family::opaque: return multiply(n, out);
      default: return call(n, i, kernels::find(n.op, n.loop, isa::reference), nullptr);
    }
  }

  void view(ir::node const& n, whole& out) const {
    whole const& from = values_[n.operands[0]];
    extents const& map = n.attributes[0].integers;
    std::size_t const in_rank = from.shape.size(), rank = n.shape.size();
    extents const stride = c_strides(from.shape, static_cast<index>(item(from.type)));
    strided layout{n.shape, extents(rank), 0};
    for (std::size_t k = 0; k < in_rank; ++k) {
      layout.offset += map[k] * stride[k];
      for (std::size_t j = 0; j < rank; ++j) layout.stride[j] += map[in_rank + k * rank + j] * stride[k];
    }
    out.elements = gather(from.elements.data(), layout, item(from.type));
  }

  void call(ir::node const& n, std::uint32_t i, block_kernel kernel, void const* parameters) {
    if (!kernel)
      fail(error_code::invariant_broken,
           "eager: no reference kernel for op " + ir::op_name(n.op) + ", loop " + std::to_string(n.loop));
    std::size_t const count = static_cast<std::size_t>(element_count(n.shape).value);
    std::vector<std::vector<std::byte>> rows;
    std::vector<std::byte*> data;
    for (std::uint32_t k = 0; k < n.outputs; ++k) {
      whole& out = values_[2 * i + k];
      out.type = n.types[k];
      out.shape = n.shape;
      out.elements.resize(count * item(out.type));
      data.push_back(out.elements.data());
    }
    for (ir::value const v : n.operands) rows.push_back(stretched(values_[v], n.shape));
    if (n.op == ops::id_of<ops::power> && kind(n.types[0]) == 'i') refuse_negative(rows[1], item(n.types[0]));
    for (auto& row : rows) data.push_back(row.data());
    std::vector<std::ptrdiff_t> const no_stride(data.size());
    if (count > 0) kernel({data.data(), no_stride.data(), 0, 1, static_cast<std::ptrdiff_t>(count)}, parameters);
  }

  // The sign stands in the last byte of each exponent.
  static void refuse_negative(std::vector<std::byte> const& exponents, std::size_t size) {
    for (std::size_t last = size - 1; last < exponents.size(); last += size)
      if ((exponents[last] & std::byte{0x80}) != std::byte{0})
        fail(error_code::negative_integer_power, "Integers to negative integer powers are not allowed.");
  }

  void multiply(ir::node const& n, whole& out) {
    auto const view_of = [&](whole& w) {
      return execute::byte_view{
          w.elements.data(), w.type, {w.shape, c_strides(w.shape, static_cast<index>(item(w.type))), 0}};
    };
    out.elements.resize(static_cast<std::size_t>(element_count(n.shape).value) * item(out.type));
    execute::multiply_matrices(view_of(out), view_of(values_[n.operands[0]]), view_of(values_[n.operands[1]]));
  }

  ir::graph const& g_;
  std::vector<whole> values_;
};

}  // namespace

std::vector<std::byte> gather(std::byte const* memory, strided const& v, std::size_t itemsize) {
  std::vector<std::byte> r(static_cast<std::size_t>(element_count(v.extent).value) * itemsize);
  std::byte* to = r.data();
  for_each_point(v.extent, [&](extents const& at) {
    std::memcpy(to, memory + address(v, at), itemsize);
    to += itemsize;
  });
  return r;
}

void scatter(std::byte* memory, strided const& v, std::size_t itemsize, std::vector<std::byte> const& elements) {
  std::byte const* from = elements.data();
  for_each_point(v.extent, [&](extents const& at) {
    std::memcpy(memory + address(v, at), from, itemsize);
    from += itemsize;
  });
}

std::vector<bool> needed_nodes(ir::graph const& g) {
  std::vector<bool> needed(g.nodes.size());
  for (ir::value const v : g.results) needed[ir::node_of(v)] = true;
  for (std::size_t i = g.nodes.size(); i-- > 0;)
    if (needed[i])
      for (ir::value const v : g.nodes[i].operands) needed[ir::node_of(v)] = true;
  return needed;
}

std::vector<whole> evaluate_eagerly(ir::graph const& g) { return evaluator(g).run(); }

}  // namespace fnp::isomorphism
