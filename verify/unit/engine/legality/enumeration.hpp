// The definitions behind the stride calculus, by enumeration: points, bytes, dependences, and a nest that really runs.
//
// A nest runs on a symbolic memory: every byte is a 64-bit value, and what a point writes is a mixture of the point
// and of all bytes that it read. Two walks that leave the same memory read the same values everywhere.
#pragma once
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "engine/legality/access_map.hpp"

namespace enumeration {

using fnp::index;
using fnp::legality::access_map;
using fnp::legality::iteration_space;
using fnp::legality::operand;

// The coordinates of point `at` in lexicographic order.
inline fnp::extents coordinates(iteration_space const& space, index at) {
  fnp::extents x(space.size());
  for (std::size_t i = space.size(); i-- > 0; at /= space[i]) x[i] = at % space[i];
  return x;
}

inline index count(iteration_space const& space) { return fnp::element_count(space).value; }

// The address at every point, in lexicographic order.
inline std::vector<index> addresses(iteration_space const& space, access_map const& map) {
  std::vector<index> all(static_cast<std::size_t>(count(space)), map.offset);
  for (std::size_t p = 0; p < all.size(); ++p) {
    index at = static_cast<index>(p);
    for (std::size_t i = space.size(); i-- > 0; at /= space[i]) all[p] += map.stride[i] * (at % space[i]);
  }
  return all;
}

inline bool meet(index a, index itemsize_a, index b, index itemsize_b) {
  return a < b + itemsize_b && b < a + itemsize_a;
}

struct nest {
  iteration_space space;
  std::vector<operand> outs, ins;
};

inline std::string to_text(iteration_space const& space, access_map const& map) {
  std::string text = "[";
  for (std::size_t i = 0; i < space.size(); ++i)
    text += std::to_string(space[i]) + "*" + std::to_string(map.stride[i]) + " ";
  return text + "+" + std::to_string(map.offset) + " of " + std::to_string(map.itemsize) + "]";
}
inline std::string to_text(nest const& n) {
  std::string text = "outs";
  for (operand const& o : n.outs) text += " " + std::to_string(o.buffer) + to_text(n.space, o.map);
  text += " ins";
  for (operand const& o : n.ins) text += " " + std::to_string(o.buffer) + to_text(n.space, o.map);
  return text;
}

struct dependence {
  std::size_t before, after;  // points in lexicographic order
  bool anti;                  // read before, written after
};

// A nest with its addresses tabulated: its dependences, and what memory holds after a walk.
class tabulated {
 public:
  explicit tabulated(nest const& n) : nest_(n), points_(static_cast<std::size_t>(count(n.space))) {
    for (operand const& o : n.outs) outs_.push_back(addresses(n.space, o.map));
    for (operand const& o : n.ins) ins_.push_back(addresses(n.space, o.map));
    for (std::size_t p = 0; p < points_; ++p) x_.push_back(coordinates(n.space, static_cast<index>(p)));
  }

  std::size_t points() const { return points_; }
  fnp::extents const& at(std::size_t p) const { return x_[p]; }

  std::vector<dependence> dependences() const {
    std::vector<dependence> all;
    for (std::size_t o = 0; o < outs_.size(); ++o)
      for (std::size_t p = 0; p < points_; ++p)
        for (std::size_t q = 0; q < points_; ++q) {
          if (p == q) continue;
          for (std::size_t k = 0; k < outs_.size(); ++k)
            if (p < q && touch(nest_.outs[o], outs_[o][p], nest_.outs[k], outs_[k][q])) all.push_back({p, q, false});
          for (std::size_t k = 0; k < ins_.size(); ++k)
            if (touch(nest_.outs[o], outs_[o][p], nest_.ins[k], ins_[k][q]))
              all.push_back(p < q ? dependence{p, q, false} : dependence{q, p, true});
        }
    return all;
  }

