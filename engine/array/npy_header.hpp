// The header of an npy file: a Python dictionary as text, padded to a multiple of 64 bytes.
#pragma once
#include <string>

#include "engine/array/byte_source.hpp"

namespace fnp::io {

struct npy_header {
  dtype type = dtype::f8;
  bool swapped = false;  // big-endian data
  bool fortran = false;
  extents shape;
};

// Byte for byte as NumPy writes it; major version 1, 2 or 3.
std::string write_header(npy_header const&, int version);
// Reads up to the first byte of data; throws bad_npy with the cause.
npy_header read_header(byte_source&);

}  // namespace fnp::io
