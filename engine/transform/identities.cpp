// The table of identities, each with the bound on how far it moves a value, and the pass that applies them.
//
// One walk in the order of the nodes: operands come before their users, so a rewritten operand is found in its place.
// Equal nodes are made once, so quotients share their roots. Bounds are absolute where values lie in [-1, 1]: eps is
// 2^-23 for float32, 2^-52 for float64, and the bound includes the rounding of the program as written. Quotients are
// products with one reciprocal: half an eps more, and a division less for each further value that shares it.
#include "engine/transform/identities.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <optional>
#include <unordered_map>

#include "fnp/ops/all.hpp"

namespace fnp::transform {
namespace {

using ir::value;

enum identity : std::size_t {
  square_of_root,
  square_of_negative,
  cosine_of_arctangent,
  sine_of_arctangent,
  turn_of_angle,
  distance_cancelled,
  identities  // how many
};

constexpr ir::rewrite table[identities] = {
    {"square(sqrt(x)) = x", "2 ULP, for x >= 0", 0},
    {"square(-x) = square(x)", "0, the same bits", 0},
    {"cos(arctan(x)) = 1 / sqrt(1 + x**2)", "3 eps, for every x", 0},
    {"sin(arctan(x)) = x / sqrt(1 + x**2)", "4 eps, for |x| < 2**60 (float32) or 2**500 (float64)", 0},
    {"cos and sin of arctan2(y, x), or of c - arctan2(y, x) for a constant |c| <= 7, by x / h and y / h, "
     "h = sqrt(x**2 + y**2)",
     "5 eps (10 eps with c), where h is in [2**-40, 2**60] (float32), [2**-400, 2**500] (float64), or x and y are +0",
     0},
    {"h * (x / h) = x in products, for the h of a turn",
     "2 eps of the product; 2**-119 (float32), 2**-999 (float64) where h is 0", 0},
};

constexpr double greatest_turn = 7;  // the difference c - arctan2(y, x) is rounded, the coarser the larger it is

class pass {
 public:
  explicit pass(ir::graph const& from) : from_(from), counts_{} {
    to_.inputs = from.inputs;
    to_.kernels = from.kernels;
    to_.locations = from.locations;
  }

  ir::graph run() {
    for (std::uint32_t k = 0; k < from_.nodes.size(); ++k) {
      ir::node const& n = from_.nodes[k];
      to_.location = n.location;
      std::optional<value> const better = n.op < ops::op_table.size() ? replaced(n) : std::nullopt;
      now_.push_back(better ? *better : copied(n));
    }
    for (value const v : from_.results) to_.results.push_back(at(v));
    for (std::size_t i = 0; i < identities; ++i)
      if (counts_[i] > 0) {
        to_.rewrites.push_back(table[i]);
        to_.rewrites.back().times = counts_[i];
      }
    if (to_.rewrites.empty()) return from_;  // with its compiled regions
    return std::move(to_);
  }

 private:
  value at(value v) const { return now_[ir::node_of(v)] + ir::output_of(v); }

  value copied(ir::node n) {
    for (value& v : n.operands) v = at(v);
    return to_.add(std::move(n));
  }

  template <class Op> value apply(std::initializer_list<value> operands) {
    return ir::make_elementwise(to_, ops::id_of<Op>, {operands.begin(), operands.size()});
  }
  value number(dtype type, double x) {
    float const narrow = static_cast<float>(x);
    return type == dtype::f4 ? ir::make_constant(to_, type, &narrow) : ir::make_constant(to_, type, &x);
  }

  // The node's operand k in the new graph if that one is an Op.
  template <class Op> ir::node const* operand_made_by(ir::node const& n, std::size_t k) const {
    ir::node const& x = to_[at(n.operands[k])];
    return x.op == ops::id_of<Op> ? &x : nullptr;
  }
  std::optional<double> constant(value v) const {
    ir::node const& n = to_[v];
    if (n.op != ir::op_constant) return std::nullopt;
    char const* const bits = n.attributes[0].bits.data();
    double wide = 0;
    float narrow = 0;
    if (n.types[0] == dtype::f4) {
      std::memcpy(&narrow, bits, sizeof narrow);
      wide = static_cast<double>(narrow);
    } else
      std::memcpy(&wide, bits, sizeof wide);
    return wide;
  }

  value square(value x) {
    ir::node const& n = to_[x];
    if (n.op == ops::id_of<ops::sqrt>) {
      ++counts_[square_of_root];
      return n.operands[0];
    }
    if (n.op == ops::id_of<ops::negative>) {
      ++counts_[square_of_negative];
      return apply<ops::square>({n.operands[0]});
    }
    return apply<ops::square>({x});
  }

