// Reductions against their definitions: the pairwise tree for every length, folds cut anywhere, outer axes.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cstring>
#include <limits>

#include "fnp/ops/all.hpp"
#include "kernels/registry.hpp"
#include "verify/unit/kernels/samples.hpp"

namespace fnp {
namespace {

// NumPy's rule as its documentation states it, on one kind of number.
template <class T> T pairwise(T const* x, std::ptrdiff_t n) {
  if (n < 8) {
    T r = T(-0.0);
    for (std::ptrdiff_t i = 0; i < n; ++i) r += x[i];
    return r;
  }
  if (n <= 128) {
    T r[8];
    for (int k = 0; k < 8; ++k) r[k] = x[k];
    std::ptrdiff_t i = 8;
    for (; i < n - n % 8; i += 8)
      for (int k = 0; k < 8; ++k) r[k] += x[i + k];
    T s = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]));
    for (; i < n; ++i) s += x[i];
    return s;
  }
  std::ptrdiff_t h = n / 2;
  h -= h % 8;
  return pairwise(x, h) + pairwise(x + h, n - h);
}
// The same for the interleaved parts of complex numbers; n counts parts.
template <class T> complex<T> pairwise_parts(T const* x, std::ptrdiff_t n) {
  if (n < 8) {
    complex<T> r(T(-0.0), T(-0.0));
    for (std::ptrdiff_t i = 0; i < n; i += 2) r = complex<T>(r.re + x[i], r.im + x[i + 1]);
    return r;
  }
  if (n <= 128) {
    T r[8];
    for (int k = 0; k < 8; ++k) r[k] = x[k];
    std::ptrdiff_t i = 8;
    for (; i < n - n % 8; i += 8)
      for (int k = 0; k < 8; ++k) r[k] += x[i + k];
    complex<T> s((r[0] + r[2]) + (r[4] + r[6]), (r[1] + r[3]) + (r[5] + r[7]));
    for (; i < n; i += 2) s = complex<T>(s.re + x[i], s.im + x[i + 1]);
    return s;
  }
  std::ptrdiff_t h = n / 2;
  h -= h % 8;
  complex<T> const a = pairwise_parts(x, h), b = pairwise_parts(x + h, n - h);
  return complex<T>(a.re + b.re, a.im + b.im);
}

template <class Op, class Out, class T> Out fold(T const* x, std::ptrdiff_t n, isa level) {
  kernels::fold_kernel const& k = *kernels::find_fold(ops::id_of<Op>, dtype_of<T>(), level);
  alignas(16) std::byte state[32];
  Out out{};
  k.run(state, reinterpret_cast<std::byte const*>(x), n, 0);
  k.finish(reinterpret_cast<std::byte*>(&out), state, 1);
  return out;
}

template <class T> std::vector<T> numbers(std::size_t n) {
  std::mt19937_64 random(51);
  std::normal_distribution<double> some(0, 1);
  std::vector<T> r;
  for (std::size_t i = 0; i < n; ++i) r.push_back(static_cast<T>(some(random)));
  return r;
}

std::vector<std::ptrdiff_t> lengths() {
  std::vector<std::ptrdiff_t> r;
  for (std::ptrdiff_t n = 1; n <= 2000; ++n) r.push_back(n);
  for (std::ptrdiff_t n : {4095, 4096, 4097, 10007, 30001}) r.push_back(n);
  return r;
}

