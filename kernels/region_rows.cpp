// Rows of compiled regions: from blocks to runs of whole vectors.
//
// A row is walked in whole vectors; what is left over (and what lies before an aligned address, when the results are
// streamed past the caches) goes through small buffers and once more through the same compiled loop. A value that stays
// is spread over one vector, which the loop reads again and again.
#include <cstring>
#include <new>

#include "kernels/families.hpp"
#include "kernels/stage/registers.hpp"

// The loops here go over a handful of operands: vector code would only be set up and left again, and what is taken for a copy
// or a fill of memory would become an instruction that takes thirty cycles to begin.
#if !defined(__clang__)
#pragma GCC optimize("no-tree-vectorize", "no-tree-loop-distribute-patterns")
#endif

namespace fnp::FNP_LEVEL {
namespace {

constexpr std::size_t line = 64;  // no vector is longer

// Fewer than 64 bytes, as overlapping moves: a call of memcpy costs as much as a short row.
FNP_INLINE void copy_short(std::byte* to, std::byte const* from, std::size_t bytes) noexcept {
  if (bytes >= 32) {
    std::memmove(to, from, 32);
    std::memmove(to + bytes - 32, from + bytes - 32, 32);
  } else if (bytes >= 16) {
    std::memmove(to, from, 16);
    std::memmove(to + bytes - 16, from + bytes - 16, 16);
  } else if (bytes >= 8) {
    std::memmove(to, from, 8);
    std::memmove(to + bytes - 8, from + bytes - 8, 8);
  } else if (bytes >= 4) {
    std::memmove(to, from, 4);
    std::memmove(to + bytes - 4, from + bytes - 4, 4);
  } else {
    if (bytes & 2) std::memmove(to, from, 2);
    if (bytes & 1) to[bytes - 1] = from[bytes - 1];
  }
}

// Fewer than 64 bytes and zeros behind them. (One masked load and store instead is no faster on rows of some hundred
// elements.)
FNP_INLINE void load_part(std::byte* to, std::byte const* from, std::size_t bytes) noexcept {
  std::memset(to, 0, line);
  copy_short(to, from, bytes);
}

// One value all over whole lines, in whole registers: what loads them waits for narrower stores.
FNP_INLINE void spread(std::byte* to, std::byte const* value, std::size_t size, std::ptrdiff_t bytes = line) noexcept {
  std::uint64_t word = 0;
  if (size == 8)
    std::memcpy(&word, value, 8);
  else if (size == 4) {
    std::uint32_t u = 0;
    std::memcpy(&u, value, 4);
    word = u * 0x100000001u;
  } else if (size == 2) {
    std::uint16_t u = 0;
    std::memcpy(&u, value, 2);
    word = u * 0x1000100010001u;
  } else
    word = static_cast<std::uint64_t>(*value) * 0x101010101010101u;
  whole_register const all = whole_register{} + word;
  for (std::ptrdiff_t i = 0; i < bytes; i += static_cast<std::ptrdiff_t>(register_bytes)) std::memcpy(to + i, &all, register_bytes);
}

// Inputs as a loop wants them. Nothing is set to null beforehand: that takes as long as a short row.
struct input_row {
  union {
    located input[62];
  };
  located_pointer pointers[62];

