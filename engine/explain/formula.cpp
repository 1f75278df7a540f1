// Text of one node, from the texts of its operands.
#include "engine/explain/formula.hpp"

#include <charconv>
#include <cmath>
#include <cstring>

#include "engine/ir/constant.hpp"
#include "engine/ir/number_text.hpp"
#include "fnp/ops/all.hpp"

namespace fnp::explaining {
namespace {

struct infix {
  std::string_view op, sign;
  int strength;
};
constexpr infix infixes[] = {
    {"equal", "==", 5},      {"not_equal", "!=", 5},     {"less", "<", 5},         {"less_equal", "<=", 5},
    {"greater", ">", 5},     {"greater_equal", ">=", 5}, {"bitwise_or", "|", 6},   {"bitwise_xor", "^", 7},
    {"bitwise_and", "&", 8}, {"left_shift", "<<", 9},    {"right_shift", ">>", 9}, {"add", "+", 10},
    {"subtract", "-", 10},   {"multiply", "*", 11},      {"divide", "/", 11},      {"floor_divide", "//", 11},
    {"remainder", "%", 11},  {"matmul", "@", 11},        {"power", "**", 14},
};
struct rename {
  std::string_view op, numpy;
};
constexpr rename reductions[] = {
    {"add.reduce", "sum"},     {"multiply.reduce", "prod"},   {"minimum.reduce", "min"},
    {"maximum.reduce", "max"}, {"logical_and.reduce", "all"}, {"logical_or.reduce", "any"},
};
constexpr int unary = 12, postfix = 18;

std::string wrap(term const& t, int needed) { return t.strength < needed ? "(" + t.text + ")" : t.text; }

std::string number(double x, bool narrow) {
  if (std::isnan(x)) return "nan";
  if (std::isinf(x)) return x < 0 ? "-inf" : "inf";
  char digits[64];
  auto const r = narrow ? std::to_chars(digits, digits + sizeof digits, static_cast<float>(x))
                        : std::to_chars(digits, digits + sizeof digits, x);
  std::string text(digits, r.ptr);
  return text.find_first_of(".e") == std::string::npos ? text + ".0" : text;
}

std::string list(extents const& xs) {
  std::string r;
  for (std::size_t i = 0; i < xs.size(); ++i) r += (i > 0 ? ", " : "") + std::to_string(xs[i]);
  return r;
}

// --- views ----------------------------------------------------------------------------------------------------------

struct view_map {
  extents const& from;      // shape of the operand
  extents const& to;        // shape of the view
  extents const& integers;  // start[i], then step[i][j]
  static constexpr std::size_t none = ~std::size_t{0};

