// Plans by canonical key: a bounded cache, least recently used out first, with counters.
//
// The key spells out everything that a plan assumed: the program, dtypes and layouts of all operands, which operands
// are one array, the values of constants, how each destination meets each operand (as a byte distance), alignment,
// instruction set, thread limit and policy. Addresses stay out; what was derived from addresses is in, and is computed
// anew for every call. Entries are immutable and shared, so a hit needs the lock only for the look-up.
#pragma once
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "engine/plan/bands.hpp"

namespace fnp::plan {

struct cached_plan {
  ir::graph graph;                          // its inputs hold no arrays
  plan what;
  std::shared_ptr<bands const> cut;          // null: `what` is run as it is
  std::vector<std::uint32_t> input_of_leaf;  // by array leaf, in the order of the key
};

struct cache_statistics {
  std::uint64_t hits = 0, misses = 0, evictions = 0;
  std::size_t entries = 0;
};

class cache {
 public:
  explicit cache(std::size_t capacity) : capacity_(capacity) {}
  std::shared_ptr<cached_plan const> find(std::string const& key);
  void insert(std::string key, std::shared_ptr<cached_plan const>);
  cache_statistics statistics() const;
  void clear();

 private:
  using item = std::pair<std::string, std::shared_ptr<cached_plan const>>;
  std::size_t capacity_;
  mutable std::mutex guard_;
  std::list<item> recent_;  // most recent first
  std::unordered_map<std::string, std::list<item>::iterator> at_;
  cache_statistics counts_;
};

cache& plans();  // of the process

}  // namespace fnp::plan
