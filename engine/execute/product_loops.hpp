// One product of two matrices, cut into jobs: dot products, tiles, or what is not worth packing at once; or a batch of
// them.
//
// Large products follow K. Goto, R. van de Geijn, "Anatomy of high-performance matrix multiplication", ACM TOMS 34
// (2008), doi:10.1145/1356052.1356053: a block of the right matrix is packed once and shared by the threads, each packs
// its rows of the left one, and tiles of the result stay in registers. Blocks of k go on from the sums that the result
// holds.
#pragma once
#include "engine/execute/run_state.hpp"
#include "fnp/base/strided.hpp"
#include "kernels/product_kernel.hpp"

namespace fnp::execute {

using kernels::strided_rows;

// The tile in which progress is counted, whatever the route: counted_extent x counted_depth x counted_extent.
inline constexpr index counted_extent = 64, counted_depth = kernels::dot_run;

inline index parts_of(index extent, index part) { return (extent + part - 1) / part; }
// Tiles of an m x k by k x n product; at least one where there is something to write.
inline index count_tiles(index m, index k, index n) {
  return parts_of(m, counted_extent) * parts_of(n, counted_extent) * std::max<index>(1, parts_of(k, counted_depth));
}

// Counts work of one thread; asks and reports only when enough has come together.
class pulse {
 public:
  explicit pulse(run_state* run) : run_(run) {}
  pulse(pulse const&) = delete;
  pulse& operator=(pulse const&) = delete;
  ~pulse() { report(); }
  // After `terms` multiplications that completed `tiles`; false: stop now.
  bool beat(index tiles, double terms) {
    tiles_ += static_cast<std::size_t>(tiles);
    terms_ += terms;
    if (terms_ < 1e5) return true;
    terms_ = 0;
    report();
    return go_on();
  }
  bool go_on() { return !run_ || run_->go_on(); }

 private:
  void report() {
    if (run_ && tiles_ > 0) run_->finished(tiles_);
    tiles_ = 0;
  }
  run_state* run_;
  std::size_t tiles_ = 0;
  double terms_ = 0;
};

// Estimated nanoseconds of so many terms on one thread: of tiles (0.018 measured for float64), and of dot products,
// which read an element of the matrix a term.
inline double product_cost(double terms, dtype type, bool dots) {
  return terms * (dots ? 0.01 : 0.0025) * static_cast<double>(itemsize(type));
}
// Packing an element takes as long as so many terms.
inline constexpr double terms_of_packing = 16;

// c^T = b^T a^T: the same terms in the same order.
inline strided_rows transposed(strided_rows const& v) { return {v.at, v.element, v.row}; }

class product_loops {
 public:
  // in_order: every element sums in increasing k, also those of vectors. shared: jobs go to the run's threads.
  product_loops(dtype, index m, index k, index n, bool in_order, isa, run_state*, bool shared);
  // False: stopped.
  bool multiply(strided_rows c, strided_rows a, strided_rows b, pulse&) const;
  // `count` products, one after the other, `step` apart.
  bool multiply(strided_rows c, strided_rows a, strided_rows b, index count, kernels::matrix_steps const& step,
                pulse&) const;

 private:
  enum class route : std::uint8_t { nothing, dots, thin, direct, tiles };

  // Booleans: are all sums found true after few terms? Then c is complete.
  bool soon_true(strided_rows c, strided_rows a, strided_rows b) const;
  bool dots(strided_rows c, strided_rows a, strided_rows b, pulse&) const;
  bool thin(strided_rows c, strided_rows a, strided_rows b, pulse&) const;
  void dot_rows(std::byte* sums, strided_rows x, std::byte const* y, index rows, index length) const;
  bool dots_of_batch(strided_rows c, strided_rows a, strided_rows b, index count, kernels::matrix_steps const& step,
                     pulse&) const;
  bool is_direct(bool in_order) const;
  bool direct(strided_rows c, strided_rows a, strided_rows b, index count, kernels::matrix_steps step, pulse&) const;
  bool tiles(strided_rows c, strided_rows a, strided_rows b, pulse&) const;
  bool blocks(strided_rows c, strided_rows a, strided_rows b, index depth_of_block, pulse&) const;
  bool strip(strided_rows c, strided_rows a, strided_rows b, index depth_of_block, pulse&) const;
  int height_class(index rows) const;
  index register_count(index columns) const { return (columns + kernel_.lanes - 1) / kernel_.lanes; }
  void pack(std::byte* to, index width, strided_rows from, index depth, index filled) const;
  void pack_left(std::byte* to, strided_rows a, index rows, index depth) const;
  void pack_right(std::byte* to, strided_rows b, index columns, index depth) const;
  void multiply_panel(strided_rows c, std::byte const* a, std::byte const* b, index rows, index depth, index width,
                      bool fresh, std::byte* spare) const;
  void multiply_tile(strided_rows c, std::byte const* a, std::byte const* b, index height, index depth, index width,
                     bool fresh, std::byte* spare) const;
  std::size_t spare_bytes() const;
  // body(job, pulse), false: stop. `terms`: of one job.
  bool share(index jobs, double terms, pulse&, function_ref<void(index, pulse&, bool&)> body) const;

  kernels::product_kernel const& kernel_;
  kernels::copy_kernel copy_, copy_part_;
  dtype type_;
  index item_, m_, k_, n_;
  index tile_columns_;
  route route_;
  bool transposed_ = false;  // the route works on the transposes, m_ and n_ exchanged
  bool shared_;
  run_state* run_;
};

}  // namespace fnp::execute
