// One reduction over all, the first or the last axes of small dense operands, without graph and plan.
//
// Operands of one shape in C order are walked by NumPy as they lie. So the walk is one of three: all elements are one
// run; every row is a run; rows are added one after the other, or by the tree of fnp::accurate. Blocks are cut as the
// planner's walk cuts them, at the nodes of the tree, and each kernel is the same, hence the same bits. What needs a
// cast, a gather, a second thread or a look at the stop token is left to the planner, and so is every error.
#include "engine/short_ways/dense_fold.hpp"

#include <algorithm>

#include "engine/short_ways/dense_terms.hpp"
#include "engine/execute/thread_scratch.hpp"
#include "engine/ir/iterator_cut.hpp"
#include "engine/settings.hpp"
#include "fnp/base/cache_lines.hpp"

namespace fnp::engine {
namespace {

constexpr index block_elements = dense_terms::block_elements;

thread_local execute::thread_scratch partial_results;

// The program: an elementwise part, or a leaf alone, and one reduction of it.
class dense_fold {
 public:
  dense_fold(job const& j, options const& o) : job_(j), options_(o) {}

  bool is_one() {
    program const& p = *job_.what;
    if (p.code.size() < 2 || p.code.back().what != code::reduce || p.may_fail || job_.where) return false;
    if (!takes_short_ways(options_) || !terms_.add_leaves(p, job_.leaves.data())) return false;
    bool const alone = p.code.size() == 2;
    if (!alone && (p.regions.size() != 1 || p.regions[0].last + 1u != p.code.size())) return false;
    if (!terms_.fold_by(p.code.back().op, p.code[p.code.size() - 2].type, alone ? nullptr : &p.regions[0],
                        options_.level))
      return false;
    shape_ = terms_.shape();
    // A float16 sum is rounded between its runs.
    return p.type != dtype::f2 && find_walk();
  }

  bool run(array_handle& fresh) {
    array_body* out = job_.into;
    if (out && !fits(*out)) return false;
    if (!out) {
      if (options_.budget > 0 && kept_ * static_cast<index>(itemsize(job_.what->type)) > options_.budget) return false;
      fresh = make_array(job_.what->type, result_);
      out = fresh.get();
    }
    if (rows_first_ && terms_.kernel().columns) fold_columns(out->data);
    else if (rows_first_) add_rows(out->data);
    else fold_rows(out->data);
    count_short_way(job_.into == nullptr, terms_.bytes());
    return true;
  }

 private:
  // Reduced axes first or last, the others behind or before them; axes of one element are neither.
  bool find_walk() {
    axes_argument const* const a = job_.leaves[job_.what->code.back().index].axes();
    if (!a) return false;
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
    if (!rows_first_) return true;
    if (ir::folds_in_c_order(job_.what->code.back().op)) return terms_.kernel().columns && !terms_.computes();
    return !terms_.computes() || kept_ <= block_elements;  // rows of values have to fit into a block
  }

  bool fits(array_body const& out) const {
    if (out.type != job_.what->type || !out.c_contiguous || !out.writeable || !(out.layout.extent == result_))
      return false;
    std::byte const* const end = out.data + out.count * static_cast<index>(itemsize(out.type));
    for (leaf const& l : job_.leaves)
      if (l.array && out.data < l.array->data + l.array->count * static_cast<index>(itemsize(l.array->type)) &&
          l.array->data < end)
        return false;
    return true;
  }

  void fold_rows(std::byte* out) {
    std::byte* const partial = partial_results.get(static_cast<std::size_t>(kept_) * terms_.kernel().state);
    terms_.fold_runs(partial, kept_, length_);
    terms_.kernel().finish(out, partial, kept_);
  }

  void fold_columns(std::byte* out) {
    kernels::fold_kernel const& fold = terms_.kernel();
    std::size_t const sums = whole_lines(static_cast<std::size_t>(kept_) * fold.state);
    std::byte* const partial = partial_results.get(sums + kernels::column_room(fold, length_, kept_));
    fold.columns(partial, terms_.values(0, 0), length_, kept_ * terms_.item(), kept_, partial + sums);
    fold.finish(out, partial, kept_);
  }

  void add_rows(std::byte* out) {
    kernels::fold_kernel const& fold = terms_.kernel();
    std::byte* const partial = partial_results.get(static_cast<std::size_t>(kept_) * fold.state);
    if (fold.clear) fold.clear(partial, kept_);
    index const most = terms_.computes() ? block_elements / kept_ : length_, row = kept_ * terms_.item();
    for (index r = 0; r < length_; r += most) {
      index const rows = std::min(most, length_ - r), lifted = r == 0 && !fold.clear ? 1 : 0;
      std::byte const* const x = terms_.values(r * kept_, rows * kept_);
      if (lifted) fold.lift(partial, x, kept_, 0);
      fold.rows(partial, x + lifted * row, rows - lifted, row, kept_, r + lifted);
    }
    fold.finish(out, partial, kept_);
  }

  job const& job_;
  options const& options_;
  dense_terms terms_;
  array_body const* shape_ = nullptr;
  index kept_ = 1, length_ = 1;
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
