// Products of matrices: opaque to the planner.
#pragma once
#include "fnp/ops/op.hpp"

namespace fnp::ops {

struct matmul : opaque<2> {
  static constexpr std::string_view name = "matmul", doc = "matrix product over the last two axes",
                                    signature = "(m?,k),(k,n?)->(m?,n?)";
  static constexpr dtype_set types = everything;
};

}  // namespace fnp::ops
