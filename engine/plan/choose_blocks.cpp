// How each operand is reached, and the box of points that one kernel call covers.
//
// An operand whose rows are dense, or one value, is given to the kernel as it is. So are reversed rows, and every other
// element of a row, where a compiled kernel reads those, and any strided row of a step of one instruction, whose kernel
// is called on pieces of the block. Beyond the caches arithmetic reads transposed operands in registers
// (column_tiles.hpp). Whatever else is strided, transposed or of another dtype is staged into scratch first.
//
// Measured block sizes (elements): 512 for interpreted code, whose scratch rows live in L1 (1024 and more lose 1.3 to
// 2.6 x); 1024 for staged operands of a compiled kernel; where an operand is transposed 64 x 64 tiles in cache; beyond
// it strips of 512 columns that are walked downwards, as the operand lies, a line of its rows at a time (4096 x 4096
// float64: 1.8 ns an element with square tiles, 1.1 so); whole rows where nothing is staged (a stencil cut at 256
// columns loses 62 %). `fnp tune` may choose others.
#include <algorithm>

#include "engine/legality/reorder.hpp"
#include "engine/plan/column_tiles.hpp"
#include "engine/plan/cost.hpp"
#include "engine/plan/draft.hpp"
#include "fnp/ops/all.hpp"

