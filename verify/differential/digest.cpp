// Hashes what programs and kernels compute, NaNs made one.
#include "verify/differential/digest.hpp"

#include <algorithm>
#include <cstring>

#include "engine/ir/sha256.hpp"
#include "fnp/ops/all.hpp"
#include "kernels/registry.hpp"
#include "verify/differential/run.hpp"
#include "verify/oracle/byte_text.hpp"

namespace fnp::differential {
namespace {

template <class T> void make_nan_one(T& x) {
  if constexpr (is_complex_v<T>) {
    make_nan_one(x.re);
    make_nan_one(x.im);
  } else if constexpr (std::is_same_v<T, half>) {
    if ((x.bits & 0x7fff) > 0x7c00) x.bits = 0x7e00;
  } else if constexpr (std::is_floating_point_v<T>) {
    if (x != x) x = __builtin_bit_cast(T, ~std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>{} >> 1);
  }
}

void append(std::string& text, dtype type, std::vector<std::byte> const& elements) {
  text += name(type);
  visit_dtype(type, [&](auto of) {
    using T = decltype(of);
    for (std::size_t at = 0; at + sizeof(T) <= elements.size(); at += sizeof(T)) {
      char bytes[sizeof(T)];
      std::memcpy(bytes, elements.data() + at, sizeof(T));
      if constexpr (!std::is_same_v<T, bool>) {
        T x;
        std::memcpy(static_cast<void*>(&x), bytes, sizeof x);
        make_nan_one(x);
        std::memcpy(bytes, &x, sizeof x);
      }
      text.append(bytes, sizeof bytes);
    }
  });
}

std::string digest(std::string const& text) {
  auto const hash = ir::sha256(text);
  return oracle::to_hex({reinterpret_cast<char const*>(hash.data()), 8});
}

// Complex roots and signs have bodies, which ask the library for csqrt and hypot.
bool calls_c_library(ops::op_info const& op, int loop) {
  bool const asks = !op.has_body || op.name == ops::sqrt::name || op.name == ops::sign::name;
  return op.kind == ops::family::elementwise && asks && kind(op.loops[loop].in[0]) == 'c';
}
bool calls_c_library(ir::graph const& g) {
  return std::ranges::any_of(g.nodes, [](ir::node const& n) {
    return n.op < ops::op_table.size() && calls_c_library(ops::op_table[n.op], n.loop);
  });
}

std::string values_of(program const& p) {
  std::string text;
  try {
    outcome const values = expected(p);
    for (std::size_t s = 0; s < values.stores.size(); ++s) append(text, p.stores()[s]->type, values.stores[s]);
    std::size_t fresh = 0;
    for (std::size_t k = 0; k < p.what.graph.results.size(); ++k)
      if (!p.what.destinations[k].into) append(text, p.what.graph.type(p.what.graph.results[k]), values.fresh[fresh++]);
  } catch (error const& e) {
    if (fault_of(e.code()) != fault::caller) throw;
    text = reason(e.code());
  }
  return text;
}

// One kernel on columns of `count` elements of each flavour.
struct columns {
  std::vector<dtype> types;
  std::vector<std::vector<std::byte>> memory;

  void add(dtype type, index count, std::uint64_t seed) {
    std::size_t const bytes = static_cast<std::size_t>(4 * count) * itemsize(type);
    memory.emplace_back(bytes);
    for (std::uint64_t flavour = 0; flavour < 4; ++flavour)
      fill(memory.back().data() + flavour * (bytes / 4), type, count, flavour + 4 * (memory.size() + 8 * seed));
    types.push_back(type);
  }
  fp_flags run(block_kernel kernel, index count) {
    std::vector<std::byte*> data;
    for (auto& m : memory) data.push_back(m.data());
    std::vector<std::ptrdiff_t> const stride(data.size());
    return kernel({data.data(), stride.data(), 0, 1, static_cast<std::ptrdiff_t>(4 * count)}, nullptr);
  }
};

// `find`: level -> kernel.
template <class Find>
bool write_line(std::string const& what, bool c_library, columns const& operands, std::size_t outputs, index count,
                Find find, std::ostream& lines, std::ostream& complaints) {
  std::string first;
  fp_flags raised = 0;
  bool same = true;
  for (isa const level : isa_levels) {
    if (!kernels::has_isa(level)) continue;
    columns c = operands;
    fp_flags const flags = c.run(find(level), count);
    std::string values;
    for (std::size_t k = 0; k < outputs; ++k) append(values, c.types[k], c.memory[k]);
    if (level == isa::reference) {
      first = values;
      raised = flags;
    } else if (values != first) {
      complaints << what << ": " << isa_names[static_cast<int>(level)] << " differs from the reference\n";
      same = false;
    }
  }
  lines << what << " " << int{raised} << " " << digest(first) << (c_library ? " C\n" : "\n");
  return same;
}

}  // namespace

std::string digest_line(std::uint64_t seed, program const& p) {
  return std::to_string(seed) + " " + digest(p.text() + values_of(p)) + (calls_c_library(p.what.graph) ? " C" : "");
}

bool write_kernel_digests(index count, std::uint64_t seed, std::ostream& lines, std::ostream& complaints) {
  bool same = true;
  for (std::size_t id = 0; id < ops::op_table.size(); ++id) {
    ops::op_info const& op = ops::op_table[id];
    if (op.kind != ops::family::elementwise) continue;
    for (int l = 0; l < op.loop_count; ++l) {
      columns c;
      std::string what(op.name);
      for (std::size_t k = 0; k < op.outputs; ++k) c.add(op.loops[l].out[k], count, seed);
      for (std::size_t k = 0; k < op.arity; ++k) {
        c.add(op.loops[l].in[k], count, seed);
        what += " " + std::string(name(op.loops[l].in[k]));
      }
      auto const find = [&](isa level) { return kernels::find(static_cast<ops::op_id>(id), l, level); };
      same &= write_line(what, calls_c_library(op, l), c, op.outputs, count, find, lines, complaints);
    }
  }
  for (std::size_t from = 0; from < dtype_table.size(); ++from)
    for (std::size_t to = 0; to < dtype_table.size(); ++to) {
      dtype const a = static_cast<dtype>(from), b = static_cast<dtype>(to);
      columns c;
      c.add(b, count, seed);
      c.add(a, count, seed);
      auto const find = [&](isa level) { return kernels::find_cast(a, b, level); };
      same &= write_line("cast " + std::string(name(a)) + " to " + std::string(name(b)), false, c, 1, count, find,
                         lines, complaints);
    }
  return same;
}

}  // namespace fnp::differential
