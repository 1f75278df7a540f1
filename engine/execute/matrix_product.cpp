// matmul through Eigen's maps; the only place of the engine that includes Eigen.
#include "engine/execute/matrix_product.hpp"

#include <Eigen/Core>
#include <algorithm>
#include <complex>
#include <cstring>
#include <type_traits>

namespace fnp::execute {
namespace {

template <class T>
struct arithmetic { using type = T; };
template <> struct arithmetic<bool> { using type = bool; };
template <> struct arithmetic<complex64> { using type = std::complex<float>; };
template <> struct arithmetic<complex128> { using type = std::complex<double>; };

// A matrix seen through element-granular or byte-granular strides.
struct plane {
  std::byte* data;
  index rows, columns, row, column;  // extents; byte strides
};

template <class T> using rows_of = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
template <class T> using map_of = Eigen::Map<rows_of<T>, Eigen::Unaligned, Eigen::OuterStride<>>;

template <class T> bool dense_rows(plane const& p) {
  index const item = static_cast<index>(sizeof(T));
  return (p.column == item || p.columns == 1) && (p.rows == 1 || (p.row >= p.columns * item && p.row % item == 0));
}

template <class T>
T& at(plane const& p, index i, index j) { return *reinterpret_cast<T*>(p.data + i * p.row + j * p.column); }

// Integers, booleans and float16: plain sums; integers wrap.
template <class T>
void plain(plane const& c, plane const& a, plane const& b) {
  for (index i = 0; i < c.rows; ++i)
    for (index j = 0; j < c.columns; ++j) {
      if constexpr (std::is_same_v<T, bool>) {
        bool any = false;
        for (index k = 0; k < a.columns; ++k) any = any || (at<T>(a, i, k) && at<T>(b, k, j));
        at<T>(c, i, j) = any;
      } else if constexpr (std::is_same_v<T, half>) {
        float sum = 0;
        for (index k = 0; k < a.columns; ++k) sum += static_cast<float>(at<T>(a, i, k)) * static_cast<float>(at<T>(b, k, j));
        at<T>(c, i, j) = half(sum);
      } else {
        std::uint64_t sum = 0;
        for (index k = 0; k < a.columns; ++k)
          sum += static_cast<std::uint64_t>(at<T>(a, i, k)) * static_cast<std::uint64_t>(at<T>(b, k, j));
        at<T>(c, i, j) = static_cast<T>(sum);
      }
    }
}

// The dot product of two dense vectors: two rows of 64 bytes of sums, so that it runs as fast as memory gives.
template <class T>
T dense_dot(T const* x, T const* y, index n) {
  typedef T row __attribute__((vector_size(64)));
  constexpr index lanes = 64 / static_cast<index>(sizeof(T));
  row even{}, odd{};
  auto const add = [&](row& sum, index i) {
    row a, b;
    std::memcpy(&a, x + i, sizeof a);
    std::memcpy(&b, y + i, sizeof b);
    sum += a * b;
  };
  index i = 0;
  for (; i + 2 * lanes <= n; i += 2 * lanes) {
    add(even, i);
    add(odd, i + lanes);
  }
  even += odd;
  T r = 0;
  for (index k = 0; k < lanes; ++k) r += even[k];
  for (; i < n; ++i) r += x[i] * y[i];
  return r;
}

// An operand by dense rows: itself, or a copy.
template <class T> class row_wise {
 public:
  explicit row_wise(plane const& p) : rows_(p.rows), columns_(p.columns) {
    index const item = static_cast<index>(sizeof(T));
    if (dense_rows<T>(p)) {
      data_ = reinterpret_cast<T*>(p.data);
      outer_ = p.rows == 1 ? p.columns : p.row / item;
      return;
    }
    copy_.resize(p.rows, p.columns);
    // By blocks, so that neither side strides through memory for long.
    constexpr index block = 32;
    for (index i0 = 0; i0 < p.rows; i0 += block)
      for (index k0 = 0; k0 < p.columns; k0 += block)
        for (index i = i0; i < std::min(i0 + block, p.rows); ++i)
          for (index k = k0; k < std::min(k0 + block, p.columns); ++k) copy_(i, k) = at<T>(p, i, k);
    data_ = copy_.data();
    outer_ = p.columns;
  }
  T const* row(index i) const { return data_ + i * outer_; }
  map_of<T> map() const { return map_of<T>(data_, rows_, columns_, Eigen::OuterStride<>(outer_)); }

 private:
  rows_of<T> copy_;
  T* data_ = nullptr;
  index rows_, columns_, outer_ = 0;
};

// The order of the additions follows from the shapes alone: every layout takes the same path.
template <class T>
void product(plane const& c, plane const& a, plane const& b) {
  if constexpr (std::is_floating_point_v<T> || !(std::is_arithmetic_v<T> || std::is_same_v<T, half>)) {
    if (a.columns == 0) {
      for (index i = 0; i < c.rows; ++i)
        for (index j = 0; j < c.columns; ++j) at<T>(c, i, j) = T{};
      return;
    }
    row_wise<T> const x(a);
    if constexpr (std::is_floating_point_v<T>)
      if (b.columns == 1) {
        row_wise<T> const y({b.data, 1, b.rows, 0, b.row});  // as a row
        for (index i = 0; i < c.rows; ++i) at<T>(c, i, 0) = dense_dot(x.row(i), y.row(0), a.columns);
        return;
      }
    row_wise<T> const y(b);
    if (dense_rows<T>(c)) {
      row_wise<T>(c).map().noalias() = x.map() * y.map();
      return;
    }
    rows_of<T> z(c.rows, c.columns);
    z.noalias() = x.map() * y.map();
    for (index i = 0; i < c.rows; ++i)
      for (index j = 0; j < c.columns; ++j) at<T>(c, i, j) = z(i, j);
  } else {
    plain<T>(c, a, b);
  }
}

}  // namespace

void multiply_matrices(byte_view const& out, byte_view const& a, byte_view const& b) {
  bool const row_vector = a.layout.rank() == 1, column_vector = b.layout.rank() == 1;
  std::size_t const a_lead = row_vector ? 0 : a.layout.rank() - 2, b_lead = column_vector ? 0 : b.layout.rank() - 2;
  std::size_t const lead = std::max(a_lead, b_lead);
  auto const& ae = a.layout.extent;
  auto const& as = a.layout.stride;
  auto const& be = b.layout.extent;
  auto const& bs = b.layout.stride;
  index const m = row_vector ? 1 : ae[a_lead], k = ae.back(), n = column_vector ? 1 : be[b_lead + 1];
  index points = 1;
  for (std::size_t i = 0; i < lead; ++i) points *= out.layout.extent[i];
  extents at_point(lead);
  for (index p = 0; p < points; ++p) {
    index rest = p;
    for (std::size_t i = lead; i-- > 0;) {
      at_point[i] = rest % out.layout.extent[i];
      rest /= out.layout.extent[i];
    }
    std::byte *x = a.data, *y = b.data, *z = out.data;
    for (std::size_t i = 0; i < lead; ++i) z += at_point[i] * out.layout.stride[i];
    for (std::size_t i = 0; i < a_lead; ++i) x += ae[i] == 1 ? 0 : at_point[i + lead - a_lead] * as[i];
    for (std::size_t i = 0; i < b_lead; ++i) y += be[i] == 1 ? 0 : at_point[i + lead - b_lead] * bs[i];
    plane const left{x, m, k, row_vector ? 0 : as[a_lead], as.back()};
    plane const right{y, k, n, column_vector ? bs[0] : bs[b_lead], column_vector ? 0 : bs[b_lead + 1]};
    std::size_t const tail = lead;
    plane const result{z, m, n, row_vector ? 0 : out.layout.stride[tail], column_vector ? 0 : out.layout.stride.back()};
    visit_dtype(out.type, [&](auto element) {
      using T = typename arithmetic<decltype(element)>::type;
      product<T>(result, left, right);
    });
  }
}

}  // namespace fnp::execute
