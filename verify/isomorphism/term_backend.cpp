// Blocks, copies and folds over shadow memory.
#include "verify/isomorphism/term_backend.hpp"

#include <algorithm>
#include <cstdlib>
#include <new>

#include "fnp/ops/all.hpp"
#include "verify/isomorphism/eager_terms.hpp"
#include "verify/isomorphism/expand.hpp"

namespace fnp::isomorphism {
namespace {

constexpr std::size_t scratch_room = std::size_t{1} << 21;

bool one_value_a_row(plan::step const& s, std::size_t slot, block const& where) {
  if (slot < 64) return (where.broadcast >> slot) & 1;
  plan::operand const& o = s.operands[slot];
  return o.map.rank() == 0 || o.map.stride.back() == 0;
}

}  // namespace

term_backend::term_backend(plan::plan const& p, std::span<place const> inputs, std::span<place const> results,
                           distortion fault)
    : plan_(p), fault_(fault) {
  std::vector<std::byte*> storage;
  for (index const bytes : p.storage_bytes) storage.push_back(take(bytes));
  for (plan::buffer const& b : p.buffers) {
    switch (b.what) {
      case plan::role::input:
        bases_.push_back(inputs[b.position].at);
        memory_.add(inputs[b.position].at, inputs[b.position].bytes, static_cast<std::int64_t>(b.position));
        break;
      case plan::role::result:
        if (results[b.position].at) {
          bases_.push_back(results[b.position].at);
          memory_.add(results[b.position].at, results[b.position].bytes,
                      static_cast<std::int64_t>(inputs.size() + b.position));
        } else bases_.push_back(take(b.bytes));
        break;
      case plan::role::constant: bases_.push_back(take(16)); break;
      case plan::role::temporary:
        bases_.push_back(b.storage < 0 || static_cast<std::size_t>(b.storage) >= storage.size()
                             ? take(b.bytes)
                             : storage[static_cast<std::size_t>(b.storage)]);
    }
  }
  // Inputs that the plan does not use still number the leaves of the eager side.
  for (std::size_t k = 0; k < inputs.size(); ++k)
    memory_.add(inputs[k].at, inputs[k].bytes, static_cast<std::int64_t>(k));
  scratch_bytes_ = scratch_room;
  scratch_ = take(static_cast<index>(scratch_bytes_));
  memory_.seal();
  for (std::size_t b = 0; b < p.buffers.size(); ++b)
    if (p.buffers[b].what == plan::role::constant)
      memory_.write(bases_[b], itemsize(p.buffers[b].type),
                    constant_term(p.buffers[b].type, p.constants[p.buffers[b].position].data()));
}

term_backend::~term_backend() {
  for (std::byte* const p : owned_) std::free(p);
}

// Memory of its own with a gap behind it, so that ranges never touch.
std::byte* term_backend::take(index bytes) {
  auto* const p = static_cast<std::byte*>(std::aligned_alloc(64, (static_cast<std::size_t>(bytes) + 191) / 64 * 64));
  if (!p) throw std::bad_alloc();
  owned_.push_back(p);
  memory_.add(p, bytes);
  return p;
}

std::byte* term_backend::scratch(int, std::size_t bytes) {
  if (bytes > scratch_bytes_)
    fail(error_code::invariant_broken, "a step asks for " + std::to_string(bytes) + " bytes of scratch");
  memory_.forget(scratch_, static_cast<index>(bytes));  // what an earlier block left is not this one's
  return scratch_;
}

bool term_backend::distorted(plan::step const& s, distortion::kind k) const {
  return fault_.what == k && &s == plan_.steps.data() + fault_.step;
}

void term_backend::copy(kernels::strided_rows to, dtype to_type, kernels::strided_rows from, dtype from_type,
                        std::ptrdiff_t rows, std::ptrdiff_t count) {
  ++copies;
  for (std::ptrdiff_t r = 0; r < rows; ++r)
    for (std::ptrdiff_t i = 0; i < count; ++i) {
      term const x = memory_.read(from.at + r * from.row + i * from.element, from_type);
      memory_.write(to.at + r * to.row + i * to.element, itemsize(to_type), cast_term(from_type, to_type, x));
    }
}

// Does an output of the call meet an input of it other than as the same addresses?
bool term_backend::races(plan::step const& s, plan::instruction const& in, block const& where) const {
  auto const size_of = [&](std::size_t slot) {
    return static_cast<std::ptrdiff_t>(
        itemsize(s.what == plan::kind::reduce && slot == 0 ? s.fold.element : s.operands[slot].as));
  };
  auto const width = [&](std::size_t slot) {
    return size_of(slot) * (slot >= s.outputs && one_value_a_row(s, slot, where) ? 1 : where.count);
  };
  for (std::size_t o = 0; o < in.outputs; ++o)
    for (std::size_t k = in.outputs; k < in.slots.size(); ++k) {
      std::size_t const a = in.slots[o], b = in.slots[k];
      if (a == b || a >= s.operands.size() || b >= s.operands.size()) continue;
      std::ptrdiff_t const apart = where.element ? where.element[b] : size_of(b), beyond = apart * (where.count - 1);
      bool const strided = apart != size_of(b) && !one_value_a_row(s, b, where);
      bool const same = where.data[a] == where.data[b] && where.row_stride[a] == where.row_stride[b] &&
                        width(a) == width(b) && size_of(a) == size_of(b) && !strided;
      if (same) continue;
      for (std::ptrdiff_t i = 0; i < where.rows; ++i)
        for (std::ptrdiff_t j = 0; j < where.rows; ++j) {
          std::byte const *const p = where.data[a] + i * where.row_stride[a], *const q = where.data[b] +
                                                                                         j * where.row_stride[b];
          std::byte const *const low = strided && beyond < 0 ? q + beyond : q;
          if (p < low + (strided ? std::abs(beyond) + size_of(b) : width(b)) && low < p + width(a)) return true;
        }
    }
  return false;
}

struct term_backend::slot_view {
  std::byte* data = nullptr;       // an operand: its rows
  std::vector<term>* row = nullptr;  // a scratch slot
  std::ptrdiff_t row_stride = 0, item = 0;
  dtype type{};
};

fp_flags term_backend::compute(plan::step const& s, block const& where, int) {
  std::size_t const operands = s.operands.size(), count = static_cast<std::size_t>(where.count);
  rows_.resize(std::max(rows_.size(), s.scratch.size()));
  for (std::size_t k = 0; k < s.scratch.size(); ++k)
    rows_[k].assign(static_cast<std::size_t>(where.rows) * count, tags::undefined);
  for (std::size_t number = 0; number < s.code.size(); ++number) {
    plan::instruction const& in = s.code[number];
    std::size_t const arity = in.slots.size() - in.outputs;
    std::vector<slot_view> views;
    for (plan::slot_number const slot : in.slots) {
      slot_view v;
      if (slot >= operands) {
        v.row = &rows_[slot - operands];
        v.type = s.scratch[slot - operands];
      } else {
        v.type = s.what == plan::kind::reduce && slot == 0 ? s.fold.element : s.operands[slot].as;
        v.data = where.data[slot];
        v.row_stride = where.row_stride[slot];
        v.item = slot >= s.outputs && one_value_a_row(s, slot, where) ? 0
                 : where.element                                       ? where.element[slot]
                                                                       : static_cast<std::ptrdiff_t>(itemsize(v.type));
      }
      views.push_back(v);
    }
    bool const race = races(s, in, where);
    bool const contracted = distorted(s, distortion::kind::contracted) && fault_.instruction == number;
    std::vector<term> x(std::max<std::size_t>(arity, 3)), results;
    results.reserve(static_cast<std::size_t>(where.rows) * count * in.outputs);
    for (std::ptrdiff_t r = 0; r < where.rows; ++r)
      for (std::size_t i = 0; i < count; ++i) {
        for (std::size_t k = 0; k < arity; ++k) {
          slot_view const& v = views[in.outputs + k];
          x[k] = v.row ? (*v.row)[static_cast<std::size_t>(r) * count + i]
                       : memory_.read(v.data + r * v.row_stride + static_cast<std::ptrdiff_t>(i) * v.item, v.type);
        }
        term y[2] = {0, 0};
        if (in.op == ir::op_cast) y[0] = cast_term(views[1].type, views[0].type, x[0]);
        else if (in.op == ir::op_map) {
          y[0] = make_term(tags::map, {static_cast<std::uint64_t>(in.kernel)});
          for (std::size_t k = 0; k < arity; ++k) y[0] = with(y[0], x[k]);
        } else apply(in.op, in.loop, y, x.data());
        for (std::size_t k = 0; k < in.outputs; ++k)
          results.push_back(race ? with(tags::race, y[k]) : contracted ? with(tags::unrounded, y[k]) : y[k]);
      }
    points += static_cast<std::uint64_t>(where.rows) * count;
    std::size_t at = 0;
    for (std::ptrdiff_t r = 0; r < where.rows; ++r)
      for (std::size_t i = 0; i < count; ++i)
        for (std::size_t k = 0; k < in.outputs; ++k) {
          slot_view const& v = views[k];
          term const y = results[at++];
          if (v.row) (*v.row)[static_cast<std::size_t>(r) * count + i] = y;
          else
            memory_.write(v.data + r * v.row_stride +
                              static_cast<std::ptrdiff_t>(i) * static_cast<std::ptrdiff_t>(itemsize(v.type)),
                          itemsize(v.type), y);
        }
  }
  return 0;
}

// --- folds
// ------------------------------------------------------------------------------------------------------------

fold_terms& term_backend::fold(plan::step const& s) {
  return folds_.try_emplace({s.fold.op, s.fold.element}, s.fold.op, s.fold.element).first->second;
}

void term_backend::run_strided(plan::step const& s, std::byte* partial, std::byte const* x, std::ptrdiff_t element,
                               std::ptrdiff_t n, std::ptrdiff_t first) {
  fold_terms& f = fold(s);
  ++runs;
  points += static_cast<std::uint64_t>(n);
  bool const reversed = distorted(s, distortion::kind::reversed_run);
  auto const value = [&](index i) { return memory_.read(x + (reversed ? n - 1 - i : i) * element, s.fold.element); };
  auto const leaf = [&](index i) { return f.lift(value(i), first + i); };
  term sum = 0;
  if (distorted(s, distortion::kind::sequential_run)) {
    sum = leaf(0);
    for (index i = 1; i < n; ++i) sum = f.join(sum, leaf(i));
  } else if (distorted(s, distortion::kind::wrong_split) && n > f.kernel().leaf) {
    index const half = n / 2 / f.kernel().lanes * f.kernel().lanes + f.kernel().lanes;
    sum = f.join(f.run(half, first, value), f.run(n - half, first + half, [&](index i) { return value(half + i); }));
  } else sum = f.run(n, first, value);
  memory_.write(partial, f.kernel().state, sum);
}

void term_backend::run_columns(plan::step const& s, std::byte* partial, std::byte const* x, std::ptrdiff_t rows,
                               std::ptrdiff_t row_stride, std::ptrdiff_t columns, std::ptrdiff_t first, std::byte*) {
  auto const state = static_cast<std::ptrdiff_t>(fold(s).kernel().state),
             item = static_cast<std::ptrdiff_t>(itemsize(s.fold.element));
  for (std::ptrdiff_t c = 0; c < columns; ++c)
    run_strided(s, partial + c * state, x + c * item, row_stride, rows, first);
}

void term_backend::join(plan::step const& s, std::byte* left, std::byte const* right, std::ptrdiff_t n) {
  fold_terms& f = fold(s);
  std::size_t const state = f.kernel().state;
  joins += static_cast<std::uint64_t>(n);
  for (std::ptrdiff_t i = 0; i < n; ++i) {
    std::byte* const at = left + i * static_cast<std::ptrdiff_t>(state);
    term const a = memory_.read(at, state, s.fold.element),
               b = memory_.read(right + i * static_cast<std::ptrdiff_t>(state), state, s.fold.element);
    memory_.write(at, state, distorted(s, distortion::kind::swapped_join) ? f.join(b, a) : f.join(a, b));
  }
}

void term_backend::lift(plan::step const& s, std::byte* partial, std::byte const* x, std::ptrdiff_t n,
                        std::ptrdiff_t position) {
  fold_terms& f = fold(s);
  if (distorted(s, distortion::kind::lost_lift)) return;
  for (std::ptrdiff_t i = 0; i < n; ++i)
    memory_.write(
        partial + i * static_cast<std::ptrdiff_t>(f.kernel().state), f.kernel().state,
        f.lift(memory_.read(x + i * static_cast<std::ptrdiff_t>(itemsize(s.fold.element)), s.fold.element), position));
}

void term_backend::row(plan::step const& s, std::byte* partial, std::byte const* x, std::ptrdiff_t n,
                       std::ptrdiff_t position) {
  fold_terms& f = fold(s);
  points += static_cast<std::uint64_t>(n);
  auto const state = static_cast<std::ptrdiff_t>(f.kernel().state),
             item = static_cast<std::ptrdiff_t>(itemsize(s.fold.element));
  for (std::ptrdiff_t i = 0; i < n; ++i) {
    term const acc = memory_.read(partial + i * state, f.kernel().state, s.fold.element),
               value = memory_.read(x + i * item, s.fold.element);
    term const sum = distorted(s, distortion::kind::swapped_join) ? f.join(f.lift(value, position), acc)
                                                                  : f.row(acc, value, position);
    memory_.write(partial + i * state, f.kernel().state, sum);
  }
}

void term_backend::clear(plan::step const& s, std::byte* partial, std::ptrdiff_t n) {
  fold_terms& f = fold(s);
  for (std::ptrdiff_t i = 0; i < n; ++i)
    memory_.write(partial + i * static_cast<std::ptrdiff_t>(f.kernel().state), f.kernel().state, f.identity());
}

void term_backend::finish(plan::step const& s, std::byte* out, std::byte const* partial, std::ptrdiff_t n) {
  fold_terms& f = fold(s);
  for (std::ptrdiff_t i = 0; i < n; ++i) {
    term const state =
        memory_.read(partial + i * static_cast<std::ptrdiff_t>(f.kernel().state), f.kernel().state, s.fold.element);
    memory_.write(out + i * static_cast<std::ptrdiff_t>(itemsize(s.fold.result)), itemsize(s.fold.result),
                  distorted(s, distortion::kind::skipped_finish) ? state : f.finish(state));
  }
}

void term_backend::opaque(plan::step const& s, execute::run_state&) {
  auto const each = [&](plan::operand const& o, auto visit) {
    extents at(o.map.rank());
    for (index const e : o.map.extent)
      if (e == 0) return;
    while (true) {
      std::byte* p = base(o.buffer) + o.map.offset;
      for (std::size_t i = 0; i < at.size(); ++i) p += at[i] * o.map.stride[i];
      visit(p);
      std::size_t i = at.size();
      while (i > 0 && ++at[i - 1] == o.map.extent[i - 1]) at[--i] = 0;
      if (i == 0) return;
    }
  };
  term all = make_term(tags::whole, {s.code[0].op, s.code[0].loop});
  for (std::size_t k = 1; k < s.operands.size(); ++k)
    each(s.operands[k], [&](std::byte* p) { all = with(all, memory_.read(p, s.operands[k].type)); });
  std::uint64_t number = 0;
  each(s.operands[0], [&](std::byte* p) { memory_.write(p, itemsize(s.operands[0].type), with(all, number++)); });
}

}  // namespace fnp::isomorphism
