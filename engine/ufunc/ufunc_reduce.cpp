// OP.reduce for every op of two operands, with all its keywords.
//
// With an identity or initial= every result starts from it. Without, it starts from its first element, which the calls
// then leave out. A mask cuts each call into runs of elements that take part; floats are summed pairwise run by run.
#include <vector>

#include "engine/array/axes.hpp"
#include "engine/ir/constant.hpp"
#include "engine/ufunc/fold_batch.hpp"
#include "engine/ufunc/fold_iteration.hpp"
#include "engine/ufunc/method_loop.hpp"
#include "fnp/ndarray.hpp"
#include "fnp/ops/all.hpp"
#include "fnp/ufunc_methods.hpp"

namespace fnp::ufunc_on {
namespace {

struct folded_shape {
  std::uint64_t axes = 0;  // bit: folded
  std::size_t count = 0;
  extents kept;    // shape of the result
  extents walked;  // extents of the array along its axes
  bool empty = false;  // nothing to fold
};

folded_shape shape_of(array_body const& a, engine::axes_argument const& given) {
  folded_shape s;
  std::size_t const rank = a.layout.rank();
  for (index const axis : given.all ? every_axis(rank) : normal_axes(given.axes, rank)) {
    s.axes |= std::uint64_t{1} << axis;
    ++s.count;
  }
  for (std::size_t i = 0; i < rank; ++i) {
    index const extent = a.layout.extent[i];
    bool const folded = ((s.axes >> i) & 1) != 0;
    s.empty = s.empty || (folded && extent == 0);
    if (folded && !given.keepdims) continue;
    s.kept.push_back(folded ? 1 : extent);
    s.walked.push_back(extent);
  }
  return s;
}

class reduction {
 public:
  // out: results in the dtype of out=, in the order of `results`, where that is another one; else null.
  reduction(method_loop& loop, array_body& results, array_body* out)
      : loop_(loop), results_(results), out_(out), batch_(loop) {}

  void operator()(fold_call const& c, bool skip) {
    index const element = static_cast<index>(itemsize(loop_.operand())),
                item = static_cast<index>(itemsize(loop_.type()));
    index const begin = skip && c.first ? (c.single ? 1 : c.count) : 0;
    auto const part = [&](index from, index n) {
      std::byte const* const x = c.x + from * element;
      loop_.check(x, n);
      if (c.single && !c.mask && !out_ && loop_.folds_by_calls()) return batch_.fold(c.result, x, n);
      if (c.single) return loop_.fold(c.result, x, n);
      std::byte* const to = c.result + from * item;
      loop_.row(to, to, x, n);
    };
    if (!c.mask) {
      if (begin < c.count) part(begin, c.count - begin);
    } else {
      for (index i = begin; i < c.count;) {
        index end = i;
        while (end < c.count && c.mask[end] == c.mask[i]) ++end;
        if (c.mask[i] != std::byte{}) part(i, end - i);
        i = end;
      }
    }
    if (!out_) return;
    if (touched_.empty() || touched_.back().at != c.result) touched_.push_back({c.result, c.single ? 1 : c.count});
    if (!c.ends_fill) return;
    for (auto const& [at, n] : touched_) pass(at, n);
    touched_.clear();
  }

  // What the calls have put off.
  void finish() { batch_.flush(); }

  // Results of another dtype go to memory after each fill, and come back from there.
  void pass(std::byte* at, index n) {
    index const item = static_cast<index>(itemsize(loop_.type()));
    std::byte* const stored = out_->data + (at - results_.data) / item * static_cast<index>(itemsize(out_->type));
    convert_dense(stored, out_->type, at, loop_.type(), n);
    convert_dense(at, loop_.type(), stored, out_->type, n);
  }

