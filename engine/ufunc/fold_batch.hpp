// Folds of several lines at once, for ops whose single steps are calls.
//
// A line depends on itself alone. So lines are kept as the columns of a small matrix, and each step is one vector call
// on a row of it, which gives every line the bits of its own fold.
#pragma once
#include <algorithm>
#include <vector>

#include "engine/ufunc/method_loop.hpp"

namespace fnp::ufunc_on {

class fold_batch {
 public:
  explicit fold_batch(method_loop& loop)
      : loop_(loop),
        item_(static_cast<index>(itemsize(loop.type()))),
        element_(static_cast<index>(itemsize(loop.operand()))),
        copy_elements_(kernels::find_copy(itemsize(loop.operand()), kernels::best_isa())),
        copy_item_(kernels::find_copy(itemsize(loop.type()), kernels::best_isa())) {}

  // *result = *result op x[0] op x[1] ..., now or at the next flush. x: dense, copied.
  void fold(std::byte* result, std::byte const* x, index n) {
    bool const known = std::find(results_, results_ + count_, result) != results_ + count_;
    if (known || n != length_ || count_ == most) flush();
    if (n < 1 || n > longest) return loop_.fold(result, x, n);
    if (x_.empty()) {
      x_.resize(static_cast<std::size_t>(longest * most * element_));
      totals_.resize(static_cast<std::size_t>(most * item_));
    }
    length_ = n;
    copy_elements_({x_.data() + count_ * element_, 0, most * element_}, {const_cast<std::byte*>(x), 0, element_}, 1, n);
    results_[count_++] = result;
  }

  void flush() {
    if (count_ == 0) return;
    for (index k = 0; k < count_; ++k)
      copy_item_({totals_.data() + k * item_, 0, item_}, {results_[k], 0, item_}, 1, 1);
    for (index i = 0; i < length_; ++i)
      loop_.row(totals_.data(), totals_.data(), x_.data() + i * most * element_, count_);
    for (index k = 0; k < count_; ++k)
      copy_item_({results_[k], 0, item_}, {totals_.data() + k * item_, 0, item_}, 1, 1);
    count_ = 0;
  }

 private:
  static constexpr index most = 32, longest = 1024;
  method_loop& loop_;
  index item_, element_, length_ = 0, count_ = 0;
  kernels::copy_kernel copy_elements_, copy_item_;
  std::byte* results_[most] = {};
  std::vector<std::byte> x_, totals_;
};

}  // namespace fnp::ufunc_on
