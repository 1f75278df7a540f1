// The cache key of an evaluation of typed programs, without building its graph.
#pragma once
#include <span>
#include <string>

#include "fnp/engine.hpp"

namespace fnp::engine {

struct job_key {
  std::string bytes;
  small_vector<array_body const*, 16> arrays;  // array leaves in order
};

// False where the jobs hold something that is not keyed (a mask, a user kernel).
bool make_key(std::span<job const>, options const&, job_key&);

}  // namespace fnp::engine
