// Reading of PROGRAM.json, writing of texts, finding of scripts.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "verify/command/subcommands.hpp"
#include "verify/oracle/case_subscript.hpp"

namespace fnp::command {
namespace json = boost::json;

oracle::program_graph read_program(std::string const& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  if (!in || !(text << in.rdbuf())) throw complaint{usage, "cannot read program '" + file + "'"};
  boost::system::error_code failed;
  json::value const v = json::parse(text.str(), failed);
  if (failed) throw complaint{usage, "program '" + file + "' is no JSON: " + failed.message()};
  try {
    oracle::program_graph p = oracle::graph_of(oracle::read_case(v));
    if (p.what.graph.results.empty()) throw complaint{usage, "program '" + file + "' has nothing to plan: no step of it is an array expression"};
    return p;
  } catch (oracle::malformed const& m) {
    throw complaint{usage, "program '" + file + "' is malformed: " + m.why};
  } catch (oracle::unsupported const& u) {
    throw complaint{usage, "program '" + file + "' needs what is not there yet: " + u.why};
  } catch (oracle::numpy_error const& e) {
    throw complaint{usage, "program '" + file + "': " + e.category + ": " + e.text};
  } catch (error const& e) {
    throw complaint{usage, "program '" + file + "': " + e.what()};
  }
}

void write_text(std::string const& file, std::string const& text) {
  if (file.empty()) {
    std::cout << text << std::flush;
    if (!std::cout) throw complaint{cannot_write, "cannot write to standard output"};
    return;
  }
  std::string const unfinished = file + ".unfinished";
  std::ofstream out(unfinished, std::ios::binary | std::ios::trunc);
  out << text;
  out.close();
  std::error_code failed;
  if (out) std::filesystem::rename(unfinished, file, failed);
  if (out && !failed) return;
  std::filesystem::remove(unfinished, failed);
  throw complaint{cannot_write, "cannot write '" + file + "'"};
}

std::string find_script(std::string const& in_source, std::string const& installed) {
  std::error_code failed;
  std::filesystem::path at = std::filesystem::read_symlink("/proc/self/exe", failed).parent_path();
  for (; !failed && !at.empty(); at = at.parent_path()) {
    for (std::filesystem::path const& found : {at / "share" / "fnp" / installed, at / in_source})
      if (std::filesystem::is_regular_file(found, failed)) return found.string();
    failed.clear();
    if (at == at.root_path()) break;
  }
  throw complaint{usage, "cannot find " + installed + " in a folder above this program"};
}

}  // namespace fnp::command
