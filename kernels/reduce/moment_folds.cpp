// The fold of sums and squared deviations by moment_tree.hpp: its partial result is wider than its result.
#include "kernels/reduce/fold.hpp"
#include "kernels/reduce/moment_tree.hpp"

namespace fnp::FNP_LEVEL {
namespace {

template <class T> struct moment_fold {
  using Element = T;
  using State = moments<T>;
  using Out = complex<T>;
  using tree = moment_tree<T>;
  static State identity() noexcept { return {T(0), T(0), T(0)}; }
  static State lift(T x, std::ptrdiff_t) noexcept { return {x, T(0), T(1)}; }
  static void join(State& left, State const& right) noexcept { tree::join(left, right); }
  static void row(State& s, T const& x, std::ptrdiff_t position) noexcept { join(s, lift(x, position)); }
  static State run(T const* x, std::ptrdiff_t n, std::ptrdiff_t) noexcept {
    return n * static_cast<std::ptrdiff_t>(sizeof(T)) > tree::sums::far_bytes ? tree::template tree<true>(x, n)
                                                                              : tree::template tree<false>(x, n);
  }
  // 0 + s, as sums have it. What is no finite number has no distance from itself.
  static Out finish(State const& s) noexcept { return Out(T(0) + s.sum, s.squares + (s.sum - s.sum)); }
  static constexpr kernels::fold_kernel kernel() noexcept {
    kernels::fold_kernel k = describe_fold<moment_fold>(kernels::fold_order::wide, dtype_of<Out>());
    k.leaf = tree::longest_leaf;
    k.lanes = tree::lanes;
    k.columns = columns;
    return k;
  }

 private:
  static void columns(std::byte* partial, std::byte const* x, std::ptrdiff_t rows, std::ptrdiff_t row_stride,
                      std::ptrdiff_t columns, std::byte* room) noexcept {
    column_tree<T, column_moments<T>>::each_panel(
        x, rows, row_stride, columns, room, [&](T const* sums, std::ptrdiff_t n, std::ptrdiff_t first, T count) {
          State* const to = reinterpret_cast<State*>(partial) + first;
          for (std::ptrdiff_t i = 0; i < n; ++i) to[i] = {sums[i], sums[n + i], count};
        });
  }
};

}  // namespace

kernels::fold_kernel const* find_moments(ops::op_id op, dtype element) noexcept {
  return op == ops::id_of<ops::moments_reduce> ? fold_row<ops::moments_reduce, moment_fold>::find(element) : nullptr;
}

}  // namespace fnp::FNP_LEVEL
