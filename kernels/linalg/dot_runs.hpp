// Dot products of dense runs by a fixed number of lanes, as kernels/registry.hpp defines their order.
//
// A lane that gets no term holds +0, and adding that changes no sum: these began at +0, so none is -0. A run therefore
// needs no more lanes than the next power of two of its length, and several short runs share a register.
#pragma once
#include <utility>

#include "kernels/linalg/partial_load.hpp"
#include "kernels/linalg/product_lanes.hpp"
#include "kernels/registry.hpp"

namespace fnp::FNP_LEVEL {

// Numbers, of one part or two, that stand at `From(i)` of both registers.
template <class T, class V, class From, std::size_t... I>
FNP_INLINE V pick_numbers(V const& x, V const& y, From, std::index_sequence<I...>) noexcept {
  constexpr std::size_t parts = number<T>::parts;
  return __builtin_shufflevector(x, y, static_cast<int>(From{}(I / parts) * parts + I % parts)...);
}
// Two registers of groups of 2 Half lanes: the lower or upper halves of all groups.
template <std::size_t Lanes, std::size_t Half, bool Upper> struct half_groups {
  constexpr std::size_t operator()(std::size_t to) const noexcept {
    std::size_t const lane = to % (Lanes / 2);
    return (to < Lanes / 2 ? 0 : Lanes) + lane / Half * 2 * Half + lane % Half + (Upper ? Half : 0);
  }
};
template <class T> inline constexpr std::size_t numbers_of_register = product_register / sizeof(T);
template <class T> using every_part = std::make_index_sequence<numbers_of_register<T> * number<T>::parts>;

// The first of the lanes, after their upper half was added to their lower one until one was left.
template <class T, std::size_t Half, class V> FNP_INLINE V fold_lanes(V v) noexcept {
  if constexpr (Half == 0) {
    return v;
  } else {
    constexpr std::size_t lanes = numbers_of_register<T>;
    struct moved {
      constexpr std::size_t operator()(std::size_t to) const noexcept { return (to + Half) % lanes; }
    };
    return fold_lanes<T, Half / 2>(number<T>::ring::sum(v, pick_numbers<T>(v, v, moved{}, every_part<T>{})));
  }
}

// The lanes of a run in each of several rows, folded until one register of them is left.
template <class T, std::ptrdiff_t Rows>
FNP_INLINE void fold_runs(lanes<typename number<T>::part>* to, std::byte const* x, std::ptrdiff_t x_row,
                          std::byte const* y, std::ptrdiff_t y_row, std::ptrdiff_t n) noexcept {
  using part = typename number<T>::part;
  using ring = typename number<T>::ring;
  using vector = lanes<part>;
  constexpr std::size_t bytes = kernels::dot_lanes, registers = bytes / product_register;
  constexpr std::ptrdiff_t width = bytes / sizeof(T);
  vector sums[Rows][registers]{};
  auto const add = [&](std::size_t r, auto&& read_at) {
#pragma GCC unroll 4
    for (std::ptrdiff_t i = 0; i < Rows; ++i)
      sums[i][r] =
          ring::sum(sums[i][r], term_of<T>(read_at(x + i * x_row + r * product_register),
                                           read_at(y + i * y_row + r * product_register)));
  };
  for (; n >= width; n -= width, x += bytes, y += bytes) {
#pragma GCC unroll 16
    for (std::size_t r = 0; r < registers; ++r) add(r, [](std::byte const* p) { return read<vector>(p); });
  }
  std::size_t rest = static_cast<std::size_t>(n > 0 ? n : 0) * sizeof(T);
#pragma GCC unroll 16
  for (std::size_t r = 0; r < registers; ++r) {
    if (rest >= product_register) {
      add(r, [](std::byte const* p) { return read<vector>(p); });
      rest -= product_register;
    } else if (rest > 0) {
      add(r, [rest](std::byte const* p) { return first_bytes<vector>(p, rest); });
      rest = 0;
    }
  }
#pragma GCC unroll 4
  for (std::ptrdiff_t i = 0; i < Rows; ++i) {
#pragma GCC unroll 16
    for (std::size_t half = registers / 2; half > 0; half /= 2)
#pragma GCC unroll 16
      for (std::size_t r = 0; r < half; ++r) sums[i][r] = ring::sum(sums[i][r], sums[i][r + half]);
    to[i] = sums[i][0];
  }
}

// One register of both that has a true place in common decides.
FNP_INLINE bool any_common(std::byte const* x, std::byte const* y, std::ptrdiff_t n) noexcept {
  using vector = lanes<std::uint8_t>;
  constexpr std::ptrdiff_t width = product_register;
  auto const common = [](vector const& u, vector const& v) {
    vector const both = u & v;
    std::uint64_t words[width / 8], found = 0;
    std::memcpy(words, &both, sizeof words);
    for (std::uint64_t const w : words) found |= w;
    return found != 0;
  };
  for (; n >= width; n -= width, x += width, y += width)
    if (common(read<vector>(x), read<vector>(y))) return true;
  auto const rest = static_cast<std::size_t>(n > 0 ? n : 0);
  return rest > 0 && common(first_bytes<vector>(x, rest), first_bytes<vector>(y, rest));
}

template <class T> void dot_of_run(std::byte* sum, std::byte const* x, std::byte const* y, std::ptrdiff_t n) noexcept {
  if constexpr (std::is_same_v<T, bool>) {
    write(sum, any_common(x, y, n));
  } else {
    lanes<typename number<T>::part> run[1];
    fold_runs<T, 1>(run, x, 0, y, 0, n);
    auto const folded = fold_lanes<T, numbers_of_register<T> / 2>(run[0]);
    std::memcpy(sum, &folded, sizeof(T));
  }
}

// Registers of groups of 2 Half lanes: each halving makes one register of two, until a lane of the first is a run's
// sum.
template <class T, std::size_t Half, class V, std::size_t N> FNP_INLINE void halve_together(V (&sums)[N]) noexcept {
  if constexpr (Half > 0) {
    constexpr std::size_t all = numbers_of_register<T>;
#pragma GCC unroll 16
    for (std::size_t r = 0; r < Half; ++r)
      sums[r] = number<T>::ring::sum(
          pick_numbers<T>(sums[2 * r], sums[2 * r + 1], half_groups<all, Half, false>{}, every_part<T>{}),
          pick_numbers<T>(sums[2 * r], sums[2 * r + 1], half_groups<all, Half, true>{}, every_part<T>{}));
    halve_together<T, Half / 2>(sums);
  }
}

// Up to as many runs as a register has lanes, of Lanes terms each: their products fill as many registers, and each
// halving of the lanes makes one register of two.
template <class T, std::size_t Lanes> class short_runs {
  using vector = lanes<typename number<T>::part>;
  using ring = typename number<T>::ring;
  static constexpr std::ptrdiff_t together = static_cast<std::ptrdiff_t>(numbers_of_register<T>), item = sizeof(T);

 public:
  static void dots(std::byte* sum, std::byte const* x, std::ptrdiff_t x_row, std::byte const* y, std::ptrdiff_t y_row,
                   std::ptrdiff_t rows, std::ptrdiff_t n) noexcept {
    constexpr std::ptrdiff_t dense = static_cast<std::ptrdiff_t>(Lanes) * item;
    alignas(64) std::byte u[Lanes * product_register]{}, v[Lanes * product_register]{};
    if (y_row == 0) gather(v, y, 0, together, n);
    for (; rows > 0; rows -= together, sum += product_register, x += together * x_row, y += together * y_row) {
      std::ptrdiff_t const count = rows < together ? rows : together;
      bool const whole = n == static_cast<std::ptrdiff_t>(Lanes) && count == together;
      bool const reads_x = whole && x_row == dense, reads_y = whole && y_row == dense;
      if (!reads_x) gather(u, x, x_row, count, n);
      if (!reads_y && y_row != 0) gather(v, y, y_row, count, n);
      vector const sums = fold(reads_x ? x : u, reads_y ? y : v);
      std::memcpy(sum, &sums, static_cast<std::size_t>(count * item));
    }
  }

 private:
  FNP_INLINE static void gather(std::byte* to, std::byte const* x, std::ptrdiff_t row, std::ptrdiff_t rows,
                                std::ptrdiff_t n) noexcept {
    if (n == static_cast<std::ptrdiff_t>(Lanes)) {
      for (; rows > 0; --rows, x += row, to += Lanes * sizeof(T)) std::memcpy(to, x, Lanes * sizeof(T));
      return;
    }
    for (; rows > 0; --rows, x += row, to += Lanes * sizeof(T))
      for (std::ptrdiff_t l = 0; l < n; ++l) write(to + l * item, read<T>(x + l * item));
  }
  FNP_INLINE static vector fold(std::byte const* x, std::byte const* y) noexcept {
    vector sums[Lanes];
#pragma GCC unroll 16
    for (std::size_t r = 0; r < Lanes; ++r)
      sums[r] = ring::sum(vector{},
                          term_of<T>(read<vector>(x + r * product_register), read<vector>(y + r * product_register)));
    halve_together<T, Lanes / 2>(sums);
    return sums[0];
  }
};

// With registers of 16 bytes there is nothing to share (and g++ 12 would pick lanes by way of the old floating-point
// unit).
inline constexpr std::size_t most_lanes = product_register > 16 ? 16 : 0;

// sums[i] = the dot product of the n terms at x + i x_row and y + i y_row, for n <= dot_run; y_row may be 0.
template <class T, std::size_t Lanes = 1>
void dots_of_rows(std::byte* sums, std::byte const* x, std::ptrdiff_t x_row, std::byte const* y, std::ptrdiff_t y_row,
                  std::ptrdiff_t rows, std::ptrdiff_t n) noexcept {
  if constexpr (Lanes <= most_lanes && Lanes <= numbers_of_register<T>) {
    if (rows < 2 || n > static_cast<std::ptrdiff_t>(Lanes))
      return dots_of_rows<T, 2 * Lanes>(sums, x, x_row, y, y_row, rows, n);
    short_runs<T, Lanes>::dots(sums, x, x_row, y, y_row, rows, n);
  } else {
    // Some rows at once share what is read of one y, and reach memory together.
    constexpr std::ptrdiff_t together = numbers_of_register<T>, some = number<T>::parts == 2 ? 2 : 4,
                             at_once = product_register == 64 ? some : 1;
    if constexpr (together > 2 && together <= static_cast<std::ptrdiff_t>(most_lanes)) {
      lanes<typename number<T>::part> runs[together];
      auto const fold = [&]<std::ptrdiff_t Rows>(std::integral_constant<std::ptrdiff_t, Rows>) {
        for (std::ptrdiff_t r = 0; r < together; r += Rows, x += Rows * x_row, y += Rows * y_row)
          fold_runs<T, Rows>(runs + r, x, x_row, y, y_row, n);
      };
      for (; rows >= together; rows -= together, sums += product_register) {
        if (y_row == 0) fold(std::integral_constant<std::ptrdiff_t, at_once>{});
        else fold(std::integral_constant<std::ptrdiff_t, 1>{});
        halve_together<T, together / 2>(runs);
        write(sums, runs[0]);
      }
      for (; y_row == 0 && at_once > 1 && rows >= at_once; rows -= at_once, x += at_once * x_row) {
        fold_runs<T, at_once>(runs, x, x_row, y, y_row, n);
        for (std::ptrdiff_t r = 0; r < at_once; ++r, sums += sizeof(T)) {
          auto const folded = fold_lanes<T, together / 2>(runs[r]);
          std::memcpy(sums, &folded, sizeof(T));
        }
      }
    }
    for (; rows > 0; --rows, sums += sizeof(T), x += x_row, y += y_row) dot_of_run<T>(sums, x, y, n);
  }
}

// c[j] = the dot product of the `depth` <= Lanes terms x[k] b[k, j]: rows of b and c dense, x in steps of `x_step`
// bytes.
template <class T, std::size_t Lanes = 1>
void dots_of_columns(std::byte* c, std::byte const* x, std::ptrdiff_t x_step, std::byte const* b, std::ptrdiff_t b_row,
                     std::ptrdiff_t depth, std::ptrdiff_t columns) noexcept {
  if constexpr (Lanes < kernels::shortest_lanes)
    if (depth > static_cast<std::ptrdiff_t>(Lanes))
      return dots_of_columns<T, 2 * Lanes>(c, x, x_step, b, b_row, depth, columns);
  using part = typename number<T>::part;
  using ring = typename number<T>::ring;
  using vector = lanes<part>;
  constexpr std::ptrdiff_t width = product_register / sizeof(T), item = sizeof(T);
  T factor[Lanes]{};
  for (std::ptrdiff_t k = 0; k < depth; ++k) factor[k] = read<T>(x + k * x_step);
  auto const spread = [](T const& number_of_all) {
    vector r;
    for (std::size_t i = 0; i < product_register; i += sizeof(T))
      std::memcpy(reinterpret_cast<std::byte*>(&r) + i, &number_of_all, sizeof(T));
    return r;
  };
  vector left[Lanes];
  for (std::size_t k = 0; k < Lanes; ++k) left[k] = spread(factor[k]);
  auto const sum_of = [&](auto&& right) {
    vector sums[Lanes]{};
#pragma GCC unroll 8
    for (std::size_t k = 0; k < Lanes; ++k)
      if (static_cast<std::ptrdiff_t>(k) < depth)
        sums[k] = ring::sum(sums[k], term_of<T>(left[k], right(b + static_cast<std::ptrdiff_t>(k) * b_row)));
#pragma GCC unroll 4
    for (std::size_t half = Lanes / 2; half > 0; half /= 2)
#pragma GCC unroll 4
      for (std::size_t k = 0; k < half; ++k) sums[k] = ring::sum(sums[k], sums[k + half]);
    return sums[0];
  };
  for (; columns >= width; columns -= width, b += product_register, c += product_register)
    write(c, sum_of([](std::byte const* row) { return read<vector>(row); }));
  if (auto const rest = static_cast<std::size_t>(columns * item); rest > 0) {
    vector const sums = sum_of([rest](std::byte const* row) { return first_bytes<vector>(row, rest); });
    std::memcpy(c, &sums, rest);
  }
}

template <class T> void join_sums(std::byte* c, std::byte const* x, std::ptrdiff_t n) noexcept {
  using part = typename number<T>::part;
  using vector = lanes<part>;
  constexpr std::ptrdiff_t width = product_register / sizeof(T), item = sizeof(T);
  std::ptrdiff_t i = 0;
  for (; i + width <= n; i += width)
    write(c + i * item, number<T>::ring::sum(read<vector>(c + i * item), read<vector>(x + i * item)));
  for (; i < n; ++i) {
    T sum = read<T>(c + i * item);
    add_number(sum, read<T>(x + i * item));
    write(c + i * item, sum);
  }
}

}  // namespace fnp::FNP_LEVEL
