// The plan itself: buffers, and steps that are loop nests over them. Data only; every pass maps a plan to a plan.
//
// In a map the code writes the outputs' slots. In a reduction slot 0 is the row of values to be folded, while operand 0
// is where the folded result goes.
//
// A step walks its iteration space (loop order: outermost first). All operands of a step have maps over that space. The
// executor cuts the space into blocks of at most tile[r-2] x tile[r-1] points (the outer axes are walked one by one)
// and for each block: stages the operands that are not dense rows, runs the step's code, and writes back staged
// outputs.
#pragma once
#include <string>
#include <vector>

#include "engine/ir/graph.hpp"
#include "engine/legality/verdict.hpp"
#include "engine/plan/machine.hpp"
#include "fnp/base/strided.hpp"

namespace fnp::plan {

constexpr bool reduced(std::uint64_t axes, std::size_t i) noexcept { return (axes >> i) & 1; }

enum class role : std::uint8_t { input, constant, temporary, result };

struct buffer {
  role what = role::temporary;
  dtype type = dtype::f8;
  index bytes = 0;
  std::uint32_t position = 0;  // input: in graph::inputs; result: in graph::results; constant: in plan::constants
  std::int32_t storage = -1;   // temporaries that are never alive together share storage
};

// Of the rows of a block. strided: read where they lie, by a compiled kernel every other element or backwards, by a
// chain the columns of a tile (column_tiles.hpp).
enum class access : std::uint8_t { dense, broadcast, staged, strided };

struct operand {
  std::uint32_t buffer = 0;
  dtype type = dtype::f8;      // in memory
  dtype as = dtype::f8;        // as the code wants it; differs: staged with a cast
  strided map;                 // extents = the step's; byte strides in loop order; offset from the buffer's first byte
  access how = access::dense;
};

// Points of a step that is run in chains (execute/chain.hpp): they take a microsecond to find.
inline constexpr index worth_a_chain = 8192;
inline constexpr std::size_t longest_chain = 64;  // instructions: their strips stay in the first cache

using slot_number = std::uint32_t;

struct instruction {           // one kernel call on a block; slots: the step's operands, then its scratch rows
  ops::op_id op = 0;           // or ir::op_cast, ir::op_map
  std::uint8_t loop = 0;
  std::uint8_t outputs = 1;
  small_vector<slot_number, 6> slots;  // outputs first
  std::int32_t kernel = -1;    // op_map: in graph::kernels
  ir::value origin = 0;        // the node it computes
};

struct reduction {
  ops::op_id op = 0;
  dtype element = dtype::f8, result = dtype::f8;
  std::uint64_t axes = 0;      // bit i: loop axis i is reduced
  slot_number slot = 0;        // what is reduced: 0, the row that the code writes; or an operand that needs no code
  extents eager;  // strides of the operand in NumPy's eager evaluation, by loop axis: they decide the order
  std::uint16_t run_axes = 0;  // the innermost axes that form one run; 0: the innermost axis is kept
  index chunk = 0;             // runs restart every `chunk` elements (NumPy's buffered casts); 0: never
  bool buffered = false;       // NumPy would cast the operand through its buffer
  ir::value origin = 0;
};

enum class kind : std::uint8_t { map, reduce, opaque };

struct note {                  // a legality question that this step relied on, and its answer
  std::string question;
  legality::verdict answer;
};

struct step {
  kind what = kind::map;
  extents extent;              // iteration space in loop order; empty for opaque
  extents tile;                // largest block per axis; 1 for all but the last two
  std::uint16_t outputs = 1;
  std::vector<operand> operands;  // outputs first
  std::vector<instruction> code;  // map part; empty: operands are copied (or reduced) as they are
  std::vector<dtype> scratch;     // dtype of each scratch slot
  block_kernel compiled = nullptr;  // tier 1: replaces `code`; the operands stand in the kernel's order
  vector_loops const* loops = nullptr;  // its parameters
  reduction fold;              // kind::reduce
  ops::op_id op = 0;           // kind::opaque
  std::int32_t parallel_axis = -1;
  bool backwards = false;      // blocks from last to first: the safe direction of a shifted write
  bool serial = false;         // blocks must run in order, one at a time
  bool stream = false;         // outputs lie beyond the last cache
  double point_time = 0;       // estimated nanoseconds a point takes one thread: whether a second one pays
  bool strips = false;         // tiles follow each other down strips of columns, as a transposed operand lies
  std::vector<note> notes;
  std::uint32_t location = 0;

  double time() const noexcept {
    return point_time * static_cast<double>(element_count(extent).value);
  }  // of one thread
  // Of a value that the code makes or reads.
  dtype type(slot_number slot) const noexcept {
    if (what == kind::reduce && slot == 0) return fold.element;
    return slot < operands.size() ? operands[slot].as : scratch[slot - operands.size()];
  }
};

struct plan {
  std::vector<buffer> buffers;
  std::vector<step> steps;
  std::vector<std::array<std::byte, 16>> constants;
  std::vector<index> storage_bytes;  // of the shared temporaries
  std::size_t temporaries = 0;       // whole arrays that are neither inputs nor results
  index peak_bytes = 0;              // temporaries and fresh results
  index bytes_moved = 0;             // each operand once, each result once
  index elements = 0, flops = 0;
  std::vector<std::string> log;      // one line a pass: what it changed
  isa level = isa::reference;
  int threads = 1;
  double serial_below =
      this_machine().worth_a_thread;  // estimated nanoseconds of a step that stay on the calling thread
};

}  // namespace fnp::plan
