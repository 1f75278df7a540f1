// (op, loop, instruction set) -> kernel: the only door from the engine to compiled loops.
//
// Every function answers for the instruction set asked for, or for the widest one below it that this build carries.
// All levels give the same bits. Kernels obey base/block.hpp; `reference` is the scalar body compiled without vector
// code, which the eager evaluation and the errstate bookkeeping use: its floating-point flags are honest.
#pragma once
#include <cstddef>

#include "fnp/base/block.hpp"
#include "fnp/base/checked.hpp"
#include "fnp/base/dtype.hpp"
#include "fnp/base/vector_loop.hpp"
#include "fnp/ops/op.hpp"

namespace fnp::kernels {

// Elementwise: outputs and inputs are contiguous rows or one value a row, of the dtypes of that loop. Null: no kernel.
block_kernel find(ops::op_id op, int loop, isa level) noexcept;

// The same for inputs whose elements are two items apart, read where they lie: gathering them first costs a second pass
// through the first cache, and memory waits meanwhile. The output is dense, and streamed if asked where its elements
// are as wide as the widest. Null: no such kernel (ops without a body, elements of less than four bytes, the reference
// level).
block_kernel find_every_other(ops::op_id op, int loop, isa level) noexcept;

// Chains: instructions of one real dtype after each other on strips of a few registers, where what one makes is still
// held in registers for the next (kernels/elementwise/chain_steps.cpp). A strip lies at `at`, register after register
// `step` bytes apart; 0: one register for all, a value spread over it.
struct strip {
  std::byte* at;
  std::ptrdiff_t step;
};
using chain_function = void (*)() noexcept;
// One function, and the places of its operands in the table of strips that the chain runs with; of held ones nothing is
// read.
struct chain_step {
  chain_function run;
  std::uint16_t place[3];
};
enum class held : std::uint8_t { none, first, second };  // which operand is in the accumulators
struct chain_kernels {
  std::ptrdiff_t bytes;  // of a strip
  // Null: no such step. The result is held. still: the other operands are one value each, read once.
  chain_function (*find)(ops::op_id op, int loop, held, bool still) noexcept;
  // Null: no such step. Casts what is held to a dtype that is no wider, and stores it at place[0]; it stays held as it
  // was.
  chain_function (*find_cast)(dtype from, dtype to) noexcept;
  chain_function load, store, end;  // the strip at place[0]; a chain ends with `end`
  // `store` past the caches: registers at multiples of their size, and the caller settles the order.
  chain_function stream;
  // Null: no such step. Lane l of register k := element k of a dense run of eight that lies at place[0].at + l * step:
  // of a transposed operand the rows of a strip whose registers lie in eight rows.
  chain_function (*find_load_columns)(dtype) noexcept;
  void (*run)(chain_step const*, strip const* places) noexcept;
};
chain_kernels const* find_chains(isa level) noexcept;  // null at the reference level

// One input of dtype `from`, one output of dtype `to` (any pair; C semantics of NumPy's unsafe cast).
block_kernel find_cast(dtype from, dtype to, isa level) noexcept;

// Strided rows to dense rows and back; distances in bytes, any sign, zero allowed on the reading side.
// A gather whose rows are neighbours in memory (|from_row| == itemsize) is a transposition and runs in registers.
struct strided_rows {
  std::byte* at;
  std::ptrdiff_t row, element;
};
using copy_kernel = void (*)(strided_rows to, strided_rows from, std::ptrdiff_t rows, std::ptrdiff_t count) noexcept;
copy_kernel find_copy(std::size_t itemsize, isa level) noexcept;
// Dense rows of `count` bytes, past the caches.
copy_kernel find_stream(isa level) noexcept;

// How a reduction may be cut. pairwise: NumPy's tree (split at n/2 rounded down to a multiple of 8); wide: the tree of
// fnp::accurate (kernels/reduce/wide_sums.hpp); sequential: in order, one element after the other; any: the result does
// not depend on order.
enum class fold_order : std::uint8_t { pairwise, wide, sequential, any };

struct fold_kernel {
  fold_order order;
  dtype element, accumulator;  // accumulator: dtype of partial results (float32 for float16 sums; argmin: see `state`)
  std::size_t state;           // bytes of one partial result
  // P(x): the partial result of n >= 1 contiguous elements. `first` is the position of x[0] in its run (arg
  // reductions).
  void (*run)(std::byte* partial, std::byte const* x, std::ptrdiff_t n, std::ptrdiff_t first) noexcept;
  // `run` for `rows` runs of n elements each, row_stride bytes apart, into neighbouring partial results.
  void (*runs)(std::byte* partial, std::byte const* x, std::ptrdiff_t rows, std::ptrdiff_t row_stride, std::ptrdiff_t n,
               std::ptrdiff_t first) noexcept;
  // left = left op right, for n neighbouring partial results (joins subtrees; adds row by row over an outer axis).
  void (*join)(std::byte* left, std::byte const* right, std::ptrdiff_t n) noexcept;
  // Partial results from n elements, one each: the first row of an outer-axis reduction. `position` as `first`.
  void (*lift)(std::byte* partial, std::byte const* x, std::ptrdiff_t n, std::ptrdiff_t position) noexcept;
  // n partial results := the identity. Null where there is none (min, max, arg*).
  void (*clear)(std::byte* partial, std::ptrdiff_t n) noexcept;
  // Results of n partial results in the output dtype.
  void (*finish)(std::byte* out, std::byte const* partial, std::ptrdiff_t n) noexcept;
  // acc[i] = acc[i] op x[i] for n elements x of the element dtype, for `rows` rows of them, row_stride bytes apart, one
  // row after the other: an outer-axis reduction; `position` is the index of the first row. Over an outer axis NumPy
  // rounds float16 sums after every row; this does (in the float32 accumulator), `join` does not.
  void (*rows)(std::byte* partial, std::byte const* x, std::ptrdiff_t rows, std::ptrdiff_t row_stride, std::ptrdiff_t n,
               std::ptrdiff_t position) noexcept;
  // acc = acc op x[0] op x[1] ..., one element after the other; `first` as in `run`.
  void (*extend)(std::byte* acc, std::byte const* x, std::ptrdiff_t n, std::ptrdiff_t first) noexcept;
  // Elements `step` bytes apart, read where they lie (kernels/reduce/spaced_folds.hpp): `runs`, or where the order is
  // sequential `extend` of each of the neighbouring partial results. Null: gather them first.
  void (*spaced)(std::byte* partial, std::byte const* x, std::ptrdiff_t rows, std::ptrdiff_t row_stride,
                 std::ptrdiff_t step, std::ptrdiff_t n, std::ptrdiff_t first) noexcept;
  // `rows` for elements that are two items apart; between the first and the last one of a row every item is read. Null:
  // as above.
  void (*spaced_rows)(std::byte* partial, std::byte const* x, std::ptrdiff_t rows, std::ptrdiff_t row_stride,
                      std::ptrdiff_t n, std::ptrdiff_t position) noexcept;
  // The pairwise tree in elements: a run longer than `leaf` splits at half rounded down to a multiple of `lanes`.
  // (128 and 8; complex numbers count as two, hence 64 and 4. wide: sixteen times 512 bytes, and 512 bytes.)
  std::ptrdiff_t leaf = 128, lanes = 8;
  // `run` for `columns` runs side by side: element i of each lies in row i, row_stride bytes behind the one before, and
  // neighbours are dense. Rows are read as they lie. room: column_room() bytes. Null: no such kernel (all but wide
  // trees).
  void (*columns)(std::byte* partial, std::byte const* x, std::ptrdiff_t rows, std::ptrdiff_t row_stride,
                  std::ptrdiff_t columns, std::byte* room) noexcept = nullptr;
};

// Partial results of a few rows' columns, as many as the tree is deep.
inline std::size_t column_room(fold_kernel const& k, std::ptrdiff_t rows, std::ptrdiff_t columns) noexcept {
  std::size_t const row = static_cast<std::size_t>(columns) * k.state, most = 32768;
  std::size_t levels = 10;
  for (std::ptrdiff_t n = rows; n > k.leaf; n /= 2) ++levels;
  return levels * (row < most ? row : most);
}

// Null where the op is no reduction or has no loop for this dtype.
fold_kernel const* find_fold(ops::op_id op, dtype element, isa level) noexcept;

// Running sums in the order of fnp::accurate (kernels/reduce/prefix_sums.cpp).
struct prefix_kernel {
  std::ptrdiff_t block;  // elements of a block of that order
  std::size_t state;     // bytes of what is carried from block to block; all zero before the first
  // The next n elements of a line, both dense; n is a multiple of `block` but in a line's last call. out may be x.
  // stream: past the caches, which wants `out` at a multiple of 64 bytes.
  void (*scan)(std::byte* out, std::byte const* x, std::ptrdiff_t n, std::byte* state, bool stream) noexcept;
};

// Null but for float32, float64 and complex numbers.
prefix_kernel const* find_prefix_sum(dtype element, isa level) noexcept;

// A two-operand op one element after the other: x[i] at x + i * stride, the target in its dtype.
struct serial_kernel {
  // *acc = *acc op x[i] for i = 0 .. n - 1.
  void (*fold)(std::byte* acc, std::byte const* x, std::ptrdiff_t stride, std::ptrdiff_t n) noexcept;
  // out[i] = out[i - 1] op x[i] for i = 1 .. n - 1. pre: out[0] is there.
  void (*scan)(std::byte* out, std::ptrdiff_t out_stride, std::byte const* x, std::ptrdiff_t stride,
               std::ptrdiff_t n) noexcept;
  // The element place[i] * scale bytes from `to` op= x[i], in order; places may repeat.
  void (*scatter)(std::byte* to, index const* place, std::ptrdiff_t scale, std::byte const* x, std::ptrdiff_t stride,
                  std::ptrdiff_t n) noexcept;
};

// Null where the op has no body or the loop's result is not of its first operand's dtype: then a block kernel whose
// rows are single elements does it, since block kernels walk their rows in order.
serial_kernel const* find_serial(ops::op_id op, int loop) noexcept;

// serial_kernel::scan of dense rows in vectors (kernels/serial/running_lanes.cpp). Null but for integers and booleans,
// and for ops whose order of combination is free.
using running_kernel = void (*)(std::byte* out, std::byte const* x, std::ptrdiff_t n) noexcept;
running_kernel find_running(ops::op_id op, dtype element, isa level) noexcept;

// Products of matrices (kernels/product_kernel.hpp). Null for float16.
struct product_kernel;
product_kernel const* find_product(dtype element, isa level) noexcept;

// How many elements of a run of floats have several patterns of bits for one place in the order.
struct float_kinds {
  std::ptrdiff_t nans, zeros, negative_zeros;
};

// Runs of so many elements of `item` bytes at most are sorted where only places are asked for: on every level alike, as
// that says how the other elements lie.
constexpr std::ptrdiff_t fully_sorted(std::size_t item) noexcept { return item >= 8 ? 128 : item == 4 ? 512 : 1024; }

// The order of NumPy's sorts (kernels/sort/order_keys.hpp): an element is one or two signed words that compare one
// after the other. All runs are dense, n >= 1.
struct sort_kernel {
  int words;
  // The least and the greatest word number w.
  void (*range[2])(std::byte const* x, std::ptrdiff_t n, std::int64_t& least, std::int64_t& greatest) noexcept;
  // to[i] = ((word of x[i] - least) >> dropped) << position_bits | i
  void (*pack[2])(std::uint64_t* to, std::byte const* x, std::ptrdiff_t n, std::int64_t least, int dropped,
                  int position_bits) noexcept;
  // to[i] = word of x[i]
  void (*keys[2])(std::int64_t* to, std::byte const* x, std::ptrdiff_t n) noexcept;
  // Rows of so many elements at most, one behind the other, brought into stable order: from dense rows `from_row` bytes
  // apart, which are x or lie elsewhere. The positions in that order.
  std::ptrdiff_t longest_sorted, longest_ordered;  // 0: there are no such kernels
  void (*sort_rows)(std::byte* x, std::byte const* from, std::ptrdiff_t from_row, std::ptrdiff_t rows,
                    std::ptrdiff_t n) noexcept;
  void (*order_rows)(index* to, std::byte const* x, std::ptrdiff_t rows, std::ptrdiff_t n) noexcept;
  // Of floats, else null. The bits of x[i] as a signed integer of its size that orders as the number does; NaN lies
  // beyond the infinity of its sign. `to` is x or lies elsewhere. And back, in place.
  float_kinds (*to_integers)(std::byte* to, std::byte const* x, std::ptrdiff_t n) noexcept;
  void (*to_floats)(std::byte* x, std::ptrdiff_t n) noexcept;
  // Of integers of 2 to 8 bytes, else null. x[0 .. n) becomes from[0 .. n) in order, for any n; `from` is x or lies
  // elsewhere; `spare` has room for as many and shares no memory with either.
  void (*sort_quickly)(std::byte* x, std::byte const* from, std::byte* spare, std::ptrdiff_t n) noexcept;
  // Likewise, but only what the places (ascending, at least one, below n) ask for: the element there is the one of the
  // sorted run, none greater before it and none smaller behind it. Every level leaves the same order.
  void (*select_quickly)(std::byte* x, std::byte const* from, std::byte* spare, std::ptrdiff_t n, index const* places,
                         std::ptrdiff_t count) noexcept;
};
sort_kernel const& find_sort(dtype element, isa level) noexcept;

// What was stored past the caches is there for every other thread from here on. After a block it would wait for the
// block's stores: call it when all blocks are done.
void settle_streams() noexcept;
// Does so at the end of a scope, however it is left.
struct settled_streams {
  bool any;
  ~settled_streams() {
    if (any) settle_streams();
  }
};

// Regions compiled in a user's file. region_rows: the parameters are the region's `vector_loops`.
block_kernel region_rows(isa level) noexcept;
// One row of dense operands, the output first.
using dense_row = void (*)(vector_loops const&, std::byte* const* data, std::ptrdiff_t count) noexcept;
dense_row find_dense_row(isa level) noexcept;
// The partial results (fold_kernel::run of add_reduce, or of wide_add_reduce where the loops are its) of `rows` runs of
// `count` elements that a region computes of dense inputs, without storing them; data[0] is not looked at.
// pre: adds_in_registers(...)
using region_sum = void (*)(vector_loops const&, dtype element, struct fnp::block const&, std::byte* partial) noexcept;
region_sum find_region_sum(isa level) noexcept;
// Inputs that stay, but for constants, are spread over a row as long as a leaf: so many, and none where leaves are
// wide.
inline constexpr int most_staying = 16;
// May the region with these loops, of which `staying` inputs stay, add its values itself for this reduction?
bool adds_in_registers(ops::op_id op, fold_kernel const&, vector_loops const*, int staying) noexcept;

bool has_isa(isa level) noexcept;  // both the CPU and the build have it
isa best_isa(isa at_most = isa::widest) noexcept;  // the widest such level that both have

}  // namespace fnp::kernels