 private:
  struct region {
    std::byte* at;
    index count;
  };
  method_loop& loop_;
  array_body& results_;
  array_body* out_;
  std::vector<region> touched_;
  fold_batch batch_;
};

// Fresh results of that dtype in the order of iteration; the iteration counts in items of `of_loop` bytes.
array_handle results_of(fold_iteration const& how, array_body const& a, folded_shape const& s, bool keepdims,
                        dtype type, index of_loop) {
  extents strides;
  for (std::size_t i = 0; i < a.layout.rank(); ++i)
    if (keepdims || ((s.axes >> i) & 1) == 0) strides.push_back(how.result_strides()[i]);
  array_handle const memory = make_array(type, {element_count(s.kept).value});
  for (std::size_t i = 0; i < strides.size(); ++i)
    strides[i] = strides[i] / of_loop * static_cast<index>(itemsize(type));
  return make_view(memory->memory, type, {s.kept, strides, memory->layout.offset}, true);
}

// The elements at the start of every folded axis, seen in the result's shape.
array_handle first_elements(array_body const& a, folded_shape const& s, bool keepdims) {
  strided v{{}, {}, a.layout.offset};
  for (std::size_t i = 0; i < a.layout.rank(); ++i) {
    bool const folded = ((s.axes >> i) & 1) != 0;
    if (folded && !keepdims) continue;
    v.extent.push_back(folded ? 1 : a.layout.extent[i]);
    v.stride.push_back(folded ? 0 : a.layout.stride[i]);
  }
  return make_view(a.memory, a.type, v, false);
}

}  // namespace

dtype reduced_type(ops::op_id op, dtype element, maybe<dtype> type, maybe<dtype> out) {
  return method_loop(op, element, type, out, reducing).type();
}

array_handle reduce(ops::op_id op, array_body const& a, fold_arguments const& given) {
  std::string const called = std::string(ops::op_table[op].name) + ".reduce";
  folded_shape const s = shape_of(a, given.axes);
  bool const keepdims = given.axes.keepdims;
  if (given.where && given.where->type != dtype::b1)
    fail_cast(given.where->type, dtype::b1, "safe", called + " where=");
  method_loop loop(op, a.type, given.type, given.out ? maybe<dtype>(given.out->type) : none, reducing);
  if (s.count > 1 && !is_reorderable(op))
    fail(error_code::not_reorderable, "reduction operation '" + std::string(ops::op_table[op].name) +
                                          "' is not reorderable, so at most one axis may be specified, got " +
                                          std::to_string(s.count));
  if (given.out) check_out(*given.out, s.kept, s.walked, called);
  array_handle mask;
  if (given.where) {
    extents joined = a.layout.extent;
    if (!broadcast_into(joined, given.where->layout.extent) || joined != a.layout.extent)
      fail_shapes(error_code::shape_mismatch, called + ": where= could not be broadcast to the array's shape",
                  given.where->layout.extent, a.layout.extent);
    mask = views::broadcast_to(*given.where, a.layout.extent);
  }
  maybe<scalar> start = given.initial;
  if (!start && !given.from_first) start = identity_of(op, loop.type());
  if (!start && mask)
    fail(error_code::no_identity_where,
         "reduction operation '" + std::string(ops::op_table[op].name) +
             "' does not have an identity, so to use a where mask one has to specify 'initial'");
  if (!start && s.empty)
    fail(error_code::empty_reduction, "zero-size array of shape " + to_string(a.layout.extent) +
                                          " to reduction operation " + std::string(ops::op_table[op].name) +
                                          " which has no identity");
  fold_iteration how(a, s.axes, loop.type(), loop.operand(), given.out ? &given.out->layout : nullptr,
                     given.out ? given.out->type : loop.type(), mask ? &mask->layout : nullptr,
                     mask ? mask->data : nullptr);
  index const item = static_cast<index>(itemsize(loop.type()));
  array_handle const result = results_of(how, a, s, keepdims, loop.type(), item);
  array_handle stored;
  if (given.out && given.out->type != loop.type()) stored = results_of(how, a, s, keepdims, given.out->type, item);
  reduction fold(loop, *result, stored.get());
  array_body& begin = stored ? *stored : *result;  // a first element goes straight into out=
  if (start) views::assign(*views::of_scalar(start->astype(loop.type())), begin);
  else views::convert_into(*first_elements(a, s, keepdims), begin);
  if (stored) views::convert_into(*stored, *result);
  how.run(result->data, [&](fold_call const& c) { fold(c, !start); });
  fold.finish();
  report(loop.raised() |
         (given.initial ? ir::overflow_of_cast(start->dtype(), start->data(), loop.type()) : fp_flags{0}));
  return deliver(stored ? stored : result, given.out);
}

}  // namespace fnp::ufunc_on
