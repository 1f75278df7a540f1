// Small products and short dot products against the order of operations written out, on every level, bit for bit.
#include <boost/test/unit_test.hpp>
#include <cstring>
#include <vector>

#include "kernels/product_kernel.hpp"
#include "verify/unit/engine/sorting/sort_values.hpp"

namespace fnp::test {
namespace {

// Terms and sums as kernels/product_kernel.hpp defines them.
template <class T> T term(T const& x, T const& y) {
  if constexpr (is_complex_v<T>) {
    using part = decltype(T::re);
    part volatile const rr = x.re * y.re, ii = x.im * y.im, ri = x.re * y.im, ir = x.im * y.re;
    return T(rr - ii, ri + ir);
  } else if constexpr (std::is_same_v<T, bool>) {
    return x && y;
  } else if constexpr (std::is_integral_v<T>) {
    return static_cast<T>(static_cast<std::uint64_t>(x) * static_cast<std::uint64_t>(y));
  } else {
    T volatile const r = x * y;
    return r;
  }
}
template <class T> T sum(T const& x, T const& y) {
  if constexpr (is_complex_v<T>) return T(x.re + y.re, x.im + y.im);
  else if constexpr (std::is_same_v<T, bool>) return x || y;
  else if constexpr (std::is_integral_v<T>)
    return static_cast<T>(static_cast<std::uint64_t>(x) + static_cast<std::uint64_t>(y));
  else return x + y;
}

template <class T> std::vector<T> numbers(index n, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<T> r(static_cast<std::size_t>(n));
  auto const real = [&] { return static_cast<double>(static_cast<std::int64_t>(random())) * 0x1p-62; };
  for (std::size_t i = 0; i < r.size(); ++i) {
    if constexpr (is_complex_v<T>) {
      using part = decltype(T::re);
      r[i] = T(static_cast<part>(real()), static_cast<part>(real()));
    } else if constexpr (std::is_floating_point_v<T>) r[i] = static_cast<T>(real());
    else r[i] = static_cast<T>(std::is_same_v<T, bool> ? random() % 8 == 0 : random());
  }
  return r;
}

template <class T> T dot(T const* x, T const* y, index n) {
  constexpr index lanes = kernels::dot_lanes / static_cast<index>(sizeof(T));
  std::vector<T> all(static_cast<std::size_t>(lanes));
  for (index i = 0; i < n; ++i) {
    T s = all[static_cast<std::size_t>(i % lanes)];
    all[static_cast<std::size_t>(i % lanes)] = sum(s, term(x[i], y[i]));
  }
  for (index half = lanes / 2; half > 0; half /= 2)
    for (index l = 0; l < half; ++l)
      all[static_cast<std::size_t>(l)] =
          sum<T>(all[static_cast<std::size_t>(l)], all[static_cast<std::size_t>(l + half)]);
  return all[0];
}

template <class T> bool same(T const& x, T const& y) { return std::memcmp(&x, &y, sizeof(T)) == 0; }

// A batch of m x k by k x n, the left one's rows `apart` numbers longer than they are.
template <class T> bool multiplies(kernels::product_kernel const& kernel, index m, index k, index n, index count) {
  constexpr index item = sizeof(T), apart = 1;
  index const row = k + apart;
  array_handle const a = vector_of(numbers<T>(count * m * row, 1)), b = vector_of(numbers<T>(count * k * n + 1, 2)),
                     c = make_array(dtype_of<T>(), {count * m * n + 1});
  kernel.small({c->data, n * item, item}, {a->data, row * item, item}, {b->data, n * item, item}, m, k, n, count,
               {m * n * item, m * row * item, k * n * item});
  auto const *x = reinterpret_cast<T const*>(a->data), *y = reinterpret_cast<T const*>(b->data),
             *z = reinterpret_cast<T const*>(c->data);
  bool all = true;
  for (index t = 0; t < count; ++t)
    for (index i = 0; i < m; ++i)
      for (index j = 0; j < n; ++j) {
        T expected{};
        for (index q = 0; q < k; ++q) expected = sum(expected, term(x[(t * m + i) * row + q], y[(t * k + q) * n + j]));
        all &= same(expected, z[(t * m + i) * n + j]);
      }
  return all;
}

template <class T> bool dots(kernels::product_kernel const& kernel, index rows, index n, index apart, bool moves) {
  constexpr index item = sizeof(T);
  std::vector<T> sums(static_cast<std::size_t>(rows + 1));
  array_handle const a = vector_of(numbers<T>(rows * (n + apart) + 1, 3)),
                     b = vector_of(numbers<T>(rows * (n + apart) + 1, 4)), c = make_array(dtype_of<T>(), {rows + 1});
  index const step = (n + apart) * item;
  auto* const x = reinterpret_cast<T*>(a->data);
  auto const *y = reinterpret_cast<T const*>(b->data), *z = reinterpret_cast<T const*>(c->data);
  bool all = true;
  auto const compare = [&] {
    for (index r = 0; r < rows; ++r)
      all &= same(z[r], dot(x + r * (n + apart), y + (moves ? r * (n + apart) : 0), n));
  };
  kernel.dots(c->data, a->data, step, b->data, moves ? step : 0, rows, n);
  compare();
  kernel.conjugated_dots(c->data, a->data, step, b->data, moves ? step : 0, rows, n);
  if constexpr (is_complex_v<T>)
    for (index i = 0; i < a->count; ++i) x[i].im = -x[i].im;
  compare();
  return all;
}

template <class Check> void on_every_kernel(Check check) {
  for (dtype const type : every_dtype)
    visit_dtype(type, [&](auto sample) {
      using T = decltype(sample);
      if constexpr (!std::is_same_v<T, half>)
        for (isa const level : every_isa)
          BOOST_TEST(check(sample, *kernels::find_product(type, level)),
                     name(type) << " at " << isa_names[static_cast<int>(level)]);
    });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(small_products)

BOOST_AUTO_TEST_CASE(batches_sum_in_increasing_k_whatever_the_columns) {
  on_every_kernel([](auto sample, kernels::product_kernel const& kernel) {
    using T = decltype(sample);
    bool all = true;
    for (index const m : {1, 2, 3, 4, 7, 41})
      for (index const n : {1, 2, 3, 4, 5, 8, 15, 33, 70})
        for (index const k : {0, 1, 3, 8})
          for (index const count : {1, 3, 40})
            if (m * n * k * count < 20000) all &= multiplies<T>(kernel, m, k, n, count);
    return all;
  });
}

BOOST_AUTO_TEST_CASE(short_and_long_dot_products_use_the_lanes_of_their_definition_conjugated_or_not) {
  on_every_kernel([](auto sample, kernels::product_kernel const& kernel) {
    using T = decltype(sample);
    bool all = true;
    for (index const rows : {1, 2, 5, 16, 70})
      for (index const n : {0, 1, 2, 3, 4, 5, 7, 8, 9, 16, 17, 31, 33, 64, 100, 257, 600, 2100})
        for (index const apart : {0, 1})
          for (bool const moves : {false, true}) all &= dots<T>(kernel, rows, n, apart, moves);
    return all;
  });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
