// The part of the ZIP format that npz files use: stored and deflated members, ZIP64, checksums.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "engine/array/byte_source.hpp"

namespace fnp::io {

struct zip_member {
  std::string name;
  std::uint16_t method = 0, flags = 0;  // 0 stored, 8 deflated
  std::uint32_t checksum = 0;
  std::uint64_t packed = 0, size = 0, header = 0;  // bytes; offset of the local header
};

std::vector<zip_member> read_directory(file const&);                       // throws bad_npy
std::unique_ptr<byte_source> open_member(file const&, zip_member const&);  // checks length and checksum at its end

struct zip_input {
  std::string name, bytes;
};
// An archive with the fixed date 1980-01-01, so that equal contents give equal bytes: those of NumPy where stored.
std::string write_zip(std::vector<zip_input> const&, bool deflated);

}  // namespace fnp::io
