// Assignments whose sides share memory, against NumPy's answers; and how many temporaries they cost.
#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>
#include <cstring>
#include <fstream>

#include <sstream>

#include "fnp/ops/all.hpp"
#include "kernels/registry.hpp"
#include "verify/differential/run.hpp"

using namespace fnp;

namespace {

double square(fnp::index k) { return static_cast<double>(k * k % 101); }

std::vector<double> squares(fnp::index n) {
  std::vector<double> r;
  for (fnp::index k = 0; k < n; ++k) r.push_back(square(k));
  return r;
}

// One array `a`, views of it, and an assignment to one of them.
struct assignment {
  differential::program p;
  array_body* a;
  ir::graph& g = p.what.graph;

  explicit assignment(extents const& shape) : a(&p.store(dtype::f8, shape, 0)) {
    auto* const x = reinterpret_cast<double*>(a->data);
    for (fnp::index k = 0; k < a->count; ++k) x[k] = square(k);
  }
  array_body& view(extents const& extent, extents const& stride, fnp::index offset) {  // in elements
    strided v{extent, stride, offset * 8};
    for (fnp::index& s : v.stride) s *= 8;
    return p.keep(make_view(a->memory, dtype::f8, v, true));
  }
  ir::value in(array_body& b) { return ir::make_input(g, b); }
  ir::value apply(ops::op_id op, ir::value x, ir::value y) { return ir::make_elementwise(g, op, std::array{x, y}); }
  ir::value scalar(double c) { return ir::make_constant(g, dtype::f8, &c); }

