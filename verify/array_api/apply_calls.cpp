// Answers calls of ops from standard input, each the way it asks for: eagerly, as a plan at one instruction set, or
// typed.
//
// A request is a line "<way> <op> <dtype> <operands> <rows> <columns> <ddof>" and the operands' bytes; a row function
// takes one operand of rows x columns and reduces its rows, every other op takes columns of `rows` elements. The answer
// is a line
// "<dtype> <bytes>" and the elements, or "error <text>".
#include <algorithm>
#include <iostream>
#include <string>
#include <vector>

#include "fnp/fnp.hpp"
#include "fnp/ops/all.hpp"
#include "kernels/registry.hpp"
#include "verify/array_api/typed_calls.hpp"
#include "verify/isomorphism/eager.hpp"

namespace {

using namespace fnp;

struct request {
  std::string way, op;
  dtype type = dtype::f8;
  std::vector<ndarray> operands;
  fnp::index free = 0;
};

struct answer {
  dtype type;
  std::vector<std::byte> elements;
};

answer of_array(ndarray const& a) {
  ndarray const dense = a.copy();
  std::size_t const bytes = static_cast<std::size_t>(dense.size()) * itemsize(dense.dtype());
  return {dense.dtype(), {dense.data(), dense.data() + bytes}};
}

bool is_row_function(std::string_view op) {
  for (std::string_view const name : {"all", "any", "max", "min", "mean", "prod", "std", "sum", "var"})
    if (op == name) return true;
  return false;
}

ops::op_id reduction_id(std::string_view op) {
  if (op == "all") return ops::id_of<ops::logical_and_reduce>;
  if (op == "any") return ops::id_of<ops::logical_or_reduce>;
  if (op == "max") return ops::id_of<ops::maximum_reduce>;
  if (op == "min") return ops::id_of<ops::minimum_reduce>;
  return op == "prod" ? ops::id_of<ops::multiply_reduce> : ops::id_of<ops::add_reduce>;
}

ops::op_id elementwise_id(std::string const& op) {
  ops::op_id const id = ops::find_op(op);
  if (id == ops::no_op) fail(error_code::bad_argument, "there is no op " + op);
  return id;
}

engine::axes_argument rows_of(request const& r) {
  engine::axes_argument a;
  a.all = false;
  a.axes = {1};
  a.ddof = r.free;
  return a;
}

answer eagerly(request const& r) {
  ir::graph g;
  std::vector<ir::value> in;
  for (ndarray const& x : r.operands) in.push_back(ir::make_input(g, x.body()));
  ir::value const out = !is_row_function(r.op) ? ir::make_elementwise(g, elementwise_id(r.op), in)
                        : r.op == "mean"       ? ir::make_mean(g, in[0], rows_of(r))
                        : r.op == "var"        ? ir::make_var(g, in[0], rows_of(r), false)
                        : r.op == "std"        ? ir::make_var(g, in[0], rows_of(r), true)
                                               : ir::make_reduce(g, reduction_id(r.op), in[0], rows_of(r));
  g.results = {out};
  isomorphism::whole w = isomorphism::evaluate_eagerly(g)[0];
  return {w.type, std::move(w.elements)};
}

answer as_a_plan(request const& r) {
  if (is_row_function(r.op)) {
    using engine::fold;
    fold const what = r.op == "mean" ? fold::mean : r.op == "var" ? fold::var : r.op == "std" ? fold::std : fold::op;
    deferred const x(r.operands[0]);
    return of_array(deferred(engine::defer_fold(what, reduction_id(r.op), x.node(), rows_of(r))));
  }
  std::vector<engine::dynamic_operand> in;
  for (ndarray const& x : r.operands) in.push_back(dynamic_operand_of(x));
  return of_array(deferred(engine::defer(elementwise_id(r.op), in)));
}

// "typed-avx2" and "avx2" name a level; "eager" none.
answer respond(request const& r) {
  if (r.way == "eager") return eagerly(r);
  bool const typed = r.way.starts_with("typed-");
  std::string const level = typed ? r.way.substr(6) : r.way;
  engine::options o = engine::defaults();
  auto const named = std::ranges::find(isa_names, level);
  if (named != std::end(isa_names)) o.level = static_cast<isa>(named - isa_names);
  if (named == std::end(isa_names) || !kernels::has_isa(o.level))
    fail(error_code::bad_argument, "no instruction set " + level);
  engine::set_defaults(o);
  return typed ? of_array(array_api::typed_call(r.op, r.type, r.operands)) : as_a_plan(r);
}

bool read(request& r) {
  std::string type;
  std::size_t operands = 0;
  fnp::index rows = 0, columns = 0;
  if (!(std::cin >> r.way >> r.op >> type >> operands >> rows >> columns >> r.free)) return false;
  std::cin.get();
  r.type = type == "f4" ? dtype::f4 : type == "f8" ? dtype::f8 : type == "c8" ? dtype::c8 : dtype::c16;
  r.operands.clear();
  for (std::size_t k = 0; k < operands; ++k) {
    ndarray a(r.type, is_row_function(r.op) ? extents{rows, columns} : extents{rows});
    std::cin.read(reinterpret_cast<char*>(a.data()),
                  static_cast<std::streamsize>(a.size()) * static_cast<std::streamsize>(itemsize(r.type)));
    r.operands.push_back(std::move(a));
  }
  return static_cast<bool>(std::cin);
}

}  // namespace

int main() {
  std::ios::sync_with_stdio(false);
  for (request r; read(r);) {
    try {
      answer const a = respond(r);
      std::cout << name(a.type) << ' ' << a.elements.size() << '\n';
      std::cout.write(reinterpret_cast<char const*>(a.elements.data()),
                      static_cast<std::streamsize>(a.elements.size()));
    } catch (error const& e) {
      std::cout << "error " << e.what() << '\n';
    }
  }
}