  FNP_INLINE explicit input_row(int count) noexcept {
    for (int k = 0; k < count; ++k) pointers[k] = &input[k];
  }
  FNP_INLINE void put(int k, std::byte const* data) noexcept { ::new (&input[k]) located{const_cast<std::byte*>(data)}; }
};

// A run of elements that fill no vector: moving inputs are copied to where a whole one may be read, the result comes back.
// Stack memory that a small region does not touch costs nothing.
struct part_buffers {
  alignas(line) std::byte row[63][line];
};
FNP_INLINE void run_part(part_buffers& part, input_table const& inputs, vector_loop loop, std::ptrdiff_t lanes, std::byte* to,
                         input_row& at, std::ptrdiff_t const* step, std::ptrdiff_t n, bool dense, std::byte const* const* from) noexcept {
  for (int k = 0; k < inputs.count; ++k)
    if (step[k] != 0) {
      load_part(part.row[k], from[k], static_cast<std::size_t>(n * step[k]));
      at.put(k, part.row[k]);
    }
  loop(part.row[62], at.pointers, dense ? nullptr : step, lanes, false);
  copy_short(to, part.row[62], static_cast<std::size_t>(n * inputs.result));
}

// The same where inputs are strided: all bytes from the first to the last element are copied, so that the loop walks them
// with the steps it had.
void run_strided_part(input_table const& inputs, vector_loop loop, std::ptrdiff_t lanes, std::byte* to, input_row& at,
                      std::ptrdiff_t const* steps, std::ptrdiff_t n, std::byte const* const* from) noexcept {
  alignas(line) std::byte span[63][2 * line];
  for (int k = 0; k < inputs.count; ++k) {
    std::ptrdiff_t const item = inputs.size[k], step = steps[k];
    if (step == 0) continue;
    std::memset(span[k], 0, 2 * line);
    std::byte* const first = span[k] + (step < 0 ? (lanes - 1) * item : 0);
    std::ptrdiff_t const low = step < 0 ? step * (n - 1) : 0;
    std::memcpy(first + low, from[k] + low, static_cast<std::size_t>((n - 1) * (step < 0 ? -step : step) + item));
    at.put(k, first);
  }
  loop(span[62], at.pointers, steps, lanes, false);
  copy_short(to, span[62], static_cast<std::size_t>(n * inputs.result));
}

// Of neighbours in one array (a stencil) the foremost brings in what the others read again.
constexpr std::ptrdiff_t ahead = 2048, near_by = std::ptrdiff_t{1} << 18;  // bytes
int find_foremost(input_table const& inputs, std::byte const* const* at, std::ptrdiff_t const* step, int* foremost) noexcept {
  int count = 0;
  for (int k = 0; k < inputs.count; ++k) {
    bool followed = step[k] <= 0;
    for (int m = 0; m < inputs.count && !followed; ++m) {
      auto const apart = reinterpret_cast<std::uintptr_t>(at[m]) - reinterpret_cast<std::uintptr_t>(at[k]);
      followed = step[m] == step[k] && (apart == 0 ? m < k : apart < near_by);
    }
    if (!followed) foremost[count++] = k;
  }
  return count;
}
FNP_INLINE void fetch(std::byte const* from) noexcept {
  for (std::ptrdiff_t i = 0; i < ahead; i += static_cast<std::ptrdiff_t>(line)) __builtin_prefetch(from + i);
}

// Bytes of a strip: of its widest dtype; and of all rows of values that stay.
constexpr std::ptrdiff_t strip_bytes = 2048, spread_bytes = 8 * strip_bytes;

// The rows of one block. Beside dense rows a value that stays is a row as long as a strip.
class region_walk {
 public:
  region_walk(vector_loops const& l, block const& b) noexcept
      : block_(b), inputs_(*l.inputs), loop_(l.loop[own_level]), lanes_(l.lanes[own_level]), at_(l.inputs->count) {
    std::uint64_t const stays = b.broadcast | inputs_.constants;
    int staying = 0, moving = 0;
    for (int k = 0; k < inputs_.count; ++k) {
      bool const moves = !((stays >> (k + 1)) & 1);
      step_[k] = !moves ? 0 : b.element ? b.element[k + 1] : inputs_.size[k];
      apart_ = apart_ && b.data[k + 1] != b.data[0];
      moving += moves;
      staying += !moves && inputs_.step[k] != 0;
      reaches_ = reaches_ || step_[k] > inputs_.size[k];
    }
    dense_ = !b.element;
    if (dense_ && staying != 0) spread_ = (staying > 8 ? spread_bytes / staying : strip_bytes) & -line_bytes;
    strip_ = (spread_ != 0 ? spread_ : strip_bytes) / inputs_.widest;
    streams_ = b.stream && inputs_.result * lanes_ >= 16;
    neighbours_ = streams_ && b.rows > 1 ? moving : 0;
    overrun_ = runs_over() ? b.rows - 1 : 0;
  }

