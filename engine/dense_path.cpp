// One compiled region over dense operands, without graph and plan.
//
// A two-operand sum of one element costs about ten nanoseconds here, most of it the walk over the program's leaves;
// planning the same would cost a microsecond.
#include "engine/dense_path.hpp"

#include <algorithm>

#include "engine/execute/parallel.hpp"
#include "engine/plan/cost.hpp"
#include "fnp/ops/all.hpp"
#include "kernels/registry.hpp"

namespace fnp::engine {
namespace {

constexpr index piece = 1 << 15;           // elements between two looks at the stop token
constexpr index called_piece = 1 << 12;    // where vector math takes tens of nanoseconds an element

constexpr std::ptrdiff_t no_stride[64] = {};  // one row: no operand moves on

struct operand_row {
  std::byte* data[64];
  std::ptrdiff_t item[64];
  std::uint64_t broadcast = 0;
  int count = 1;
};

// True when memory of the two meets in a way that is not "the same addresses".
bool collides(array_body const& out, array_body const& in, index bytes) {
  std::byte const* const a = out.data;
  std::byte const* const b = in.data;
  if (a == b && out.type == in.type) return false;
  index const in_bytes = in.count * static_cast<index>(itemsize(in.type));
  return a < b + in_bytes && b < a + bytes;
}

bool gather(job const& j, operand_row& row, array_body const*& shape) {
  for (instruction const& i : j.what->code) {
    if (i.what == code::apply || i.what == code::cast) continue;
    if (i.what != code::leaf || row.count == 64) return false;
    leaf const& l = j.leaves[i.index];
    int const k = row.count++;
    if (l.array) {
      array_body const& a = *l.array;
      if (a.type != i.type || !a.c_contiguous) return false;
      if (!shape) shape = &a;
      else if (shape != &a && !(shape->layout.extent == a.layout.extent)) return false;
      row.data[k] = a.data;
      row.item[k] = static_cast<std::ptrdiff_t>(itemsize(i.type));
    } else {
      if (l.shared || l.kernel || l.move || l.axes || l.type != i.type) return false;
      row.data[k] = const_cast<std::byte*>(l.bits);
      row.item[k] = 0;
      row.broadcast |= std::uint64_t{1} << k;
    }
  }
  return shape != nullptr;
}

index piece_of(program const& p) {
  bool const calls = std::any_of(p.code.begin(), p.code.end(), [](instruction const& i) { return i.what == code::apply && !ops::op_table[i.op].has_body; });
  return calls ? called_piece : piece;
}

// Estimated nanoseconds of one thread.
double time_of(program const& p, index bytes, index count) {
  double work = 0;
  for (instruction const& i : p.code)
    if (i.what == code::apply) work += plan::operation_time(plan::this_machine(), i.op, i.index);
  return std::max(plan::moving_time(bytes, plan::this_machine()), work * static_cast<double>(count));
}

void run_pieces(block_kernel kernel, operand_row const& row, index count, index piece, double time, bool stream, options const& o,
                bool& stopped) {
  auto const range = [&](std::size_t first, std::size_t last) {
    for (std::size_t p = first; p < last; ++p) {
      if (o.stop && o.stop(o.context)) {
        __atomic_store_n(&stopped, true, __ATOMIC_RELAXED);
        return;
      }
      index const lo = static_cast<index>(p) * piece;
      std::byte* data[64];
      for (int k = 0; k < row.count; ++k) data[k] = row.data[k] + lo * row.item[k];
      kernel({data, no_stride, row.broadcast, 1, std::min(piece, count - lo), stream}, nullptr);
    }
    if (stream) kernels::settle_streams();
  };
  std::size_t const pieces = static_cast<std::size_t>((count + piece - 1) / piece);
  double const threshold = plan::this_machine().worth_a_thread;
  if (o.threads == 1 || pieces < 2 || time < threshold) return range(0, pieces);
  std::size_t const grain = static_cast<std::size_t>(static_cast<double>(pieces) * threshold / 2 / time) + 1;
  execute::in_arena(o.threads, [&] { execute::parallel_ranges(pieces, grain, range); });
}

}  // namespace

bool run_dense(job const& j, options const& o, array_handle& fresh) {
  program const& p = *j.what;
  if (p.regions.size() != 1 || !p.regions[0].kernels || p.regions[0].last - p.regions[0].first != static_cast<int>(p.code.size())) return false;
  if (j.where || p.may_fail || o.watch || o.atomic || !o.tier1 || o.rewrite || o.level == isa::reference) return false;
  operand_row row;
  array_body const* shape = nullptr;
  if (!gather(j, row, shape)) return false;
  index const count = shape->count;
  row.item[0] = static_cast<std::ptrdiff_t>(itemsize(p.type));
  array_body* out = j.into;
  if (out) {
    if (out->type != p.type || !out->c_contiguous || !out->writeable) return false;
    if (out->layout.extent.size() != shape->layout.extent.size() || !(out->layout.extent == shape->layout.extent)) return false;
    for (leaf const& l : j.leaves)
      if (l.array && collides(*out, *l.array, count * row.item[0])) return false;
  } else {
    if (o.budget > 0 && count * row.item[0] > o.budget) return false;  // the planner has the words for it
    fresh = make_array(p.type, shape->layout.extent);
    out = fresh.get();
  }
  row.data[0] = out->data;
  block_kernel const kernel = p.regions[0].kernels[static_cast<int>(o.level)];
  statistics& c = counters();
  ++c.evaluations;
  ++c.fast_path;
  c.fresh_results += j.into == nullptr;
  index moved = 0;
  for (int k = 0; k < row.count; ++k) moved += row.item[k] * count;
  c.bytes_moved += static_cast<std::uint64_t>(moved);
  if (count <= piece && !o.stop && !o.progress) {
    kernel({row.data, no_stride, row.broadcast, 1, count, false}, nullptr);
    return true;
  }
  bool stopped = false;
  run_pieces(kernel, row, count, piece_of(p), time_of(p, moved, count), moved > plan::this_machine().stream_from, o, stopped);
  if (stopped) {
    fresh = {};
    fail(error_code::cancelled, j.into ? "the evaluation was stopped; its kept destination is partly written"
                                       : "the evaluation was stopped; nothing was written");
  }
  if (o.progress) o.progress(o.context, 1, 1);
  return true;
}

}  // namespace fnp::engine