  // 1 / (h + tiny) and x + tiny: their product is 1 at the origin, as the cosine of the angle there.
  struct direction {
    value inverse, along;
  };
  direction direction_of(value y, value x, dtype type) {
    ++counts_[turn_of_angle];
    value const tiny = number(type, type == dtype::f4 ? 0x1p-120 : 0x1p-1000);
    value const h = apply<ops::sqrt>({apply<ops::add>({square(x), square(y)})});
    ir::node const& n = to_[x];
    value const back = n.op == ops::id_of<ops::negative> ? n.operands[0] : x;
    value const along = back == x ? apply<ops::add>({x, tiny}) : apply<ops::subtract>({tiny, back});
    value const inverse = apply<ops::reciprocal>({apply<ops::add>({h, tiny})});
    distance_of_[inverse] = h;
    return {inverse, along};
  }

  // The factors of a product, in order; no more than `most`.
  using factor_list = small_vector<value, 8>;
  static constexpr std::size_t most = 8;
  void add_factors(factor_list& to, value v) const {
    ir::node const& n = to_[v];
    if (n.op != ops::id_of<ops::multiply> || to.size() + 2 > most) return to.push_back(v);
    add_factors(to, n.operands[0]);
    add_factors(to, n.operands[1]);
  }
  value product(factor_list const& factors) {
    value v = factors[0];
    for (std::size_t k = 1; k < factors.size(); ++k) v = apply<ops::multiply>({v, factors[k]});
    return v;
  }
  static void remove(factor_list& from, std::size_t k) {
    std::copy(from.begin() + k + 1, from.end(), from.begin() + k);
    from.pop_back();
  }
  // x * y with h on one side and 1 / h on the other left out.
  std::optional<value> cancelled(value x, value y) {
    factor_list side[2];
    add_factors(side[0], x);
    add_factors(side[1], y);
    for (int s = 0; s < 2; ++s)
      for (std::size_t i = 0; i < side[s].size(); ++i) {
        auto const known = distance_of_.find(side[s][i]);
        if (known == distance_of_.end()) continue;
        factor_list& other = side[1 - s];
        auto const distance = std::find(other.begin(), other.end(), known->second);
        if (distance == other.end() || other.size() == 1 || side[s].size() == 1) continue;
        remove(other, static_cast<std::size_t>(distance - other.begin()));
        remove(side[s], i);
        value const left = product(side[0]), right = product(side[1]);
        return apply<ops::multiply>({left, right});
      }
    return std::nullopt;
  }

  std::optional<value> replaced(ir::node const& n) {
    dtype const type = n.types[0];
    if (type != dtype::f4 && type != dtype::f8) return std::nullopt;
    bool const cosine = n.op == ops::id_of<ops::cos>, sine = n.op == ops::id_of<ops::sin>;
    if (n.op == ops::id_of<ops::square> &&
        (operand_made_by<ops::sqrt>(n, 0) || operand_made_by<ops::negative>(n, 0)))
      return square(at(n.operands[0]));
    if (n.op == ops::id_of<ops::multiply> && !distance_of_.empty()) {
      std::optional<value> const shorter = cancelled(at(n.operands[0]), at(n.operands[1]));
      if (!shorter || to_.shape(*shorter) != n.shape) return std::nullopt;
      ++counts_[distance_cancelled];
      return shorter;
    }
    if (!cosine && !sine) return std::nullopt;
    if (ir::node const* const a = operand_made_by<ops::arctan>(n, 0)) {
      value const x = a->operands[0];
      value const inverse = apply<ops::reciprocal>({apply<ops::sqrt>({apply<ops::add>({number(type, 1), square(x)})})});
      ++counts_[cosine ? cosine_of_arctangent : sine_of_arctangent];
      return cosine ? inverse : apply<ops::multiply>({x, inverse});
    }
    if (ir::node const* const a = operand_made_by<ops::arctan2>(n, 0)) {
      value const y = a->operands[0], x = a->operands[1];
      direction const d = direction_of(y, x, type);
      return apply<ops::multiply>({cosine ? d.along : y, d.inverse});
    }
    if (ir::node const* const difference = operand_made_by<ops::subtract>(n, 0)) {
      value const left = difference->operands[0];
      ir::node const& a = to_[difference->operands[1]];
      std::optional<double> const c = constant(left);
      if (!c || !(std::fabs(*c) <= greatest_turn) || a.op != ops::id_of<ops::arctan2>) return std::nullopt;
      value const y = a.operands[0], x = a.operands[1];
      direction const d = direction_of(y, x, type);
      value const by_x = apply<ops::multiply>({number(type, cosine ? std::cos(*c) : std::sin(*c)), d.along});
      value const by_y = apply<ops::multiply>({number(type, cosine ? std::sin(*c) : -std::cos(*c)), y});
      return apply<ops::multiply>({apply<ops::add>({by_x, by_y}), d.inverse});
    }
    return std::nullopt;
  }

  ir::graph const& from_;
  ir::graph to_;
  std::vector<value> now_;  // by node of the old graph: its first output in the new one
  std::array<std::uint32_t, identities> counts_;
  std::unordered_map<value, value> distance_of_;  // of 1 / (h + tiny): h
};

}  // namespace

ir::graph rewritten(ir::graph const& g) { return pass(g).run(); }

}  // namespace fnp::transform
