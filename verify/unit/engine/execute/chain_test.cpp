// Chains give the bits of the instructions one by one, for every length, special value and pattern of use.
#include "engine/execute/chain.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstring>
#include <limits>

#include "fnp/fnp.hpp"
#include "kernels/registry.hpp"
#include "verify/unit/engine/plan/other_machine.hpp"

using fnp::array;

namespace {

// Numbers of all sizes, zeros of both signs, infinities and NaN.
template <class T> array<T> mixed(fnp::index n, int seed) {
  auto a = fnp::zeros<T>({n});
  double u = 0.1 * seed;
  T const special[] = {T(0), T(-0.0), std::numeric_limits<T>::infinity(), -std::numeric_limits<T>::infinity(),
                       std::numeric_limits<T>::quiet_NaN(), std::numeric_limits<T>::denorm_min()};
  for (fnp::index i = 0; i < n; ++i) {
    u = std::fmod(u + 0.6180339887498949 * seed, 1.0);
    a.data()[i] =
        u < 0.2 ? special[static_cast<int>(u * 30)] : static_cast<T>((u < 0.6 ? -1 : 1) * std::exp2(20 * u - 10));
  }
  return a;
}

template <class E> auto at_level(E const& expression, fnp::isa level) {
  auto const before = fnp::engine::defaults();
  auto o = before;
  o.level = level;
  o.tier1 = false;
  fnp::engine::set_defaults(o);
  auto r = fnp::eval(expression);
  fnp::engine::set_defaults(before);
  return r;
}

// A NaN out of two has the sign of either.
template <class A> bool same_bits(A const& a, A const& b) {
  for (fnp::index i = 0; i < a.size(); ++i) {
    auto const p = a.data()[i], q = b.data()[i];
    if ((p == p || q == q) && std::memcmp(&p, &q, sizeof p) != 0) return false;
  }
  return a.size() == b.size();
}

template <class E> void check(E const& expression) {
  auto const expected = at_level(expression, fnp::isa::reference);
  for (fnp::isa const level : fnp::vector_levels) BOOST_TEST(same_bits(at_level(expression, level), expected));
}

template <class T> void check_all(fnp::index n) {
  array<T> const x = mixed<T>(n, 1), y = mixed<T>(n, 3), z = mixed<T>(n, 7);
  check(fnp::clip(x * y, T(-2), T(3)) + fnp::maximum(x, y) * fnp::minimum(T(1.5), z));
  check(fnp::sqrt(fnp::absolute(x)) / (fnp::square(y) + T(1)) - fnp::floor(z) * fnp::rint(x) + fnp::trunc(y) -
        fnp::ceil(x + z));
  check(T(2) - (x - y) * (x - y) + fnp::reciprocal(z) * fnp::sign(x) - fnp::copysign(y, -x));
  check(fnp::fmax(x, y) + fnp::fmin(y, z) + fnp::clip(x, y, z) + (x + y) / (x + y));
  check(fnp::astype<std::uint8_t>(fnp::clip(x * y + z, T(0), T(255))));
  check(fnp::astype<bool>(x * y - z));
  check(fnp::astype<std::int16_t>(fnp::clip(x - y, T(-300), T(300))) +
        fnp::astype<std::int32_t>(fnp::clip(x + z, T(-9), T(9e5))));
  check(fnp::astype<float>(x * y - z) - fnp::astype<float>(x));
  check(fnp::exp(x * T(0.25) - y * y) +
        fnp::astype<std::int32_t>(fnp::clip(x + y, T(0), T(9))));  // passes between two chains
}

}  // namespace

BOOST_AUTO_TEST_SUITE(chain)

BOOST_AUTO_TEST_CASE(bits_are_those_of_the_scalar_bodies_at_every_level) {
  for (fnp::index const n : {8192, 8193, 8319, 9000, 9999}) {
    check_all<float>(n);
    check_all<double>(n);
  }
}

BOOST_AUTO_TEST_CASE(rows_views_and_one_value_a_row_are_read_where_they_lie) {
  array<float> const a = fnp::reshape(mixed<float>(90 * 120, 1), {90, 120}),
                     column = fnp::reshape(mixed<float>(90, 3), {90, 1});
  fnp::slice const inner(1, -1), before(0, -2), after(2, fnp::end);
  auto const north = a(before, inner), south = a(after, inner), west = a(inner, before), east = a(inner, after);
  check(0.25f * ((north + south) * (west + east)) - fnp::square(north - east));
  check((a - column) * column + fnp::sqrt(fnp::absolute(column - a)));
  check(fnp::sum((a - column) * (a + 1.f) - a, fnp::axis(1)));
}

