// The roofline of a step.
#include "engine/plan/cost.hpp"

#include <algorithm>

#include "engine/ir/graph.hpp"

namespace fnp::plan {
namespace {

// What joins an element to a partial result, and what a term of a product takes: one multiplication and one addition.
constexpr double fold_time = 0.03, term_time = 0.02;

double point_time(step const& s, machine const& m) {
  double t = s.what == kind::reduce ? fold_time : 0;
  for (instruction const& in : s.code)
    t += in.op == ir::op_cast ? cast_time : in.op == ir::op_map ? user_kernel_time : operation_time(m, in.op, in.loop);
  return t;
}

double points(extents const& e) {
  double n = 1;
  for (index const k : e) n *= static_cast<double>(k);
  return n;
}

// Points of a product: those of the result, times the extent that is summed.
double terms(step const& s) {
  extents const& left = s.operands[1].map.extent;
  return points(s.operands[0].map.extent) * (left.empty() ? 1 : static_cast<double>(left.back()));
}

}  // namespace

double moving_time(index bytes, machine const& m) {
  return static_cast<double>(bytes) * (bytes <= m.second_cache ? m.near_byte
                                       : bytes <= m.last_cache ? m.shared_byte
                                                               : m.far_byte);
}

index bytes_touched(operand const& o) {
  checked n = static_cast<index>(itemsize(o.type));
  for (std::size_t i = 0; i < o.map.rank(); ++i)
    if (o.map.stride[i] != 0) n *= std::max<index>(o.map.extent[i], 1);
  return n.ok ? n.value : 0;
}

index bytes_touched(step const& s) {
  checked total = 0;
  for (operand const& o : s.operands) total += bytes_touched(o);
  return total.ok ? total.value : 0;
}

index bytes_fetched(step const& s) {
  constexpr index cache_line = 64;
  checked total = 0;
  for (operand const& o : s.operands) {
    index const item = static_cast<index>(itemsize(o.type));
    index nearest = cache_line;
    for (index const stride : o.map.stride)
      if (stride != 0) nearest = std::min(nearest, std::abs(stride));
    total += checked(bytes_touched(o)) * (std::max(item, nearest) / item);
  }
  return total.ok ? total.value : 0;
}

estimate estimate_step(step const& s, machine const& m) {
  estimate e;
  e.bytes = bytes_touched(s);
  e.moving = moving_time(bytes_fetched(s), m);
  if (s.what == kind::opaque) {
    e.computing = terms(s) * term_time;
    return e;
  }
  double const n = points(s.extent);
  e.computing = n * point_time(s, m);
  // What a fold writes is a partial result, not a staged block.
  for (std::size_t k = s.what == kind::reduce ? s.outputs : 0; k < s.operands.size(); ++k)
    if (s.operands[k].how == access::staged) e.staging += n * m.staged_element;
  return e;
}

double parallel_time(estimate const& e, machine const& m, int threads) {
  double const t = std::max(1, threads);
  bool const far = e.bytes > m.last_cache;
  double const moving =
      far ? std::max(static_cast<double>(e.bytes) * m.far_byte_shared_out, e.moving / t) : e.moving / t;
  return step_start + std::max(std::min(moving, e.moving), e.computing / t) + e.staging / t;
}

}  // namespace fnp::plan
