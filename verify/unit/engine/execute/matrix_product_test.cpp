// Matrix products against their definition, bit by bit: shapes, layouts, dtypes, levels, threads; stopping and
// progress.
#include "engine/execute/matrix_product.hpp"

#include <algorithm>
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <cstring>
#include <random>
#include <vector>

#include "engine/execute/run_state.hpp"
#include "kernels/product_kernel.hpp"

namespace fnp::execute {
namespace {


// A world in which only asking and telling means anything.
struct listener : backend {
  std::atomic<long> questions{0};
  long stop_after = -1;
  std::atomic<std::size_t> told{0};

  std::byte* base(std::uint32_t) override { return nullptr; }
  std::byte* scratch(int, std::size_t) override { return nullptr; }
  void copy(kernels::strided_rows, dtype, kernels::strided_rows, dtype, std::ptrdiff_t, std::ptrdiff_t) override {}
  fp_flags compute(plan::step const&, block const&, int) override { return 0; }
  void run(plan::step const&, std::byte*, std::byte const*, std::ptrdiff_t, std::ptrdiff_t) override {}
  void run_columns(plan::step const&, std::byte*, std::byte const*, std::ptrdiff_t, std::ptrdiff_t, std::ptrdiff_t,
                   std::ptrdiff_t, std::byte*) override {}
  void join(plan::step const&, std::byte*, std::byte const*, std::ptrdiff_t) override {}
  void lift(plan::step const&, std::byte*, std::byte const*, std::ptrdiff_t, std::ptrdiff_t) override {}
  void row(plan::step const&, std::byte*, std::byte const*, std::ptrdiff_t, std::ptrdiff_t) override {}
  void clear(plan::step const&, std::byte*, std::ptrdiff_t) override {}
  void finish(plan::step const&, std::byte*, std::byte const*, std::ptrdiff_t) override {}
  void opaque(plan::step const&, run_state&) override {}
  bool stop() override { return questions++ >= stop_after && stop_after >= 0; }
  void progress(std::size_t done, std::size_t) override {
    std::size_t before = told;
    while (before < done && !told.compare_exchange_weak(before, done)) {
    }
  }
};

template <class T> T term(T x, T y) {
  if constexpr (std::is_same_v<T, bool>)
    return x && y;
  else if constexpr (std::is_integral_v<T>)
    return static_cast<T>(static_cast<std::uint64_t>(x) * static_cast<std::uint64_t>(y));
  else if constexpr (requires { x.re; })
    return T(x.re * y.re - x.im * y.im, x.re * y.im + x.im * y.re);
  else
    return x * y;
}
template <class T> T sum(T x, T y) {
  if constexpr (std::is_same_v<T, bool>)
    return x || y;
  else if constexpr (std::is_integral_v<T>)
    return static_cast<T>(static_cast<std::uint64_t>(x) + static_cast<std::uint64_t>(y));
  else if constexpr (requires { x.re; })
    return T(x.re + y.re, x.im + y.im);
  else
    return x + y;
}

// The dot product as kernels/registry.hpp words it.
template <class T> T by_lanes(std::vector<T> const& terms) {
  std::size_t const lanes = 256 / sizeof(T);
  T all{};
  for (std::size_t from = 0; from < terms.size(); from += 8192) {
    std::vector<T> lane(lanes);
    for (std::size_t i = from; i < std::min(terms.size(), from + 8192); ++i)
      lane[(i - from) % lanes] = sum<T>(lane[(i - from) % lanes], terms[i]);
    for (std::size_t half = lanes / 2; half > 0; half /= 2)
      for (std::size_t l = 0; l < half; ++l) lane[l] = sum<T>(lane[l], lane[l + half]);
    all = from == 0 ? T(lane[0]) : sum<T>(all, lane[0]);
  }
  return all;
}
template <class T> T in_order(std::vector<T> const& terms) {
  T all{};
  for (std::size_t i = 0; i < terms.size(); ++i) all = sum<T>(all, terms[i]);
  return all;
}

unsigned one_true_in = 8;  // of booleans

enum class layout { rows, columns, backwards, sparse };

// A matrix in memory of some layout, its elements random.
template <class T> struct matrix {
  std::vector<std::byte> memory;
  byte_view view;

  matrix(index rows, index columns, layout how, std::mt19937_64& random) {
    constexpr index item = sizeof(T);
    memory.resize(static_cast<std::size_t>(4 * (rows * columns + 1) * item + 64));
    view = {memory.data(), dtype_of<T>(), {{rows, columns}, {columns * item, item}, 0}};
    if (how == layout::columns) view.layout.stride = {item, rows * item};
    if (how == layout::sparse) view.layout.stride = {4 * columns * item, 2 * item};
    if (how == layout::backwards) {
      view.layout.stride = {-columns * item, -item};
      view.data += std::max<index>(rows * columns - 1, 0) * item;
    }
    for (index i = 0; i < rows; ++i)
      for (index j = 0; j < columns; ++j) {
        auto const number = [&] { return std::uniform_real_distribution<double>(-7, 7)(random); };
        T x{};
        if constexpr (std::is_same_v<T, bool>)
          x = random() % one_true_in == 0;
        else if constexpr (std::is_integral_v<T>)
          x = static_cast<T>(random());
        else if constexpr (requires { x.re; })
          x = T(static_cast<decltype(x.re)>(number()), static_cast<decltype(x.re)>(number()));
        else
          x = static_cast<T>(static_cast<float>(number()));
        std::memcpy(at(i, j), &x, sizeof x);
      }
  }
  std::byte* at(index i, index j) const { return view.data + i * view.layout.stride[0] + j * view.layout.stride[1]; }
  T get(index i, index j) const {
    T x;
    std::memcpy(&x, at(i, j), sizeof x);
    return x;
  }
};

template <class T> T element(matrix<T> const& a, matrix<T> const& b, index i, index j) {
  index const m = a.view.layout.extent[0], k = a.view.layout.extent[1], n = b.view.layout.extent[1];
  if constexpr (std::is_same_v<T, half>) {
    std::vector<float> terms;
    for (index q = 0; q < k; ++q) terms.push_back(static_cast<float>(a.get(i, q)) * static_cast<float>(b.get(q, j)));
    return half(in_order(terms));
  } else {
    std::vector<T> terms;
    for (index q = 0; q < k; ++q) terms.push_back(term<T>(a.get(i, q), b.get(q, j)));
    return m == 1 || n == 1 || kernels::is_thin(m, k, n) ? by_lanes(terms) : in_order(terms);
  }
}

template <class T> void check(index m, index k, index n, layout la, layout lb, layout lc) {
  std::mt19937_64 random(static_cast<std::uint64_t>(m * 10007 + k * 101 + n));
  matrix<T> const a(m, k, la, random), b(k, n, lb, random);
  std::vector<T> expected;
  for (index i = 0; i < m; ++i)
    for (index j = 0; j < n; ++j) expected.push_back(element(a, b, i, j));
  for (isa const level : isa_levels)
    for (int const threads : {1, 3}) {
      matrix<T> const c(m, n, lc, random);
      listener world;
      run_state run{world};
      run.threads = threads;
      in_arena(threads, [&] { multiply_matrices(c.view, a.view, b.view, level, &run); });
      bool same = true;
      for (index i = 0; i < m; ++i)
        for (index j = 0; j < n; ++j) {
          T const x = c.get(i, j), y = expected[static_cast<std::size_t>(i * n + j)];
          same = same && std::memcmp(&x, &y, sizeof x) == 0;
        }
      BOOST_TEST(same, name(dtype_of<T>()) << " " << m << " x " << k << " x " << n << " layouts "
                                           << static_cast<int>(la) << static_cast<int>(lb) << static_cast<int>(lc)
                                           << " level " << static_cast<int>(level) << " threads " << threads);
      if (m * n > 0) BOOST_TEST(run.done.load() == product_tiles(c.view.layout, a.view.layout, b.view.layout));
    }
}

template <class T> void check_type() {
  constexpr layout r = layout::rows, c = layout::columns, z = layout::backwards, s = layout::sparse;
  for (auto const [m, k, n] : {std::array<index, 3>{1, 1, 1},
                               {3, 4, 5},
                               {1, 0, 1},
                               {2, 0, 3},
                               {1, 77, 1},
                               {13, 300, 11},
                               {65, 200, 70},
                               {130, 20, 3},
                               {600, 5, 2},
                               {300, 9, 1},
                               {257, 64, 4}}) {
    check<T>(m, k, n, r, r, r);
    check<T>(m, k, n, c, r, r);
    check<T>(m, k, n, r, c, c);
    check<T>(m, k, n, z, s, s);
    check<T>(m, k, n, s, z, r);
  }
  for (auto const [m, k, n] : {std::array<index, 3>{4, 9000, 5}, {2, 4096, 32}, {9, 17000, 3}, {3, 4095, 3}}) {
    check<T>(m, k, n, r, r, r);
    check<T>(m, k, n, r, c, c);
    check<T>(m, k, n, c, z, s);
  }
  for (index const k : {2, 3, 4, 7, 8, 9}) check<T>(1, k, 333, r, r, r);
  check<T>(1, 4, 3000, s, r, r);
  for (index const rows : {3, 4, 7, 16, 35}) check<T>(rows, 100, 1, r, r, r);
  check<T>(1, 20001, 1, r, r, r);
  check<T>(1, 9000, 3, r, r, r);
  check<T>(300, 600, 1, c, s, r);
  check<T>(300, 70, 1, r, r, s);
  check<T>(1, 600, 300, z, r, r);
  check<T>(1, 600, 37, r, c, c);
  check<T>(37, 600, 1, z, z, z);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(matrix_product)

BOOST_AUTO_TEST_CASE(every_float_type_keeps_the_defined_order_on_every_level_layout_and_thread_count) {
  check_type<float>();
  check_type<double>();
  check_type<half>();
}
BOOST_AUTO_TEST_CASE(complex_types_do_too) {
  check_type<complex64>();
  check_type<complex128>();
}
BOOST_AUTO_TEST_CASE(integers_wrap_and_booleans_are_or_of_and) {
  check_type<bool>();
  check_type<std::int8_t>();
  check_type<std::uint16_t>();
  check_type<std::int32_t>();
  check_type<std::int64_t>();
}
// Few false ones, and more of them than are looked at before all terms are.
BOOST_AUTO_TEST_CASE(booleans_that_are_soon_true_have_the_bits_of_the_whole_product) {
  for (unsigned const density : {1u, 2u, 4u, 40u, 100000u}) {
    one_true_in = density;
    for (auto const [m, k, n] :
         {std::array<index, 3>{4, 300, 40}, {1, 500, 200}, {30, 33, 5}, {70, 9000, 70}, {500, 200, 1}, {1, 70000, 1}})
      for (layout const l : {layout::rows, layout::columns}) check<bool>(m, k, n, layout::rows, l, layout::rows);
  }
  one_true_in = 8;
}
BOOST_AUTO_TEST_CASE(blocks_of_columns_and_depth_continue_the_sums) {
  check<float>(66, 400, 2100, layout::rows, layout::columns, layout::rows);
  check<double>(100, 900, 1700, layout::columns, layout::rows, layout::rows);
}

// Half of it is computed and mirrored; the bits are those of a copy that nobody knows to be the transpose.
BOOST_AUTO_TEST_CASE(a_matrix_times_its_own_transpose_has_the_bits_of_the_whole_product) {
  std::mt19937_64 random(11);
  for (index const n : {49, 130, 350, 1600})
    for (layout const l : {layout::rows, layout::columns, layout::sparse})
      for (int const threads : {1, 3}) {
        index const k = n > 1000 ? 20 : 500;
        matrix<double> const a(n, k, l, random), copy(k, n, layout::rows, random), c(n, n, l, random),
            expected(n, n, layout::rows, random);
        for (index i = 0; i < n; ++i)
          for (index q = 0; q < k; ++q) std::memcpy(copy.at(q, i), a.at(i, q), sizeof(double));
        auto const& s = a.view.layout.stride;
        byte_view const turned{a.view.data, dtype::f8, {{k, n}, {s[1], s[0]}, 0}};
        listener world;
        run_state run{world};
        run.threads = threads;
        in_arena(threads, [&] { multiply_matrices(c.view, a.view, turned, isa::widest, &run); });
        multiply_matrices(expected.view, a.view, copy.view);
        bool same = true;
        for (index i = 0; i < n; ++i)
          for (index j = 0; j < n; ++j) same = same && c.get(i, j) == expected.get(i, j);
        BOOST_TEST(same, n << " layout " << static_cast<int>(l) << " threads " << threads);
        BOOST_TEST(run.done.load() == product_tiles(c.view.layout, a.view.layout, turned.layout));
      }
}

BOOST_AUTO_TEST_CASE(leading_axes_broadcast_and_are_shared) {
  std::mt19937_64 random(7);
  index const points = 600, m = 4, k = 9, n = 6, item = sizeof(double);
  matrix<double> const a(points * m, k, layout::rows, random), b(k, n, layout::rows, random),
      c(points * m, n, layout::rows, random), flat(points * m, n, layout::rows, random);
  listener world;
  run_state run{world};
  run.threads = 4;
  byte_view const stack{a.view.data, dtype::f8, {{points, m, k}, {m * k * item, k * item, item}, 0}};
  byte_view const out{c.view.data, dtype::f8, {{points, m, n}, {m * n * item, n * item, item}, 0}};
  in_arena(4, [&] { multiply_matrices(out, stack, b.view, isa::widest, &run); });
  multiply_matrices(flat.view, a.view, b.view);
  BOOST_TEST(std::memcmp(c.view.data, flat.view.data, static_cast<std::size_t>(points * m * n * item)) == 0);
  BOOST_TEST(run.done.load() == static_cast<std::size_t>(points));
}

BOOST_AUTO_TEST_CASE(a_product_asks_whether_to_go_on_and_stops_soon) {
  std::mt19937_64 random(3);
  matrix<double> const a(500, 500, layout::rows, random), b(500, 500, layout::rows, random),
      c(500, 500, layout::rows, random);
  for (int const threads : {1, 4}) {
    listener world;
    world.stop_after = 5;
    run_state run{world};
    run.threads = threads;
    in_arena(threads, [&] { multiply_matrices(c.view, a.view, b.view, isa::baseline, &run); });
    BOOST_TEST(run.stopped.load());
    BOOST_TEST(world.questions.load() <= 5 + threads);
    BOOST_TEST(run.done.load() < product_tiles(c.view.layout, a.view.layout, b.view.layout));
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::execute
