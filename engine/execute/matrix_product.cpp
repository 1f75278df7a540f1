// matmul through Eigen's maps; the only place of the engine that includes Eigen.
#include "engine/execute/matrix_product.hpp"

#include <Eigen/Core>
#include <complex>
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

template <class T>
bool divisible(plane const& p) {
  index const item = static_cast<index>(sizeof(T));
  return p.row % item == 0 && p.column % item == 0 && p.row >= 0 && p.column >= 0;
}
template <class T>
auto mapped(plane const& p) {
  using matrix = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  using stride = Eigen::Stride<Eigen::Dynamic, Eigen::Dynamic>;
  index const item = static_cast<index>(sizeof(T));
  return Eigen::Map<matrix, Eigen::Unaligned, stride>(reinterpret_cast<T*>(p.data), p.rows, p.columns, stride(p.row / item, p.column / item));
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

template <class T>
void product(plane const& c, plane const& a, plane const& b) {
  if constexpr (std::is_floating_point_v<T> || !(std::is_arithmetic_v<T> || std::is_same_v<T, half>)) {
    if (divisible<T>(a) && divisible<T>(b) && divisible<T>(c)) {
      mapped<T>(c).noalias() = mapped<T>(a) * mapped<T>(b);
      return;
    }
    // Reversed or misaligned operands: copies that Eigen can walk.
    Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> x(a.rows, a.columns), y(b.rows, b.columns), z(c.rows, c.columns);
    for (index i = 0; i < a.rows; ++i)
      for (index k = 0; k < a.columns; ++k) x(i, k) = at<T>(a, i, k);
    for (index k = 0; k < b.rows; ++k)
      for (index j = 0; j < b.columns; ++j) y(k, j) = at<T>(b, k, j);
    z.noalias() = x * y;
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
