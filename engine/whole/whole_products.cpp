// Products of whole arrays: one graph each, evaluated at once. Small ones of one dtype do without graph and plan, which
// would cost more than they do.
#include <algorithm>
#include <cstring>

#include "engine/execute/matrix_product.hpp"
#include "engine/execute/parallel.hpp"
#include "engine/execute/product_loops.hpp"
#include "engine/execute/thread_scratch.hpp"
#include "engine/ir/composites.hpp"
#include "engine/plan/machine.hpp"
#include "engine/settings.hpp"
#include "engine/whole/whole_graph.hpp"
#include "fnp/products.hpp"

namespace fnp::products {
namespace {

template <class Build> array_handle evaluate(array_body const& a, array_body const& b, Build build) {
  engine::whole_graph g;
  ir::value const x = g.use(a), y = g.use(b);
  return g.run(build(g.graph(), x, y));
}

// matmul of vectors and matrices; nothing where an operand must be cast, where options ask for more, or for who knows
// the errors.
array_handle small_product(array_body const& a, array_body const& b) {
  engine::options const& options = engine::cached_defaults();
  extents const &x = a.layout.extent, &y = b.layout.extent;
  if (!engine::is_plain() || a.type != b.type || x.empty() || y.empty()) return {};
  if (x.size() > 2 || y.size() > 2 || x.back() != y[0]) return {};
  extents shape = x;
  shape.pop_back();
  if (y.size() == 2) shape.push_back(y[1]);
  double const terms =
      static_cast<double>(element_count(shape).value) * static_cast<double>(std::max<index>(x.back(), 1));
  if (execute::product_cost(terms, a.type, true) > plan::this_machine().worth_a_thread) return {};
  array_handle r = make_array(a.type, shape);
  auto const view = [](array_body const& v) { return execute::byte_view{v.data, v.type, v.layout}; };
  execute::multiply_matrices(view(*r), view(a), view(b), options.level);
  return r;
}

// Sixteen bytes at a time: two complex64, or one complex128. What lies `beside` is fetched meanwhile, as it is read
// next.
void conjugate(std::byte* to, std::byte const* from, std::byte const* beside, index bytes, dtype type) {
  typedef std::uint64_t words __attribute__((vector_size(16)));
  constexpr std::uint64_t sign = std::uint64_t{1} << 63;
  words const signs = {type == dtype::c8 ? sign : 0, sign};
  auto const part = [&](index i, std::size_t size) {
    words w{};
    std::memcpy(&w, from + i, size);
    w ^= signs;
    std::memcpy(to + i, &w, size);
  };
  index i = 0;
  for (; i + 64 <= bytes; i += 64) {
    __builtin_prefetch(beside + i);
    for (index k = 0; k < 64; k += 16) part(i + k, 16);
  }
  for (; i + 16 <= bytes; i += 16) part(i, 16);
  if (i < bytes) part(i, 8);
}

// Dense rows; complex ones are conjugated a few at a time, so that no array of conjugates goes through memory.
array_handle vecdot_of_rows(array_body const& a, array_body const& b, index axis) {
  constexpr index band_bytes = 1 << 16;
  bool const is_complex = a.type == dtype::c8 || a.type == dtype::c16;
  engine::options const& options = engine::cached_defaults();
  extents shape = a.layout.extent;
  index const rank = static_cast<index>(shape.size()), item = static_cast<index>(itemsize(a.type));
  if (!engine::is_plain() || a.type != b.type || !(shape == b.layout.extent)) return {};
  if (rank == 0 || (axis != -1 && axis != rank - 1) || a.count == 0) return {};
  if (!is_c_contiguous(a.layout, item) || !is_c_contiguous(b.layout, item)) return {};
  index const length = shape.back(), rows = a.count / length, band = std::min(rows, band_bytes / (length * item));
  if (band == 0) return {};
  shape.pop_back();
  array_handle const r = make_array(a.type, shape);
  auto const view = [&](std::byte* data, index count, index row, index column) {
    extents const each{count, row, column};
    return execute::byte_view{data, a.type, {each, c_strides(each, item), 0}};
  };
  auto const range = [&](std::size_t first, std::size_t last) {
    execute::aligned_memory left;
    if (is_complex) left = execute::allocate_aligned(static_cast<std::size_t>(band * length * item));
    for (auto i = static_cast<index>(first) * band; i < std::min(rows, static_cast<index>(last) * band); i += band) {
      index const here = std::min(band, rows - i);
      std::byte* x = a.data + i * length * item;
      if (is_complex) {
        conjugate(left.get(), x, b.data + i * length * item, here * length * item, a.type);
        x = left.get();
      }
      execute::multiply_matrices(view(r->data + i * item, here, 1, 1), view(x, here, 1, length),
                                 view(b.data + i * length * item, here, length, 1), options.level);
    }
  };
  double const cost = execute::product_cost(static_cast<double>(a.count), a.type, true);
  execute::share_ranges(static_cast<std::size_t>((rows + band - 1) / band), cost, plan::this_machine().worth_a_thread,
                        options.threads, range);
  return r;
}

// Where NumPy's function is the matrix product for these ranks.
template <class Build> array_handle product(array_body const& a, array_body const& b, bool is_matmul, Build build) {
  array_handle r = is_matmul ? small_product(a, b) : array_handle();
  if (r.get()) return r;
  return evaluate(a, b, build);
}

}  // namespace

array_handle matmul(array_body const& a, array_body const& b) { return product(a, b, true, ir::make_matmul); }
array_handle dot(array_body const& a, array_body const& b) { return product(a, b, b.layout.rank() <= 2, ir::make_dot); }
array_handle inner(array_body const& a, array_body const& b) {
  return product(a, b, b.layout.rank() == 1, ir::make_inner);
}
array_handle outer(array_body const& a, array_body const& b) { return evaluate(a, b, ir::make_outer); }
array_handle vdot(array_body const& a, array_body const& b) { return evaluate(a, b, ir::make_vdot); }
array_handle matvec(array_body const& a, array_body const& b) {
  return product(a, b, a.layout.rank() == 2 && b.layout.rank() == 1, ir::make_matvec);
}
array_handle vecmat(array_body const& a, array_body const& b) { return evaluate(a, b, ir::make_vecmat); }

array_handle vecdot(array_body const& a, array_body const& b, index axis) {
  if (array_handle r = vecdot_of_rows(a, b, axis); r.get()) return r;
  return evaluate(a, b, [&](ir::graph& g, ir::value x, ir::value y) { return ir::make_vecdot(g, x, y, axis); });
}
array_handle tensordot(array_body const& a, array_body const& b, extents const& axes_a, extents const& axes_b) {
  return evaluate(a, b,
                  [&](ir::graph& g, ir::value x, ir::value y) { return ir::make_tensordot(g, x, y, axes_a, axes_b); });
}
array_handle tensordot(array_body const& a, array_body const& b, index axes) {
  extents last, first;
  for (index k = 0; k < axes; ++k) {
    last.push_back(k - axes);
    first.push_back(k);
  }
  return tensordot(a, b, last, first);
}

}  // namespace fnp::products
