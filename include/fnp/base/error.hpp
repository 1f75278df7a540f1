// The error taxonomy: who must act (fault), what happened (error_code), NumPy's class and reason for it.
//
// Caller errors are thrown before any element is computed, so outputs are untouched. A message says what was given
// and what was expected.
#pragma once
#include <cstdint>
#include <exception>
#include <string>
#include <string_view>
#include <utility>

#include "fnp/base/dtype.hpp"
#include "fnp/base/export.hpp"
#include "fnp/base/strided.hpp"

namespace fnp {

enum class fault : std::uint8_t { caller, outside, internal };

// The reasons of the case schema, in its words, then the faults outside NumPy's vocabulary.
enum class error_code : std::uint8_t {
  shape_mismatch, out_shape_mismatch, assign_shape_mismatch, matmul_mismatch,
  mask_shape_mismatch, index_shape_mismatch, index_out_of_range, too_many_indices, bad_index_type, zero_step,
  axis_out_of_range, duplicate_axis, bad_reshape, bad_squeeze, negative_dimension, bad_ndim, too_large, zero_argument,
  no_loop, cast, no_promotion, python_int_overflow, negative_integer_power,
  empty_reduction, no_identity_where, not_reorderable, read_only,
  fp_divide, fp_overflow, fp_underflow, fp_invalid, zero_division, bad_npy, bad_argument,
  // outside
  out_of_memory, over_budget, io_failed, artifact_damaged, cancelled,
  // internal
  invariant_broken,
};
inline constexpr int error_code_count = static_cast<int>(error_code::invariant_broken) + 1;

FNP_EXPORT fault fault_of(error_code) noexcept;
FNP_EXPORT std::string_view reason(error_code) noexcept;    // "shape_mismatch"
FNP_EXPORT std::string_view category(
    error_code) noexcept;  // NumPy's exception class: "ValueError", "AxisError", "TypeError", ...

class FNP_EXPORT error : public std::exception {
 public:
  error(error_code code, std::string text) : error(fnp::category(code), code, std::move(text)) {}
  // pre: `category` is a literal.
  error(std::string_view category, error_code code, std::string text);
  error_code code() const noexcept { return code_; }
  std::string_view category() const noexcept { return category_; }  // NumPy's exception class
  char const* what() const noexcept override { return text_.c_str(); }

 private:
  error_code code_;
  std::string_view category_;
  std::string text_;  // "ValueError: operands could not be broadcast together with shapes (2,3) (4,)"
};

// Throwing lives out of line: the failing path costs its caller one call.
[[noreturn]] FNP_EXPORT void fail(error_code, std::string text);
// Where NumPy raises another class than the reason's own. pre: `category` is a literal.
[[noreturn]] FNP_EXPORT void fail_as(std::string_view category, error_code, std::string text);
[[noreturn]] FNP_EXPORT void fail_shapes(error_code, std::string_view what, extents const& a, extents const& b);
[[noreturn]] FNP_EXPORT void fail_axis(index axis, std::size_t rank);
[[noreturn]] FNP_EXPORT void fail_cast(dtype from, dtype to, std::string_view rule, std::string_view where);
[[noreturn]] FNP_EXPORT void fail_loop(std::string_view op, dtype const* operands, std::size_t count);

FNP_EXPORT std::string to_string(extents const& shape);  // as Python prints a tuple: "()", "(4,)", "(2, 3)"

}  // namespace fnp
