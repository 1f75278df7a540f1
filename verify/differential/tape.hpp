// A row of choices: a random program is a function of it, so shrinking a program is shrinking a row of numbers.
//
// Recording, choices come from a seeded generator (the same numbers on every platform); replaying, from a given row
// with zeros behind its end. Zero always stands for the simplest choice. Parts are marked, so that a shrinker can
// leave out a whole step of a program at once.
#pragma once
#include <cstdint>
#include <utility>
#include <vector>

namespace fnp::differential {

// One step of splitmix64: a bijection with good avalanche (doi:10.1145/2714064.2660195).
constexpr std::uint64_t scramble(std::uint64_t x) noexcept {
  x += 0x9e3779b97f4a7c15u;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}

class tape {
 public:
  explicit tape(std::uint64_t seed) : seed_(scramble(seed)), recording_(true) {}
  explicit tape(std::vector<std::uint64_t> choices) : choices_(std::move(choices)) {}

  // A number in [0, n). pre: n > 0.
  std::uint64_t draw(std::uint64_t n) {
    if (recording_) choices_.push_back(scramble(seed_ + choices_.size()) % n);
    std::uint64_t const c = at_ < choices_.size() ? choices_[at_] % n : 0;
    ++at_;
    return c;
  }
  bool one_in(std::uint64_t n) { return draw(n) == n - 1; }

  // Marks what is drawn during its life as one part.
  class part {
   public:
    explicit part(tape& t) : tape_(t), first_(t.at_) {}
    ~part() { tape_.parts_.emplace_back(first_, tape_.at_); }
    part(part const&) = delete;
    part& operator=(part const&) = delete;

   private:
    tape& tape_;
    std::size_t first_;
  };

  std::vector<std::uint64_t> const& choices() const noexcept { return choices_; }
  std::vector<std::pair<std::size_t, std::size_t>> const& parts() const noexcept { return parts_; }

 private:
  std::uint64_t seed_ = 0;
  bool recording_ = false;
  std::vector<std::uint64_t> choices_;
  std::size_t at_ = 0;
  std::vector<std::pair<std::size_t, std::size_t>> parts_;
};

}  // namespace fnp::differential
