// npy and npz files: read, and written so that a reader sees the old file or the new one, never a part.
//
// A file that is no npy, is cut short, or holds what no dtype here can hold is a bad_npy error that names file and
// cause; io_failed is for what the system refuses. Big-endian data is swapped, Fortran order kept as strides.
#pragma once
#include <cstddef>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "fnp/base/sequence.hpp"
#include "fnp/ndarray.hpp"

namespace fnp {

// Of an npy file. `array<double> a = load("a.npy")` checks the dtype.
FNP_EXPORT ndarray load(std::string const& path);
// One member of an npz file, and the names of all.
FNP_EXPORT ndarray load(std::string const& path, std::string const& key);
FNP_EXPORT std::vector<std::string> npz_keys(std::string const& path);

// Written beside the file, flushed to disk, then renamed over it. The name is taken as it stands.
FNP_EXPORT void save(std::string const& path, ndarray const&);

struct npz_member {
  std::string key;
  ndarray value;
};
enum class packing : std::uint8_t { stored, deflated };
FNP_EXPORT void savez(std::string const& path, sequence<npz_member const>, packing = packing::stored);
inline void savez(std::string const& path, std::initializer_list<npz_member> members, packing p = packing::stored) {
  savez(path, {members.begin(), members.size()}, p);
}

// The bytes of an npy file. Major version 1, 2 or 3; the text of 1 has room for every header of ours.
FNP_EXPORT std::string npy_bytes(ndarray const&, int version = 1);
FNP_EXPORT ndarray from_npy(sequence<std::byte const>, std::string const& name = "memory");

// Writes a file as save does: for other formats.
FNP_EXPORT void write_file(std::string const& path, std::string_view bytes);

}  // namespace fnp
