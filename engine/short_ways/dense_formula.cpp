// Formulas whose arrays are small, dense and reduced over all axes, without graph and plan: (a - mean(a))^2 summed and
// divided.
//
// The code runs on a stack. What was computed from numbers and from reductions is a single value, and every op on such
// values is done at once, by its kernel on one element. What reads an array only gathers operands, in the order of its
// region's kernel, until a reduction ends the region and folds it (dense_terms.hpp). A part that its region does not
// compute itself, since single values suffice for it, has a region of its own: where that ends, its value is one
// operand. An array's plain reduction is done once, however often the formula names it: a variance next to a mean does.
#include "engine/short_ways/dense_formula.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <span>

#include "engine/short_ways/dense_terms.hpp"
#include "engine/ir/graph.hpp"
#include "engine/memory/seating.hpp"
#include "engine/settings.hpp"
#include "fnp/ops/all.hpp"

namespace fnp::engine {
namespace {

constexpr std::ptrdiff_t no_stride[8] = {};

class formula {
 public:
  formula(job const& j, options const& o) : job_(j), options_(o) {}

  bool compute() {
    std::span<instruction const> const code = job_.what->code;
    if (code.size() > 64) return false;
    for (region const& r : job_.what->regions) region_ends_ |= std::uint64_t{1} << (r.last % 64);
    for (std::size_t i = 0; i < code.size(); ++i) {
      if (!step(code[i], i)) return false;
      entry& top = stack_[depth_ - 1];
      if (!top.array && i + 1 < code.size() && region_ends_ >> (i + 1) & 1) to_one_operand(top);
    }
    return depth_ == 1 && !stack_[0].array;
  }

  bool deliver(array_handle& fresh) {
    array_body* out = job_.into;
    if (out && (out->type != job_.what->type || !out->c_contiguous || !out->writeable || out->count != 1 ||
                static_cast<index>(out->layout.extent.size()) != stack_[0].rank))
      return false;
    std::size_t const bytes = itemsize(job_.what->type);
    if (!out && options_.budget > 0 && static_cast<index>(bytes) > options_.budget) return false;
    if (!out) {
      fresh = array_handle::adopt(memory::make_value(job_.what->type, static_cast<std::size_t>(stack_[0].rank)));
      out = fresh.get();
    }
    std::memcpy(out->data, stack_[0].value, bytes);
    count_short_way(job_.into == nullptr, bytes_);
    return true;
  }

 private:
  struct operand {
    array_body const* array;  // null: one value
    std::byte const* value;
    dtype type;
  };
  struct entry {
    bool array;              // reads one, and is no single value
    bool leaf;               // is one operand as it lies
    dtype type;
    index rank;              // of its shape, whose extents are all 1 where it is a single value
    std::byte const* value;
    int first;               // of its operands, which reach to the next entry's
  };
  struct known_reduction {
    array_body const* of;
    ops::op_id op;
    dtype element;
    std::byte const* value;
  };
  static constexpr int most_operands = dense_terms::most_operands, most_values = 96;

  bool step(instruction const& i, std::size_t at) {
    switch (i.what) {
      case code::leaf: return push_leaf(i);
      case code::apply: return apply(i);
      case code::cast: return cast(i);
      case code::reduce: return reduce(i, at);
      default: return false;
    }
  }

  bool push(entry const& e) {
    if (depth_ == static_cast<int>(stack_.size())) return false;
    stack_[static_cast<std::size_t>(depth_++)] = e;
    return true;
  }
  bool push_operand(operand const& o) {
    if (operands_ == most_operands) return false;
    operand_[static_cast<std::size_t>(operands_++)] = o;
    return true;
  }
  std::byte* new_value() {
    return values_ == most_values ? nullptr : value_[static_cast<std::size_t>(values_++)].bytes;
  }

  bool push_leaf(instruction const& i) {
    leaf const& l = job_.leaves[i.index];
    if (l.array) {
      if (l.array->count > dense_terms::most_elements || l.array->type != i.type) return false;
      return push({true, true, i.type, static_cast<index>(l.array->layout.extent.size()), nullptr, operands_}) &&
             push_operand({l.array, nullptr, i.type});
    }
    if (l.what != leaf::meaning::none || l.type != i.type) return false;
    return push({false, true, i.type, 0, l.bits, operands_}) && push_operand({nullptr, l.bits, i.type});
  }

  // The operands of the popped entries are those of what is pushed.
  bool apply(instruction const& i) {
    ops::op_info const& op = ops::op_table[i.op];
    if (op.outputs != 1 || i.arity > depth_ || i.arity > 7) return false;
    depth_ -= i.arity;
    entry const* const in = &stack_[static_cast<std::size_t>(depth_)];
    entry out{false, false, i.type, 0, nullptr, in[0].first};
    for (int k = 0; k < i.arity; ++k) {
      out.array = out.array || in[k].array;
      out.rank = std::max(out.rank, in[k].rank);
    }
    if (!out.array) {
      block_kernel const kernel = kernels::find(i.op, i.index, options_.level);
      std::byte* const value = new_value();
      if (!kernel || !value) return false;
      std::byte* data[8] = {value};
      for (int k = 0; k < i.arity; ++k) data[k + 1] = const_cast<std::byte*>(in[k].value);
      kernel({data, no_stride, 0, 1, 1}, nullptr);
      out.value = value;
    }
    return push(out);
  }

