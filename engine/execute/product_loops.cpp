// The route of a product, the sharing of its jobs, and dot products.
#include "engine/execute/product_loops.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

#include "engine/execute/thread_scratch.hpp"
#include "engine/plan/machine.hpp"

namespace fnp::execute {
namespace {

thread_local thread_scratch thread_rows, thread_columns;

std::size_t bytes_of(index elements, index item) { return static_cast<std::size_t>(elements * item); }

}  // namespace

product_loops::product_loops(dtype type, index m, index k, index n, bool in_order, isa level, run_state* run,
                             bool shared)
    : kernel_(*kernels::find_product(type, level)),
      copy_(kernels::find_copy(itemsize(type), level)),
      copy_part_(kernels::find_copy(itemsize(type) / static_cast<std::size_t>(kernel_.parts), level)),
      type_(type),
      item_(static_cast<index>(itemsize(type))),
      m_(m),
      k_(k),
      n_(n),
      shared_(shared),
      run_(run) {
  if (m == 0 || n == 0)
    route_ = route::nothing;
  else if ((m == 1 || n == 1) && !in_order)
    route_ = route::dots;
  else if (kernels::is_thin(m, k, n) && !in_order)
    route_ = route::thin;
  else
    route_ = is_direct(in_order) ? route::direct : route::tiles;
  tile_columns_ = kernel_.registers * kernel_.lanes;
  // Dot products are a column; what is narrower than a register, but higher, fills more of it when turned.
  transposed_ = route_ == route::dots ? n > 1 : route_ == route::tiles && n < kernel_.lanes && m > n;
  if (transposed_) std::swap(m_, n_);
}

bool product_loops::share(index jobs, double terms, pulse& mine, function_ref<void(index, pulse&, bool&)> body) const {
  double const cost = product_cost(terms, type_, route_ == route::dots || route_ == route::thin);
  auto const total = static_cast<std::size_t>(jobs);
  bool alone = false, more = true;
  share_ranges(total, cost * static_cast<double>(jobs), plan::this_machine().worth_a_thread,
               shared_ ? run_->threads : 1, [&](std::size_t first, std::size_t last) {
                 if (last - first == total) {
                   alone = true;
                   for (std::size_t j = first; j < last && more; ++j) body(static_cast<index>(j), mine, more);
                   return;
                 }
                 pulse own(run_);
                 bool goes_on = own.go_on();
                 for (std::size_t j = first; j < last && goes_on; ++j) body(static_cast<index>(j), own, goes_on);
               });
  return alone ? more : mine.go_on();
}

bool product_loops::soon_true(strided_rows c, strided_rows a, strided_rows b) const {
  constexpr index together = 8;
  index const m = transposed_ ? n_ : m_, n = transposed_ ? m_ : n_, looked_at = std::clamp<index>(k_ / 4, 16, 64);
  if (type_ != dtype::b1 || m == 0 || n <= 1 || k_ < 32 || b.element != 1 || c.element != 1) return false;
  for (index i = 0; i < m; ++i) {
    std::byte* const row = c.at + i * c.row;
    std::memset(row, 0, static_cast<std::size_t>(n));
    bool open = true;
    for (index k = 0; k < looked_at && open; k += together) {
      kernel_.row(row, a.at + i * a.row + k * a.element, a.element, b.at + k * b.row, b.row, together, n);
      open = std::memchr(row, 0, static_cast<std::size_t>(n)) != nullptr;
    }
    if (open) return false;
  }
  return true;
}

bool product_loops::multiply(strided_rows c, strided_rows a, strided_rows b, pulse& mine) const {
  if (soon_true(c, a, b)) return mine.beat(count_tiles(m_, k_, n_), static_cast<double>(m_ * n_));
  if (transposed_) {
    std::swap(a, b);
    a = transposed(a), b = transposed(b), c = transposed(c);
  }
  switch (route_) {
    case route::nothing:
      return true;
    case route::dots:
      return dots(c, a, b, mine);
    case route::thin:
      return thin(c, a, b, mine);
    case route::tiles:
      return tiles(c, a, b, mine);
    case route::direct:
      break;
  }
  return direct(c, a, b, 1, {}, mine);
}

// sums[i] = the dot product of row i of x with y, one run. Rows that are neighbours in memory: every lane is a row of
// sums for all of them, y's lane times a matrix; lanes without a term are left out. Other rows are gathered, unless
// dense.
void product_loops::dot_rows(std::byte* sums, strided_rows x, std::byte const* y, index rows, index length) const {
  index const lanes =
      std::min<index>(kernels::dot_lanes / item_, static_cast<index>(std::bit_ceil(static_cast<std::size_t>(length))));
  if (x.element == item_ || length <= 1) {
    kernel_.dots(sums, x.at, x.row, y, 0, rows, length);
  } else if (x.row == item_ && rows >= 8 && length <= static_cast<index>(kernels::shortest_lanes)) {
    kernel_.columns(sums, y, item_, x.at, x.element, length, rows);
  } else if (x.row == item_ && rows >= 8) {
    std::byte* const all = thread_rows.get(bytes_of(lanes * rows, item_));
    std::memset(all, 0, bytes_of(lanes * rows, item_));
    for (index l = 0; l < lanes; ++l)
      kernel_.row(all + l * rows * item_, y + l * item_, lanes * item_, x.at + l * x.element, lanes * x.element,
                  (length - l + lanes - 1) / lanes, rows);
    for (index half = lanes / 2; half > 0; half /= 2) kernel_.join(all, all + half * rows * item_, half * rows);
    std::memcpy(sums, all, bytes_of(rows, item_));
  } else {
    constexpr index together = 8;
    std::byte* const gathered = thread_rows.get(bytes_of(together * length, item_));
    for (index i = 0; i < rows; i += together) {
      index const count = std::min(together, rows - i);
      copy_({gathered, length * item_, item_}, {x.at + i * x.row, x.row, x.element}, count, length);
      kernel_.dots(sums + i * item_, gathered, length * item_, y, 0, count, length);
    }
  }
}

bool product_loops::dots(strided_rows c, strided_rows a, strided_rows b, pulse& mine) const {
  index const run = type_ == dtype::b1 ? std::max<index>(k_, 1) : kernels::dot_run;  // one true term decides
  // Rows of a job. Long ones that lie across are read as far as they lie dense, by threads at least in parts.
  index const group = (k_ <= 32 || (a.row == item_ && !shared_) ? 16 : 4) * counted_extent;
  index const runs = std::max<index>(1, parts_of(k_, run));
  if (m_ == 1 && runs == 1 && a.element == item_ && b.row == item_) {  // one of a batch, perhaps of many
    kernel_.dots(c.at, a.at, 0, b.at, 0, 1, k_);
    return mine.beat(count_tiles(1, k_, 1), static_cast<double>(k_));
  }
  std::byte const* y = b.at;
  aligned_memory packed, partial;
  if (b.row != item_ && k_ > 1) {
    packed = allocate_aligned(bytes_of(k_, item_));
    copy_({packed.get(), 0, item_}, {b.at, 0, b.row}, 1, k_);
    y = packed.get();
  }
  // The sums of run r of all rows lie one after the other.
  bool const direct = runs == 1 && (c.row == item_ || m_ == 1);
  if (!direct) partial = allocate_aligned(bytes_of(m_ * runs, item_));
  std::byte* const sums = direct ? c.at : partial.get();
  double const terms = static_cast<double>(std::min(m_, group)) * static_cast<double>(std::min(k_, run));
  bool const done = share(parts_of(m_, group) * runs, terms, mine, [&](index job, pulse& p, bool& more) {
    index const r = job % runs, from = r * run, length = std::min(run, k_ - from);
    index const first = job / runs * group, rows = std::min(group, m_ - first);
    dot_rows(sums + (r * m_ + first) * item_, {a.at + first * a.row + from * a.element, a.row, a.element},
             y + from * item_, rows, length);
    more = p.beat(count_tiles(rows, length, 1), static_cast<double>(rows * length));
  });
  if (!done || direct) return done;
  for (index r = 1; r < runs; ++r) kernel_.join(sums, sums + r * m_ * item_, m_);
  copy_({c.at, c.row, 0}, {sums, item_, 0}, m_, 1);
  return true;
}

// Every sum is a dot product, as those of vectors are; the columns of the right matrix lie dense for a run's length.
bool product_loops::thin(strided_rows c, strided_rows a, strided_rows b, pulse& mine) const {
  constexpr index run = kernels::dot_run;
  index const runs = parts_of(k_, run), sums_of_run = m_ * n_;
  aligned_memory const partial = allocate_aligned(bytes_of(sums_of_run * runs, item_));
  std::byte* const sums = partial.get();
  double const terms = static_cast<double>(sums_of_run * run);
  bool const done = share(runs, terms, mine, [&](index r, pulse& p, bool& more) {
    index const from = r * run, length = std::min(run, k_ - from);
    strided_rows y{b.at + from * b.row, b.element, b.row};
    if (y.element != item_) {
      strided_rows const dense{thread_columns.get(bytes_of(n_ * length, item_)), length * item_, item_};
      copy_(dense, y, n_, length);
      y = dense;
    }
    for (index j = 0; j < n_; ++j)
      dot_rows(sums + (r * n_ + j) * m_ * item_, {a.at + from * a.element, a.row, a.element}, y.at + j * y.row, m_,
               length);
    more = p.beat(count_tiles(m_, length, n_), terms);
  });
  for (index r = 1; r < runs && done; ++r) kernel_.join(sums, sums + r * sums_of_run * item_, sums_of_run);
  if (done) copy_({c.at, c.element, c.row}, {sums, m_ * item_, item_}, n_, m_);
  return done;
}

}  // namespace fnp::execute
