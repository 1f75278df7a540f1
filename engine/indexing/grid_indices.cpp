// Index arrays that stand for a grid, a diagonal, a triangle.
#include <algorithm>
#include <string>

#include "fnp/base/error.hpp"
#include "fnp/creation.hpp"
#include "fnp/lookup.hpp"

namespace fnp::lookup {

std::vector<array_handle> ix_(sequence<array_handle const> lines) {
  std::vector<array_handle> r;
  for (std::size_t k = 0; k < lines.size(); ++k) {
    if (lines[k]->layout.rank() != 1)
      fail(error_code::bad_argument,
           "Cross index must be 1 dimensional, got shape " + to_string(lines[k]->layout.extent));
    array_handle const line = lines[k]->type == dtype::b1 ? flatnonzero(*lines[k]) : lines[k];
    extents shape(lines.size(), 1);
    shape[k] = line->count;
    r.push_back(views::reshape(*line, shape));
  }
  return r;
}

std::vector<array_handle> diag_indices(index n, std::size_t rank) {
  return std::vector<array_handle>(rank, create::arange(dtype::i8, index{0}, n, index{1}));
}

namespace {

// Columns [from(row), to(row)) of every row.
template <class From, class To> std::vector<array_handle> triangle(index n, From from, To to) {
  index count = 0;
  for (index row = 0; row < n; ++row) count += std::max<index>(to(row) - from(row), 0);
  std::vector<array_handle> r{make_array(dtype::i8, {count}), make_array(dtype::i8, {count})};
  auto *rows = reinterpret_cast<index*>(r[0]->data), *columns = reinterpret_cast<index*>(r[1]->data);
  for (index row = 0; row < n; ++row)
    for (index column = from(row); column < to(row); ++column) *rows++ = row, *columns++ = column;
  return r;
}

// row + k, kept within one beyond the columns.
index diagonal_column(index row, index k, index m) {
  checked const c = checked(row) + k;
  return c.ok ? std::clamp<index>(c.value, -1, m) : k < 0 ? -1 : m;
}

}  // namespace

std::vector<array_handle> tril_indices(index n, index k, index m) {
  return triangle(
      n, [](index) { return index{0}; }, [&](index row) { return std::min(diagonal_column(row, k, m) + 1, m); });
}
std::vector<array_handle> triu_indices(index n, index k, index m) {
  return triangle(
      n, [&](index row) { return std::max<index>(diagonal_column(row, k, m), 0); }, [&](index) { return m; });
}

}  // namespace fnp::lookup