  // Runs on every instruction set with 1 and 3 threads; the memory of `a` afterwards, and the plan's temporaries.
  std::vector<double> run(ir::value v, array_body& into, std::size_t& temporaries) {
    std::vector<double> const start = squares(a->count);
    p.what.add(v, &into);
    std::vector<double> first;
    for (isa const level : isa_levels) {
      if (!kernels::has_isa(level)) continue;
      for (int const threads : {1, 3}) {
        plan::plan how = differential::plan_of(p, level, threads);
        how.serial_below = 100;
        temporaries = how.temporaries;
        std::memcpy(a->data, start.data(), start.size() * 8);
        std::vector<array_handle> fresh;
        engine::options o;
        o.level = level;
        o.threads = threads;
        engine::run(g, how, {engine::input_memory(g), p.what.destinations}, o, fresh);
        std::vector<double> now(start.size());
        std::memcpy(now.data(), a->data, now.size() * 8);
        if (first.empty()) first = now;
        BOOST_TEST(now == first, boost::test_tools::per_element());
      }
    }
    return first;
  }
};

constexpr ops::op_id add = ops::id_of<ops::add>, subtract = ops::id_of<ops::subtract>,
                     multiply = ops::id_of<ops::multiply>;

void expect(std::vector<double> const& got, std::vector<double> const& wanted) {
  BOOST_TEST(got == wanted, boost::test_tools::per_element());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(overlap)

BOOST_AUTO_TEST_CASE(shifted_up_needs_no_temporary) {  // a[1:] = a[:-1] + 1
  for (fnp::index const n : {2, 33, 513, 5000}) {
    assignment x({n});
    std::vector<double> wanted = squares(n);
    for (fnp::index i = 1; i < n; ++i) wanted[static_cast<std::size_t>(i)] = square(i - 1) + 1;
    std::size_t temporaries = 9;
    expect(x.run(x.apply(add, x.in(x.view({n - 1}, {1}, 0)), x.scalar(1)), x.view({n - 1}, {1}, 1), temporaries),
           wanted);
    BOOST_TEST(temporaries == 0u);
  }
}

BOOST_AUTO_TEST_CASE(shifted_down_needs_no_temporary) {  // a[:-1] = a[1:] + 1
  for (fnp::index const n : {2, 33, 513, 5000}) {
    assignment x({n});
    std::vector<double> wanted = squares(n);
    for (fnp::index i = 0; i + 1 < n; ++i) wanted[static_cast<std::size_t>(i)] = square(i + 1) + 1;
    std::size_t temporaries = 9;
    expect(x.run(x.apply(add, x.in(x.view({n - 1}, {1}, 1)), x.scalar(1)), x.view({n - 1}, {1}, 0), temporaries),
           wanted);
    BOOST_TEST(temporaries == 0u);
  }
}

BOOST_AUTO_TEST_CASE(reversed_needs_one_temporary) {  // a = a[::-1] + 2 a
  fnp::index const n = 33;
  assignment x({n});
  std::vector<double> wanted;
  for (fnp::index i = 0; i < n; ++i) wanted.push_back(square(n - 1 - i) + square(i) * 2);
  std::size_t temporaries = 9;
  ir::value const twice = x.apply(multiply, x.scalar(2), x.in(*x.a));
  expect(x.run(x.apply(add, x.in(x.view({n}, {-1}, n - 1)), twice), *x.a, temporaries), wanted);
  BOOST_TEST(temporaries == 1u);
}

BOOST_AUTO_TEST_CASE(transposed_needs_one_temporary) {  // a = a.T + a
  for (fnp::index const m : {9, 70}) {
    assignment x({m, m});
    std::vector<double> wanted;
    for (fnp::index i = 0; i < m; ++i)
      for (fnp::index j = 0; j < m; ++j) wanted.push_back(square(j * m + i) + square(i * m + j));
    std::size_t temporaries = 9;
    expect(x.run(x.apply(add, x.in(x.view({m, m}, {1, m}, 0)), x.in(*x.a)), *x.a, temporaries), wanted);
    BOOST_TEST(temporaries == 1u);
  }
}

BOOST_AUTO_TEST_CASE(an_own_row_broadcast_is_read_before_it_is_written) {  // a -= a[3]
  fnp::index const m = 9;
  assignment x({m, m});
  std::vector<double> wanted;
  for (fnp::index i = 0; i < m; ++i)
    for (fnp::index j = 0; j < m; ++j) wanted.push_back(square(i * m + j) - square(3 * m + j));
  std::size_t temporaries = 9;
  expect(x.run(x.apply(subtract, x.in(*x.a), x.in(x.view({m}, {1}, 3 * m))), *x.a, temporaries), wanted);
  BOOST_TEST(temporaries == 1u);
}

BOOST_AUTO_TEST_CASE(own_row_sums_are_taken_first) {  // a -= a.sum(1)[:, None]
  fnp::index const m = 9;
  assignment x({m, m});
  std::vector<double> wanted;
  for (fnp::index i = 0; i < m; ++i) {
    double sum = 0;
    for (fnp::index j = 0; j < m; ++j) sum += square(i * m + j);
    for (fnp::index j = 0; j < m; ++j) wanted.push_back(square(i * m + j) - sum);
  }
  engine::axes_argument rows;
  rows.all = false;
  rows.axes = {1};
  rows.keepdims = true;
  std::size_t temporaries = 9;
  ir::value const a = x.in(*x.a);
  expect(x.run(x.apply(subtract, a, ir::make_reduce(x.g, ops::id_of<ops::add_reduce>, a, rows)), *x.a, temporaries),
         wanted);
  BOOST_TEST(temporaries == 1u);  // the sums themselves
}

BOOST_AUTO_TEST_CASE(the_same_addresses_need_no_temporary) {  // a += a * 2
  fnp::index const n = 1000;
  assignment x({n});
  std::vector<double> wanted;
  for (fnp::index i = 0; i < n; ++i) wanted.push_back(square(i) * 3);
  std::size_t temporaries = 9;
  ir::value const a = x.in(*x.a);
  expect(x.run(x.apply(add, a, x.apply(multiply, a, x.scalar(2))), *x.a, temporaries), wanted);
  BOOST_TEST(temporaries == 0u);
}

BOOST_AUTO_TEST_CASE(captured_assignments_equal_numpy) {
  std::ifstream file("verify/differential/overlap_cases.json");
  BOOST_REQUIRE_MESSAGE(file, "verify/differential/overlap_cases.json is missing: run from the source folder");
  std::stringstream text;
  text << file.rdbuf();
  boost::json::array const cases = boost::json::parse(text.str()).as_array();
  BOOST_TEST(cases.size() >= 200u);
  for (boost::json::value const& c : cases) {
    auto const numbers = [](boost::json::value const& v) {
      std::vector<fnp::index> r;
      for (boost::json::value const& n : v.as_array()) r.push_back(n.to_number<fnp::index>());
      return r;
    };
    std::vector<fnp::index> const shape = numbers(c.at("shape"));
    assignment x(extents(shape.begin(), shape.end()));
    extents const dense = c_strides(x.a->layout.extent, 1);
    auto const view = [&](char const* name, bool transposed) -> array_body& {
      extents extent, stride;
      fnp::index offset = 0;
      std::size_t axis = 0;
      for (boost::json::value const& part : c.at(name).as_array()) {
        std::vector<fnp::index> const p = numbers(part);
        extent.push_back(p[1]);
        stride.push_back(p[2] * dense[axis]);
        offset += p[0] * dense[axis++];
      }
      if (transposed) std::swap(extent[0], extent[1]), std::swap(stride[0], stride[1]);
      return x.view(extent, stride, offset);
    };
    ir::value const twice = x.apply(multiply, x.in(view("in", c.at("transposed").as_bool())), x.scalar(2));
    std::vector<double> wanted;
    for (fnp::index const n : numbers(c.at("result"))) wanted.push_back(static_cast<double>(n));
    std::size_t temporaries = 0;
    std::vector<double> const got =
        x.run(x.apply(add, twice, x.in(view("in2", false))), view("out", false), temporaries);
    BOOST_TEST((got == wanted), boost::json::serialize(c));
    BOOST_TEST(temporaries <= 1u);
  }
}

BOOST_AUTO_TEST_SUITE_END()
