// One run, one partial result, one value: no shape is worked out and no walk is chosen.
//
// What this computes is what dense_fold.cpp computes of the same operands, block by block: hence the same bits. A
// maximum of a thousand elements takes twenty nanoseconds, and to find out that it has no other axes took three times
// as long.
#include "engine/short_ways/single_fold.hpp"

#include "engine/short_ways/dense_terms.hpp"
#include "engine/memory/seating.hpp"
#include "engine/settings.hpp"
#include "fnp/ops/all.hpp"

namespace fnp::engine {
namespace {

struct alignas(16) partial_result {
  std::byte bytes[32];
};

array_body* deliver(program const& p, kernels::fold_kernel const& fold, std::byte const* partial, bool keepdims,
                    array_body const& shape) {
  array_body* const out = memory::make_value(p.type, keepdims ? shape.layout.extent.size() : 0);
  fold.finish(out->data, partial, 1);
  return out;
}

// The elements of an array as they lie.
array_body* fold_array(program const& p, leaf const* leaves, axes_argument const& axes, isa level) {
  array_body const* const a = leaves[p.code[0].index].array;
  if (p.code[0].what != code::leaf || !a || a->type != p.code[0].type || !a->c_contiguous || a->count == 0 ||
      a->count > dense_terms::most_elements)
    return nullptr;
  kernels::fold_kernel const* const fold = kernels::find_fold(p.code[1].op, a->type, level);
  if (!fold || fold->order == kernels::fold_order::sequential) return nullptr;
  partial_result partial, run;
  if (fold->clear) {  // an identity stands before the run, as it does for NumPy
    fold->clear(partial.bytes, 1);
    fold->run(run.bytes, a->data, a->count, 0);
    fold->join(partial.bytes, run.bytes, 1);
  } else {
    fold->run(partial.bytes, a->data, a->count, 0);
  }
  count_short_way(true, a->count * static_cast<index>(itemsize(a->type)));
  return deliver(p, *fold, partial.bytes, axes.keepdims, *a);
}

// What a region computes of several.
array_body* fold_region(program const& p, leaf const* leaves, axes_argument const& axes, isa level) {
  dense_terms terms;
  if (p.regions.size() != 1 || p.regions[0].last + 1u != p.code.size() || !terms.add_leaves(p, leaves)) return nullptr;
  if (!terms.fold_by(p.code.back().op, p.code[p.code.size() - 2].type, &p.regions[0], level)) return nullptr;
  partial_result partial;
  terms.fold_all(partial.bytes);
  count_short_way(true, terms.bytes());
  return deliver(p, terms.kernel(), partial.bytes, axes.keepdims, *terms.shape());
}

}  // namespace

array_body* fold_to_one(program const& p, leaf const* leaves, isa level) {
  instruction const& last = p.code.back();
  if (last.what != code::reduce || p.code.size() < 2 || p.may_fail || p.type == dtype::f2) return nullptr;
  axes_argument const* const axes = leaves[last.index].axes();
  if (!axes || !axes->all) return nullptr;
  return p.code.size() == 2 ? fold_array(p, leaves, *axes, level) : fold_region(p, leaves, *axes, level);
}

}  // namespace fnp::engine
