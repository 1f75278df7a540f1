// Runs one fnp operation at a time as a driver asks for it, and answers nanoseconds: so NumPy can take turns with it.
//
// Requests, a line each; an operand is an npy file or @ADDRESS:DTYPE:SHAPE, memory of the driver's in C order:
//   elementwise OP LAYOUT OPERAND...   any op of the list; LAYOUT strided takes every second element, any other the
//                                      operands as they are (they broadcast)
//   reduce OP AXIS LAYOUT OPERAND      AXIS is a number or all; LAYOUT transposed, strided (every second column) or any
//   accumulate OP AXIS OPERAND
//   at OP TARGET INDICES VALUES        the target is updated again and again
//   move NAME OPERAND                  an entry of `movements`
//   call NAME OPERAND...               an entry of `functions`
//   run N                              N evaluations into the kept destination; their times in one line
//   save FILE                          the destination, as npy
//   threads N
// elementwise, reduce and move may end by "into @...", the destination. What makes an operation answers "ready", or
// "none" where fnp has no such loop.
#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <sstream>

#include <fnp/fnp.hpp>
#include <fnp/interop.hpp>
#include <fnp/ops/all.hpp>
#include <fnp/ufunc_methods.hpp>

namespace {

using fnp::ndarray;
namespace engine = fnp::engine;

struct operation {
  std::vector<ndarray> in;
  engine::axes_argument axes;
  std::vector<engine::leaf> leaves;
  engine::program const* program = nullptr;
  ndarray out;
  bool given = false;  // the destination is the driver's
  std::function<void()> run;
};

// The operand that a word of a request names.
ndarray operand(std::string const& word) {
  if (word[0] != '@') return fnp::load(word);
  std::istringstream parts(word.substr(1));
  std::string address, type, extent;
  std::getline(parts, address, ':');
  std::getline(parts, type, ':');
  fnp::extents shape;
  while (std::getline(parts, extent, 'x')) shape.push_back(std::stoll(extent));
  for (fnp::dtype_info const& t : fnp::dtype_table)
    if (t.name == type) {
      auto const d = static_cast<fnp::dtype>(&t - fnp::dtype_table.data());
      auto* const data = reinterpret_cast<void*>(std::stoull(address));
      fnp::extents const strides = fnp::interop::dense_strides(d, shape);
      return ndarray(fnp::interop::adopt(d, data, shape, strides, true, nullptr, nullptr));
    }
  throw std::runtime_error("unknown dtype " + type);
}

void add_leaf(operation& o, std::size_t k) {
  engine::leaf l;
  l.array = &o.in[k].body();
  l.type = o.in[k].dtype();
  o.leaves.push_back(l);
}

// The op as a program of one node, which the engine runs by its registry's kernels. Programs stay: plans are kept by
// their addresses.
void close(operation& o, std::vector<engine::instruction> code, fnp::dtype type) {
  static std::deque<std::vector<engine::instruction>> codes;
  static std::deque<engine::program> programs;
  codes.push_back(std::move(code));
  programs.push_back({codes.back(), {}, static_cast<std::uint16_t>(o.leaves.size()), type});
  o.program = &programs.back();
  if (!o.given) o.out = ndarray(type, engine::shape_of(*o.program, o.leaves));
  o.run = [&o] {
    engine::job job{o.program, o.leaves};
    job.into = o.out.handle().get();
    engine::evaluate(job);
  };
}

bool make_elementwise(operation& o, std::string const& name, std::string const& layout) {
  fnp::ops::op_id const id = fnp::ops::find_op(name);
  if (id == fnp::ops::no_op) return false;
  fnp::ops::op_info const& op = fnp::ops::op_table[id];
  if (op.kind != fnp::ops::family::elementwise || op.outputs != 1 || op.arity != o.in.size()) return false;
  std::vector<fnp::dtype> types;
  for (ndarray& a : o.in) {
    if (layout == "strided") a = a(fnp::slice(fnp::none, fnp::none, 2));
    types.push_back(a.dtype());
  }
  int const loop = fnp::ops::find_loop(op, types.data(), types.size());
  if (loop < 0) return false;
  std::vector<engine::instruction> code;
  for (std::size_t k = 0; k < o.in.size(); ++k) {
    if (op.loops[loop].in[k] != types[k]) return false;
    add_leaf(o, k);
    code.push_back({engine::code::leaf, 0, static_cast<std::uint16_t>(k), 0, types[k]});
  }
  fnp::dtype const result = op.loops[loop].out[0];
  code.push_back({engine::code::apply, op.arity, static_cast<std::uint16_t>(loop), id, result});
  close(o, std::move(code), result);
  return true;
}

bool make_reduce(operation& o, std::string const& name, std::string const& axis, std::string const& layout) {
  fnp::ops::op_id const id = fnp::ops::find_op(name);
  if (id == fnp::ops::no_op) return false;
  if (layout == "transposed") o.in[0] = fnp::transpose(o.in[0]);
  if (layout == "strided") o.in[0] = o.in[0](fnp::slice(), fnp::slice(fnp::none, fnp::none, 2));
  fnp::ops::op_info const& op = fnp::ops::op_table[id];
  fnp::dtype const type = o.in[0].dtype();
  int const loop = fnp::ops::find_loop(op, &type, 1);
  if (loop < 0) return false;
  o.axes.all = axis == "all";
  if (!o.axes.all) o.axes.axes = {std::stoll(axis)};
  add_leaf(o, 0);
  o.leaves.push_back(engine::leaf(&o.axes));
  fnp::dtype const result = op.loops[loop].out[0];
  close(o, {{engine::code::leaf, 0, 0, 0, op.loops[loop].in[0]}, {engine::code::reduce, 1, 1, id, result}}, result);
  return true;
}

bool make_accumulate(operation& o, std::string const& name, std::string const& axis) {
  fnp::ops::op_id const id = fnp::ops::find_op(name);
  if (id == fnp::ops::no_op) return false;
  auto const once = [&o, id, axis = std::stoll(axis)] {
    return ndarray(fnp::ufunc_on::accumulate(id, o.in[0].body(), axis));
  };
  try {
    o.out = once();
  } catch (fnp::error const&) {
    return false;  // no loop for that dtype
  }
  o.run = [&o, once] { o.out = once(); };
  return true;
}

bool make_at(operation& o, std::string const& name) {
  fnp::ops::op_id const id = fnp::ops::find_op(name);
  if (id == fnp::ops::no_op) return false;
  o.out = o.in[0];
  o.run = [&o, id] {
    fnp::array_body const* const indices[] = {&o.in[1].body()};
    fnp::ufunc_on::at(id, *o.out.handle(), indices, &o.in[2].body());
  };
  return true;
}

// What only moves elements: a new row here and one in compare_ops.py make a new cell.
// Fresh results: the last one goes first, as in NumPy's calls, which drop theirs.
void drop(ndarray& out) { out = ndarray(out.dtype(), {0}); }
ndarray concatenated(ndarray const& a) {
  fnp::array_handle const twice[] = {a.handle(), a.handle()};
  return ndarray(fnp::manipulation::concatenate(twice, 0));
}
std::map<std::string, std::function<void(ndarray& out, ndarray const& a)>> const movements = {
    {"copy", [](ndarray& out, ndarray const& a) { out.assign(a); }},
    {"transpose", [](ndarray& out, ndarray const& a) { out.assign(fnp::transpose(a)); }},
    {"flip", [](ndarray& out, ndarray const& a) { out.assign(fnp::flip(a)); }},
    {"astype", [](ndarray& out, ndarray const& a) { drop(out), out = a.astype(fnp::dtype::f8); }},
    {"concatenate", [](ndarray& out, ndarray const& a) { drop(out), out = concatenated(a); }},
};

bool make_move(operation& o, std::string const& name) {
  auto const found = movements.find(name);
  if (found == movements.end()) return false;
  if (!o.given) o.out = ndarray(o.in[0].dtype(), o.in[0].shape());
  o.run = [&o, move = found->second] { move(o.out, o.in[0]); };
  return true;
}

// Whole-array functions with a fresh result; the same names stand in sorting_cells.py and product_cells.py.
using operands = std::vector<ndarray>;
std::map<std::string, std::function<fnp::array_handle(operands const&)>> const functions = {
    {"sort", [](operands const& x) { return fnp::sorting::sort(x[0].body(), 1); }},
    {"argsort", [](operands const& x) { return fnp::sorting::argsort(x[0].body(), 1); }},
    {"partition", [](operands const& x) { return fnp::sorting::partition(x[0].body(), {x[0].shape()[1] / 2}, 1); }},
    {"argpartition",
     [](operands const& x) { return fnp::sorting::argpartition(x[0].body(), {x[0].shape()[1] / 2}, 1); }},
    {"matmul", [](operands const& x) { return fnp::products::matmul(x[0].body(), x[1].body()); }},
    {"inner", [](operands const& x) { return fnp::products::inner(x[0].body(), x[1].body()); }},
    {"outer", [](operands const& x) { return fnp::products::outer(x[0].body(), x[1].body()); }},
    {"vecdot", [](operands const& x) { return fnp::products::vecdot(x[0].body(), x[1].body(), -1); }},
    {"matvec", [](operands const& x) { return fnp::products::matvec(x[0].body(), x[1].body()); }},
    {"tensordot", [](operands const& x) { return fnp::products::tensordot(x[0].body(), x[1].body(), 2); }},
};

bool make_call(operation& o, std::string const& name) {
  auto const found = functions.find(name);
  if (found == functions.end()) return false;
  o.run = [&o, call = found->second] { drop(o.out), o.out = ndarray(call(o.in)); };
  return true;
}

bool make(operation& o, std::istringstream& line) {
  std::string kind, name, how, layout, word;
  line >> kind >> name;
  if (kind != "move" && kind != "at" && kind != "call") line >> how;
  if (kind == "reduce") line >> layout;
  while (line >> word && word != "into") o.in.push_back(operand(word));
  if (line >> word) o.out = operand(word), o.given = true;
  if (kind == "elementwise") return make_elementwise(o, name, how);
  if (kind == "reduce") return make_reduce(o, name, how, layout);
  if (kind == "accumulate") return make_accumulate(o, name, how);
  if (kind == "at") return make_at(o, name);
  if (kind == "move") return make_move(o, name);
  if (kind == "call") return make_call(o, name);
  throw std::runtime_error("unknown request " + kind);
}

std::string run(operation& o, int count) {
  using clock = std::chrono::steady_clock;
  std::string times;
  for (int i = 0; i < count; ++i) {
    auto const begin = clock::now();
    o.run();
    times += std::to_string(std::chrono::nanoseconds(clock::now() - begin).count()) + ' ';
  }
  return times;
}

std::string answer(std::string const& request) {
  static std::unique_ptr<operation> current;
  std::istringstream line(request);
  std::string word, argument;
  line >> word >> argument;
  if (word == "threads") {
    engine::options options = engine::defaults();
    options.threads = std::stoi(argument);
    engine::set_defaults(options);
    return "ready";
  }
  if (word == "run" || word == "save") {
    if (!current) throw std::runtime_error("nothing to " + word);
    if (word == "run") return run(*current, std::stoi(argument));
    fnp::save(argument, current->out);
    return "saved";
  }
  line.clear();
  line.seekg(0);
  current = std::make_unique<operation>();
  bool const known = make(*current, line);
  if (!known) current.reset();
  return known ? "ready" : "none";
}

}  // namespace

// The answer stays until the next request.
extern "C" [[gnu::visibility("default")]] char const* fnp_ops_ask(char const* request) {
  static std::string kept;
  try {
    kept = answer(request);
  } catch (std::exception const& e) {
    kept = std::string("error: ") + e.what();
  }
  return kept.c_str();
}
