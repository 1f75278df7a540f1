// Running sums in the order of fnp::accurate: lines along the axis, each a function of its elements alone.
//
// A dense line is scanned where it lies. Others are brought into scratch, neighbours together, a piece at a time; a
// piece is whole blocks of the order (kernels/reduce/prefix_sums.cpp), and what has been summed is carried from one to
// the next.
#include <algorithm>
#include <cstring>
#include <vector>

#include "engine/array/axes.hpp"
#include "engine/execute/odometer.hpp"
#include "engine/execute/status_flags.hpp"
#include "engine/plan/machine.hpp"
#include "engine/settings.hpp"
#include "engine/ufunc/method_loop.hpp"
#include "fnp/ndarray.hpp"
#include "fnp/ops/all.hpp"
#include "fnp/ufunc_methods.hpp"

namespace fnp::ufunc_on {
namespace {

constexpr index most_lines = 16, piece_blocks = 4;

class line_scan {
 public:
  line_scan(array_body& to, array_body const& from, std::size_t axis, isa level)
      : kernel_(*kernels::find_prefix_sum(to.type, level)),
        to_(to),
        from_(from),
        axis_(axis),
        n_(to.layout.extent[axis]),
        item_(static_cast<index>(itemsize(to.type))),
        copy_(kernels::find_copy(itemsize(to.type), level)) {}

  void run() {
    extents const& extent = to_.layout.extent;
    std::size_t const rank = extent.size();
    // The axis along which the other lines lie closest together in the result.
    std::size_t beside = rank;
    for (std::size_t i = 0; i < rank; ++i)
      if (i != axis_ && extent[i] > 1 &&
          (beside == rank || std::abs(to_.layout.stride[i]) < std::abs(to_.layout.stride[beside])))
        beside = i;
    index const neighbours = beside < rank ? extent[beside] : 1;
    index const to_next = beside < rank ? to_.layout.stride[beside] : 0,
                from_next = beside < rank ? from_.layout.stride[beside] : 0;
    execute::odometer others;
    for (std::size_t i = 0; i < rank; ++i)
      if (i != axis_ && i != beside) others.axes.push_back(static_cast<std::uint8_t>(i));
    extents at(rank, 0);
    do {
      std::byte* to = to_.data;
      std::byte const* from = from_.data;
      for (std::size_t i = 0; i < rank; ++i) {
        to += at[i] * to_.layout.stride[i];
        from += at[i] * from_.layout.stride[i];
      }
      for (index k = 0; k < neighbours; k += most_lines)
        lines(to + k * to_next, to_next, from + k * from_next, from_next, std::min(most_lines, neighbours - k));
    } while (others.step(at, extent));
  }

 private:
  void lines(std::byte* to, index to_next, std::byte const* from, index from_next, index count) {
    carried_.assign(static_cast<std::size_t>(count) * kernel_.state, std::byte{});
    index const to_step = to_.layout.stride[axis_], from_step = from_.layout.stride[axis_];
    if (to_step == item_ && from_step == item_) {
      for (index k = 0; k < count; ++k) whole_line(to + k * to_next, from + k * from_next, carry(k));
      return;
    }
    index const piece = piece_blocks * kernel_.block, row = piece * item_;
    scratch_.resize(static_cast<std::size_t>(count * row));
    for (index done = 0; done < n_; done += piece) {
      index const here = std::min(piece, n_ - done);
      copy_({scratch_.data(), row, item_}, {const_cast<std::byte*>(from) + done * from_step, from_next, from_step},
            count, here);
      for (index k = 0; k < count; ++k)
        kernel_.scan(scratch_.data() + k * row, scratch_.data() + k * row, here, carry(k), false);
      copy_({to + done * to_step, to_next, to_step}, {scratch_.data(), row, item_}, count, here);
    }
  }
  void whole_line(std::byte* to, std::byte const* from, std::byte* carried) {
    bool const stream = n_ * item_ > plan::this_machine().stream_from && reinterpret_cast<std::uintptr_t>(to) % 64 == 0;
    kernels::settled_streams const settled{stream};
    kernel_.scan(to, from, n_, carried, stream);
  }
  std::byte* carry(index line) { return carried_.data() + static_cast<std::size_t>(line) * kernel_.state; }

  kernels::prefix_kernel const& kernel_;
  array_body& to_;
  array_body const& from_;
  std::size_t axis_;
  index n_, item_;
  kernels::copy_kernel copy_;
  std::vector<std::byte> carried_, scratch_;
};

// No byte in common: what is written is not read again.
bool is_apart(array_body const& a, array_body const& b) {
  storage const &x = *a.memory, &y = *b.memory;
  return x.data + x.bytes <= y.data || y.data + y.bytes <= x.data;
}

}  // namespace

array_handle running_sum(array_body const& a, index asked, array_body* out) {
  if (!is_inexact(a.type)) return accumulate(ops::id_of<ops::add>, a, asked, {}, out);
  if (a.layout.rank() == 0)
    fail(error_code::no_loop, "cumsum: cannot accumulate on a scalar, an array of 1 axis is needed");
  auto const axis = static_cast<std::size_t>(normal_axis(asked, a.layout.rank()));
  extents const& shape = a.layout.extent;
  if (out) check_out(*out, shape, shape, "cumsum");
  if (out && !can_cast(a.type, out->type, casting::same_kind))
    fail_cast(a.type, out->type, "same_kind", "cumsum output");
  if (a.type == dtype::f2)
    return deliver(views::astype(*running_sum(*views::astype(a, dtype::f4), asked), dtype::f2), out);
  bool const straight = out && out->type == a.type && is_apart(*out, a);
  array_handle const r = straight ? array_handle::share(out) : make_array_like(a.type, shape, a.layout.stride);
  if (r->count > 0) {
    engine::options const& o = engine::cached_defaults();
    line_scan scan(*r, a, axis, o.watch ? isa::reference : o.level);
    if (o.watch)
      report(execute::status_of([&] { scan.run(); }));
    else
      scan.run();
  }
  return deliver(r, straight ? nullptr : out);
}

}  // namespace fnp::ufunc_on
