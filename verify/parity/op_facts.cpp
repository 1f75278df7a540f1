// op_facts: what the generated pages and the ledger ask of the binary. `op_facts ops` prints every op's loops and
// special values as JSON; `op_facts steps` repeats those names on standard input that `fnp verify run` knows as steps.
#include <iostream>
#include <limits>
#include <string>
#include <vector>

#include "fnp/fnp.hpp"
#include "fnp/ops/all.hpp"
#include "verify/oracle/step_call.hpp"

namespace fnp {
namespace {

using text = std::string;

text quoted(std::string_view s) {
  text r = "\"";
  for (char const c : s) r += c == '"' || c == '\\' ? text{'\\', c} : text{c};
  return r + "\"";
}
template <class T, class F> text list(T const& items, F const& each) {
  text r = "[";
  for (auto const& item : items) r += (r.size() > 1 ? ", " : "") + each(item);
  return r + "]";
}

bool is_nan(scalar const& s) { return is_inexact(s.dtype()) && !(s == s); }

// The bytes of an element, most significant first: as one writes a number. Bits of a NaN are nobody's promise.
text hex(scalar const& s) {
  if (is_nan(s)) return "nan";
  auto const* bytes = static_cast<unsigned char const*>(s.data());
  std::size_t const part = kind(s.dtype()) == 'c' ? itemsize(s.dtype()) / 2 : itemsize(s.dtype());
  static constexpr char digits[] = "0123456789abcdef";
  text r;
  for (std::size_t first = 0; first < itemsize(s.dtype()); first += part) {
    if (first) r += ' ';
    for (std::size_t i = part; i-- > 0;) r += {digits[bytes[first + i] >> 4], digits[bytes[first + i] & 15]};
  }
  return r;
}

// What is tried: zeros, ones, infinities, NaN, the smallest and the largest numbers, as far as a dtype has them.
std::vector<scalar> special_values(dtype d) {
  std::vector<scalar> r;
  auto const put = [&](auto x) { r.push_back(scalar(x).astype(d)); };
  double const inf = std::numeric_limits<double>::infinity();
  if (kind(d) == 'f' || kind(d) == 'c') {
    for (double const x : {0.0, -0.0, 1.0, -1.0, inf, -inf, std::numeric_limits<double>::quiet_NaN()}) put(x);
    put(d == dtype::f2 ? 0x1p-24 : d == dtype::f4 || d == dtype::c8 ? 0x1p-149 : 0x1p-1074);
    put(d == dtype::f2 ? 65504.0 : d == dtype::f4 || d == dtype::c8 ? 0x1.fffffep127 : 0x1.fffffffffffffp1023);
  } else if (d == dtype::b1) {
    put(false), put(true);
  } else {
    int const bits = static_cast<int>(8 * itemsize(d));
    for (int const x : {0, 1}) put(x);
    if (kind(d) == 'i') put(-1), put(static_cast<std::int64_t>(~std::uint64_t{0} << (bits - 1)));
    put((~std::uint64_t{0} >> (64 - bits)) >> (kind(d) == 'i'));
  }
  return r;
}

engine::dynamic_operand operand_of(scalar const& s) { return dynamic_operand_of(ndarray(s)); }

text shown(scalar const& s) { return "{\"text\": " + quoted(to_string(s)) + ", \"hex\": " + quoted(hex(s)) + "}"; }

// The values of an op on scalars, or the reason of its refusal.
text values(ops::op_id id, std::vector<scalar> const& x) {
  ops::op_info const& op = ops::op_table[id];
  try {
    std::vector<scalar> r;
    if (op.kind == ops::family::reduction) {
      ndarray row(x.front().dtype(), {static_cast<index>(x.size())});
      for (std::size_t i = 0; i < x.size(); ++i) row.set(x[i], static_cast<index>(i));
      r.push_back(deferred(engine::defer_fold(engine::fold::op, id, deferred(row).node(), {})).item());
    } else {
      std::vector<engine::dynamic_operand> operands;
      for (scalar const& s : x) operands.push_back(operand_of(s));
      for (std::uint32_t o = 0; o < op.outputs; ++o) r.push_back(deferred(engine::defer(id, operands, o)).item());
    }
    return "{\"in\": " + list(x, shown) + ", \"out\": " + list(r, shown) + "}";
  } catch (error const& e) {
    return "{\"in\": " + list(x, shown) + ", \"error\": " + quoted(reason(e.code())) + "}";
  }
}

// The loop whose special values are shown: float64 where there is one, else the widest that is not complex.
int shown_loop(ops::op_info const& op) {
  int best = 0;
  for (int i = 0; i < op.loop_count; ++i) {
    dtype const d = op.loops[i].in[0];
    if (d == dtype::f8 || op.loops[i].out[0] == dtype::f8) return i;
    if (kind(d) != 'c') best = d == dtype::u8 && best ? best : i;
  }
  return best;
}

// Operands of an example: of the shown loop (bool where the op asks for truth), the first row that gives no NaN.
text example(ops::op_id id) {
  ops::op_info const& op = ops::op_table[id];
  ops::loop const l = op.loops[op.mixed_as_booleans ? 0 : shown_loop(op)];
  static constexpr double reals[3][3][4] = {{{-1.5, 0.25, 2, 7}, {2, -0.5, 3, 2.5}, {0.5, 1, 1.5, 2}},
                                            {{0.25, 0.5, 0.75, 1}, {2, 3, 0.5, 1}, {1, 2, 3, 4}},
                                            {{1, 1.5, 4, 10}, {2, 3, 0.5, 1}, {1, 2, 3, 4}}};
  static constexpr int integers[3][4] = {{12, 7, 5, 96}, {2, 3, 1, 4}, {1, 2, 3, 4}};
  static constexpr bool truths[3][4] = {
      {false, true, false, true}, {false, false, true, true}, {true, true, true, false}};
  for (std::size_t attempt = 0;; ++attempt) {
    bool good = true;
    text operands = "[";
    std::vector<std::vector<scalar>> columns(4);
    for (std::size_t k = 0; k < op.arity; ++k) {
      operands += text(k ? ", " : "") + "{\"dtype\": " + quoted(name(l.in[k])) + ", \"values\": [";
      for (std::size_t i = 0; i < 4; ++i) {
        scalar const s = (kind(l.in[k]) == 'b'  ? scalar(truths[k][i])
                          : is_integer(l.in[k]) ? scalar(integers[k][i])
                                                : scalar(reals[attempt][k][i]))
                             .astype(l.in[k]);
        operands += text(i ? ", " : "") + quoted(to_string(s));
        columns[i].push_back(s);
      }
      operands += "]}";
    }
    for (auto const& x : columns)
      good = good && (op.kind == ops::family::opaque || values(id, x).find("\"nan\"") == text::npos);
    if (good || attempt == 2) return operands + "]";
  }
}

text special_table(ops::op_id id) {
  ops::op_info const& op = ops::op_table[id];
  if (op.kind == ops::family::opaque || op.loop_count == 0) return "[]";
  ops::loop const& l = op.loops[shown_loop(op)];
  std::vector<std::vector<scalar>> rows;
  std::vector<scalar> const first = special_values(l.in[0]);
  bool const folds = op.kind == ops::family::reduction;  // of two elements
  if (op.arity == 1 && !folds)
    for (scalar const& s : first) rows.push_back({s});
  else
    for (scalar const& s : first)
      for (scalar const& t : folds ? first : special_values(l.in[1])) {
        rows.push_back({s, t});
        if (op.arity == 3) rows.back().push_back(special_values(l.in[2])[0]);
      }
  return list(rows, [&](std::vector<scalar> const& x) { return "\n    " + values(id, x); });
}

char const* name_of(ops::family f) {
  return f == ops::family::elementwise ? "elementwise"
         : f == ops::family::reduction ? "reduction"
         : f == ops::family::movement  ? "movement"
                                       : "opaque";
}

text facts(ops::op_id id) {
  ops::op_info const& op = ops::op_table[id];
  auto const dtypes = [](auto const& types, std::size_t n) {
    return list(std::vector<dtype>(types.begin(), types.begin() + static_cast<std::ptrdiff_t>(n)),
                [](dtype d) { return quoted(name(d)); });
  };
  text loops = list(std::vector<ops::loop>(op.loops, op.loops + op.loop_count), [&](ops::loop const& l) {
    return "[" + dtypes(l.in, op.arity) + ", " + dtypes(l.out, op.outputs) + "]";
  });
  auto const yes = [](bool b) { return b ? "true" : "false"; };
  return "{\"name\": " + quoted(op.name) + ", \"doc\": " + quoted(op.doc) +
         ", \"family\": " + quoted(name_of(op.kind)) + ", \"arity\": " + std::to_string(op.arity) +
         ", \"outputs\": " + std::to_string(op.outputs) + ", \"ulps\": " + std::to_string(op.ulps) +
         ", \"inlined\": " + yes(op.has_body) + ", \"rejects_booleans\": " + yes(op.rejects_booleans) +
         ", \"integers_as_float64\": " + yes(op.integers_as_float64) +
         ", \"mixed_as_booleans\": " + yes(op.mixed_as_booleans) +
         ",\n   \"shown\": " + std::to_string(shown_loop(op)) + ",\n   \"loops\": " + loops +
         ",\n   \"example\": " + example(id) + ",\n   \"special\": " + special_table(id) + "}";
}

}  // namespace
}  // namespace fnp

int main(int count, char** words) {
  std::string_view const what = count == 2 ? words[1] : "";
  if (what == "ops") {
    std::string_view separator = "[\n";
    for (std::size_t id = 0; id < fnp::ops::op_table.size(); ++id) {
      std::cout << separator << "  " << fnp::facts(static_cast<fnp::ops::op_id>(id));
      separator = ",\n";
    }
    std::cout << "\n]\n";
  } else if (what == "steps") {
    for (std::string line; std::getline(std::cin, line);)
      if (line.starts_with("numpy.") && fnp::oracle::find_step(std::string_view(line).substr(6)))
        std::cout << line << "\n";
  } else {
    std::cerr << "usage: op_facts ops | op_facts steps < NAMES\n";
    return 2;
  }
}
