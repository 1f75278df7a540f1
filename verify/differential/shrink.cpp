// Greedy search over rows of choices; a row is better when it is shorter, or lower at the first difference.
#include "verify/differential/shrink.hpp"

#include <algorithm>

#include "verify/differential/generator.hpp"

namespace fnp::differential {
namespace {

using row = std::vector<std::uint64_t>;

class shrinker {
 public:
  shrinker(row best, std::function<std::string(program const&)> const& fails, int attempts)
      : best_(std::move(best)), fails_(fails), left_(attempts) {}

  row run(std::vector<std::pair<std::size_t, std::size_t>> parts) {
    bool better = true;
    while (better && left_ > 0) {
      better = leave_out(parts);
      for (std::size_t length : {8, 4, 2, 1})
        for (std::size_t at = 0; at + length <= best_.size() && left_ > 0;)
          if (!without(at, length)) ++at;
          else better = true;
      for (std::size_t at = 0; at < best_.size() && left_ > 0; ++at) better = lower(at) || better;
      parts = marked();
    }
    return best_;
  }

 private:
  bool still_fails(row const& candidate) {
    --left_;
    tape t(candidate);
    program const p = make_program(t);
    return !fails_(p).empty();
  }
  bool accept(row candidate) {
    while (!candidate.empty() && candidate.back() == 0) candidate.pop_back();
    bool const smaller = candidate.size() < best_.size() || (candidate.size() == best_.size() && candidate < best_);
    if (!smaller || !still_fails(candidate)) return false;
    best_ = std::move(candidate);
    return true;
  }
  bool without(std::size_t at, std::size_t length) {
    row c = best_;
    c.erase(c.begin() + static_cast<std::ptrdiff_t>(at),
            c.begin() + static_cast<std::ptrdiff_t>(std::min(at + length, c.size())));
    return accept(std::move(c));
  }
  bool leave_out(std::vector<std::pair<std::size_t, std::size_t>> const& parts) {
    for (std::size_t k = parts.size(); k-- > 0 && left_ > 0;)
      if (parts[k].first > 0 && parts[k].second <= best_.size() &&
          without(parts[k].first - 1, parts[k].second - parts[k].first + 1)) {
        leave_out(marked());
        return true;
      }
    return false;
  }
  bool lower(std::size_t at) {
    bool any = false;
    for (std::uint64_t to : {std::uint64_t{0}, best_[at] / 2, best_[at] - (best_[at] > 0)}) {
      if (at >= best_.size() || to >= best_[at]) continue;
      row c = best_;
      c[at] = to;
      if (accept(std::move(c))) any = true;
    }
    return any;
  }
  std::vector<std::pair<std::size_t, std::size_t>> marked() const {
    tape t(best_);
    make_program(t);
    return t.parts();
  }

  row best_;
  std::function<std::string(program const&)> const& fails_;
  int left_;
};

}  // namespace

std::vector<std::uint64_t> shrink(tape const& failing, std::function<std::string(program const&)> const& fails,
                                  int attempts) {
  return shrinker(failing.choices(), fails, attempts).run(failing.parts());
}

}  // namespace fnp::differential