BOOST_AUTO_TEST_CASE(results_may_lie_where_operands_do) {
  array<double> x = mixed<double>(9001, 1), y = mixed<double>(9001, 3);
  array<double> const expected = fnp::eval((x * y + x) * x - y);
  auto const before = fnp::engine::defaults();
  auto o = before;
  o.tier1 = false;
  fnp::engine::set_defaults(o);
  x(fnp::slice(0, fnp::end)) = (x * y + x) * x - y;
  fnp::engine::set_defaults(before);
  BOOST_TEST(same_bits(x, expected));
}

template <class T> void check_columns(fnp::index rows, fnp::index columns) {
  auto const shaped = [](fnp::index n, fnp::index m, int seed) -> array<T> {
    return fnp::reshape(mixed<T>(n * m, seed), {n, m});
  };
  array<T> const a = shaped(rows, columns, 1), b = shaped(columns, rows, 3), c = shaped(columns, rows, 7);
  array<T> const column = shaped(rows, 1, 5), row = shaped(1, columns, 9);
  check(a + fnp::transpose(b));
  check(fnp::transpose(b) - a);
  check(fnp::square(fnp::transpose(b)) + row);
  check(fnp::transpose(b) * fnp::transpose(b) - a / fnp::transpose(c));
  check(fnp::clip(fnp::transpose(b), column, a) * T(3) + column);
  check(fnp::sqrt(fnp::absolute(a * row - fnp::transpose(c))) + fnp::transpose(b) * column);
}

BOOST_AUTO_TEST_CASE(columns_of_transposed_operands_are_read_in_registers) {
  fnp::test::other_machine const small([](fnp::plan::machine& m) { m.last_cache = m.stream_from = 1 << 12; });
  for (auto const& [rows, columns] :
       {std::pair{64, 512}, std::pair{93, 131}, std::pair{5, 2001}, std::pair{1103, 13}, std::pair{17, 1024}}) {
    check_columns<float>(rows, columns);
    check_columns<double>(rows, columns);
  }
  array<double> x = fnp::reshape(mixed<double>(90 * 130, 1), {90, 130}),
                b = fnp::reshape(mixed<double>(90 * 130, 3), {130, 90});
  array<double> const expected = at_level(x - fnp::transpose(b), fnp::isa::reference);
  x(fnp::whole, fnp::whole) = x - fnp::transpose(b);
  BOOST_TEST(same_bits(x, expected));
}

BOOST_AUTO_TEST_CASE(a_chain_takes_what_it_can_and_no_less_than_two) {
  fnp::kernels::chain_kernels const* const k = fnp::kernels::find_chains(fnp::kernels::best_isa());
  BOOST_TEST(fnp::kernels::find_chains(fnp::isa::reference) == nullptr);
  BOOST_REQUIRE(k != nullptr);
  fnp::plan::step s;
  s.extent = {10000};
  fnp::plan::operand o;
  o.type = o.as = fnp::dtype::f4;
  o.map.extent = s.extent;
  o.map.stride = {4};
  s.operands = {o, o, o};
  s.scratch = {fnp::dtype::f4};
  auto const instruction = [](auto op, std::initializer_list<fnp::plan::slot_number> slots) {
    fnp::plan::instruction in;
    in.op = op;
    for (int i = 0; i < 32; ++i)
      if (fnp::ops::loop_at<fnp::ops::add>(in.loop).in[0] != fnp::dtype::f4) ++in.loop;
    for (auto const slot : slots) in.slots.push_back(slot);
    return in;
  };
  s.code = {instruction(fnp::ops::id_of<fnp::ops::add>, {3, 1, 2})};
  BOOST_TEST(!fnp::execute::chain::from(s, 0, *k));
  s.code.push_back(instruction(fnp::ops::id_of<fnp::ops::multiply>, {0, 3, 3}));
  auto const both = fnp::execute::chain::from(s, 0, *k);
  BOOST_REQUIRE(both);
  BOOST_TEST(both->last() == 2u);
  BOOST_TEST(!fnp::execute::chain::from(s, 1, *k));
}

BOOST_AUTO_TEST_SUITE_END()
