// Random elements of every dtype with all that sorts trip over, and NumPy's order as a comparison.
#pragma once
#include <algorithm>
#include <cstring>
#include <limits>
#include <numeric>
#include <random>
#include <vector>

#include "fnp/base/block.hpp"
#include "fnp/base/dtype.hpp"
#include "fnp/base/storage.hpp"

namespace fnp::test {

inline float plain(half x) { return static_cast<float>(x); }
template <class T> T plain(T x) { return x; }

// NumPy's "less": NaN behind every number; complex numbers by classes of where they hold a NaN.
template <class T> bool stands_before(T const& a, T const& b) {
  if constexpr (is_complex_v<T>) {
    auto const kind = [](T const& x) { return 2 * (x.re != x.re) + (x.im != x.im); };
    if (kind(a) != kind(b)) return kind(a) < kind(b);
    if (kind(a) < 2 && a.re != b.re) return a.re < b.re;
    return kind(a) % 2 == 0 && a.im < b.im;
  } else {
    auto const x = plain(a), y = plain(b);
    return x < y || (x == x && y != y);
  }
}

enum class values : std::uint8_t { any, few, close };  // arbitrary; many equal ones; differing in the last bits only

template <class T> std::vector<T> random_values(index n, values how, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<T> r(static_cast<std::size_t>(n));
  auto const real = [&] {
    static constexpr double special[] = {0.0,
                                         -0.0,
                                         1,
                                         -1,
                                         65504,
                                         std::numeric_limits<double>::infinity(),
                                         -std::numeric_limits<double>::infinity(),
                                         6e-8,
                                         std::numeric_limits<double>::quiet_NaN(),
                                         std::numeric_limits<float>::max(),
                                         -std::numeric_limits<double>::max(),
                                         std::numeric_limits<double>::max(),
                                         std::numeric_limits<float>::denorm_min(),
                                         -std::numeric_limits<double>::quiet_NaN()};
    if (random() % 16 == 0 || how == values::few) return special[random() % std::size(special)];
    double const x = static_cast<double>(static_cast<std::int64_t>(random())) * 0x1p-61;
    return how == values::close ? 1 + x * 0x1p-45 : x;
  };
  for (std::size_t i = 0; i < r.size(); ++i) {
    if constexpr (is_complex_v<T>) {
      using part = decltype(T::re);
      r[i] = T(static_cast<part>(random() % 4 == 0 ? 1.5 : real()), static_cast<part>(real()));
    } else if constexpr (std::is_same_v<T, half>)
      r[i] = half(static_cast<float>(real()));
    else if constexpr (std::is_floating_point_v<T>)
      r[i] = static_cast<T>(real());
    else if constexpr (std::is_same_v<T, bool>)
      r[i] = random() % 2 == 0;
    else
      r[i] = static_cast<T>(how == values::few ? random() % 5 : how == values::close ? random() % 1000 : random());
  }
  return r;
}

// The positions in stable order, and the elements there.
template <class T> std::vector<index> stable_positions(std::vector<T> const& x) {
  std::vector<index> p(x.size());
  std::iota(p.begin(), p.end(), index{0});
  auto const before = [&](index a, index b) {
    return stands_before<T>(x[static_cast<std::size_t>(a)], x[static_cast<std::size_t>(b)]);
  };
  std::sort(p.begin(), p.end(), [&](index a, index b) { return before(a, b) || (!before(b, a) && a < b); });
  return p;
}
template <class T> std::vector<T> stably_sorted(std::vector<T> const& x) {
  std::vector<T> r;
  r.reserve(x.size());
  for (index const p : stable_positions(x)) r.push_back(x[static_cast<std::size_t>(p)]);
  return r;
}

template <class T> bool same_bits(std::vector<T> const& x, void const* y) {
  if constexpr (std::is_same_v<T, bool>)
    return std::equal(x.begin(), x.end(), static_cast<bool const*>(y));
  else
    return x.empty() || std::memcmp(x.data(), y, x.size() * sizeof(T)) == 0;
}

template <class T> array_handle vector_of(std::vector<T> const& x) {
  array_handle const a = make_array(dtype_of<T>(), {static_cast<index>(x.size())});
  std::copy(x.begin(), x.end(), reinterpret_cast<T*>(a->data));
  return a;
}

inline constexpr dtype every_dtype[] = {dtype::b1, dtype::i1, dtype::i2, dtype::i4, dtype::i8, dtype::u1, dtype::u2,
                                        dtype::u4, dtype::u8, dtype::f2, dtype::f4, dtype::f8, dtype::c8, dtype::c16};
inline constexpr auto const& every_isa = isa_levels;
// Below and above the lengths at which another way to sort is taken.
inline constexpr index every_length[] = {1, 2, 3, 7, 8, 9, 31, 33, 64, 95, 97, 119, 121, 159, 161, 300, 2000, 70001};

}  // namespace fnp::test
