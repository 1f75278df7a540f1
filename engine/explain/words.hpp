// Plain words for sizes, layouts, ways of access and verdicts: what the text and the page say alike.
#pragma once
#include <string>

#include "engine/plan/loop_nest.hpp"

namespace fnp::explaining {

std::string grouped(index);                             // 1,234,567
std::string byte_words(index);                          // 1.23 MB, of 10^6 bytes
std::string time_words(double nanoseconds);             // 1.23 ms
std::string plural(index count, std::string_view one);  // "1 step", "3 steps"
std::string joined(std::vector<std::string> const&, std::string_view between);

// "C order", "F order", "broadcast", "reversed", "strided", "one element".
std::string layout_words(strided const&, index itemsize);
// How the rows of a block are reached, and for staged ones everything that staging does.
std::string access_words(plan::step const&, std::size_t operand);
std::string_view access_name(plan::access);
std::string_view level_name(isa);
std::string thread_words(plan::plan const&);

// In which order elements are folded, and what that means for rounding.
std::string fold_words(plan::step const&);
// One sentence for a verdict; its numbers are in legality::to_text.
std::string verdict_words(legality::verdict const&);

}  // namespace fnp::explaining
