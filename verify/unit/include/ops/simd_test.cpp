// Vector bodies and casts against the scalar ones: the same bits in every lane.
#include "fnp/ops/simd.hpp"

#include <boost/test/unit_test.hpp>

#include "fnp/ops/all.hpp"
#include "verify/unit/kernels/samples.hpp"

namespace fnp::ops {
namespace {

template <class V> struct scalar_of {
  using type = V;
};
template <class T, std::size_t N> struct scalar_of<simd<T, N>> {
  using type = T;
};

template <class T, std::size_t N> void load(simd<T, N>& v, std::vector<T> const& x) {
  T lanes[N];
  for (std::size_t i = 0; i < N; ++i) lanes[i] = x[i];
  simd<T, N>::load(v, lanes);
}
template <class T, std::size_t N> std::vector<T> lanes_of(simd<T, N> const& v) {
  T lanes[N];
  simd<T, N>::store(lanes, v);
  return std::vector<T>(lanes, lanes + N);
}

// One loop of an op, all operands as vectors of N lanes.
template <class Op, class Out, std::size_t N, class... In> void compare_body(std::mt19937_64& random) {
  for (int round = 0; round < 200; ++round) {
    std::tuple<std::vector<In>...> const x{samples::many<In>(N, random)...};
    simd<Out, N> out;
    [&]<std::size_t... K>(std::index_sequence<K...>) {
      std::tuple<simd<In, N>...> v;
      (load(std::get<K>(v), std::get<K>(x)), ...);
      Op::body(out, std::get<K>(v)...);
      std::vector<Out> const got = lanes_of(out);
      for (std::size_t i = 0; i < N; ++i) {
        Out want{};
        Op::body(want, static_cast<In>(std::get<K>(x)[i])...);
        Out const lane = got[i];
        if (!samples::same_bits(lane, want)) BOOST_FAIL(Op::name << " " << name(dtype_of<Out>()) << " lane " << i);
      }
    }(std::index_sequence_for<In...>{});
  }
}

constexpr bool in_vectors(dtype d) { return d != dtype::f2 && kind(d) != 'c'; }

template <class Op, int I> void compare_loop(std::mt19937_64& random) {
  constexpr loop l = loop_at<Op>(I);
  if constexpr (in_vectors(l.in[0]) && (Op::arity < 2 || in_vectors(l.in[1]))) {
    constexpr std::size_t n =
        16 / itemsize(l.in[Op::arity - 1]);  // the baseline's registers: the square root names one
    using A = element_t<l.in[0]>;
    using B = element_t<l.in[1]>;
    using C = element_t<l.in[2]>;
    using Out = element_t<l.out[0]>;
    if constexpr (Op::arity == 1)
      compare_body<Op, Out, n, A>(random);
    else if constexpr (Op::arity == 2)
      compare_body<Op, Out, n, A, B>(random);
    else
      compare_body<Op, Out, n, A, B, C>(random);
  }
}

template <class Op> void compare_op(std::mt19937_64& random, int& count) {
  if constexpr (Op::has_body && kind(loop_at<Op>(0).in[0]) != 'c') {  // vectors hold no complex numbers
    ++count;
    [&]<int... I>(std::integer_sequence<int, I...>) {
      (compare_loop<Op, I>(random), ...);
    }(std::make_integer_sequence<int, loop_count<Op>()>{});
  }
}
template <class... Ops> int compare_all_bodies(op_list<Ops...>, std::mt19937_64& random) {
  int count = 0;
  (compare_op<Ops>(random, count), ...);
  return count;
}

template <class To, class From, std::size_t N> void compare_cast(std::mt19937_64& random) {
  for (int round = 0; round < 300; ++round) {
    std::vector<From> const x = samples::many<From>(N, random);
    simd<From, N> v;
    simd<To, N> out;
    load(v, x);
    convert(out, v);
    std::vector<To> const got = lanes_of(out);
    for (std::size_t i = 0; i < N; ++i) {
      To want{};
      convert(want, static_cast<From>(x[i]));
      To const lane = got[i];
      if (!samples::same_bits(lane, want))
        BOOST_FAIL(name(dtype_of<From>()) << " to " << name(dtype_of<To>()) << " lane " << i);
    }
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(ops_simd)

BOOST_AUTO_TEST_CASE(every_body_gives_a_lane_the_bits_of_the_scalar) {
  std::mt19937_64 random(3);
  BOOST_TEST(compare_all_bodies(all_ops{}, random) == 48);
}

BOOST_AUTO_TEST_CASE(every_cast_gives_a_lane_the_bits_of_the_scalar) {
  std::mt19937_64 random(5);
  auto const targets = [&]<class From>(From) {
    // Vectors of 16 bytes at most, int64 on the way to uint32 included: the registers of the baseline.
    auto const to = [&]<class To>(To) {
      compare_cast<To, From, 2>(random);
      if constexpr (sizeof(To) < 4 && sizeof(From) <= 4) compare_cast<To, From, 4>(random);
    };
    to(bool{}), to(std::int8_t{}), to(std::int16_t{}), to(std::int32_t{}), to(std::int64_t{}), to(std::uint8_t{});
    to(std::uint16_t{}), to(std::uint32_t{}), to(std::uint64_t{}), to(float{}), to(double{});
  };
  targets(bool{}), targets(std::int8_t{}), targets(std::int16_t{}), targets(std::int32_t{}), targets(std::int64_t{});
  targets(std::uint8_t{}), targets(std::uint16_t{}), targets(std::uint32_t{}), targets(std::uint64_t{}),
      targets(float{});
  targets(double{});
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::ops
