// argmin and argmax of all elements of an array whose memory has another order than its positions.
//
// The planner folds positions in C order, for which a transposed array is gathered; to move it takes five times as long
// as to read it. But the first of equals is the one at the least position, whoever looks first. So every row of memory
// is searched as it lies: along it positions grow, hence its own first extreme is the one to know of. That one is
// lifted with its place in C order and joined with those of the other rows, which keeps the better one, or of equals
// (and of NaN) the earlier.
#include "engine/short_ways/extreme_position.hpp"

#include <algorithm>
#include <cstring>

#include "engine/execute/odometer.hpp"
#include "engine/execute/thread_scratch.hpp"
#include "engine/settings.hpp"
#include "fnp/ops/all.hpp"

namespace fnp::engine {
namespace {

constexpr index shortest_row = 32, most_rows = 256;

thread_local execute::thread_scratch partial_results;

struct other_axis {
  index extent, stride, place;  // place: how far positions are apart
};

// Rows of memory and what is around them.
struct memory_rows {
  index length = 0, place = 0;
  small_vector<other_axis> others;

  // False: the rows are those of C order, or short, or elements are not aligned.
  bool find(array_body const& a) {
    std::size_t const rank = a.layout.rank();
    if (rank < 2) return false;
    auto const item = static_cast<index>(itemsize(a.type));
    std::uintptr_t parts = reinterpret_cast<std::uintptr_t>(a.data);
    for (index const stride : a.layout.stride) parts |= static_cast<std::uintptr_t>(stride);
    if (parts & static_cast<std::uintptr_t>((kind(a.type) == 'c' ? item / 2 : item) - 1)) return false;
    std::size_t along = rank;
    index place_of = 1;
    for (std::size_t i = rank; i-- > 0; place_of *= a.layout.extent[i]) {
      if (a.layout.extent[i] == 1) continue;
      if (along == rank && a.layout.stride[i] == item) {
        along = i;
        length = a.layout.extent[i];
        place = place_of;
      } else {
        others.push_back({a.layout.extent[i], a.layout.stride[i], place_of});
      }
    }
    if (along == rank || place == 1 || length < shortest_row) return false;
    // The nearest rows together.
    std::sort(others.begin(), others.end(),
              [](auto const& x, auto const& y) { return std::abs(x.stride) < std::abs(y.stride); });
    return !others.empty();
  }
};

class position_search {
 public:
  position_search(array_body const& a, kernels::fold_kernel const& fold, memory_rows const& rows)
      : a_(a),
        fold_(fold),
        rows_(rows),
        partial_(partial_results.get(most_rows * (fold.state + sizeof(index)))),
        found_(reinterpret_cast<index*>(partial_ + most_rows * fold.state)) {}

  index run() {
    std::size_t const count = rows_.others.size();
    extents at(count, 0), extent(count, 1);
    execute::odometer farther;
    for (std::size_t i = count; i-- > 0;) {
      extent[i] = rows_.others[i].extent;
      if (i > 0) farther.axes.push_back(static_cast<std::uint8_t>(i));
    }
    do {
      std::byte const* x = a_.data;
      index place = 0;
      for (std::size_t i = 1; i < count; ++i) {
        x += at[i] * rows_.others[i].stride;
        place += at[i] * rows_.others[i].place;
      }
      look(x, place);
    } while (farther.step(at, extent));
    index result;
    fold_.finish(reinterpret_cast<std::byte*>(&result), best_, 1);
    return result;
  }

 private:
  // The rows along the nearest other axis.
  void look(std::byte const* x, index place) {
    other_axis const& axis = rows_.others[0];
    auto const item = static_cast<index>(itemsize(a_.type));
    for (index done = 0; done < axis.extent; done += most_rows) {
      index const rows = std::min(most_rows, axis.extent - done);
      std::byte const* const first = x + done * axis.stride;
      fold_.runs(partial_, first, rows, axis.stride, rows_.length, 0);
      fold_.finish(reinterpret_cast<std::byte*>(found_), partial_, rows);
      for (index r = 0; r < rows; ++r) {
        alignas(16) std::byte one[32];
        bool const is_first = empty_;
        empty_ = false;
        fold_.lift(is_first ? best_ : one, first + r * axis.stride + found_[r] * item, 1,
                   place + (done + r) * axis.place + found_[r] * rows_.place);
        if (!is_first) fold_.join(best_, one, 1);
      }
    }
  }

  array_body const& a_;
  kernels::fold_kernel const& fold_;
  memory_rows const& rows_;
  std::byte* partial_;
  index* found_;
  alignas(16) std::byte best_[32];
  bool empty_ = true;
};

}  // namespace

bool find_extreme(job const& j, options const& o, array_handle& fresh) {
  program const& p = *j.what;
  instruction const& last = p.code.back();
  if (last.what != code::reduce || (last.op != ops::id_of<ops::argmin> && last.op != ops::id_of<ops::argmax>))
    return false;
  if (p.code.size() != 2 || p.code[0].what != code::leaf || p.may_fail || j.where || !takes_short_ways(o)) return false;
  axes_argument const* const axes = j.leaves[last.index].axes();
  array_body const* const a = j.leaves[p.code[0].index].array;
  if (!axes || !axes->all || !a || a->type != p.code[0].type || a->c_contiguous || a->count == 0) return false;
  memory_rows rows;
  if (!rows.find(*a) || (o.threads != 1 && a->count > 1 << 16)) return false;
  kernels::fold_kernel const* const fold = kernels::find_fold(last.op, a->type, o.level);
  if (!fold) return false;
  array_body* out = j.into;
  bool const rank_fits = !out || out->layout.rank() == (axes->keepdims ? a->layout.rank() : 0);
  if (!rank_fits || (out && (out->type != p.type || out->count != 1 || !out->writeable))) return false;
  index const place = position_search(*a, *fold, rows).run();
  if (!out) {
    fresh = make_array(p.type, axes->keepdims ? extents(a->layout.rank(), 1) : extents{});
    out = fresh.get();
  }
  std::memcpy(out->data, &place, sizeof place);
  count_short_way(j.into == nullptr, a->count * static_cast<index>(itemsize(a->type)));
  return true;
}

}  // namespace fnp::engine
