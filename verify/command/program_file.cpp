// Reading of PROGRAM.json, writing of texts, finding of scripts.
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "engine/explain/explain.hpp"
#include "engine/ir/number_text.hpp"
#include "verify/command/subcommands.hpp"
#include "verify/oracle/case_subscript.hpp"

namespace fnp::command {
namespace json = boost::json;

namespace {

// Of a plan that explain() wrote as JSON: the very graph, over memory of its own with a fixed pattern.
// A value by its name, "%n" or "%n.1".
ir::value value_of(ir::graph const& g, json::value const& name) {
  std::string_view const text = name.as_string();
  std::uint32_t node = 0;
  char const* const last = text.data() + text.size();
  auto const [end, failed] = std::from_chars(text.data() + text.starts_with('%'), last, node);
  bool const first = end == last, second = std::string_view(end, last) == ".1";
  if (!text.starts_with('%') || failed != std::errc{} || (!first && !second) || node >= g.nodes.size() ||
      (second && g.nodes[node].outputs < 2))
    fail(error_code::artifact_damaged, "'" + std::string(text) + "' is no value of the graph");
  return 2 * node + second;
}

oracle::program_graph graph_of_plan(json::value const& v) {
  oracle::program_graph p;
  ir::graph& g = p.what.graph;
  g = ir::parse(v.at("graph").at("text").as_string());
  ir::digest const d = ir::hash(g);
  if (v.at("graph").at("hash").as_string() != ir::hex_text({reinterpret_cast<char const*>(d.data()), d.size()}))
    fail(error_code::artifact_damaged, "the graph's text and its hash differ");
  for (json::value const& r : v.at("graph").at("regions").as_array()) {
    ir::region known;
    known.root = value_of(g, r.at("root"));
    for (json::value const& o : r.at("operands").as_array()) known.operands.push_back(value_of(g, o));
    g.regions.push_back(std::move(known));
  }
  for (ir::input& in : g.inputs) {
    in.array = make_array(dtype::u1, {in.bytes});
    in.memory = in.array->data;
    for (index i = 0; i < in.bytes; ++i) in.memory[i] = static_cast<std::byte>(i % 7);
  }
  p.what.destinations.resize(g.results.size());
  return p;
}

// Where it was asked for, and whether its kernel was compiled into the user's file, are no part of what a plan
// computes. `blocks`: nor is how a step's rows are cut and reached, where one kernel is compiled and the other is not;
// and of an array that is named twice a compiled kernel reads both operands, the other one.
bool same_but_origin(json::value const& a, json::value const& b, bool blocks) {
  if (a.kind() != b.kind()) return false;
  if (a.is_array()) {
    auto const &x = a.get_array(), &y = b.get_array();
    return std::equal(x.begin(), x.end(), y.begin(), y.end(),
                      [&](auto const& u, auto const& v) { return same_but_origin(u, v, blocks); });
  }
  if (!a.is_object()) return a == b;
  json::object const &x = a.get_object(), &y = b.get_object();
  if (x.size() != y.size()) return false;
  json::value const *const mine = x.if_contains("kernel"), *const yours = y.if_contains("kernel");
  if (mine && yours && *mine != *yours) blocks = true;
  for (auto const& [key, value] : x) {
    json::value const* const other = y.if_contains(key);
    bool const block = blocks && (key == "tile" || key == "access" || key == "words" || key == "used");
    bool const origin = key == "source" || key == "kernel" || key == "passes";
    if (!other || (!origin && !block && !same_but_origin(value, *other, blocks))) return false;
  }
  return true;
}

}  // namespace

void require_same_plan(std::string const& file, ir::graph const& g, plan::plan const& made) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  json::value const given = json::parse(text.str());
  if (!given.is_object() || !given.get_object().contains("graph")) return;  // a program, not a plan
  if (!same_but_origin(given, json::parse(engine::explain(g, made, engine::format::json)), false))
    throw complaint{claim_failed, "the plan made from the graph in '" + file + "' is not the plan in that file"};
}

oracle::program_graph read_program(std::string const& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  if (!in || !(text << in.rdbuf())) throw complaint{usage, "cannot read program '" + file + "'"};
  boost::system::error_code failed;
  json::value const v = json::parse(text.str(), failed);
  if (failed) throw complaint{usage, "program '" + file + "' is no JSON: " + failed.message()};
  try {
    json::value const* const schema = v.is_object() ? v.as_object().if_contains("schema") : nullptr;
    if (schema && schema->is_string() && schema->as_string() == "fnp.plan/1") return graph_of_plan(v);
    oracle::program_graph p = oracle::graph_of(oracle::read_case(v));
    if (p.what.graph.results.empty())
      throw complaint{usage, "program '" + file + "' has nothing to plan: no step of it is an array expression"};
    return p;
  } catch (oracle::malformed const& m) {
    throw complaint{usage, "program '" + file + "' is malformed: " + m.why};
  } catch (oracle::unsupported const& u) {
    throw complaint{usage, "program '" + file + "' needs what is not there yet: " + u.why};
  } catch (oracle::numpy_error const& e) {
    throw complaint{usage, "program '" + file + "': " + e.category + ": " + e.text};
  } catch (boost::system::system_error const& e) {
    throw complaint{usage, "plan '" + file + "' is malformed: " + e.what()};
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
