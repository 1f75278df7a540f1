// The texts and tables of the error taxonomy.
#include "fnp/base/error.hpp"

#include <array>

namespace fnp {
namespace {

struct row {
  std::string_view reason, category;
};

// In the order of error_code.
constexpr std::array<row, error_code_count> table{{
    {"shape_mismatch", "ValueError"},
    {"out_shape_mismatch", "ValueError"},
    {"assign_shape_mismatch", "ValueError"},
    {"matmul_mismatch", "ValueError"},
    {"mask_shape_mismatch", "IndexError"},
    {"index_shape_mismatch", "IndexError"},
    {"index_out_of_range", "IndexError"},
    {"too_many_indices", "IndexError"},
    {"bad_index_type", "IndexError"},
    {"zero_step", "ValueError"},
    {"axis_out_of_range", "AxisError"},
    {"duplicate_axis", "ValueError"},
    {"bad_reshape", "ValueError"},
    {"bad_squeeze", "ValueError"},
    {"negative_dimension", "ValueError"},
    {"bad_ndim", "ValueError"},
    {"too_large", "ValueError"},
    {"zero_argument", "ValueError"},
    {"no_loop", "TypeError"},
    {"cast", "TypeError"},
    {"no_promotion", "TypeError"},
    {"python_int_overflow", "OverflowError"},
    {"negative_integer_power", "ValueError"},
    {"empty_reduction", "ValueError"},
    {"no_identity_where", "ValueError"},
    {"not_reorderable", "ValueError"},
    {"read_only", "ValueError"},
    {"fp_divide", "FloatingPointError"},
    {"fp_overflow", "FloatingPointError"},
    {"fp_underflow", "FloatingPointError"},
    {"fp_invalid", "FloatingPointError"},
    {"zero_division", "ZeroDivisionError"},
    {"bad_npy", "ValueError"},
    {"bad_argument", "ValueError"},
    {"out_of_memory", "MemoryError"},
    {"over_budget", "MemoryError"},
    {"io_failed", "OSError"},
    {"artifact_damaged", "OSError"},
    {"cancelled", "Cancelled"},
    {"invariant_broken", "InternalError"},
}};

}  // namespace

fault fault_of(error_code code) noexcept {
  if (code < error_code::out_of_memory) return fault::caller;
  return code < error_code::invariant_broken ? fault::outside : fault::internal;
}
std::string_view reason(error_code code) noexcept { return table[static_cast<std::size_t>(code)].reason; }
std::string_view category(error_code code) noexcept { return table[static_cast<std::size_t>(code)].category; }

error::error(std::string_view category, error_code code, std::string text)
    : code_(code), category_(category), text_(std::string(category) + ": " + std::move(text)) {}

void fail(error_code code, std::string text) { throw error(code, std::move(text)); }
void fail_as(std::string_view category, error_code code, std::string text) {
  throw error(category, code, std::move(text));
}

void fail_shapes(error_code code, std::string_view what, extents const& a, extents const& b) {
  fail(code, std::string(what) + " " + to_string(a) + " " + to_string(b));
}

void fail_axis(index axis, std::size_t rank) {
  fail(error_code::axis_out_of_range,
       "axis " + std::to_string(axis) + " is out of bounds for array of dimension " + std::to_string(rank));
}

void fail_cast(dtype from, dtype to, std::string_view rule, std::string_view where) {
  fail(error_code::cast, std::string(where) + ": cannot cast from " + std::string(name(from)) + " to " +
                             std::string(name(to)) + " with casting rule '" + std::string(rule) + "'");
}

void fail_loop(std::string_view op, dtype const* operands, std::size_t count) {
  std::string text = "ufunc '" + std::string(op) + "' not supported for the input types (";
  for (std::size_t i = 0; i < count; ++i) text += (i ? ", " : "") + std::string(name(operands[i]));
  fail(error_code::no_loop, text + ")");
}

std::string to_string(extents const& shape) {
  std::string text = "(";
  for (std::size_t i = 0; i < shape.size(); ++i) text += (i ? ", " : "") + std::to_string(shape[i]);
  return text + (shape.size() == 1 ? ",)" : ")");
}

}  // namespace fnp
