// The kinds of nodes of dynamic expressions: arrays, typed expressions, ops, casts, movements, reductions, products.
#include "engine/dynamic/deferred_node.hpp"
#include "fnp/dynamic.hpp"

namespace fnp::engine {
namespace {

using values = std::span<ir::value const>;

deferred_handle make(std::vector<deferred_handle> operands, deferred_node::recipe build) {
  return deferred_handle(new deferred_node(std::move(operands), std::move(build)));
}

}  // namespace

deferred_handle defer(array_handle a) {
  auto* const n = new deferred_node({}, [a](ir::graph& g, values) { return ir::make_input(g, *a); });
  n->array = std::move(a);
  return deferred_handle(n);
}

deferred_handle defer(handle<typed_source> source) {
  return make({}, [source](ir::graph& g, values) {
    struct request {
      ir::graph& g;
      ir::value made;
    } r{g, 0};
    source->with_job(
        [](void* context, job const& j) {
          auto& to = *static_cast<request*>(context);
          to.made = ir::lower(to.g, *j.what, j.leaves);
        },
        &r);
    return r.made;
  });
}

deferred_handle defer(ops::op_id op, sequence<dynamic_operand const> operands, std::uint32_t output) {
  std::vector<deferred_handle> nodes;
  std::vector<dynamic_operand> given(operands.begin(), operands.end());
  for (dynamic_operand& o : given)
    if (o.node) nodes.push_back(std::move(o.node));
  return make(std::move(nodes), [op, given, output](ir::graph& g, values made) {
    call_operands const with(g, given, made);
    return ir::make_elementwise(g, op, with.values(), with.kinds()) + output;
  });
}

deferred_handle defer_cast(deferred_handle x, dtype to) {
  return make({std::move(x)}, [to](ir::graph& g, values made) { return ir::make_cast(g, made[0], to); });
}

deferred_handle defer_move(deferred_handle x, movement const& m) {
  return make({std::move(x)}, [m](ir::graph& g, values made) { return ir::make_view(g, made[0], m); });
}

deferred_handle defer_reshape(deferred_handle x, extents const& shape) {
  return make({std::move(x)}, [shape](ir::graph& g, values made) { return ir::make_reshape(g, made[0], shape); });
}

deferred_handle defer_fold(fold what, ops::op_id op, deferred_handle x, axes_argument const& axes) {
  return make({std::move(x)}, [what, op, axes](ir::graph& g, values made) {
    ir::value const v = made[0];
    switch (what) {
      case fold::mean:
        return ir::make_mean(g, v, axes);
      case fold::var:
      case fold::std:
        return ir::make_var(g, v, axes, what == fold::std);
      case fold::count_nonzero:
        return ir::make_count_nonzero(g, v, axes);
      case fold::ptp:
        return ir::make_ptp(g, v, axes);
      case fold::op:
        break;
    }
    return ir::make_reduce(g, op, v, axes);
  });
}

deferred_handle defer_product(ops::op_id, sequence<deferred_handle const> x) {
  return make({x.begin(), x.end()},
              [](ir::graph& g, values made) { return ir::make_matmul(g, made[0], made[1]); });
}

dtype type_of(deferred_node const& n) noexcept { return n.type; }
extents const& shape_of(deferred_node const& n) noexcept { return n.shape; }

}  // namespace fnp::engine

namespace fnp {

fraction_and_whole<deferred> modf(deferred const& x) {
  auto [fraction, whole] = call_dynamic(ops::call<ops::modf>{}, x);
  return {fraction, whole};
}
mantissa_and_exponent<deferred, deferred> frexp(deferred const& x) {
  auto [mantissa, exponent] = call_dynamic(ops::call<ops::frexp>{}, x);
  return {mantissa, exponent};
}

}  // namespace fnp