// Joins the partial results of random cuts and compares with the whole; for folds without a tree.
template <class T> void compare_cuts(ops::op_id op) {
  std::mt19937_64 random(52);
  for (int level = 0; level < isa_count; ++level) {
    kernels::fold_kernel const* const k = kernels::find_fold(op, dtype_of<T>(), static_cast<isa>(level));
    kernels::fold_kernel const* const reference = kernels::find_fold(op, dtype_of<T>(), isa::reference);
    if (!k) return;
    for (int round = 0; round < 60; ++round) {
      std::ptrdiff_t const n = 1 + std::ptrdiff_t(random() % 700), cut = std::ptrdiff_t(random() % std::uint64_t(n));
      auto const x = samples::bytes(dtype_of<T>(), std::size_t(n), random);
      std::byte const* const bytes = x.data();
      alignas(16) std::byte whole[32] = {}, left[32] = {}, right[32] = {}, a[16] = {}, b[16] = {}, c[16] = {};
      // Element after element on the reference: the definition by `lift` and `row`.
      reference->lift(whole, bytes, 1, 0);
      for (std::ptrdiff_t i = 1; i < n; ++i) reference->rows(whole, bytes + i * std::ptrdiff_t(sizeof(T)), 1, 0, 1, i);
      reference->finish(a, whole, 1);
      k->run(left, bytes, cut > 0 ? cut : n, 0);
      if (cut > 0) {
        k->run(right, bytes + cut * std::ptrdiff_t(sizeof(T)), n - cut, cut);
        k->join(left, right, 1);
      }
      k->finish(b, left, 1);
      k->run(right, bytes, n, 0);
      k->finish(c, right, 1);
      dtype const out = ops::op_table[op].loops[ops::find_loop(ops::op_table[op], &k->element, 1)].out[0];
      bool const cuts_freely = k->order == kernels::fold_order::any,
                 in_order = cuts_freely || k->order == kernels::fold_order::sequential;
      if (cuts_freely && !samples::same_bits(out, a, b))
        BOOST_FAIL(ops::op_table[op].name << " " << name(dtype_of<T>()) << " cut at " << cut << " of " << n);
      if (in_order && !std::is_same_v<T, half> && !samples::same_bits(out, a, c))
        BOOST_FAIL(ops::op_table[op].name << " " << name(dtype_of<T>()) << " level " << level << " of " << n);
    }
  }
}

