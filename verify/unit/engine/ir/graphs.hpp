// Small graphs for the tests: inputs of any layout, constants, and the error code of an expression.
#pragma once
#include <boost/test/unit_test.hpp>
#include <functional>
#include <optional>
#include <ostream>

#include "engine/ir/graph.hpp"
#include "fnp/ops/all.hpp"

namespace fnp {
inline std::ostream& operator<<(std::ostream& out, dtype d) { return out << name(d); }
inline std::ostream& operator<<(std::ostream& out, error_code c) { return out << reason(c); }
inline std::ostream& operator<<(std::ostream& out, extents const& e) { return out << to_string(e); }
}  // namespace fnp

namespace fnp::ir::testing {

template <class Op> inline constexpr ops::op_id id = ops::id_of<Op>;

// An input of its own memory, of which nothing is ever read.
inline value leaf(graph& g, dtype type, extents const& shape, std::optional<extents> strides = {}, index offset = 0) {
  static std::byte memory[1 << 16];
  static std::size_t next = 0;
  auto const storage = adopt_memory(memory + next++ % sizeof memory, index{1} << 40, true, nullptr, nullptr);
  array_handle const a = fnp::make_view(
      storage, type, {shape, strides.value_or(c_strides(shape, static_cast<index>(itemsize(type)))), offset}, true);
  return make_input(g, *a);
}
template <class T> value constant(graph& g, T x) { return make_constant(g, dtype_of<T>(), &x); }

template <class T> T constant_of(graph const& g, value v) {
  T x{};
  BOOST_REQUIRE(g[v].op == op_constant);
  BOOST_REQUIRE(g.type(v) == dtype_of<T>());
  std::memcpy(&x, g[v].attributes[0].bits.data(), sizeof x);
  return x;
}

template <class Op>
value apply(graph& g, std::initializer_list<value> operands, std::initializer_list<weak> weaks = {}) {
  return make_elementwise(g, id<Op>, {operands.begin(), operands.size()}, {weaks.begin(), weaks.size()});
}

inline engine::axes_argument over(extents axes, bool keepdims = false, index ddof = 0) {
  return {std::move(axes), false, keepdims, ddof};
}
inline engine::axes_argument over_all() { return {}; }

inline std::string message_of(std::function<void()> const& f, error_code expected) {
  try {
    f();
  } catch (error const& e) {
    BOOST_TEST(e.code() == expected);
    return e.what();
  }
  BOOST_ERROR("no error, expected " << reason(expected));
  return {};
}

}  // namespace fnp::ir::testing