  index start(std::size_t i) const { return integers[i]; }
  index step(std::size_t i, std::size_t j) const { return integers[from.size() + i * to.size() + j]; }
  // The one output axis that walks operand axis i; none; or `many` of them, as in a diagonal or a window.
  std::size_t axis(std::size_t i, bool& many) const {
    std::size_t found = none;
    for (std::size_t j = 0; j < to.size(); ++j)
      if (step(i, j) != 0 && to[j] != 1) {
        many = many || found != none;
        found = j;
      }
    return found;
  }
};

std::string slice(index start, index step, index extent, index whole) {
  if (start == 0 && step == 1 && extent == whole) return ":";
  std::string r = step > 0 && start == 0 ? "" : step < 0 && start == whole - 1 ? "" : std::to_string(start);
  r += ':';
  index const end = start + (extent - 1) * step + (step > 0 ? 1 : -1);  // just past the last element
  if (step > 0 ? end + step - 1 < whole : end >= 0) r += std::to_string(end);
  if (step != 1) r += ":" + std::to_string(step);
  return r;
}

bool is_broadcast(view_map const& v, std::vector<std::size_t> const& axis) {
  if (v.to.size() < v.from.size()) return false;
  std::size_t const shift = v.to.size() - v.from.size();
  bool stretched = false;
  for (std::size_t i = 0; i < v.from.size(); ++i) {
    if (v.start(i) != 0) return false;
    if (v.from[i] == 1)
      stretched = stretched || v.to[i + shift] != 1;
    else if (axis[i] != i + shift || v.step(i, i + shift) != 1 || v.to[i + shift] != v.from[i])
      return false;
  }
  for (std::size_t j = 0; j < shift; ++j) stretched = stretched || v.to[j] != 1;
  return stretched;
}

// Of equal rank, every axis whole: .T or .transpose(...); empty where it is no permutation.
std::string permutation(view_map const& v, std::vector<std::size_t> const& axis) {
  if (v.from.size() != v.to.size()) return {};
  extents order(v.to.size(), -1);
  bool reversed = true;
  for (std::size_t i = 0; i < axis.size(); ++i) {
    if (axis[i] == view_map::none || v.start(i) != 0 || v.step(i, axis[i]) != 1 || v.to[axis[i]] != v.from[i])
      return {};
    order[axis[i]] = static_cast<index>(i);
    reversed = reversed && axis[i] == axis.size() - 1 - i;
  }
  for (index const i : order)
    if (i < 0) return {};
  return reversed ? ".T" : ".transpose(" + list(order) + ")";
}

// [1:, ::-1, None, 3]; empty where the view is no subscript.
std::string subscript(view_map const& v, std::vector<std::size_t> const& axis) {
  std::vector<std::string> items;
  std::size_t next = 0;
  for (std::size_t i = 0; i < v.from.size(); ++i) {
    std::size_t j = axis[i];
    if (j == view_map::none) {
      // An axis of one element may be the view's next axis of extent 1, or an index that was taken.
      bool const room = next < v.to.size() && v.to[next] == 1 && v.to.size() - next >= v.from.size() - i;
      if (!room) {
        items.push_back(std::to_string(v.start(i)));
        continue;
      }
      items.push_back(slice(v.start(i), 1, 1, v.from[i]));
      ++next;
      continue;
    }
    if (j < next) return {};
    for (; next < j; ++next) {
      if (v.to[next] != 1) return {};
      items.push_back("None");
    }
    items.push_back(slice(v.start(i), v.step(i, j), v.to[j], v.from[i]));
    ++next;
  }
  std::size_t const last = items.size();
  for (; next < v.to.size(); ++next) {
    if (v.to[next] != 1) return {};
    items.push_back("None");
  }
  if (last == items.size())
    while (items.size() > 1 && items.back() == ":") items.pop_back();
  std::string r;
  for (std::string const& item : items) r += (r.empty() ? "[" : ", ") + item;
  return r.empty() ? r : r + "]";
}

term view_term(ir::graph const& g, ir::node const& n, term const& of) {
  view_map const v{g.shape(n.operands[0]), n.shape, n.attributes[0].integers};
  std::vector<std::size_t> axis;
  std::vector<bool> taken(v.to.size(), false);
  bool many = false;
  for (std::size_t i = 0; i < v.from.size(); ++i) {
    axis.push_back(v.axis(i, many));
    if (axis.back() == view_map::none) continue;
    many = many || taken[axis.back()];
    taken[axis.back()] = true;
  }
  if (!many) {
    if (is_broadcast(v, axis)) return {"broadcast_to(" + of.text + ", " + to_string(n.shape) + ")"};
    if (std::string const p = permutation(v, axis); !p.empty()) return {wrap(of, postfix) + p};
    if (std::string const s = subscript(v, axis); !s.empty()) return {wrap(of, postfix) + s};
  }
  return {"view(" + of.text + ", shape=" + to_string(n.shape) + ")"};
}

// --- calls ----------------------------------------------------------------------------------------------------------

std::string reduce_arguments(ir::graph const& g, ir::node const& n) {
  std::string r;
  ir::attribute const* const axes = ir::find_attribute(n, "axes");
  if (axes && axes->integers.size() < g.shape(n.operands[0]).size())
    r += ", axis=" + (axes->integers.size() == 1 ? std::to_string(axes->integers[0]) : to_string(axes->integers));
  ir::attribute const* const keep = ir::find_attribute(n, "keepdims");
  if (keep && !keep->integers.empty() && keep->integers[0] != 0) r += ", keepdims=True";
  return r;
}

term call(std::string_view function, std::span<term const> operands, std::string const& more = {}) {
  std::string r = std::string(function) + "(";
  for (std::size_t i = 0; i < operands.size(); ++i) r += (i > 0 ? ", " : "") + operands[i].text;
  return {r + more + ")"};
}

}  // namespace

term constant_term(ir::node const& n) {
  void const* const element = n.attributes[0].bits.data();
  dtype const type = n.types[0];
  switch (dtype_table[static_cast<std::size_t>(type)].kind) {
    case 'b':
      return {ir::element_text(type, element) == "true" ? "True" : "False"};
    case 'f': {
      ir::element_bits const wide = ir::cast_element(type, element, dtype::f8);
      double x;
      std::memcpy(&x, wide.data(), sizeof x);
      return {number(x, type != dtype::f8), std::signbit(x) ? unary : 20};
    }
    case 'c': {
      ir::element_bits const wide = ir::cast_element(type, element, dtype::c16);
      double x[2];
      std::memcpy(x, wide.data(), sizeof x);
      std::string const im = number(x[1], type == dtype::c8);
      return {"(" + number(x[0], type == dtype::c8) + (im[0] == '-' ? "" : "+") + im + "j)"};
    }
    default: {
      std::string const text = ir::element_text(type, element);
      return {text, text[0] == '-' ? unary : 20};
    }
  }
}

term apply_term(ir::graph const& g, ir::node const& n, std::span<term const> operands, bool all_casts) {
  switch (n.op) {
    case ir::op_constant:
      return constant_term(n);
    case ir::op_view:
      return view_term(g, n, operands[0]);
    case ir::op_reshape:
      return {wrap(operands[0], postfix) + ".reshape(" + list(n.shape) + ")"};
    case ir::op_map:
      return call(g.kernels[static_cast<std::size_t>(n.attributes[0].integers[0])]->name, operands);
    case ir::op_cast:
      if (!all_casts && ir::find_attribute(n, "buffered")) return operands[0];
      return {wrap(operands[0], postfix) + ".astype(" + std::string(name(n.types[0])) + ")"};
    default:
      break;
  }
  std::string const op = ir::op_name(n.op);
  if (n.op < ops::op_table.size() && ops::op_table[n.op].kind == ops::family::reduction) {
    std::string_view function = op;
    for (rename const& r : reductions)
      if (r.op == op) function = r.numpy;
    return call(function, operands, reduce_arguments(g, n));
  }
  if (op == "negative") return {"-" + wrap(operands[0], unary), unary};
  if (op == "invert") return {"~" + wrap(operands[0], unary), unary};
  if (operands.size() == 2)
    for (infix const& i : infixes)
      if (i.op == op) {
        // Comparisons do not chain here, and powers associate to the right: both sides of one get parentheses.
        bool const neither = i.strength == 5, right = i.strength == 14;
        return {wrap(operands[0], i.strength + (neither || right)) + " " + std::string(i.sign) + " " +
                    wrap(operands[1], i.strength + !right),
                i.strength};
      }
  return call(op, operands);
}

}  // namespace fnp::explaining