namespace fnp::plan {
namespace {

constexpr index direct_block = 1 << 15, tile_side = 64;
constexpr index strip_rows = 64;  // a line of a transposed operand, in bytes
// Entering a block costs 90 ns, a tenth of what 32768 bytes take, or 4096 logarithms. So a block lasts this long where
// work is shared out, in nanoseconds; and where vector math runs it ends, and looks at the stop token, within the other
// time.
constexpr double worth_entering = 5e3, between_looks = 200e3;
constexpr index longest_block = 1 << 18, called_block = 1 << 12;
constexpr index undivided_block = 1 << 20;  // of what one thread does alone

bool calls_library(step const& s) {
  return std::any_of(s.code.begin(), s.code.end(),
                     [](instruction const& in) { return in.op < ir::op_input && !ops::op_table[in.op].has_body; });
}

// One instruction between operands: its kernel is called on pieces of a block (execute/pieces.hpp), so rows may lie as
// they lie. A kernel of two results is not.
bool stands_alone(step const& s) {
  return s.what == kind::map && !s.compiled && s.code.size() == 1 && s.outputs == 1 && s.scratch.empty();
}

// by_columns: transposed operands are read in registers.
void choose_access(step& s, bool by_columns) {
  std::size_t const rank = s.extent.size();
  bool const alone = stands_alone(s) || by_columns;
  for (operand& o : s.operands) {
    if (o.how == access::staged) continue;
    index const inner = rank == 0 ? 0 : o.map.stride[rank - 1];
    auto const k = &o - s.operands.data();
    bool const output = k < s.outputs;
    bool const folded = s.what == kind::reduce && s.fold.slot == k;  // the fold reads a row of elements
    index const item = static_cast<index>(itemsize(o.type));
    if (o.type != o.as) o.how = access::staged;
    else if (output && s.stream && !s.compiled && !alone && inner == item)
      o.how = access::staged;  // streamed from there
    else if (inner == item || (rank == 0 && output)) o.how = access::dense;
    else if (inner == 0 && !output && !folded) o.how = access::broadcast;
    else if (by_columns) o.how = access::strided;
    else if (s.loops && s.loops->strided && !output && !folded && (inner == -item || inner == 2 * item))
      o.how = access::strided;
    else if (alone && !output && inner != 0 && (rank < 2 || std::abs(o.map.stride[rank - 2]) != item))
      o.how = access::strided;
    else o.how = access::staged;
  }
}

// Instructions on real numbers with bodies run in chains (execute/chain.hpp): what they make lies in registers, not in
// rows. Where all do, but for the last, a block may be longer, and what it costs to enter one counts less: 32 KiB of
// the widest dtype.
index interpreted_points(step const& s) {
  auto const chained = [&](instruction const& in) {
    dtype const d = s.type(in.slots[0]);
    return in.op < ir::op_input && ops::op_table[in.op].has_body && in.op != ops::id_of<ops::where> &&
           (d == dtype::f4 || d == dtype::f8);
  };
  if (s.code.empty()) return this_machine().interpreted_block;
  constexpr index longer = 64;
  index widest = 4;
  for (dtype const d : s.scratch) widest = std::max(widest, static_cast<index>(itemsize(d)));
  bool const one_chain =
      element_count(s.extent).value >= worth_a_chain && std::all_of(s.code.begin(), s.code.end() - 1, chained);
  return this_machine().interpreted_block * (one_chain ? longer / widest : 1);
}

bool is_transposed(step const& s, operand const& o) {
  std::size_t const rank = s.extent.size();
  if (rank < 2 || o.how != access::staged) return is_read_by_columns(s, o);
  index const item = static_cast<index>(itemsize(o.type)), inner = o.map.stride[rank - 1];
  return std::abs(o.map.stride[rank - 2]) == item && inner != 0 && inner != item;
}
bool is_transposed(step const& s) {
  return std::any_of(s.operands.begin(), s.operands.end(), [&](operand const& o) { return is_transposed(s, o); });
}

// Bytes of an element of the narrowest transposed operand.
index narrowest(step const& s) {
  index item = 16;
  for (operand const& o : s.operands)
    if (is_transposed(s, o)) item = std::min(item, static_cast<index>(itemsize(o.type)));
  return item;
}

// A transposed operand wants the axis along which it is dense next to the innermost one. pre: a map, walked in any
// order.
void bring_unit_stride_close(step& s) {
  std::size_t const rank = s.extent.size();
  if (rank < 3 || s.serial) return;
  for (operand const& o : s.operands) {
    if (std::abs(o.map.stride[rank - 1]) == static_cast<index>(itemsize(o.type)) || o.map.stride[rank - 1] == 0)
      continue;
    for (std::size_t i = 0; i + 2 < rank; ++i) {
      if (std::abs(o.map.stride[i]) != static_cast<index>(itemsize(o.type))) continue;
      auto const rotate = [&](extents& v) { std::rotate(v.begin() + i, v.begin() + i + 1, v.end() - 1); };
      rotate(s.extent);
      for (operand& each : s.operands) {
        rotate(each.map.stride);
        each.map.extent = s.extent;
      }
      return;
    }
  }
}

void choose_tile(step& s, index bytes, double time) {
  std::size_t const rank = s.extent.size();
  s.tile = extents(rank, 1);
  if (rank == 0 || legality::is_empty(s.extent)) return;
  bool const staged =
      std::any_of(s.operands.begin(), s.operands.end(), [](operand const& o) { return o.how == access::staged; });
  bool const interpreted = !s.compiled && (s.code.size() > 1 || !s.scratch.empty());
  index const columns = s.extent[rank - 1];
  // A shifted write is safe in lexicographic order only: such a step is cut along one axis (legality::may_tile).
  if (is_transposed(s) && !s.serial) {
    s.strips = bytes > this_machine().last_cache;
    index const side = s.strips ? strip_rows / narrowest(s) : interpreted ? tile_side / 2 : tile_side;
    s.tile[rank - 1] = std::min(columns, s.strips ? this_machine().wide_tile : tile_side);
    s.tile[rank - 2] = std::min(s.extent[rank - 2], side);
    return;
  }
  // Work that may be shared out is cut so that two threads have something to share.
  index const eighth = (element_count(s.extent).value / 8 + 63) / 64 * 64;
  auto const lasting = [&](double nanoseconds, index least) {
    double const points = nanoseconds / time * static_cast<double>(element_count(s.extent).value);
    return points < longest_block ? std::max(least, static_cast<index>(points)) : longest_block;
  };
  bool const alone = time < least_shared(this_machine().worth_a_thread);
  auto const cut = [&](index least, index most) { return alone ? most : std::clamp(eighth, least, most); };
  index const points = interpreted        ? interpreted_points(s)
                       : staged           ? this_machine().staged_block
                       : calls_library(s) ? cut(called_block / 8, lasting(between_looks, called_block))
                                          : cut(lasting(worth_entering, direct_block),
                                                alone ? undivided_block : longest_block);
  s.tile[rank - 1] = std::min(columns, points);
  if (rank > 1 && s.tile[rank - 1] == columns && columns > 0)
    s.tile[rank - 2] = std::clamp(points / columns, index{1}, s.extent[rank - 2]);
}

}  // namespace

void choose_blocks(draft& d) {
  checked moved = 0, elements = 0, flops = 0;
  std::size_t staged = 0, compiled = 0;
  for (step& s : d.out.steps) {
    moved += bytes_touched(s);
    if (s.what == kind::opaque) continue;
    index const bytes = bytes_fetched(s);
    if (s.what == kind::map) bring_unit_stride_close(s);
    s.stream = s.what == kind::map && bytes > this_machine().stream_from && !s.serial;
    bool const by_columns = bytes > this_machine().last_cache && may_read_columns(s, d.options.level);
    if (by_columns) {
      s.compiled = nullptr;
      s.loops = nullptr;
    }
    choose_access(s, by_columns);
    double const time = estimate_step(s, this_machine()).total();
    choose_tile(s, bytes, time);
    checked const points = element_count(s.extent);
    elements += points;
    flops += points * static_cast<index>(s.code.size() + (s.what == kind::reduce));
    s.point_time = points.value > 0 ? time / static_cast<double>(points.value) : 0;
    s.parallel_axis = s.serial || s.extent.empty() ? -1 : 0;
    for (operand const& o : s.operands) staged += o.how == access::staged;
    compiled += s.compiled != nullptr;
  }
  d.out.bytes_moved = moved.value;
  d.out.elements = elements.value;
  d.out.flops = flops.value;
  d.out.log.push_back("choose_blocks: " + std::to_string(staged) + " operands staged, " + std::to_string(compiled) +
                      " steps compiled");
}

}  // namespace fnp::plan