  // Walks the points in groups; a group reads all its inputs before it writes.
  std::vector<std::uint64_t> run(std::vector<std::size_t> const& order, std::vector<std::size_t> const& ends) const {
    std::vector<std::uint64_t> memory(2 * buffer_bytes);
    for (std::size_t i = 0; i < memory.size(); ++i) memory[i] = mix(i, 1);
    std::vector<std::uint64_t> value(points_);
    std::size_t begin = 0;
    for (std::size_t const end : ends) {
      for (std::size_t i = begin; i < end; ++i) {
        std::uint64_t v = order[i] + 7;
        for (std::size_t k = 0; k < ins_.size(); ++k)
          for (index byte = 0; byte < nest_.ins[k].map.itemsize; ++byte)
            v = mix(v, memory[cell(nest_.ins[k], ins_[k][order[i]] + byte)]);
        value[i] = v;
      }
      for (std::size_t k = 0; k < outs_.size(); ++k)
        for (std::size_t i = begin; i < end; ++i)
          for (index byte = 0; byte < nest_.outs[k].map.itemsize; ++byte)
            memory[cell(nest_.outs[k], outs_[k][order[i]] + byte)] =
                mix(value[i], static_cast<std::uint64_t>(byte) + 10 * k);
      begin = end;
    }
    return memory;
  }
  std::vector<std::uint64_t> run(std::vector<std::size_t> const& order) const {
    std::vector<std::size_t> ends(order.size());
    for (std::size_t i = 0; i < ends.size(); ++i) ends[i] = i + 1;
    return run(order, ends);
  }
  // Reads everything, then writes: the meaning of an array assignment.
  std::vector<std::uint64_t> run_at_once(std::vector<std::size_t> const& order) const { return run(order, {points_}); }

  // All points, sorted by a key that is lexicographic.
  std::vector<std::size_t> order_by(std::function<fnp::extents(fnp::extents const&)> const& key) const {
    std::vector<fnp::extents> keys;
    for (fnp::extents const& x : x_) keys.push_back(key(x));
    std::vector<std::size_t> order(points_);
    for (std::size_t i = 0; i < points_; ++i) order[i] = i;
    std::sort(order.begin(), order.end(), [&](std::size_t p, std::size_t q) {
      return std::lexicographical_compare(keys[p].begin(), keys[p].end(), keys[q].begin(), keys[q].end());
    });
    return order;
  }
  std::vector<std::size_t> forwards() const {
    std::vector<std::size_t> order(points_);
    for (std::size_t i = 0; i < points_; ++i) order[i] = i;
    return order;
  }

 private:
  static std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
    a = (a ^ (b + 0x9e3779b97f4a7c15u + (a << 6) + (a >> 2))) * 0xbf58476d1ce4e5b9u;
    return a ^ (a >> 29);
  }
  static constexpr std::size_t buffer_bytes = 512, middle = 256;  // address 0 is in the middle
  static std::size_t cell(operand const& o, index address) {
    return buffer_bytes * o.buffer + middle + static_cast<std::size_t>(address);
  }
  static bool touch(operand const& a, index at_a, operand const& b, index at_b) {
    return a.buffer == b.buffer && meet(at_a, a.map.itemsize, at_b, b.map.itemsize);
  }

  nest nest_;
  std::size_t points_;
  std::vector<std::vector<index>> outs_, ins_;
  std::vector<fnp::extents> x_;
};

// Calls f with every vector of `rank` values out of `choices`.
inline void for_each_vector(std::size_t rank, std::vector<index> const& choices,
                            std::function<void(fnp::extents const&)> const& f) {
  fnp::extents v(rank, 0);
  index total = 1;
  for (std::size_t i = 0; i < rank; ++i) total *= static_cast<index>(choices.size());
  for (index n = 0; n < total; ++n) {
    index rest = n;
    for (std::size_t i = 0; i < rank; ++i, rest /= static_cast<index>(choices.size()))
      v[i] = choices[static_cast<std::size_t>(rest) % choices.size()];
    f(v);
  }
}

// Counts checks and failures; tells the first few, and that something was checked at all.
class tally {
 public:
  explicit tally(std::string claim) : claim_(std::move(claim)) {}
  ~tally() {
    BOOST_TEST(failures_ == 0, claim_ << ": " << failures_ << " of " << checks_ << " cases fail");
    BOOST_TEST(checks_ > 0, claim_ << ": no case");
  }
  template <class Describe>
  void check(bool holds, Describe const& describe) {
    ++checks_;
    if (!holds && ++failures_ <= 3) BOOST_ERROR(claim_ << ": " << describe());
  }

 private:
  std::string claim_;
  std::int64_t checks_ = 0, failures_ = 0;
};

// A small generator with a printed seed, equal on every platform.
class random_numbers {
 public:
  explicit random_numbers(std::uint64_t seed) : state_(seed) { BOOST_TEST_MESSAGE("seed " << seed); }
  index between(index low, index high) {
    state_ = state_ * 6364136223846793005u + 1442695040888963407u;
    return low + static_cast<index>((state_ >> 33) % static_cast<std::uint64_t>(high - low + 1));
  }

 private:
  std::uint64_t state_;
};

}  // namespace enumeration
