// One reduction over all, the first or the last axes of small dense operands, without graph and plan.
//
// Operands of one shape in C order are walked by NumPy as they lie. So the walk is one of three: all elements are one
// run; every row is a run; rows are added one after the other. Blocks are cut as the planner's walk cuts them, at the
// nodes of the tree, and each kernel is the same, hence the same bits. What needs a cast, a gather, a second thread or a
// look at the stop token is left to the planner, and so is every error.
#include "engine/dense_fold.hpp"

#include <algorithm>

#include "engine/execute/thread_scratch.hpp"
#include "fnp/ops/all.hpp"
#include "kernels/registry.hpp"

namespace fnp::engine {
namespace {

constexpr index most_elements = 1 << 16;  // below what a second thread is worth
constexpr index block_elements = 2048;    // of a map part computed at once

thread_local execute::thread_scratch rows_of_values, partial_results;

// The program: an elementwise part, or a leaf alone, and one reduction of it.
class dense_fold {
 public:
  dense_fold(job const& j, options const& o) : job_(j), options_(o) {}

  bool is_one() {
    program const& p = *job_.what;
    if (p.code.size() < 2 || p.code.back().what != code::reduce || p.may_fail || job_.where) return false;
    if (options_.watch || options_.atomic || options_.stop || options_.progress || options_.rewrite || !options_.tier1) return false;
    if (options_.level == isa::reference || !gather() || !shape_ || shape_->count == 0 || shape_->count > most_elements) return false;
    bool const alone = p.code.size() == 2;
    if (!alone && (p.regions.size() != 1 || !p.regions[0].kernels || p.regions[0].last + 1u != p.code.size())) return false;
    compute_ = alone ? nullptr : p.regions[0].kernels[static_cast<int>(options_.level)];
    if (!alone) loops_ = p.regions[0].loops;
    element_ = p.code[p.code.size() - 2].type;
    item_ = static_cast<index>(itemsize(element_));
    fold_ = kernels::find_fold(p.code.back().op, element_, options_.level);
    // A float16 sum is rounded between its runs.
    return fold_ && p.type != dtype::f2 && find_walk();
  }

  bool run(array_handle& fresh) {
    array_body* out = job_.into;
    if (out && !fits(*out)) return false;
    if (!out) {
      if (options_.budget > 0 && kept_ * static_cast<index>(itemsize(job_.what->type)) > options_.budget) return false;
      fresh = make_array(job_.what->type, result_);
      out = fresh.get();
    }
    if (rows_first_) add_rows(out->data);
    else fold_rows(out->data);
    statistics& c = counters();
    ++c.evaluations;
    ++c.fast_path;
    c.fresh_results += job_.into == nullptr;
    for (int k = 1; k < count_; ++k) c.bytes_moved += static_cast<std::uint64_t>(step_[k] * shape_->count);
    return true;
  }

 private:
  bool gather() {
    for (instruction const& i : job_.what->code) {
      if (i.what == code::apply || &i == &job_.what->code.back()) continue;
      if (i.what != code::leaf || count_ == most_operands) return false;
      leaf const& l = job_.leaves[i.index];
      int const k = count_++;
      if (l.array) {
        array_body const& a = *l.array;
        if (a.type != i.type || !a.c_contiguous) return false;
        if (!shape_) shape_ = &a;
        else if (shape_ != &a && !(shape_->layout.extent == a.layout.extent)) return false;
        data_[k] = a.data;
        step_[k] = static_cast<std::ptrdiff_t>(itemsize(i.type));
      } else {
        if (l.what != leaf::meaning::none || l.type != i.type) return false;
        data_[k] = const_cast<std::byte*>(l.bits);
        step_[k] = 0;
        broadcast_ |= std::uint64_t{1} << k;
      }
    }
    return true;
  }

  // Reduced axes first or last, the others behind or before them; axes of one element are neither.
  bool find_walk() {
    axes_argument const* const a = job_.leaves[job_.what->code.back().index].axes();
    if (!a || a->accurate) return false;
    extents const& shape = shape_->layout.extent;
    auto const rank = static_cast<index>(shape.size());
    std::uint64_t reduced = 0;
    if (a->all) reduced = ~std::uint64_t{0};
    for (index const axis : a->all ? extents{} : a->axes) {
      index const at = axis < 0 ? axis + rank : axis;
      if (at < 0 || at >= rank || (reduced >> at & 1)) return false;
      reduced |= std::uint64_t{1} << at;
    }
    int changes = 0;
    bool last = false, any = false;
    for (index i = 0; i < rank; ++i) {
      bool const is = reduced >> i & 1;
      index const n = shape[static_cast<std::size_t>(i)];
      if (!is) result_.push_back(n);
      else if (a->keepdims) result_.push_back(1);
      if (n == 1) continue;
      if (!any) rows_first_ = is;
      else if (is != last) ++changes;
      any = true;
      last = is;
      (is ? length_ : kept_) *= n;
    }
    rows_first_ = rows_first_ && kept_ > 1;
    if (changes > 1 || length_ == 1) return false;
    // Positions run in C order, whatever the layout; rows of values have to fit into a block.
    bool const positional = job_.what->code.back().op == ops::id_of<ops::argmin> || job_.what->code.back().op == ops::id_of<ops::argmax>;
    return !rows_first_ || (!positional && (!compute_ || kept_ <= block_elements));
  }