  void run(std::ptrdiff_t r) noexcept {
    enter(r);
    if (r < overrun_) return run_loop(to_, 0, block_.count);
    std::ptrdiff_t begin = 0, end = 0;  // what goes past the caches, in whole lines
    if (streams_) {
      find_lines(begin, end);
      if (r == 0) find_leaders();
      compute_past_caches(begin, end);
    }
    std::ptrdiff_t const first[] = {end, 0}, last[] = {block_.count, begin};
    for (int side = 0; side < (begin > 0 ? 2 : 1); ++side) compute(first[side], last[side]);
  }

 private:
  static constexpr std::ptrdiff_t line_bytes = line;

  // Short rows that lie one behind the other: what the last vector of a row computes beyond its end is the next row's
  // beginning, and is computed anew. So all but the last of so many rows are one call of the loop each.
  bool runs_over() const noexcept {
    if (!apart_ || reaches_ || streams_ || block_.count < lanes_ || block_.row_stride[0] != block_.count * inputs_.result) return false;
    if (spread_ != 0 && block_.count > strip_) return false;
    for (int k = 0; k < inputs_.count; ++k)
      if (step_[k] != 0 && (step_[k] != inputs_.size[k] || block_.row_stride[k + 1] != block_.count * step_[k])) return false;
    return true;
  }

  void enter(std::ptrdiff_t r) noexcept {
    to_ = block_.data[0] + r * block_.row_stride[0];
    std::byte* spread_to = rows_of_one_value_;
    for (int k = 0; k < inputs_.count; ++k) {
      row_[k] = block_.data[k + 1] + r * block_.row_stride[k + 1];
      if (step_[k] != 0) continue;
      bool const whole_row = spread_ != 0 && inputs_.step[k] != 0;
      std::byte* const one = whole_row ? spread_to : splat_[k];
      if (r == 0 || block_.row_stride[k + 1] != 0) spread(one, row_[k], inputs_.size[k], whole_row ? (block_.count < strip_ ? block_.count : strip_) * inputs_.size[k] : line_bytes);
      row_[k] = one;
      at_.put(k, one);
      if (whole_row) spread_to += spread_;
    }
  }

  void find_leaders() noexcept {
    leaders_ = neighbours_ == 0 ? 0 : find_foremost(inputs_, row_, step_, foremost_);
    if (leaders_ == neighbours_) leaders_ = 0;  // the machine follows rows of different arrays by itself
  }

  void find_lines(std::ptrdiff_t& begin, std::ptrdiff_t& end) const noexcept {
    std::ptrdiff_t const item = inputs_.result, beside = static_cast<std::ptrdiff_t>(reinterpret_cast<std::uintptr_t>(to_) & (line - 1));
    std::ptrdiff_t const head = (line_bytes - beside) % line_bytes / item, lines = ((block_.count - head) * item - reaches_) / line_bytes;
    if (beside % item != 0 || lines <= 0) return;
    begin = head;
    end = head + lines * line_bytes / item;
  }

  void compute_past_caches(std::ptrdiff_t begin, std::ptrdiff_t end) noexcept {
    std::ptrdiff_t const most = leaders_ != 0 || spread_ != 0 ? strip_ : end;
    for (std::ptrdiff_t done = begin, n; done < end; done += n) {
      n = end - done < most ? end - done : most;
      for (int k = 0; k < leaders_; ++k) fetch(row_[foremost_[k]] + (done + n) * step_[foremost_[k]]);
      run_loop(to_ + done * inputs_.result, done, n, true);
    }
  }

  FNP_INLINE void run_loop(std::byte* to, std::ptrdiff_t from, std::ptrdiff_t n, bool past_caches = false) noexcept {
    for (int k = 0; k < inputs_.count; ++k) at_.put(k, row_[k] + from * step_[k]);
    loop_(to, at_.pointers, dense_ ? nullptr : step_, n, past_caches);
  }

