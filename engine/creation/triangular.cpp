// Triangles and diagonals of matrices, and the powers of a vector.
#include <algorithm>
#include <string>

#include "engine/ir/axis_order.hpp"
#include "engine/ir/element_cast.hpp"
#include "fnp/creation.hpp"
#include "fnp/ndarray.hpp"
#include "fnp/ops/arithmetic.hpp"

namespace fnp::create {
namespace {

scalar const zero = std::int8_t{0}, one = std::int8_t{1};

// Columns of row i that belong to the triangle: [first, last).
struct columns {
  index first, last;
};
columns kept(index i, index n, index diagonal, bool upper) {
  checked const edge = checked(i) + diagonal;  // beyond 64 bits: outside on the same side
  index const at = edge.ok ? edge.value : diagonal < 0 ? -1 : n;
  return upper ? columns{std::clamp<index>(at, 0, n), n}
               : columns{0, std::clamp<index>(at < INT64_MAX ? at + 1 : at, 0, n)};
}

// Elements of a matrix outside the triangle, wherever they lie, line by line of the shorter axis.
void clear_outside(array_body& a, index diagonal, bool upper) {
  std::size_t const rank = a.layout.rank();
  index const rows = a.layout.extent[rank - 2], n = a.layout.extent[rank - 1];
  if (rows > n)
    return clear_outside(*views::swapaxes(a, -1, -2), diagonal == INT64_MIN ? INT64_MAX : -diagonal, !upper);
  array_handle const none = full(a.type, {}, zero);
  for (index i = 0; i < rows; ++i) {
    columns const c = kept(i, n, diagonal, upper);
    for (slice const out : {slice(0, c.first), slice(c.last, n)}) {
      index_item const items[] = {index_item(ellipsis), index_item(i), index_item(out)};
      array_handle const part = view_of(a, items, 3);
      if (part->count > 0) views::copy_into(*views::broadcast_to(*none, part->layout.extent), *part);
    }
  }
}

// NumPy's where(mask, m, 0) lays its result out as its operands lie together; the mask is a matrix in C order.
array_handle make_choice(array_body const& m) {
  std::size_t const rank = m.layout.rank();
  extents const square(m.layout.extent.end() - 2, m.layout.extent.end()), dense = c_strides(square, 1);
  extents mask(rank);
  mask[rank - 2] = square[0] == 1 ? 0 : dense[0];
  mask[rank - 1] = square[1] == 1 ? 0 : dense[1];
  extents const operands[] = {mask, m.layout.stride};
  extents const order = ir::axis_order(m.layout.extent, operands);
  extents further_out(rank);
  for (std::size_t i = 0; i < rank; ++i) further_out[static_cast<std::size_t>(order[i])] = static_cast<index>(rank - i);
  return make_array_like(m.type, m.layout.extent, further_out);
}

template <class T> T times(T const& x, T const& y) {
  if constexpr (is_complex_v<T>) {
    return {x.re * y.re - x.im * y.im, x.re * y.im + x.im * y.re};
  } else {
    T r;
    ops::multiply::body(r, x, y);
    return r;
  }
}

array_handle diagonal_of(array_body& a, index diagonal) {
  return make_view(a.memory, a.type, views::diagonal(a, diagonal, 0, 1)->layout, true);
}

}  // namespace

array_handle triangle(array_body const& m, index diagonal, bool upper) {
  std::size_t const rank = m.layout.rank();
  if (rank == 0)
    fail(error_code::bad_argument,
         "tri() missing 1 required positional argument: 'N'; a matrix is needed, got shape ()");
  array_handle const matrix = rank == 1 ? views::broadcast_to(m, {m.count, m.count}) : array_handle{};
  array_body const& a = matrix ? *matrix : m;
  array_handle r = make_choice(a);
  views::copy_into(a, *r);
  clear_outside(*r, diagonal, upper);
  return r;
}

array_handle tri(dtype type, index rows, index columns_, index diagonal) {
  array_handle r = full(type, {std::max<index>(rows, 0), std::max<index>(columns_, 0)}, one);
  clear_outside(*r, diagonal, false);
  return r;
}

array_handle diag(array_body const& v, index diagonal) {
  if (v.layout.rank() == 2) return views::diagonal(v, diagonal, 0, 1);
  if (v.layout.rank() != 1)
    fail(error_code::bad_ndim, "Input must be 1- or 2-d, got shape " + to_string(v.layout.extent));
  return diagflat(v, diagonal);
}

array_handle diagflat(array_body const& v, index diagonal) {
  checked const n = checked(v.count) + (diagonal < 0 ? -std::max(diagonal, -INT64_MAX) : diagonal);
  if (!n.ok) fail(error_code::too_large, "array is too big: a diagonal that far out");
  array_handle r = full(v.type, {n.value, n.value}, zero);
  views::copy_into(*views::ravel(v), *diagonal_of(*r, diagonal));
  return r;
}

// Each column is the one before it times x.
array_handle vander(array_body const& given, maybe<index> count, bool increasing) {
  if (given.layout.rank() != 1)
    fail(error_code::bad_argument,
         "x must be a one-dimensional array or sequence, got shape " + to_string(given.layout.extent));
  dtype const type = promote(given.type, dtype::i8);
  array_handle const x = given.type == type ? views::copy(given) : views::copy(*views::astype(given, type));
  index const rows = x->count, n = count.value_or(rows);
  array_handle r = make_array(type, {rows, n});
  visit_dtype(type, [&](auto sample) {
    using T = decltype(sample);
    auto const* const from = reinterpret_cast<T const*>(x->data);
    auto* const to = reinterpret_cast<T*>(r->data);
    for (index i = 0; i < rows; ++i) {
      T power = convert_to<T>(std::int8_t{1});
      for (index k = 0; k < n; ++k) {
        if (k == 1) power = from[i];
        if (k > 1) power = times(power, from[i]);
        to[i * n + (increasing ? k : n - 1 - k)] = power;
      }
    }
  });
  return r;
}

array_handle frombuffer(array_body const& bytes, dtype type, index count, index offset) {
  index const size = static_cast<index>(itemsize(type)), total = bytes.count * static_cast<index>(itemsize(bytes.type));
  if (!bytes.c_contiguous) fail(error_code::bad_argument, "ndarray is not C-contiguous: its bytes are no buffer");
  if (offset < 0 || offset > total)
    fail(error_code::negative_dimension, "offset must be non-negative and no greater than buffer length (" +
                                             std::to_string(total) + "), got " + std::to_string(offset));
  index const rest = total - offset;
  if (count < 0 && rest % size != 0)
    fail(error_code::bad_argument, "buffer size must be a multiple of element size: " + std::to_string(rest) +
                                       " bytes of " + std::string(name(type)));
  if (count > rest / size)
    fail(error_code::bad_argument, "buffer is smaller than requested size: " + std::to_string(count) + " elements of " +
                                       std::to_string(size) + " bytes in " + std::to_string(rest));
  return make_view(bytes.memory, type, {{count < 0 ? rest / size : count}, {size}, bytes.layout.offset + offset},
                   bytes.writeable);
}

}  // namespace fnp::create
