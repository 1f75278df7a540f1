// An npy stream becomes an array.
#pragma once
#include "engine/array/byte_source.hpp"
#include "fnp/ndarray.hpp"

namespace fnp::io {

ndarray read_npy(byte_source&);

}  // namespace fnp::io