  bool fits(array_body const& out) const {
    if (out.type != job_.what->type || !out.c_contiguous || !out.writeable || !(out.layout.extent == result_)) return false;
    std::byte const* const end = out.data + out.count * static_cast<index>(itemsize(out.type));
    for (leaf const& l : job_.leaves)
      if (l.array && out.data < l.array->data + l.array->count * static_cast<index>(itemsize(l.array->type)) && l.array->data < end) return false;
    return true;
  }

  // n values from element `at` on.
  std::byte const* values(index at, index n) {
    if (!compute_) return data_[1] + at * step_[1];
    std::byte* data[most_operands];
    data[0] = rows_of_values.get(static_cast<std::size_t>(block_elements * item_));
    for (int k = 1; k < count_; ++k) data[k] = data_[k] + at * step_[k];
    compute_({data, no_stride, broadcast_, 1, n, false}, loops_);
    return data[0];
  }

  // P of the n elements from `at` on, the `first` of their run.
  void tree(std::byte* partial, index at, index n, index first) {
    if (!compute_ || n <= block_elements) return fold_->run(partial, values(at, n), n, first);
    index const half = n / 2 - n / 2 % fold_->lanes;
    alignas(16) std::byte right[32];
    tree(partial, at, half, first);
    tree(right, at + half, n - half, first + half);
    fold_->join(partial, right, 1);
  }

  void in_order(std::byte* acc, index at, bool empty) {
    for (index done = 0; done < length_; done += block_elements) {
      index const n = std::min(block_elements, length_ - done), lifted = empty && done == 0 ? 1 : 0;
      std::byte const* const x = values(at + done, n);
      if (lifted) fold_->lift(acc, x, 1, 0);
      if (n > lifted) fold_->extend(acc, x + lifted * item_, n - lifted, done + lifted);
    }
  }

  void fold_rows(std::byte* out) {
    auto const state = static_cast<index>(fold_->state);
    std::byte* const partial = partial_results.get(static_cast<std::size_t>(2 * kept_ * state));
    std::byte* const parts = partial + kept_ * state;
    bool const empty = !fold_->clear;
    if (!empty) fold_->clear(partial, kept_);
    if (fold_->order == kernels::fold_order::sequential) {
      for (index r = 0; r < kept_; ++r) in_order(partial + r * state, r * length_, empty);
    } else {
      std::byte* const to = empty ? partial : parts;
      index const most = compute_ ? block_elements / length_ : kept_;
      if (most == 0)
        for (index r = 0; r < kept_; ++r) tree(to + r * state, r * length_, length_, 0);
      else
        for (index r = 0; r < kept_; r += most) {
          index const rows = std::min(most, kept_ - r);
          fold_->runs(to + r * state, values(r * length_, rows * length_), rows, length_ * item_, length_, 0);
        }
      if (!empty) fold_->join(partial, parts, kept_);
    }
    fold_->finish(out, partial, kept_);
  }

  void add_rows(std::byte* out) {
    std::byte* const partial = partial_results.get(static_cast<std::size_t>(kept_) * fold_->state);
    if (fold_->clear) fold_->clear(partial, kept_);
    index const most = compute_ ? block_elements / kept_ : length_, row = kept_ * item_;
    for (index r = 0; r < length_; r += most) {
      index const rows = std::min(most, length_ - r), lifted = r == 0 && !fold_->clear ? 1 : 0;
      std::byte const* const x = values(r * kept_, rows * kept_);
      if (lifted) fold_->lift(partial, x, kept_, 0);
      fold_->rows(partial, x + lifted * row, rows - lifted, row, kept_, r + lifted);
    }
    fold_->finish(out, partial, kept_);
  }

  static constexpr int most_operands = 32;
  static constexpr std::ptrdiff_t no_stride[most_operands] = {};

  job const& job_;
  options const& options_;
  std::byte* data_[most_operands];
  std::ptrdiff_t step_[most_operands];
  std::uint64_t broadcast_ = 0;
  int count_ = 1;  // operands; slot 0 is the row of values
  array_body const* shape_ = nullptr;
  block_kernel compute_ = nullptr;  // null: the values lie in memory
  vector_loops const* loops_ = nullptr;
  kernels::fold_kernel const* fold_ = nullptr;
  dtype element_ = dtype::f8;
  index item_ = 8, kept_ = 1, length_ = 1;
  bool rows_first_ = false;  // the reduced axes come first
  extents result_;
};

}  // namespace

bool fold_dense(job const& j, options const& o, array_handle& fresh) {
  if (j.what->code.back().what != code::reduce) return false;
  dense_fold f(j, o);
  return f.is_one() && f.run(fresh);
}

}  // namespace fnp::engine
