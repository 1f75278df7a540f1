// fnp info --ops: the list of ops as JSON, one op a line, so that test programs are generated from it and not from a
// copy.
#include <utility>

#include "fnp/ops/all.hpp"
#include "verify/command/subcommands.hpp"

namespace fnp::command {
namespace {

char const* name_of(ops::family f) {
  switch (f) {
    case ops::family::elementwise: return "elementwise";
    case ops::family::reduction: return "reduction";
    case ops::family::movement: return "movement";
    default: return "opaque";
  }
}

template <std::size_t N>
std::string list_of(std::array<dtype, N> const& types, std::size_t count) {
  std::string r = "[";
  for (std::size_t k = 0; k < count; ++k) r += (k ? ",\"" : "\"") + std::string(info(types[k]).descr) + "\"";
  return r + "]";
}

}  // namespace

std::string op_manifest() {
  std::string r = "{\"schema\":\"fnp.ops/1\",\"ops\":[";
  char const* separator = "\n";
  for (ops::op_info const& op : ops::op_table) {
    r += std::exchange(separator, ",\n") + std::string("{\"name\":\"") + std::string(op.name) + "\",\"family\":\"" +
         name_of(op.kind) + "\",\"arity\":" + std::to_string(op.arity) + ",\"outputs\":" + std::to_string(op.outputs) +
         ",\"ulps\":" + std::to_string(op.ulps) + ",\"loops\":[";
    for (int i = 0; i < op.loop_count; ++i)
      r += (i ? "," : "") + std::string("[") + list_of(op.loops[i].in, op.arity) + "," +
           list_of(op.loops[i].out, op.outputs) + "]";
    r += "]}";
  }
  return r + "]}\n";
}

}  // namespace fnp::command
