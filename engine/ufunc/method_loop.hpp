// The loop that a ufunc method runs, and the ways to run it: rows, folds, scans, scatters.
#pragma once
#include <span>
#include <string>

#include "engine/execute/backend.hpp"
#include "fnp/base/maybe.hpp"
#include "fnp/base/scalar.hpp"
#include "fnp/base/storage.hpp"

namespace fnp::ufunc_on {

// What folds: reduce, accumulate, reduceat. `uniform`: the second operand must have the result's dtype, too.
struct method {
  char const* name;
  bool uniform;
};
inline constexpr method reducing{"reduce", false}, accumulating{"accumulate", true}, reducing_at{"reduceat", true};

class method_loop {
 public:
  // NumPy's choice for an array of dtype `element`, dtype=, out= (empty: not given). Throws no_loop.
  method_loop(ops::op_id op, dtype element, maybe<dtype> type, maybe<dtype> out, method);
  // A loop that is known already.
  method_loop(ops::op_id op, int loop);

  ops::op_id op() const noexcept { return op_; }
  ops::loop const& types() const noexcept;
  dtype type() const noexcept { return types().out[0]; }     // of the running result
  dtype operand() const noexcept { return types().in[1]; }   // of the elements

  // out[i] = x[i] op y[i], dense; out may be x. acc: one element.
  void row(std::byte* out, std::byte const* x, std::byte const* y, index count);
  // One call of NumPy's inner loop on a single result: acc = acc op x[0] op ..., floats summed pairwise.
  void fold(std::byte* acc, std::byte const* x, index count);
  void scan(std::byte* out, index out_stride, std::byte const* x, index stride, index count);
  // The element place[i] * scale bytes from `to` op= the i-th element of x, in order. pre: steps_alone()
  void scatter(std::byte* to, std::span<index const> places, index scale, std::byte const* x, index stride);
  bool folds_by_calls() const noexcept { return !serial_ && !fold_ && !wider_ && !wide_; }
  bool steps_alone() const noexcept { return serial_ != nullptr; }  // is a scan as fast as rows of vectors?
  // Throws negative_integer_power where an exponent of the integer loops of power is negative. x: dense.
  void check(std::byte const* x, index count) const;
  bool checks() const noexcept;  // is there anything to check?

  bool watches() const noexcept { return watched_; }  // are conditions of single operations asked for?

  fp_flags raised() const noexcept { return raised_; }

 private:
  void one_by_one(std::byte* out, index out_stride, std::byte const* x, index x_stride, std::byte const* y,
                  index stride, index count);
  void fold_quietly(std::byte* acc, std::byte const* x, index count);  // its conditions are not looked at
  void fold_halves(std::byte* acc, std::byte const* x, index count);
  void prepare();

  ops::op_id op_;
  int loop_ = 0;
  bool watched_ = false;
  block_kernel block_ = nullptr;
  kernels::serial_kernel const* serial_ = nullptr;
  kernels::running_kernel running_ = nullptr;   // serial_'s scan of dense rows
  kernels::fold_kernel const* fold_ = nullptr;  // of the same op, where it is that dtype's whole reduction
  kernels::fold_kernel const* wider_ = nullptr;  // sum or product of integers in 64 bits, whose low bytes count
  block_kernel narrow_ = nullptr;               // float32 to float16, for its partial results
  kernels::serial_kernel const* wide_ = nullptr;  // in float32, for a fold of float16 that has no fold kernel
  fp_flags raised_ = 0;
};

// May several axes be folded, in any order?
bool is_reorderable(ops::op_id op);

// Copies with NumPy's unsafe cast, both dense.
void convert_dense(std::byte* to, dtype to_type, std::byte const* from, dtype from_type, index count);

// Adds a loop's floating-point conditions to the thread's counters, where they are watched.
void report(fp_flags raised);
// What out= must allow; the result is copied there by `deliver`.
// walked: extents of the array along out's axes.
void check_out(array_body const& out, extents const& shape, extents const& walked, std::string const& what);
array_handle deliver(array_handle result, array_body* out);

}  // namespace fnp::ufunc_on
