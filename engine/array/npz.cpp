// npz files: a ZIP archive of npy members, named by their keys.
#include <algorithm>

#include "engine/array/npy.hpp"
#include "engine/array/zip.hpp"
#include "fnp/io.hpp"

namespace fnp {
namespace {

constexpr std::string_view suffix = ".npy";

std::string key_of(std::string const& member) {
  return member.ends_with(suffix) ? member.substr(0, member.size() - suffix.size()) : member;
}

}  // namespace

std::vector<std::string> npz_keys(std::string const& path) {
  io::file const f(path);
  std::vector<std::string> keys;
  for (io::zip_member const& m : io::read_directory(f)) keys.push_back(key_of(m.name));
  return keys;
}

ndarray load(std::string const& path, std::string const& key) {
  io::file const f(path);
  std::vector<io::zip_member> const members = io::read_directory(f);
  // As NumPy: the exact member name wins over the key without its suffix.
  auto found = std::find_if(members.begin(), members.end(), [&](auto const& m) { return m.name == key; });
  if (found == members.end())
    found = std::find_if(members.begin(), members.end(), [&](auto const& m) { return key_of(m.name) == key; });
  if (found == members.end()) {
    std::string known;
    for (auto const& m : members) known += (known.empty() ? "" : ", ") + key_of(m.name);
    fail(error_code::bad_argument, path + ": '" + key + "' is not a file in the archive; it has: " + known);
  }
  auto const from = io::open_member(f, *found);
  return io::read_npy(*from);
}

void savez(std::string const& path, sequence<npz_member const> members, packing p) {
  std::vector<io::zip_input> inputs;
  for (npz_member const& m : members) {
    for (io::zip_input const& other : inputs)
      if (other.name == m.key + std::string(suffix))
        fail(error_code::bad_argument, path + ": the key '" + m.key + "' comes twice");
    inputs.push_back({m.key + std::string(suffix), npy_bytes(m.value)});
  }
  write_file(path, io::write_zip(inputs, p == packing::deflated));
}

}  // namespace fnp
