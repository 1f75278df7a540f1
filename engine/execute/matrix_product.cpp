// matmul: the matrices of the leading axes one after the other, or shared among threads where they are small.
#include "engine/execute/matrix_product.hpp"

#include <algorithm>

#include "engine/execute/product_loops.hpp"
#include "engine/execute/thread_scratch.hpp"
#include "engine/plan/machine.hpp"

namespace fnp::execute {
namespace {

// One operand: a matrix for every point of the leading axes.
struct matrices {
  std::byte* data;
  strided_rows first;  // its strides
  extents lead;        // byte strides of the leading axes of the result; 0 where one matrix serves all

  strided_rows at(extents const& point) const {
    std::byte* p = data;
    for (std::size_t i = 0; i < lead.size(); ++i) p += point[i] * lead[i];
    return {p, first.row, first.element};
  }
};

struct shape_of_product {
  index m, k, n;
  extents lead;
};

bool is_vector(strided const& v) { return v.rank() == 1; }
std::size_t leading(strided const& v) { return is_vector(v) ? 0 : v.rank() - 2; }

shape_of_product shape_of(strided const& out, strided const& a, strided const& b) {
  shape_of_product s;
  s.m = is_vector(a) ? 1 : a.extent[leading(a)];
  s.k = a.extent.back();
  s.n = is_vector(b) ? 1 : b.extent.back();
  s.lead.resize(std::max(leading(a), leading(b)));
  for (std::size_t i = 0; i < s.lead.size(); ++i) s.lead[i] = out.extent[i];
  return s;
}

matrices operand(byte_view const& v, std::size_t lead, index row, index element) {
  matrices r{v.data, {v.data, row, element}, extents(lead)};
  std::size_t const own = leading(v.layout);
  for (std::size_t i = 0; i < own; ++i) r.lead[i + lead - own] = v.layout.extent[i] == 1 ? 0 : v.layout.stride[i];
  return r;
}

// The p-th point in C order.
void place(extents& point, extents const& shape, index p) {
  for (std::size_t i = shape.size(); i-- > 0;) {
    point[i] = p % shape[i];
    p /= shape[i];
  }
}
void advance(extents& point, extents const& shape) {
  for (std::size_t i = shape.size(); i-- > 0 && ++point[i] == shape[i];) point[i] = 0;
}

void multiply_each(shape_of_product const& s, dtype type, matrices const& c, matrices const& a, matrices const& b,
                   bool in_order, isa level, run_state* run) {
  index const points = element_count(s.lead).value;
  double const terms =
      static_cast<double>(s.m) * static_cast<double>(std::max<index>(s.k, 1)) * static_cast<double>(s.n);
  double const cost = product_cost(terms, type, (s.m == 1 || s.n == 1) && !in_order);
  bool const threads = run && run->threads > 1;
  // Large matrices are shared inside, one at a time: then all threads read the same blocks.
  bool const inside = threads && cost >= plan::this_machine().worth_a_thread &&
                      (points == 1 || cost > 50 * plan::this_machine().worth_a_thread);
  product_loops const product(type, s.m, s.k, s.n, in_order, level, run, inside);
  auto const range = [&](std::size_t first, std::size_t last) {
    pulse p(run);
    if (!p.go_on()) return;
    if (s.lead.empty()) {
      product.multiply(c.first, a.first, b.first, p);
      return;
    }
    kernels::matrix_steps const step{c.lead.back(), a.lead.back(), b.lead.back()};
    extents point(s.lead.size());
    for (index i = static_cast<index>(first), count; i < static_cast<index>(last); i += count) {
      place(point, s.lead, i);
      count = std::min(static_cast<index>(last) - i, s.lead.back() - point.back());
      if (!product.multiply(c.at(point), a.at(point), b.at(point), count, step, p)) return;
    }
  };
  share_ranges(static_cast<std::size_t>(points), cost * static_cast<double>(points),
               plan::this_machine().worth_a_thread, threads && !inside ? run->threads : 1, range);
}

// Dense copies in another dtype, C order.
aligned_memory converted(byte_view const& v, dtype to, isa level) {
  index const count = element_count(v.layout.extent).value, columns = v.layout.extent.back();
  index const from_item = static_cast<index>(itemsize(v.type)), item = static_cast<index>(itemsize(to));
  aligned_memory result = allocate_aligned(static_cast<std::size_t>(count * item));
  if (is_c_contiguous(v.layout, from_item)) {
    std::byte* const data[] = {result.get(), v.data};
    std::ptrdiff_t const row_stride[] = {0, 0};
    kernels::find_cast(v.type, to, level)({data, row_stride, 0, 1, count}, nullptr);
    return result;
  }
  aligned_memory const gathered = allocate_aligned(static_cast<std::size_t>(columns * from_item));
  extents rows = v.layout.extent, point(rows.size() - 1);
  rows.pop_back();
  for (index r = 0; r * columns < count; ++r, advance(point, rows)) {
    std::byte* x = v.data;
    for (std::size_t i = 0; i < rows.size(); ++i) x += point[i] * v.layout.stride[i];
    kernels::find_copy(itemsize(v.type), level)({gathered.get(), 0, from_item}, {x, 0, v.layout.stride.back()}, 1,
                                                columns);
    std::byte* const data[] = {result.get() + r * columns * item, gathered.get()};
    std::ptrdiff_t const row_stride[] = {0, 0};
    kernels::find_cast(v.type, to, level)({data, row_stride, 0, 1, columns}, nullptr);
  }
  return result;
}
byte_view dense_view(std::byte* data, dtype type, extents const& shape) {
  return {data, type, {shape, c_strides(shape, static_cast<index>(itemsize(type))), 0}};
}

void multiply(byte_view const& out, byte_view const& a, byte_view const& b, bool in_order, isa level, run_state* run) {
  shape_of_product const s = shape_of(out.layout, a.layout, b.layout);
  auto const &as = a.layout.stride, &bs = b.layout.stride, &cs = out.layout.stride;
  std::size_t const lead = s.lead.size();
  index const c_row = is_vector(a.layout) ? 0 : cs[lead], c_element = is_vector(b.layout) ? 0 : cs.back();
  matrices const x = operand(a, lead, is_vector(a.layout) ? 0 : as[leading(a.layout)], as.back());
  matrices const y = operand(b, lead, bs[leading(b.layout)], is_vector(b.layout) ? 0 : bs.back());
  matrices z{out.data, {out.data, c_row, c_element}, extents(lead)};
  for (std::size_t i = 0; i < lead; ++i) z.lead[i] = cs[i];
  multiply_each(s, out.type, z, x, y, in_order, level, run);
}

// float16 is multiplied as float32 and rounded once an element.
void multiply_halves(byte_view const& out, byte_view const& a, byte_view const& b, isa level, run_state* run) {
  aligned_memory const x = converted(a, dtype::f4, level), y = converted(b, dtype::f4, level);
  aligned_memory const z =
      allocate_aligned(static_cast<std::size_t>(element_count(out.layout.extent).value) * sizeof(float));
  byte_view const sums = dense_view(z.get(), dtype::f4, out.layout.extent);
  multiply(sums, dense_view(x.get(), dtype::f4, a.layout.extent), dense_view(y.get(), dtype::f4, b.layout.extent), true,
           level, run);
  if (is_c_contiguous(out.layout, sizeof(half))) {
    std::byte* const data[] = {out.data, z.get()};
    std::ptrdiff_t const row_stride[] = {0, 0};
    kernels::find_cast(dtype::f4, dtype::f2, level)({data, row_stride, 0, 1, element_count(out.layout.extent).value},
                                                    nullptr);
    return;
  }
  index const columns = out.layout.rank() == 0 ? 1 : out.layout.extent.back();
  index const step = out.layout.rank() == 0 ? 0 : out.layout.stride.back();
  extents rows = out.layout.extent;
  if (!rows.empty()) rows.pop_back();
  extents point(rows.size());
  aligned_memory const rounded = allocate_aligned(static_cast<std::size_t>(columns) * sizeof(half));
  std::byte* from = z.get();
  for (index r = element_count(rows).value; r > 0; --r, advance(point, rows)) {
    std::byte* to = out.data;
    for (std::size_t i = 0; i < rows.size(); ++i) to += point[i] * out.layout.stride[i];
    std::byte* const data[] = {rounded.get(), from};
    std::ptrdiff_t const row_stride[] = {0, 0};
    kernels::find_cast(dtype::f4, dtype::f2, level)({data, row_stride, 0, 1, columns}, nullptr);
    kernels::find_copy(sizeof(half), level)({to, 0, step}, {rounded.get(), 0, sizeof(half)}, 1, columns);
    from += columns * static_cast<index>(sizeof(float));
  }
}

}  // namespace

void multiply_matrices(byte_view const& out, byte_view const& a, byte_view const& b, isa level, run_state* run) {
  if (element_count(out.layout.extent).value == 0) return;
  if (out.type == dtype::f2) return multiply_halves(out, a, b, level, run);
  multiply(out, a, b, false, level, run);
}

std::size_t product_tiles(strided const& out, strided const& a, strided const& b) {
  shape_of_product const s = shape_of(out, a, b);
  return static_cast<std::size_t>(element_count(s.lead).value * count_tiles(s.m, s.k, s.n));
}

}  // namespace fnp::execute
