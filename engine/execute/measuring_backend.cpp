// Counts what passes, then does it.
#include "engine/execute/measuring_backend.hpp"

namespace fnp::execute {
namespace {

std::ptrdiff_t size_of(dtype t) { return static_cast<std::ptrdiff_t>(itemsize(t)); }

}  // namespace

std::vector<step_measure> measuring_backend::measures() const {
  std::vector<step_measure> r;
  for (std::size_t i = 0; i < times_.size(); ++i) r.push_back({times_[i], bytes_[i]});
  return r;
}

void measuring_backend::entered(plan::step const& s) {
  now_ = number(s);
  begun_ = clock::now();
}
void measuring_backend::left(plan::step const& s) {
  times_[number(s)] += std::chrono::duration<double, std::nano>(clock::now() - begun_).count();
}

void measuring_backend::copy(kernels::strided_rows to, dtype to_type, kernels::strided_rows from, dtype from_type,
                             std::ptrdiff_t rows, std::ptrdiff_t n) {
  count(now_, rows * n * (size_of(to_type) + size_of(from_type)));
  byte_backend::copy(to, to_type, from, from_type, rows, n);
}

void measuring_backend::stream(kernels::strided_rows to, dtype to_type, kernels::strided_rows from, dtype from_type,
                               std::ptrdiff_t rows, std::ptrdiff_t n) {
  count(now_, rows * n * (size_of(to_type) + size_of(from_type)));
  byte_backend::stream(to, to_type, from, from_type, rows, n);
}

void measuring_backend::count_read(plan::step const& s, block const& where) {
  std::ptrdiff_t bytes = 0;
  std::size_t const first = s.what == plan::kind::reduce ? s.outputs : 0;  // operand 0 there is written by the fold
  for (std::size_t k = first; k < s.operands.size(); ++k) {
    plan::operand const& o = s.operands[k];
    if (o.how == plan::access::staged) continue;
    bytes += size_of(o.type) * (o.how == plan::access::broadcast ? where.rows : where.rows * where.count);
  }
  count(number(s), bytes);
}

fp_flags measuring_backend::compute(plan::step const& s, block const& where, int worker) {
  count_read(s, where);
  return byte_backend::compute(s, where, worker);
}
fp_flags measuring_backend::sum_computed(plan::step const& s, std::byte* partial, std::size_t state, block const& where,
                                         std::ptrdiff_t first, int worker) {
  count_read(s, where);
  return byte_backend::sum_computed(s, partial, state, where, first, worker);
}

// Elements that the step's code wrote into a row are in scratch; only those folded where they lie are read from memory.
void measuring_backend::count_folded(plan::step const& s, std::ptrdiff_t elements) {
  if (s.fold.slot != 0 && s.operands[s.fold.slot].how != plan::access::staged && s.code.empty())
    count(number(s), elements * size_of(s.fold.element));
}

void measuring_backend::run(plan::step const& s, std::byte* partial, std::byte const* x, std::ptrdiff_t n,
                            std::ptrdiff_t first) {
  count_folded(s, n);
  byte_backend::run(s, partial, x, n, first);
}
void measuring_backend::run_rows(plan::step const& s, std::byte* partial, std::size_t state, std::byte const* x,
                                 std::ptrdiff_t rows, std::ptrdiff_t row_stride, std::ptrdiff_t n,
                                 std::ptrdiff_t first) {
  count_folded(s, rows * n);
  byte_backend::run_rows(s, partial, state, x, rows, row_stride, n, first);
}
void measuring_backend::run_columns(plan::step const& s, std::byte* partial, std::byte const* x, std::ptrdiff_t rows,
                                    std::ptrdiff_t row_stride, std::ptrdiff_t columns, std::ptrdiff_t first,
                                    std::byte* room) {
  count_folded(s, rows * columns);
  byte_backend::run_columns(s, partial, x, rows, row_stride, columns, first, room);
}
void measuring_backend::extend(plan::step const& s, std::byte* acc, std::byte const* x, std::ptrdiff_t n,
                               std::ptrdiff_t first) {
  count_folded(s, n);
  byte_backend::extend(s, acc, x, n, first);
}
void measuring_backend::row(plan::step const& s, std::byte* partial, std::byte const* x, std::ptrdiff_t n,
                            std::ptrdiff_t position) {
  count_folded(s, n);
  byte_backend::row(s, partial, x, n, position);
}
void measuring_backend::rows(plan::step const& s, std::byte* partial, std::byte const* x, std::ptrdiff_t rows,
                             std::ptrdiff_t row_stride, std::ptrdiff_t n, std::ptrdiff_t position) {
  count_folded(s, rows * n);
  byte_backend::rows(s, partial, x, rows, row_stride, n, position);
}

void measuring_backend::run_spaced(plan::step const& s, std::byte* partial, std::byte const* x, std::ptrdiff_t rows,
                                   std::ptrdiff_t row_stride, std::ptrdiff_t step, std::ptrdiff_t n,
                                   std::ptrdiff_t first) {
  count(number(s), rows * n * size_of(s.fold.element));
  byte_backend::run_spaced(s, partial, x, rows, row_stride, step, n, first);
}
void measuring_backend::spaced_rows(plan::step const& s, std::byte* partial, std::byte const* x, std::ptrdiff_t rows,
                                    std::ptrdiff_t row_stride, std::ptrdiff_t n, std::ptrdiff_t position) {
  count(number(s), rows * n * size_of(s.fold.element));
  byte_backend::spaced_rows(s, partial, x, rows, row_stride, n, position);
}

void measuring_backend::opaque(plan::step const& s, run_state& run) {
  std::ptrdiff_t bytes = 0;
  for (plan::operand const& o : s.operands) {
    checked n = size_of(o.type);
    for (index const e : o.map.extent) n *= e;
    bytes += n.value;
  }
  count(number(s), bytes);
  byte_backend::opaque(s, run);
}

}  // namespace fnp::execute
