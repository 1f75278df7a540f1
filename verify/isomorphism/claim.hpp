// What the checker says about one evaluation: claims, each with its evidence in numbers.
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fnp::isomorphism {

enum class outcome : std::uint8_t { holds, fails, skipped };
constexpr std::string_view name(outcome o) noexcept {
  return o == outcome::holds ? "holds" : o == outcome::fails ? "fails" : "skipped";
}

struct claim {
  std::string_view name;   // bounds, overlap, coverage, addresses, terms, witness
  outcome what = outcome::skipped;
  std::string why;         // of a failure: where; of a skip: the reason
  std::vector<std::pair<std::string, std::uint64_t>> evidence;  // counts and digests
};

struct verdict {
  std::vector<claim> claims;
  bool holds() const noexcept {
    for (claim const& c : claims)
      if (c.what == outcome::fails) return false;
    return true;
  }
  bool complete() const noexcept {  // nothing was skipped
    for (claim const& c : claims)
      if (c.what == outcome::skipped) return false;
    return true;
  }
  claim const* find(std::string_view name) const noexcept {
    for (claim const& c : claims)
      if (c.name == name) return &c;
    return nullptr;
  }
  // Names of the claims that fail, "coverage terms"; empty when all hold.
  std::string failing() const {
    std::string r;
    for (claim const& c : claims)
      if (c.what == outcome::fails) r += (r.empty() ? "" : " ") + std::string(c.name);
    return r;
  }
};

}  // namespace fnp::isomorphism
