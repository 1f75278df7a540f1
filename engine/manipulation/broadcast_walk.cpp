// The walk of fnp::broadcast over arrays at their joint shape.
#include "fnp/facts.hpp"

namespace fnp {

void broadcast::join(manipulation::parts arrays) {
  for (array_handle& h : manipulation::broadcast_arrays(arrays)) views_.emplace_back(std::move(h));
}

std::vector<scalar> broadcast::next() {
  std::vector<scalar> r;
  for (ndarray const& v : views_) r.push_back(flat(v)[at_]);
  ++at_;
  return r;
}

}  // namespace fnp
