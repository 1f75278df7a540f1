// The walk over rows: an outer axis is folded, one vector call a row.
#include "engine/execute/folder.hpp"
#include "fnp/base/cache_lines.hpp"

namespace fnp::execute {
namespace {

constexpr index partial_bytes = 1 << 18;

}  // namespace

void row_folder::walk() {
  std::size_t const inner = rank_ - 1;
  odometer outer_kept = kept_;
  outer_kept.axes.pop_back();
  index const width = panel();
  index const panels = (s_.extent[inner] + width - 1) / width, tasks = panels * outer_kept.points(s_.extent);
  auto const range = [&](std::size_t first, std::size_t last) {
    std::size_t const values_bytes = whole_lines(static_cast<std::size_t>(block_points(s_) * item_));
    std::size_t const row_bytes = whole_lines(static_cast<std::size_t>(width) * kernel_.state);
    frame f(s_, world(), worker(), values_bytes + row_bytes + static_cast<std::size_t>(width) * 16);
    std::byte* const partial = f.extra() + values_bytes;
    std::byte* const result = partial + row_bytes;
    extents at(rank_);
    for (std::size_t t = first; t < last; ++t) {
      outer_kept.place(at, s_.extent, static_cast<index>(t) / panels);
      at[inner] = static_cast<index>(t) % panels * width;
      index const count = std::min(width, s_.extent[inner] - at[inner]);
      if (!fold_rows(f, at, count, partial)) return;
      store_row(f, at, count, partial, result);
    }
  };
  spread(static_cast<std::size_t>(tasks), range);
}

bool row_folder::direct() const { return s_.fold.slot != 0 && s_.operands[s_.fold.slot].how == plan::access::dense; }

// Columns that are folded together. Rows of memory are read as whole as the partial results fit in L2: cut into short
// pieces, they would come from memory at half its speed. Threads share them.
index row_folder::panel() const {
  index const columns = s_.extent[rank_ - 1];
  if (!direct() && !apart_) return std::min(columns, block_points(s_));
  index const most = partial_bytes / static_cast<index>(kernel_.state), share = columns / run_.threads / 64 * 64 + 64;
  return std::min({columns, most, is_worth_threads() ? share : columns});
}

// The first row, whose elements lie apart.
void row_folder::lift_row(frame& f, std::byte const* x, index count, std::byte* partial) {
  index const most = block_points(s_);
  for (index done = 0; done < count; done += most) {
    index const n = std::min(most, count - done);
    kernels::strided_rows const from{const_cast<std::byte*>(x) + done * step(), 0, step()};
    world().copy({f.extra(), n * item_, item_}, s_.fold.element, from, s_.fold.element, 1, n);
    world().lift(s_, partial + done * static_cast<index>(kernel_.state), f.extra(), n, 0);
  }
}

// Neighbouring rows along the last folded axis are entered together.
bool row_folder::fold_rows(frame& f, extents& at, index count, std::byte* partial) {
  for (auto const a : outer_.axes) at[a] = 0;
  if (kernel_.clear) world().clear(s_, partial, count);
  odometer outer = outer_;
  std::size_t const axis = outer.axes.empty() ? 0 : outer.axes.back();
  index const extent = outer.axes.empty() ? 1 : s_.extent[axis];
  if (!outer.axes.empty()) outer.axes.pop_back();
  index const most = direct() || apart_ ? std::max<index>(256, block_points(s_) / count)
                                        : std::max<index>(1, block_points(s_) / count);
  index position = 0;
  do {
    for (index done = 0; done < extent; done += most) {
      if (!run_.go_on()) return false;
      if (extent > 1) at[axis] = done;
      index const rows = std::min(most, extent - done);
      std::ptrdiff_t row_stride;
      index const lifted = position == 0 && !kernel_.clear ? 1 : 0;
      if (apart_) {
        std::byte const* const x = f.address(s_.fold.slot, at);
        row_stride = s_.operands[s_.fold.slot].map.stride[axis];
        if (lifted) lift_row(f, x, count, partial);
        world().spaced_rows(s_, partial, x + lifted * row_stride, rows - lifted, row_stride, count, position + lifted);
        position += rows;
        continue;
      }
      std::byte const* const x = values(f, at, axis, rows, count, row_stride);
      if (lifted) world().lift(s_, partial, x, count, 0);
      // Which rounds float16 itself.
      world().rows(s_, partial, x + lifted * row_stride, rows - lifted, row_stride, count, position + lifted);
      position += rows;
    }
  } while (outer.step(at, s_.extent));
  return true;
}

void row_folder::store_row(frame& f, extents const& at, index count, std::byte const* partial, std::byte* result) {
  plan::operand const& out = s_.operands[0];
  index const item = static_cast<index>(itemsize(out.type)), stride = out.map.stride[rank_ - 1];
  if (stride == item || count == 1) return world().finish(s_, f.address(0, at), partial, count);
  world().finish(s_, result, partial, count);
  world().copy({f.address(0, at), 0, stride}, out.type, {result, 0, item}, out.type, 1, count);
}

}  // namespace fnp::execute