  // Casts of arrays go through NumPy's buffer, which sums can tell: the planner knows.
  bool cast(instruction const& i) {
    if (depth_ == 0) return false;
    entry& e = stack_[static_cast<std::size_t>(depth_ - 1)];
    block_kernel const kernel = kernels::find_cast(e.type, i.type, options_.level);
    std::byte* const value = new_value();
    if (e.array || !kernel || !value) return false;
    std::byte* data[2] = {value, const_cast<std::byte*>(e.value)};
    kernel({data, no_stride, 0, 1, 1}, nullptr);
    e.value = value;
    e.type = i.type;
    e.leaf = false;
    return true;
  }

  bool reduce(instruction const& i, std::size_t at) {
    if (depth_ == 0) return false;
    entry& e = stack_[static_cast<std::size_t>(depth_ - 1)];
    axes_argument const* const axes = job_.leaves[i.index].axes();
    if (!e.array || !axes || i.type == dtype::f2) return false;
    region const* const computed = e.leaf ? nullptr : region_that_ends(at);
    if (!e.leaf && !computed) return false;
    std::span const operands(&operand_[static_cast<std::size_t>(e.first)],
                             static_cast<std::size_t>(operands_ - e.first));
    array_body const& shape =
        *std::find_if(operands.begin(), operands.end(), [](operand const& o) { return o.array; })->array;
    index const rank = static_cast<index>(shape.layout.extent.size());
    bool const only = rank == 1 && axes->axes.size() == 1 && (axes->axes[0] == 0 || axes->axes[0] == -1);
    if ((!axes->all && !only) || e.rank != rank) return false;
    ops::op_id const op = ir::stands_beside_moments(*job_.what, i) ? ops::id_of<ops::moments_reduce>
                                                                   : i.op;  // whose first part is the sum
    std::byte const* value = e.leaf ? known_value(shape, op, e.type) : nullptr;
    if (!value) value = fold(op, e.type, operands, computed);
    if (!value) return false;
    if (e.leaf && known_count_ < known_.size()) known_[known_count_++] = {&shape, op, e.type, value};
    e = {false, false, i.type, axes->keepdims ? rank : 0, value, e.first};
    to_one_operand(e);
    return true;
  }

  std::byte const* known_value(array_body const& of, ops::op_id op, dtype element) const {
    for (std::size_t k = 0; k < known_count_; ++k)
      if (known_[k].of == &of && known_[k].op == op && known_[k].element == element) return known_[k].value;
    return nullptr;
  }

  std::byte const* fold(ops::op_id op, dtype element, std::span<operand const> operands, region const* computed) {
    dense_terms terms;
    for (operand const& o : operands)
      if (!(o.array ? terms.add(*o.array, o.type) : terms.add(o.value))) return nullptr;
    std::byte* const value = new_value();
    if (!value || !terms.fold_by(op, element, computed, options_.level)) return nullptr;
    alignas(16) std::byte partial[32];
    terms.fold_all(partial);
    terms.kernel().finish(value, partial, 1);
    bytes_ += terms.bytes();
    return value;
  }

  void to_one_operand(entry const& e) {
    operand_[static_cast<std::size_t>(e.first)] = {nullptr, e.value, e.type};
    operands_ = e.first + 1;
  }

  region const* region_that_ends(std::size_t last) const {
    for (region const& r : job_.what->regions)
      if (r.last == last && r.kernels) return &r;
    return nullptr;
  }

  struct alignas(16) one_value {
    std::byte bytes[16];
  };

  job const& job_;
  options const& options_;
  std::array<entry, 24> stack_;
  int depth_ = 0;
  std::array<operand, most_operands> operand_;
  int operands_ = 0;
  std::array<one_value, most_values> value_;
  int values_ = 0;
  std::array<known_reduction, 4> known_;
  std::size_t known_count_ = 0;
  std::uint64_t region_ends_ = 0;  // bit k: a region ends before instruction k
  index bytes_ = 0;
};

bool has_reduction(program const& p) {
  return std::any_of(p.code.begin(), p.code.end(), [](instruction const& i) { return i.what == code::reduce; });
}

}  // namespace

bool run_formula(job const& j, options const& o, array_handle& fresh) {
  program const& p = *j.what;
  if (p.may_fail || j.where || !takes_short_ways(o) || !has_reduction(p)) return false;
  formula f(j, o);
  return f.compute() && f.deliver(fresh);
}

}  // namespace fnp::engine
