// The lines of an array along one axis, beside the lines of another array of the same shape, a few at a time.
//
// Lines that lie next to each other in memory come together, so that copying them into dense rows is a transposition
// that reads whole cache lines.
#pragma once
#include "engine/execute/parallel.hpp"
#include "fnp/base/storage.hpp"
#include "kernels/registry.hpp"

namespace fnp::sorting {

using kernels::strided_rows;

class paired_lines {
 public:
  // pre: shapes are equal. Elements per line: extent of the axis.
  paired_lines(array_body const& from, array_body const& to, index axis);

  index length() const noexcept { return length_; }
  index count() const noexcept { return count_; }

  // body(from, to, rows) for groups of at most `group` lines, shared among threads where `cost` (nanoseconds, of all)
  // is worth it. The groups are disjoint.
  void for_each(index group, double cost, int threads,
                execute::function_ref<void(strided_rows, strided_rows, index)> body) const;

 private:
  struct axis_pair {
    index extent, from, to;
  };
  std::byte *from_, *to_;
  index length_, count_ = 1, from_step_, to_step_;
  small_vector<axis_pair> outer_;  // innermost last
};

}  // namespace fnp::sorting
