// The evaluation of a graph with one result.
#include "engine/whole/whole_graph.hpp"

#include "engine/settings.hpp"

namespace fnp::engine {

array_handle whole_graph::run(ir::value v) {
  all_.add(v);
  std::vector<array_handle> fresh;
  engine::run(all_, defaults(), fresh);
  all_ = {};
  return std::move(fresh[0]);
}

}  // namespace fnp::engine
