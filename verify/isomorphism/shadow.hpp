// Shadow memory: for each byte of real address ranges, which term's which byte lies there.
//
// Elements that were never written read as leaves (range, offset, dtype), so two views of one memory see one leaf. What
// is read across the borders of elements is a term of its own (`torn`), and never equal to an honest one. Partial
// results on the walker's stack hold the term itself; everything else outside of the ranges is undefined and counted.
#pragma once
#include <cstddef>
#include <vector>

#include "fnp/base/dtype.hpp"
#include "fnp/base/strided.hpp"
#include "verify/isomorphism/term.hpp"

namespace fnp::isomorphism {

class shadow {
 public:
  static constexpr std::int64_t none = -1;

  // `label`: elements that nobody wrote are leaves of that name; none: they are undefined. Labelled ranges that touch
  // become one, under the least of their labels. Call before any access.
  void add(std::byte const* at, index bytes, std::int64_t label = none);
  void seal();

  term read(std::byte const* at, dtype type) const { return read(at, itemsize(type), type); }
  term read(std::byte const* at, std::size_t size, dtype) const;
  void write(std::byte* at, std::size_t size, term);
  void forget(std::byte const* at, index bytes);  // as if nobody had written there
  term leaf(std::byte const* at, dtype) const;  // as if nobody had written

  // How often each byte of `at .. at + bytes` was written.
  std::vector<std::uint8_t> writes(std::byte const* at, index bytes) const;
  index stray() const noexcept { return stray_; }  // accesses outside of all ranges
  // Bytes of leaves ranges that were written at least once.
  index written_leaves() const;

 private:
  struct range {
    std::byte const* first;
    index bytes;
    std::int64_t label;
    std::vector<term> terms;            // at the byte where the element begins
    std::vector<std::uint8_t> marks;    // 0: never written; 1 + k: byte k of an element
    std::vector<std::uint8_t> written;  // times, at most 255
  };
  range const* find(std::byte const* at) const noexcept;

  std::vector<range> ranges_;  // by address
  mutable std::size_t last_ = 0;
  mutable index stray_ = 0;
};

}  // namespace fnp::isomorphism
