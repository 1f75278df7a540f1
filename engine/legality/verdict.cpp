// The theorems and reason codes of the stride calculus, and the names of their numbers.
#include "engine/legality/verdict.hpp"

#include <array>
#include <string_view>

namespace fnp::legality {
namespace {

struct entry {
  std::string_view theorem;
  std::array<std::string_view, 4> numbers;
};

constexpr entry entries[] = {
    // legal
    {"empty_space", {}},
    {"inside_buffer", {"first", "last", "bytes"}},
    {"range_test", {}},
    {"gcd_test", {}},
    {"bounded_search", {}},
    {"same_address_sequence", {"offset"}},
    {"constant_shift", {"offset", "gap"}},
    {"nested_strides", {}},
    {"unit_axis", {"axis"}},
    {"dense_pair", {"axis"}},
    {"order_preserved", {"tiles", "remainder"}},
    {"same_order", {}},
    {"independent_operands", {}},
    {"direction_vectors", {"systems"}},
    // illegal
    {"below_buffer", {"first"}},
    {"beyond_buffer", {"last", "bytes"}},
    {"negative_extent", {"axis", "extent"}},
    {"rank_mismatch", {"rank", "expected"}},
    {"zero_stride", {"axis"}},
    {"self_overlap", {"axis"}},
    {"common_byte", {}},
    {"no_constant_shift", {}},
    {"mixed_order", {"offset", "gap"}},
    {"not_dense", {"operand", "outer_stride", "inner_stride", "inner_extent"}},
    {"axis_out_of_range", {"axis", "rank"}},
    {"not_a_permutation", {}},
    {"tile_not_positive", {"tile"}},
    {"width_not_positive", {"width"}},
    {"not_innermost", {"axis", "inner_axis"}},
    {"dependence_reversed", {"output", "operand"}},
    {"dependence_carried", {"output", "operand"}},
    {"dependence_across_axis", {"output", "operand"}},
    {"dependence_within_width", {"output", "operand"}},
    {"dependence_enters_tile", {"output", "operand"}},
    {"different_space", {}},
    {"different_address", {"offset"}},
    // undecided, overflow
    {"budget_exhausted", {}},
    {"address_overflow", {}},
};

constexpr std::string_view words[] = {"legal", "illegal", "undecided", "overflow"};

}  // namespace

std::string to_text(verdict const& v) {
  std::string text(words[static_cast<int>(v.what)]);
  text.append(": ").append(v.theorem);
  std::array<std::string_view, 4> names{};
  for (entry const& e : entries)
    if (e.theorem == v.theorem) names = e.numbers;
  for (std::size_t i = 0; i < v.numbers.size(); ++i) {
    text += i == 0 ? " (" : ", ";
    if (i < names.size() && !names[i].empty()) text.append(names[i]).append(" ");
    text += std::to_string(v.numbers[i]);
  }
  if (!v.numbers.empty()) text += ')';
  return text;
}

}  // namespace fnp::legality