  // Elements [first, last) of the row.
  void compute(std::ptrdiff_t first, std::ptrdiff_t last) noexcept {
    std::ptrdiff_t const item = inputs_.result, rest = (last - first) & (lanes_ - 1);
    std::ptrdiff_t end = last - rest;
    if (reaches_ && rest == 0 && last == block_.count && first < last) end -= lanes_;
    std::ptrdiff_t const most = spread_ != 0 ? strip_ : last;
    for (std::ptrdiff_t done = first, n; done < end; done += n) {
      n = end - done < most ? end - done : most;
      run_loop(to_ + done * item, done, n);
    }
    if (end < last) compute_part(end, last - end);
  }

  // Elements that fill no vector, or only one that may not be read whole.
  void compute_part(std::ptrdiff_t done, std::ptrdiff_t n) noexcept {
    std::ptrdiff_t const item = inputs_.result;
    std::byte* const out = to_ + done * item;
    if (!reaches_ && block_.count >= lanes_) {
      // A whole vector over the row's end computes some results twice. They are stored twice where no input changes
      // meanwhile; but a line that is stored past the caches as well would be waited for.
      std::ptrdiff_t const begin = done + lanes_ <= block_.count ? done : block_.count - lanes_;
      if (apart_ && !streams_) return run_loop(to_ + begin * item, begin, lanes_);
      run_loop(part_.row[62], begin, lanes_);
      return copy_short(out, part_.row[62] + (done - begin) * item, static_cast<std::size_t>(n * item));
    }
    std::byte const* from[62];
    for (int k = 0; k < inputs_.count; ++k) from[k] = row_[k] + done * step_[k];
    if (block_.element)
      run_strided_part(inputs_, loop_, lanes_, out, at_, step_, n, from);
    else
      run_part(part_, inputs_, loop_, lanes_, out, at_, step_, n, dense_, from);
  }

  block const& block_;
  input_table const& inputs_;
  vector_loop const loop_;
  std::ptrdiff_t const lanes_;
  std::ptrdiff_t strip_, spread_ = 0;  // elements of a strip; bytes of a row of one value, 0 where one vector is enough
  // reaches: a vector of every other element reads one behind its last, which the row's last element must not have.
  bool dense_, streams_, reaches_ = false, apart_ = true;
  int leaders_ = 0, neighbours_;
  std::ptrdiff_t overrun_;  // rows that may run over into the next one
  std::byte* to_;
  std::byte const* row_[62];
  input_row at_;
  std::ptrdiff_t step_[62];
  int foremost_[62];
  alignas(line) std::byte splat_[62][line];
  part_buffers part_;
  alignas(line) std::byte rows_of_one_value_[spread_bytes];
};

}  // namespace

void run_dense_row(vector_loops const& l, std::byte* const* data, std::ptrdiff_t count) noexcept {
  input_table const& inputs = *l.inputs;
  std::ptrdiff_t const lanes = l.lanes[own_level], rest = count & (lanes - 1), whole = count - rest;
  std::byte const* from[62];
  input_row at(inputs.count);
  alignas(line) std::byte splat[62][line];
  for (int k = 0; k < inputs.count; ++k) {
    at.put(k, data[k + 1]);
    from[k] = data[k + 1] + whole * inputs.step[k];
    if (inputs.step[k] == 0) {
      spread(splat[k], data[k + 1], inputs.size[k]);
      at.put(k, splat[k]);
    }
  }
  vector_loop const loop = l.loop[own_level];
  if (whole != 0) loop(data[0], at.pointers, nullptr, whole, false);
  if (rest == 0) return;
  part_buffers part;
  run_part(part, inputs, loop, lanes, data[0] + whole * inputs.result, at, inputs.step, rest, true, from);
}

fp_flags run_region_rows(block const& b, void const* parameters) noexcept {
  region_walk walk(*static_cast<vector_loops const*>(parameters), b);
  for (std::ptrdiff_t r = 0; r < b.rows; ++r) walk.run(r);
  return 0;
}

}  // namespace fnp::FNP_LEVEL
