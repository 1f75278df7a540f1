// Rows of compiled regions: from blocks to runs of whole vectors.
//
// A row is walked in whole vectors; what is left over (and what lies before an aligned address, when the results are
// streamed past the caches) goes through small buffers and once more through the same compiled loop. A value that stays
// is spread over one vector, which the loop reads again and again.
#include "fnp/base/cache_lines.hpp"
#include "kernels/families.hpp"
#include "kernels/row_inputs.hpp"

namespace fnp::FNP_LEVEL {
namespace {

// Of neighbours in one array (a stencil) the foremost brings in what the others read again.
constexpr std::ptrdiff_t ahead = 2048, near_by = std::ptrdiff_t{1} << 18;  // bytes
int find_foremost(input_table const& inputs, std::byte const* const* at, std::ptrdiff_t const* step,
                  int* foremost) noexcept {
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
  for (std::ptrdiff_t i = 0; i < ahead; i += line_bytes) expect_line(from, i);
}

// Bytes of a strip: of its widest dtype; and of all rows of values that stay, or of copies of rows.
constexpr std::ptrdiff_t strip_bytes = 2048, spread_bytes = 8 * strip_bytes;

// The rows of one block. Beside dense rows a value that stays is a row as long as a strip.
class region_walk {
 public:
  region_walk(vector_loops const& l, block const& b) noexcept
      : block_(b), inputs_(*l.inputs), loop_(l.loop[own_level]), lanes_(l.lanes[own_level]), at_(l.inputs->count) {
    std::uint64_t const stays = b.broadcast | inputs_.constants;
    int moving = 0, staying = 0;
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
  }

  void run() noexcept {
    std::ptrdiff_t const together = block_.rows > 1 ? rows_together() : 0, first = together > 0 ? block_.rows - 1 : 0;
    if (first > 0) run_as_one(together, first);
    for (std::ptrdiff_t r = first; r < block_.rows; ++r) run_row(r);
  }

 private:
  void run_row(std::ptrdiff_t r) noexcept {
    enter(r);
    std::ptrdiff_t begin = 0, end = 0;  // what goes past the caches, in whole lines
    if (streams_) {
      find_lines(begin, end);
      if (r == 0) find_leaders();
      compute_past_caches(begin, end);
    }
    std::ptrdiff_t const first[] = {end, 0}, last[] = {block_.count, begin};
    for (int side = 0; side < (begin > 0 ? 2 : 1); ++side) compute(first[side], last[side]);
  }

  // Short rows that lie one behind the other are one long row, where all inputs are made such: a value that stays is
  // spread and a row that is read again is copied, for as many rows as there is room for. What the last vector computes
  // beyond these is the next row's beginning, and is computed anew; so this leaves out the last row. 0: rows are no
  // such, or too long.
  std::ptrdiff_t rows_together() const noexcept {
    if (!apart_ || !dense_ || streams_ || block_.count < lanes_) return 0;
    if (block_.row_stride[0] != block_.count * inputs_.result) return 0;
    std::ptrdiff_t copies = 0;
    for (int k = 0; k < inputs_.count; ++k) {
      if (inputs_.step[k] == 0) continue;
      if (step_[k] == 0 || block_.row_stride[k + 1] == 0)
        ++copies;
      else if (block_.row_stride[k + 1] != block_.count * step_[k])
        return 0;
    }
    std::ptrdiff_t const row = block_.count * inputs_.widest, all = block_.rows - 1;
    if (copies == 0) return all;
    std::ptrdiff_t const room = row > strip_bytes ? 0 : (spread_bytes / copies - 3 * line_bytes) / row;
    return room < all ? room : all;
  }

  // pre: input k stays or is read again, and lies in `copy`.
  void fill(std::byte* copy, int k, std::ptrdiff_t first, std::ptrdiff_t rows) const noexcept {
    std::ptrdiff_t const bytes = block_.count * inputs_.size[k], stride = block_.row_stride[k + 1];
    std::byte const* from = block_.data[k + 1] + first * stride;
    std::memset(copy + rows * bytes, 0, line);
    for (std::byte* const end = copy + rows * bytes; copy != end; copy += bytes, from += stride)
      if (step_[k] == 0)
        spread(copy, from, inputs_.size[k], bytes);
      else
        std::memcpy(copy, from, static_cast<std::size_t>(bytes));
  }

  // Rows [0, end), `together` at a time.
  void run_as_one(std::ptrdiff_t together, std::ptrdiff_t end) noexcept {
    std::byte* copy[62];
    int moving[62], staying[62], moves = 0, stays = 0;
    std::byte* next = rows_of_one_value_;
    for (int k = 0; k < inputs_.count; ++k) {
      std::ptrdiff_t const stride = block_.row_stride[k + 1];
      if (inputs_.step[k] == 0) {
        spread(splat_[k], block_.data[k + 1], inputs_.size[k]);
        at_.put(k, splat_[k]);
      } else if (step_[k] != 0 && stride != 0) {
        at_.put(k, block_.data[k + 1]);
        moving[moves++] = k;
      } else {
        at_.put(k, copy[k] = next);
        next += (together * block_.count * inputs_.widest + 3 * line_bytes) & -line_bytes;
        if (stride != 0)
          staying[stays++] = k;
        else
          fill(copy[k], k, 0, together);
      }
    }
    for (std::ptrdiff_t r = 0; r < end; r += together) {
      std::ptrdiff_t const rows = together < end - r ? together : end - r;
      for (int i = 0; i < stays; ++i) fill(copy[staying[i]], staying[i], r, rows);
      loop_(block_.data[0] + r * block_.row_stride[0], at_.pointers, nullptr, rows * block_.count, false);
      for (int i = 0; i < moves; ++i) at_.advance(moving[i], rows * block_.row_stride[moving[i] + 1]);
    }
  }

  void enter(std::ptrdiff_t r) noexcept {
    to_ = block_.data[0] + r * block_.row_stride[0];
    std::byte* spread_to = rows_of_one_value_;
    for (int k = 0; k < inputs_.count; ++k) {
      row_[k] = block_.data[k + 1] + r * block_.row_stride[k + 1];
      if (step_[k] != 0) continue;
      bool const whole_row = spread_ != 0 && inputs_.step[k] != 0;
      std::byte* const one = whole_row ? spread_to : splat_[k];
      if (!entered_ || block_.row_stride[k + 1] != 0)
        spread(one, row_[k], inputs_.size[k],
               whole_row ? (block_.count < strip_ ? block_.count : strip_) * inputs_.size[k] : line_bytes);
      row_[k] = one;
      at_.put(k, one);
      if (whole_row) spread_to += spread_;
    }
    entered_ = true;
  }

  void find_leaders() noexcept {
    leaders_ = neighbours_ == 0 ? 0 : find_foremost(inputs_, row_, step_, foremost_);
    if (leaders_ == neighbours_) leaders_ = 0;  // the machine follows rows of different arrays by itself
  }

  void find_lines(std::ptrdiff_t& begin, std::ptrdiff_t& end) const noexcept {
    std::ptrdiff_t const item = inputs_.result,
                         beside = static_cast<std::ptrdiff_t>(reinterpret_cast<std::uintptr_t>(to_) & (line - 1));
    std::ptrdiff_t const head = (line_bytes - beside) % line_bytes / item,
                         lines = ((block_.count - head) * item - reaches_) / line_bytes;
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
  bool dense_, streams_, reaches_ = false, apart_ = true, entered_ = false;
  int leaders_ = 0, neighbours_;
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
  walk.run();
  return 0;
}

}  // namespace fnp::FNP_LEVEL
