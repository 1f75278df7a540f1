// The positions of elements in stable order, by one key or by several one after the other: argsort and lexsort.
//
// A word of 63 bits holds how far a key is above the least one, and below it the position, so sorting the words as
// integers is a stable sort of the positions. Where the distance has more bits than the position leaves free, its low
// ones are dropped at first; positions whose words agree in what was kept form a group that is sorted again by itself,
// by what was dropped or by the next key. A group shrinks the range, so each key is looked at twice at most.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "fnp/base/block.hpp"
#include "fnp/base/checked.hpp"
#include "fnp/base/dtype.hpp"
#include "kernels/registry.hpp"

namespace fnp::sorting {

// One key an element: element p lies at `at + p * step`.
struct key_column {
  dtype type;
  std::byte const* at;
  index step;
};

class position_order {
 public:
  // The first column decides, the next one where it leaves elements equal, and so on.
  position_order(std::span<key_column const> columns, isa level, int threads);

  // to[0 .. n): the positions 0 .. n - 1 in order.
  void run(index* to, index n);

 private:
  struct word {  // of a key: one of its column's words
    key_column column;
    kernels::sort_kernel const* kernel;
    int part;
  };
  struct group {
    index first, count;
    std::size_t word;
  };

  bool sort_all(index* to, index n);
  void settle(index* to);
  void settle(index* to, group);
  void settle_few(index* to, group const&);
  std::int64_t const* keys_of(word const&, index const* at, index count);
  template <class Unpack>
  void take_over(index* to, std::uint64_t const* words, group const&, int dropped, int bits, Unpack&&);

  std::vector<word> words_;
  isa level_;
  int threads_;
  std::vector<group> open_;
  std::vector<std::int64_t> keys_;
  std::vector<std::uint64_t> packed_;
  std::vector<index> before_;
  std::vector<std::byte> gathered_;
};

}  // namespace fnp::sorting
