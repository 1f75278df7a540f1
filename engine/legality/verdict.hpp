// The answer of a legality question: yes with the theorem that proves it, or no with its reason.
//
// There are three kinds of no: it was shown to be wrong (illegal), the search was too long (undecided), the
// arithmetic did not fit (overflow). Only `legal` permits anything. The text of a verdict is made on demand.
#pragma once
#include <cstdint>
#include <string>

#include "fnp/base/checked.hpp"
#include "fnp/base/small_vector.hpp"

namespace fnp::legality {

enum class answer : std::uint8_t { legal, illegal, undecided, overflow };

struct [[nodiscard]] verdict {
  answer what = answer::undecided;
  char const* theorem = "";     // what was applied, or the reason code of a no; verdict.cpp lists all of them
  small_vector<index> numbers;  // what it was applied to; verdict.cpp names them

  explicit operator bool() const noexcept { return what == answer::legal; }
};

// One line, for example "legal: same_address_sequence (offset 0)".
std::string to_text(verdict const& v);

}  // namespace fnp::legality
