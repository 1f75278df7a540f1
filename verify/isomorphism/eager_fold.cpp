// Reductions of whole arrays: the definition of fold_order.hpp over single elements of the reference folds.
#include <array>
#include <cstring>

#include "fnp/ops/all.hpp"
#include "verify/isomorphism/eager.hpp"
#include "verify/isomorphism/fold_order.hpp"

namespace fnp::isomorphism {
namespace {

struct alignas(16) state {
  std::array<std::byte, 32> bytes{};
};

class folding {
 public:
  folding(ir::graph const& g, ir::node const& n, whole const& from)
      : from_(from),
        node_(n),
        walk_(walk_of(g, n)),
        fold_(*kernels::find_fold(n.op, from.type, isa::reference)),
        item_(static_cast<index>(itemsize(from.type))),
        rounds_(n.types[0] == dtype::f2 && fold_.accumulator == dtype::f4) {}

  whole run() {
    whole out{node_.types[0], node_.shape, {}};
    extents kept_shape = from_.shape;
    for (std::size_t i = 0; i < kept_shape.size(); ++i)
      if (walk_.reduced >> i & 1) kept_shape[i] = 1;
    std::size_t const count = static_cast<std::size_t>(element_count(kept_shape).value);
    out.elements.resize(count * itemsize(out.type));
    for (std::size_t k = 0; k < count; ++k) {
      extents at(kept_shape.size());
      std::size_t rest = k;
      for (std::size_t i = at.size(); i-- > 0;) {
        at[i] = static_cast<index>(rest % static_cast<std::size_t>(kept_shape[i]));
        rest /= static_cast<std::size_t>(kept_shape[i]);
      }
      point(at, out.elements.data() + k * itemsize(out.type));
    }
    return out;
  }

 private:
  state lift(index element, index position) const {
    state s;
    fold_.lift(s.bytes.data(), from_.elements.data() + element * item_, 1, position);
    return s;
  }
  state join(state left, state const& right) const {
    fold_.join(left.bytes.data(), right.bytes.data(), 1);
    return left;
  }
  // NumPy stores a float16 accumulator after every call of its inner loop.
  void round(state& s) const {
    if (!rounds_) return;
    state element;
    fold_.finish(element.bytes.data(), s.bytes.data(), 1);
    fold_.lift(s.bytes.data(), element.bytes.data(), 1, 0);
  }

  void point(extents const& at, std::byte* out) const {
    state acc;
    bool empty = fold_.clear == nullptr;
    if (!empty) fold_.clear(acc.bytes.data(), 1);
    index position = 0;
    for (std::vector<index> const& chunk : chunks_of(walk_, from_.shape, at)) {
      auto const leaf = [&](index k) { return lift(chunk[static_cast<std::size_t>(k)], position + k); };
      auto const n = static_cast<index>(chunk.size());
      if (fold_.order == kernels::fold_order::pairwise) {
        state const part = pairwise<state>(n, 0, fold_.leaf, fold_.lanes, leaf,
                                           [&](state const& a, state const& b) { return join(a, b); });
        acc = empty ? part : join(acc, part);
      } else if (fold_.order == kernels::fold_order::wide) {
        acc = join(acc, wide<state>(n, 0, fold_.leaf, fold_.lanes, leaf,
                                    [&](state const& a, state const& b) { return join(a, b); }));
      } else {
        for (index k = 0; k < n; ++k) acc = empty && k == 0 ? leaf(k) : join(acc, leaf(k));
      }
      empty = false;
      position += n;
      round(acc);
    }
    fold_.finish(out, acc.bytes.data(), 1);
  }

  whole const& from_;
  ir::node const& node_;
  fold_walk walk_;
  kernels::fold_kernel const& fold_;
  index item_;
  bool rounds_;
};

}  // namespace

whole fold_eagerly(ir::graph const& g, ir::node const& n, whole const& from) {
  if (!kernels::find_fold(n.op, from.type, isa::reference))
    fail(error_code::invariant_broken,
         "eager: no fold for op " + ir::op_name(n.op) + " of " + std::string(name(from.type)));
  return folding(g, n, from).run();
}

}  // namespace fnp::isomorphism
