// Reads the tables that capture.py wrote: lines of tab-separated fields.
#pragma once
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "fnp/base/strided.hpp"

namespace fnp::test {

inline std::vector<std::vector<std::string>> captured(std::string const& file) {
  std::ifstream in("verify/unit/engine/array/" + file);
  if (!in) throw std::runtime_error("run in the source folder: verify/unit/engine/array/" + file + " is not here");
  std::vector<std::vector<std::string>> rows;
  for (std::string line; std::getline(in, line);) {
    std::vector<std::string> fields(1);
    for (char const c : line)
      if (c == '\t')
        fields.emplace_back();
      else
        fields.back().push_back(c);
    rows.push_back(fields);
  }
  return rows;
}

inline extents numbers(std::string const& text) {
  std::istringstream in(text);
  extents r;
  for (index n = 0; in >> n;) r.push_back(n);
  return r;
}

}  // namespace fnp::test