// Several rows at once are the rows one by one, down the columns and along each row.
template <class T> void compare_rows(ops::op_id op) {
  std::mt19937_64 random(53);
  constexpr std::ptrdiff_t columns = 150;
  for (int level = 0; level < isa_count; ++level) {
    kernels::fold_kernel const* const k = kernels::find_fold(op, dtype_of<T>(), static_cast<isa>(level));
    if (!k) return;
    dtype const out = ops::op_table[op].loops[ops::find_loop(ops::op_table[op], &k->element, 1)].out[0];
    std::size_t const state = k->state, item = itemsize(out);
    std::ptrdiff_t const stride = columns * std::ptrdiff_t(sizeof(T));
    for (std::ptrdiff_t rows = 1; rows <= 21; ++rows) {
      auto const x = samples::bytes(dtype_of<T>(), std::size_t(rows * columns), random);
      auto const compare = [&](auto const& together, auto const& alone, std::ptrdiff_t n) {
        std::vector<std::max_align_t> a(std::size_t(n) * state), b(std::size_t(n) * state), ra(std::size_t(n) * item),
            rb(std::size_t(n) * item);
        auto* const pa = reinterpret_cast<std::byte*>(a.data());
        auto* const pb = reinterpret_cast<std::byte*>(b.data());
        together(pa);
        alone(pb);
        k->finish(reinterpret_cast<std::byte*>(ra.data()), pa, n);
        k->finish(reinterpret_cast<std::byte*>(rb.data()), pb, n);
        for (std::size_t i = 0; i < std::size_t(n); ++i)
          if (!samples::same_bits(out, reinterpret_cast<std::byte*>(ra.data()) + i * item,
                                  reinterpret_cast<std::byte*>(rb.data()) + i * item))
            BOOST_FAIL(ops::op_table[op].name << " " << name(dtype_of<T>()) << " level " << level << ", " << rows
                                              << " rows, element " << i);
      };
      compare(
          [&](std::byte* p) {
            k->lift(p, x.data(), columns, 0);
            k->rows(p, x.data() + stride, rows - 1, stride, columns, 1);
          },
          [&](std::byte* p) {
            k->lift(p, x.data(), columns, 0);
            for (std::ptrdiff_t r = 1; r < rows; ++r) k->rows(p, x.data() + r * stride, 1, 0, columns, r);
          },
          columns);
      compare([&](std::byte* p) { k->runs(p, x.data(), rows, stride, columns, 5); },
              [&](std::byte* p) {
                for (std::ptrdiff_t r = 0; r < rows; ++r)
                  k->run(p + std::size_t(r) * state, x.data() + r * stride, columns, 5);
              },
              rows);
    }
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(kernels_folds)

BOOST_AUTO_TEST_CASE(rows_together_are_rows_one_by_one) {
  for (std::size_t id = 0; id < ops::op_table.size(); ++id) {
    if (ops::op_table[id].kind != ops::family::reduction) continue;
    for (int d = 0; d < dtype_count; ++d)
      visit_dtype(static_cast<dtype>(d), [&](auto zero) { compare_rows<decltype(zero)>(static_cast<ops::op_id>(id)); });
  }
}

// Runs that are taken to come from beyond the caches are read by other loops.
BOOST_AUTO_TEST_CASE(long_runs_are_the_same_trees_and_extremes) {
  auto const check = [](auto zero) {
    using T = decltype(zero);
    auto const x = numbers<T>((std::size_t{9} << 20) / sizeof(T));
    auto const n = static_cast<std::ptrdiff_t>(x.size());
    T const sum = 0 + pairwise(x.data(), n), most = *std::max_element(x.begin(), x.end()),
            least = *std::min_element(x.begin(), x.end());
    for (int level = 0; level < isa_count; ++level) {
      isa const l = static_cast<isa>(level);
      BOOST_TEST((fold<ops::add_reduce, T>(x.data(), n, l)) == sum);
      BOOST_TEST((fold<ops::maximum_reduce, T>(x.data(), n, l)) == most);
      BOOST_TEST((fold<ops::minimum_reduce, T>(x.data(), n, l)) == least);
    }
  };
  check(0.0);
  check(0.0f);
}

BOOST_AUTO_TEST_CASE(sums_of_every_length_are_numpys_tree_at_every_level) {
  auto const d = numbers<double>(30001);
  auto const f = numbers<float>(30001);
  std::vector<half> h;
  std::vector<float> widened;
  for (float const x : f) h.push_back(half(x)), widened.push_back(float(h.back()));
  for (std::ptrdiff_t const n : lengths())
    for (int level = 0; level < isa_count; ++level) {
      isa const l = static_cast<isa>(level);
      BOOST_REQUIRE_EQUAL((fold<ops::add_reduce, double>(d.data(), n, l)), 0 + pairwise(d.data(), n));
      BOOST_REQUIRE_EQUAL((fold<ops::add_reduce, float>(f.data(), n, l)), 0 + pairwise(f.data(), n));
      BOOST_REQUIRE_EQUAL((fold<ops::add_reduce, half>(h.data(), n, l)).bits,
                          half(0 + pairwise(widened.data(), n)).bits);
      if (2 * n > 30001) continue;
      complex128 const z = pairwise_parts(d.data(), 2 * n),
                       got = fold<ops::add_reduce, complex128>(reinterpret_cast<complex128 const*>(d.data()), n, l);
      BOOST_REQUIRE((got.re == z.re && got.im == z.im));
    }
}

BOOST_AUTO_TEST_CASE(trees_may_be_cut_where_the_kernel_says) {
  auto const d = numbers<double>(5000);
  for (std::ptrdiff_t n = 129; n <= 5000; n += 7) {
    kernels::fold_kernel const& k = *kernels::find_fold(ops::id_of<ops::add_reduce>, dtype::f8, kernels::best_isa());
    std::ptrdiff_t const h = n / 2 - (n / 2) % k.lanes;
    alignas(16) std::byte left[16], right[16], whole[16];
    k.run(left, reinterpret_cast<std::byte const*>(d.data()), h, 0);
    k.run(right, reinterpret_cast<std::byte const*>(d.data() + h), n - h, h);
    k.join(left, right, 1);
    k.run(whole, reinterpret_cast<std::byte const*>(d.data()), n, 0);
    BOOST_REQUIRE(std::memcmp(left, whole, 8) == 0);
  }
}

BOOST_AUTO_TEST_CASE(a_sum_of_negative_zeros_is_positive_zero) {
  std::vector<double> const x(20, -0.0);
  for (std::ptrdiff_t n : {1, 7, 8, 20})
    BOOST_TEST(!std::signbit(fold<ops::add_reduce, double>(x.data(), n, kernels::best_isa())));
}

BOOST_AUTO_TEST_CASE(folds_agree_with_one_element_after_the_other_and_over_cuts) {
  for (std::size_t id = 0; id < ops::op_table.size(); ++id) {
    if (ops::op_table[id].kind != ops::family::reduction) continue;
    for (int d = 0; d < dtype_count; ++d)
      visit_dtype(static_cast<dtype>(d), [&](auto zero) { compare_cuts<decltype(zero)>(static_cast<ops::op_id>(id)); });
  }
}

BOOST_AUTO_TEST_CASE(extremes_pass_nan_on_and_order_zeros) {
  std::vector<float> const zeros{0.0f, -0.0f, 0.0f, -0.0f}, with_nan{1, 2, std::nanf(""), 3, std::nanf("")};
  for (int level = 0; level < isa_count; ++level) {
    isa const l = static_cast<isa>(level);
    BOOST_TEST(!std::signbit(fold<ops::maximum_reduce, float>(zeros.data(), 4, l)));
    BOOST_TEST(std::signbit(fold<ops::minimum_reduce, float>(zeros.data(), 4, l)));
    BOOST_TEST(std::isnan(fold<ops::maximum_reduce, float>(with_nan.data(), 5, l)));
    BOOST_TEST(std::isnan(fold<ops::minimum_reduce, float>(with_nan.data(), 5, l)));
    BOOST_TEST((fold<ops::argmax, std::int64_t>(with_nan.data(), 5, l)) == 2);
    BOOST_TEST((fold<ops::argmin, std::int64_t>(with_nan.data(), 5, l)) == 2);
    BOOST_TEST((fold<ops::argmax, std::int64_t>(with_nan.data(), 2, l)) == 1);
    BOOST_TEST((fold<ops::argmax, std::int64_t>(zeros.data(), 4, l)) == 0);
  }
}

// Columns of every number of vectors, and of a last one that overlaps the one before it.
BOOST_AUTO_TEST_CASE(columns_are_summed_row_after_row) {
  auto const check = [](auto zero) {
    using T = decltype(zero);
    std::ptrdiff_t const rows = 21;
    auto const x = numbers<T>(21 * 160);
    for (int level = 0; level < isa_count; ++level) {
      kernels::fold_kernel const& k =
          *kernels::find_fold(ops::id_of<ops::add_reduce>, dtype_of<T>(), static_cast<isa>(level));
      for (std::ptrdiff_t columns = 1; columns <= 160; ++columns) {
        std::vector<T> expected(x.begin(), x.begin() + columns), found = expected;
        for (std::ptrdiff_t r = 0; r < rows; ++r)
          for (std::ptrdiff_t i = 0; i < columns; ++i) expected[std::size_t(i)] += x[std::size_t(r * columns + i)];
        k.rows(reinterpret_cast<std::byte*>(found.data()), reinterpret_cast<std::byte const*>(x.data()), rows,
               columns * std::ptrdiff_t{sizeof(T)}, columns, 0);
        BOOST_TEST((std::memcmp(found.data(), expected.data(), expected.size() * sizeof(T)) == 0));
      }
    }
  };
  check(0.0);
  check(0.0f);
}

// What a fast comparison passes over: NaN anywhere, zeros of either sign, infinities whose sum is NaN, sums beyond the
// range.
template <class T> void check_doubtful_extremes(isa l) {
  using limits = std::numeric_limits<T>;
  auto const most = [l](std::vector<T> const& v) {
    return fold<ops::maximum_reduce, T>(v.data(), static_cast<std::ptrdiff_t>(v.size()), l);
  };
  auto const least = [l](std::vector<T> const& v) {
    return fold<ops::minimum_reduce, T>(v.data(), static_cast<std::ptrdiff_t>(v.size()), l);
  };
  for (std::size_t const n : {15, 16, 64, 1000, 40001}) {
    std::vector<T> x(n);
    for (std::size_t const at : {std::size_t{0}, n / 3, n - 1}) {
      for (std::size_t i = 0; i < n; ++i) x[i] = static_cast<T>(i % 37) + 1;
      x[at] = limits::quiet_NaN();
      BOOST_TEST(std::isnan(most(x)));
      BOOST_TEST(std::isnan(least(x)));
      x.assign(n, T(-0.0));
      BOOST_TEST((most(x) == 0 && std::signbit(most(x)) && std::signbit(least(x))));
      x[at] = 0;
      BOOST_TEST((most(x) == 0 && !std::signbit(most(x))));
      BOOST_TEST((least(x) == 0 && std::signbit(least(x))));
      x[at] = -limits::infinity();
      x[n / 2] = limits::infinity();
      BOOST_TEST(most(x) == limits::infinity());
      BOOST_TEST(least(x) == -limits::infinity());
      x.assign(n, limits::max());
      x[at] = limits::lowest();
      BOOST_TEST(most(x) == limits::max());
      BOOST_TEST(least(x) == limits::lowest());
      x.assign(n, -limits::infinity());
      BOOST_TEST(most(x) == -limits::infinity());
    }
  }
}
BOOST_AUTO_TEST_CASE(doubtful_extremes_are_looked_at_closer) {
  for (int level = 0; level < isa_count; ++level) {
    check_doubtful_extremes<float>(static_cast<isa>(level));
    check_doubtful_extremes<double>(static_cast<isa>(level));
  }
}

BOOST_AUTO_TEST_CASE(the_first_of_equal_extremes_is_found_anywhere_in_a_long_run) {
  auto const look = [](auto usual, auto greatest) {
    using T = decltype(usual);
    for (int level = 0; level < isa_count; ++level)
      for (std::size_t const n : {1u, 63u, 64u, 65u, 1000u, 9001u})
        for (std::size_t at = 0; at < n; at += 1 + n / 37) {
          std::vector<T> x(n, usual);
          x[at] = greatest;
          x[n - 1] = greatest;
          auto const count = static_cast<std::ptrdiff_t>(n);
          BOOST_REQUIRE_EQUAL((fold<ops::argmax, std::int64_t>(x.data(), count, static_cast<isa>(level))),
                              std::int64_t(at));
          for (T& v : x) v = v == usual ? greatest : usual;
          BOOST_REQUIRE_EQUAL((fold<ops::argmin, std::int64_t>(x.data(), count, static_cast<isa>(level))),
                              std::int64_t(at));
        }
  };
  look(std::uint8_t{3}, std::uint8_t{200});
  look(std::int16_t{-3}, std::int16_t{2});
  look(std::int32_t{-3}, std::int32_t{-2});
  look(std::uint64_t{0}, ~std::uint64_t{0});
  look(half(-1.0f), half(1.0f));
  look(-1.5f, -0.5f);
  look(1.5, 2.5);
  look(complex128(1, 2), complex128(1, 3));
}

BOOST_AUTO_TEST_CASE(sums_of_narrow_integers_do_not_overflow) {
  std::vector<std::uint16_t> const most(200001, 65535);
  std::vector<std::int16_t> const least(200001, -32768);
  for (int level = 0; level < isa_count; ++level) {
    isa const l = static_cast<isa>(level);
    BOOST_TEST((fold<ops::add_reduce, std::uint64_t>(most.data(), 200001, l)) == 200001u * std::uint64_t{65535});
    BOOST_TEST((fold<ops::add_reduce, std::int64_t>(least.data(), 200001, l)) == -200001 * std::int64_t{32768});
  }
}

BOOST_AUTO_TEST_CASE(rows_of_float16_round_each_time) {
  kernels::fold_kernel const& k = *kernels::find_fold(ops::id_of<ops::add_reduce>, dtype::f2, kernels::best_isa());
  half const big(2048.0f), one(1.0f);
  float acc = 0;
  auto* const a = reinterpret_cast<std::byte*>(&acc);
  k.lift(a, reinterpret_cast<std::byte const*>(&big), 1, 0);
  for (int i = 0; i < 4; ++i) k.rows(a, reinterpret_cast<std::byte const*>(&one), 1, 0, 1, i + 1);
  BOOST_TEST(acc == 2048);  // 2049 is no float16 and falls back to the even neighbour
}

BOOST_AUTO_TEST_CASE(only_reductions_with_a_loop_for_the_dtype_have_a_fold) {
  BOOST_TEST(kernels::find_fold(ops::id_of<ops::bitwise_or_reduce>, dtype::f8, isa::reference) == nullptr);
  BOOST_TEST(kernels::find_fold(ops::id_of<ops::add>, dtype::f8, isa::reference) == nullptr);
  BOOST_TEST(kernels::find_fold(ops::id_of<ops::maximum_reduce>, dtype::f8, isa::reference)->clear == nullptr);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp
