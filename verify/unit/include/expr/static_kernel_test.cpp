// The compiled kernels of typed expressions, called as the engine calls them: every level, every kind of block.
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstring>
#include <vector>

#include "verify/unit/include/expr/kernel_call.hpp"

using fnp::array;
using fnp::isa;
using namespace kernel_call;

namespace {

// A block of `rows` rows: the output, then inputs that move or stay in a row.
struct example {
  std::ptrdiff_t rows, count;
  std::uint64_t broadcast = 0;
  bool stream = false;
  std::vector<std::vector<std::byte>> memory;
  std::vector<std::byte*> data;
  std::vector<std::ptrdiff_t> stride;

  example(std::ptrdiff_t rows_, std::ptrdiff_t count_) : rows(rows_), count(count_) {}

  template <class T> void add(std::vector<T> const& values, bool stays, std::ptrdiff_t misaligned = 0) {
    if (stays) broadcast |= std::uint64_t{1} << data.size();
    memory.emplace_back(values.size() * sizeof(T) + 128);
    auto at = reinterpret_cast<std::uintptr_t>(memory.back().data());
    std::byte* const p =
        memory.back().data() + (64 - at % 64) % 64 + misaligned * static_cast<std::ptrdiff_t>(sizeof(T));
    std::memcpy(p, values.data(), values.size() * sizeof(T));
    data.push_back(p);
    stride.push_back((stays ? 1 : count) * static_cast<std::ptrdiff_t>(sizeof(T)));
  }
  template <class E> void run(E const& e, isa level) const {
    call_kernel(e, level, {data.data(), stride.data(), broadcast, rows, count, stream});
  }
  template <class T> T at(std::size_t operand, std::ptrdiff_t row, std::ptrdiff_t i) const {
    T x;
    std::memcpy(&x,
                data[operand] + row * stride[operand] +
                    ((broadcast >> operand) & 1 ? 0 : i * static_cast<std::ptrdiff_t>(sizeof(T))),
                sizeof x);
    return x;
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(static_kernel)

BOOST_AUTO_TEST_CASE(every_level_rounds_each_operation_whatever_moves_or_stays) {
  array<double> const a, b, c;
  auto const e = a + b * c - 2.5;
  for_each_case([&](isa level, std::ptrdiff_t rows, std::ptrdiff_t count) {
    for (unsigned stays = 0; stays < 8; ++stays)
      for (bool const stream : {false, true})
        for (std::ptrdiff_t const misaligned : {0, 1, 3}) {
          example x(rows, count);
          x.stream = stream;
          x.add(values<double>(rows * count + 8, -1, 0), false, misaligned);
          for (int k = 0; k < 3; ++k) {
            bool const one = (stays >> k) & 1;
            x.add(values<double>(one ? rows : rows * count, 0.1 + k, 1.0 / (3 + k)), one, k);
          }
          double const constant = 2.5;
          x.add(std::vector<double>(static_cast<std::size_t>(rows), constant), true);
          x.run(e, level);
          for (std::ptrdiff_t r = 0; r < rows; ++r)
            for (std::ptrdiff_t i = 0; i < count; ++i) {
              double const product = x.at<double>(2, r, i) * x.at<double>(3, r, i);
              double const sum = x.at<double>(1, r, i) + product;
              BOOST_REQUIRE_EQUAL(x.at<double>(0, r, i), sum - constant);
            }
          BOOST_REQUIRE_EQUAL(x.at<double>(0, rows - 1, count), -1.0);  // nothing is written behind the end
        }
  });
}

// With more inputs than strided loops take, a value that stays becomes a row: longer than a strip, in rows shared by
// many.
BOOST_AUTO_TEST_CASE(values_stay_in_regions_of_many_inputs) {
  array<double> const a;
  array<float> const f;
  auto const five = a * a + a * 3.0 - fnp::astype<double>(f);
  auto const twelve = ((a + a) + (a + a)) + ((a + a) + (a + a)) + ((a + a) + (a + a));
  for_each_case([&](isa level, std::ptrdiff_t rows, std::ptrdiff_t count) {
    auto const add = [&]<class T>(example& x, T, int k, bool one) {
      x.add(values<T>(one ? rows : rows * count, 0.1 + k, 1.0 / (3 + k)), one, k % 4);
    };
    for (unsigned stays = 0; stays < 16; ++stays)
      for (bool const stream : {false, true}) {
        example x(rows, count);
        x.stream = stream;
        x.add(values<double>(rows * count + 8, -1, 0), false, stays % 3);
        for (int k = 0; k < 3; ++k) add(x, double{}, k, stays >> k & 1);
        x.add(std::vector<double>(static_cast<std::size_t>(rows), 3.0), true);
        add(x, float{}, 3, stays >> 3);
        x.run(five, level);
        for (std::ptrdiff_t r = 0; r < rows; ++r)
          for (std::ptrdiff_t i = 0; i < count; ++i) {
            double const square = x.at<double>(1, r, i) * x.at<double>(2, r, i), triple = x.at<double>(3, r, i) * 3.0;
            double const sum = square + triple;
            BOOST_REQUIRE_EQUAL(x.at<double>(0, r, i), sum - static_cast<double>(x.at<float>(5, r, i)));
          }
        BOOST_REQUIRE_EQUAL(x.at<double>(0, rows - 1, count), -1.0);
      }
    example x(rows, count);
    x.add(values<double>(rows * count + 8, -1, 0), false);
    for (int k = 0; k < 12; ++k) add(x, double{}, k, k != 5);
    x.run(twelve, level);
    for (std::ptrdiff_t r = 0; r < rows; ++r)
      for (std::ptrdiff_t i = 0; i < count; ++i) {
        double four[3];
        for (std::size_t k = 0; k < 3; ++k)
          four[k] = (x.at<double>(4 * k + 1, r, i) + x.at<double>(4 * k + 2, r, i)) +
                    (x.at<double>(4 * k + 3, r, i) + x.at<double>(4 * k + 4, r, i));
        BOOST_REQUIRE_EQUAL(x.at<double>(0, r, i), (four[0] + four[1]) + four[2]);
      }
    BOOST_REQUIRE_EQUAL(x.at<double>(0, rows - 1, count), -1.0);
  });
}

// A stencil beyond the caches: neighbours in one array, results streamed, rows that begin and end within a line.
BOOST_AUTO_TEST_CASE(neighbours_in_one_array_are_combined_while_results_are_streamed) {
  array<float> const a;
  auto const e = (a + a) + (a + a);
  for (isa const level : fnp::vector_levels) {
    if (!runs_here(level)) continue;
    for (std::ptrdiff_t const count : {1, 15, 16, 17, 40, 513, 1500, 3001})
      for (std::ptrdiff_t const begin : {1, 2, 7, 16}) {
        std::ptrdiff_t const rows = 4, pitch = count + 19;
        std::vector<float> x = values<float>((rows + 2) * pitch + 64, 0.5, 0.25),
                           out(static_cast<std::size_t>(rows * pitch + 64), -1.f);
        auto const at = [](auto& v, std::ptrdiff_t i) { return reinterpret_cast<std::byte*>(v.data() + i); };
        std::byte* const data[] = {at(out, begin), at(x, 1), at(x, 2 * pitch + 1), at(x, pitch), at(x, pitch + 2)};
        std::ptrdiff_t const row[] = {pitch * 4, pitch * 4, pitch * 4, pitch * 4, pitch * 4};
        call_kernel(e, level, {data, row, 0, rows, count, true});
        for (std::ptrdiff_t r = 0; r < rows; ++r)
          for (std::ptrdiff_t i = -1; i <= count; ++i) {
            float const* const p = x.data() + r * pitch + i;
            float const vertical = p[1] + p[2 * pitch + 1], horizontal = p[pitch] + p[pitch + 2];
            float const expected = i < 0 || i == count ? -1.f : vertical + horizontal;
            BOOST_REQUIRE_EQUAL(out[static_cast<std::size_t>(begin + r * pitch + i)], expected);
          }
      }
  }
}

BOOST_AUTO_TEST_CASE(dtypes_of_different_size_share_a_loop) {
  array<double> const a;
  array<float> const f;
  array<std::int16_t> const k;
  array<bool> const m;
  auto const e = fnp::where(m & (a > 0.5), fnp::astype<std::uint8_t>(k), fnp::astype<std::uint8_t>(fnp::sqrt(a)));
  for_each_case([&](isa level, std::ptrdiff_t rows, std::ptrdiff_t count) {
    example x(rows, count);
    x.add(values<std::uint8_t>(rows * count, 0, 0), false);
    std::vector<std::uint8_t> mask(static_cast<std::size_t>(rows * count));
    for (std::size_t i = 0; i < mask.size(); ++i) mask[i] = i % 3 == 0;
    x.add(mask, false);
    x.add(values<double>(rows * count, 0, 0.25), false, 1);
    x.add(std::vector<double>(static_cast<std::size_t>(rows), 0.5), true);
    x.add(values<std::int16_t>(rows * count, -7, 3), false, 1);
    x.add(values<double>(rows * count, 1, 0.5), false);
    x.run(e, level);
    for (std::ptrdiff_t r = 0; r < rows; ++r)
      for (std::ptrdiff_t i = 0; i < count; ++i) {
        bool const condition = x.at<std::uint8_t>(1, r, i) && x.at<double>(2, r, i) > 0.5;
        int const expected = condition ? static_cast<std::uint8_t>(x.at<std::int16_t>(4, r, i))
                                       : static_cast<std::uint8_t>(static_cast<int>(std::sqrt(x.at<double>(5, r, i))));
        BOOST_REQUIRE_EQUAL(int{x.at<std::uint8_t>(0, r, i)}, expected);
      }
  });
}

BOOST_AUTO_TEST_CASE(a_result_may_overwrite_its_operand) {
  array<float> const a;
  auto const e = a * a + a;
  for_each_case([&](isa level, std::ptrdiff_t rows, std::ptrdiff_t count) {
    example x(rows, count);
    auto const given = values<float>(rows * count, -3, 0.37);
    x.add(given, false, 1);
    for (int k = 0; k < 3; ++k) {
      x.data.push_back(x.data[0]);
      x.stride.push_back(x.stride[0]);
    }
    x.run(e, level);
    for (std::ptrdiff_t i = 0; i < rows * count; ++i) {
      float const g = given[static_cast<std::size_t>(i)];
      float const square = g * g;
      BOOST_REQUIRE_EQUAL(x.at<float>(0, 0, i), square + g);
    }
  });
}

// exp has no body: segments run between calls of the library, nested and in place.
BOOST_AUTO_TEST_CASE(ops_without_a_body_get_the_bits_of_the_library) {
  array<double> const a, b;
  auto const e = fnp::exp(fnp::exp(a * 0.5) + b) * fnp::arctan2(a + b, b) + fnp::exp(b);
  auto const library = [](auto const& node, isa level, double x, double y) {
    using E = std::remove_cvref_t<decltype(node)>;
    auto const& code = fnp::typed::program_for<E>().code.back();
    double r = 0;
    std::byte* const data[] = {reinterpret_cast<std::byte*>(&r), reinterpret_cast<std::byte*>(&x),
                               reinterpret_cast<std::byte*>(&y)};
    std::ptrdiff_t const stride[] = {0, 0, 0};
    fnp::engine::library_kernel(code.op, code.index, level)({data, stride, 0, 1, 1}, nullptr);
    return r;
  };
  auto const exponential = fnp::exp(a);
  auto const angle = fnp::arctan2(a, b);
  for_each_case([&](isa level, std::ptrdiff_t rows, std::ptrdiff_t count) {
    for (bool const stays : {false, true}) {
      example x(rows, count);
      x.add(values<double>(rows * count, 0, 0), false);
      auto const av = values<double>(rows * count, -2, 0.003);
      auto const bv = values<double>(stays ? rows : rows * count, 0.5, 0.001);
      x.add(av, false);
      x.add(std::vector<double>(static_cast<std::size_t>(rows), 0.5), true);
      x.add(bv, stays);
      x.add(av, false);
      x.add(bv, stays);
      x.add(bv, stays);
      x.add(bv, stays);
      x.run(e, level);
      for (std::ptrdiff_t r = 0; r < rows; ++r)
        for (std::ptrdiff_t i = 0; i < count; ++i) {
          double const p = x.at<double>(1, r, i), q = x.at<double>(3, r, i);
          double const inner = library(exponential, level, p * 0.5, 0) + q;
          double const product = library(exponential, level, inner, 0) * library(angle, level, p + q, q);
          BOOST_REQUIRE_EQUAL(x.at<double>(0, r, i), product + library(exponential, level, q, 0));
        }
    }
  });
}

BOOST_AUTO_TEST_CASE(float16_complex_and_very_large_regions_have_no_kernel) {
  array<fnp::half> const h;
  array<fnp::complex128> const z;
  array<double> const a;
  auto const half_sum = h + h;
  auto const complex_sum = z + z;
  auto const eight = a + a + a + a + a + a + a + a;
  auto const many = (eight * eight + eight * eight + eight * eight) * (eight * eight + eight * eight + eight * eight);
  BOOST_TEST(fnp::typed::program_for<decltype(half_sum)>().regions[0].kernels == nullptr);
  BOOST_TEST(fnp::typed::program_for<decltype(complex_sum)>().regions[0].kernels == nullptr);
  BOOST_TEST(fnp::typed::program_for<decltype(many)>().regions[0].kernels == nullptr);
  BOOST_TEST(fnp::typed::program_for<decltype(eight)>().regions[0].kernels != nullptr);
}

BOOST_AUTO_TEST_SUITE_END()
