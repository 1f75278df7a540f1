// A generated program: a graph with destinations, the memory it runs on, and what is special about it.
#pragma once
#include <string>
#include <vector>

#include "engine/evaluation.hpp"

namespace fnp::differential {

struct features {
  bool reduction = false, overlap = false, strided = false, mixed = false, kept = false, view = false, several = false,
       empty = false;
};

class program {
 public:
  engine::evaluation what;
  features has;
  bool atomic = false;

  // New memory for `shape` elements; `flavour` chooses their values. The program keeps it.
  array_body& store(dtype, extents const& shape, std::uint64_t flavour);
  array_body& keep(array_handle);

  std::vector<array_handle> const& stores() const noexcept { return stores_; }
  std::vector<std::vector<std::byte>> const& before() const noexcept { return before_; }
  void restore() const;  // memory as it was before the first run
  std::string text() const;  // graph, memory and destinations, for people

 private:
  std::vector<array_handle> stores_, kept_;
  std::vector<std::vector<std::byte>> before_;
};

// Elements of a dtype: small numbers, reals, extremes and specials, or any bits, by flavour % 4 and seed.
void fill(std::byte* to, dtype, index count, std::uint64_t flavour);

}  // namespace fnp::differential
