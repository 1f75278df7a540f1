// Updates by indices as rows, although an index may come again.
//
// Of a window of updates, a round holds the first of those left for every element: they meet nobody, so they are
// gathered, go through a row kernel together and are put back. What is left keeps its order and makes the next round.
// So every element sees its updates in their order, and hence the bits of one after the other. Elements are told apart
// by a table of marks; two that share a mark are taken for one, which only makes more rounds. Where a round would hold
// few of those left, they go one by one.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "engine/ufunc/method_loop.hpp"

namespace fnp::ufunc_on {

class update_rounds {
 public:
  // The loop's first operand and result are of another dtype than `stored`: each is converted on its way.
  update_rounds(method_loop& loop, dtype stored);

  // The elements place * scale bytes from `to`: each is brought up to date with the value, the next one `step` bytes
  // further (0: one for all; null: the function has one operand). pre: may_run
  void run(std::byte* to, std::span<index const> places, index scale, std::byte const* values, index step);
  // Elements that overlap in part would not be told apart.
  bool may_run(std::span<index const> places, index scale) const;

 private:
  // So many that rounds are long beside a call, and so few that most of them are first at their element.
  static constexpr index window = 512;
  // The updates that `list` names, all of different elements.
  void together(std::byte* to, index const* offsets, std::byte const* values, index step,
                std::span<std::uint16_t const> list);

  method_loop& loop_;
  dtype stored_, first_, second_, result_;
  std::uint32_t round_ = 0;
  std::vector<std::uint32_t> marks_;  // the round that met an element last
  std::vector<std::byte> rows_;
};

}  // namespace fnp::ufunc_on
