// A bounded cache of plans.
#include "engine/plan/cache.hpp"

namespace fnp::plan {

std::shared_ptr<cached_plan const> cache::find(std::string const& key) {
  std::lock_guard const lock(guard_);
  auto const found = at_.find(key);
  if (found == at_.end()) {
    ++counts_.misses;
    return nullptr;
  }
  ++counts_.hits;
  recent_.splice(recent_.begin(), recent_, found->second);
  return found->second->second;
}

void cache::insert(std::string key, std::shared_ptr<cached_plan const> value) {
  std::lock_guard const lock(guard_);
  if (at_.contains(key)) return;  // another thread planned the same meanwhile
  recent_.emplace_front(key, std::move(value));
  at_.emplace(std::move(key), recent_.begin());
  if (recent_.size() <= capacity_) return;
  at_.erase(recent_.back().first);
  recent_.pop_back();
  ++counts_.evictions;
}

cache_statistics cache::statistics() const {
  std::lock_guard const lock(guard_);
  cache_statistics r = counts_;
  r.entries = recent_.size();
  return r;
}

void cache::clear() {
  std::lock_guard const lock(guard_);
  recent_.clear();
  at_.clear();
  counts_ = {};
}

cache& plans() {
  static cache all(256);
  return all;
}

}  // namespace fnp::plan
