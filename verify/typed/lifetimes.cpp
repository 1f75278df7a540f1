// Nothing dangles: expressions hold what they name, wherever they are kept, copied to, or evaluated.
//
// Evaluations that run beside each other are small and use one thread each, so that a build with ThreadSanitizer sees
// the engine alone and not the task library, which is not instrumented.
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <functional>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

#include "fnp/fnp.hpp"

using fnp::array;

namespace {

constexpr fnp::index n = 2000;

array<double> ramp(double from) {
  array<double> a(fnp::make_array(fnp::dtype::f8, {n}));
  for (fnp::index i = 0; i < n; ++i) a(i) = from + static_cast<double>(i);
  return a;
}

// What a freed operand would most likely be overwritten by.
void churn() {
  std::vector<array<double>> others;
  for (int k = 0; k < 16; ++k) others.push_back(fnp::full<double>({n}, -7.0));
}

auto returned(double k) {
  array<double> const a = ramp(1);
  return k * a(fnp::slice(fnp::none, fnp::none, -1)) + fnp::sqrt(ramp(4));
}
auto returned_sum() {
  array<double> const a = ramp(1);
  return a - fnp::mean(a);
}
auto returned_movement() {
  array<double> const a = fnp::reshape(ramp(0), {20, 100});
  return transpose(a * 2.0) + 1.0;
}

struct one_thread {
  one_thread() : before(fnp::engine::defaults()) {
    fnp::engine::options o = before;
    o.threads = 1;
    fnp::engine::set_defaults(o);
  }
  ~one_thread() { fnp::engine::set_defaults(before); }
  fnp::engine::options before;
};

void in_threads(int count, std::function<void(int)> const& task) {
  std::vector<std::thread> threads;
  for (int t = 0; t < count; ++t) threads.emplace_back(task, t);
  for (std::thread& t : threads) t.join();
}

}  // namespace

BOOST_TEST_GLOBAL_FIXTURE(one_thread);

BOOST_AUTO_TEST_SUITE(lifetimes)

BOOST_AUTO_TEST_CASE(a_returned_expression_keeps_its_arrays_numbers_and_views) {
  auto const e = returned(2);
  churn();
  array<double> const r = e;
  BOOST_TEST(r(0) == 2 * 2000 + 2);
  BOOST_TEST(r(n - 1) == 2 * 1 + std::sqrt(2003.0));
}

BOOST_AUTO_TEST_CASE(a_returned_reduction_keeps_its_axes_and_arrays) {
  auto const e = returned_sum();
  churn();
  array<double> const r = e;
  BOOST_TEST(r(0) == -999.5);
  auto const folded = [] { return fnp::sum(fnp::reshape(ramp(0), {2, n / 2}), fnp::axis(0), fnp::keepdims); }();
  churn();
  BOOST_TEST((folded.shape() == fnp::extents{1, n / 2}));
  BOOST_TEST(array<double>(folded)(0, 1) == 1002);
}

BOOST_AUTO_TEST_CASE(a_returned_movement_keeps_its_map) {
  auto const e = returned_movement();
  churn();
  array<double> const r = e;
  BOOST_TEST((r.shape() == fnp::extents{100, 20}));
  BOOST_TEST(r(3, 1) == 2 * 103 + 1);
}

BOOST_AUTO_TEST_CASE(an_expression_in_a_struct_may_be_copied_moved_and_outlive_its_maker) {
  struct model {
    decltype(returned(0)) formula;
    array<double> value() const { return array<double>(formula); }
  };
  std::optional<model> kept;
  {
    auto const first = std::make_unique<model>(model{returned(3)});
    model second = *first;
    kept.emplace(std::move(second));
  }
  churn();
  BOOST_TEST(kept->value()(0) == 3 * 2000 + 2);
  std::vector<model> many(10, *kept);
  kept.reset();
  churn();
  BOOST_TEST(many.back().value()(n - 1) == 3 + std::sqrt(2003.0));
}

BOOST_AUTO_TEST_CASE(a_closure_captures_arrays_of_a_dead_scope) {
  std::function<array<double>()> later;
  {
    array<double> const a = ramp(1), b = ramp(2);
    auto const e = a * b;
    later = [e] { return array<double>(e + 1.0); };
  }
  churn();
  BOOST_TEST(later()(1) == 7);
}

BOOST_AUTO_TEST_CASE(a_temporary_operand_lives_as_long_as_the_expression) {
  auto const e = ramp(1) + ramp(2)(fnp::slice(fnp::none, fnp::none, 1)) * fnp::zeros<double>({n});
  churn();
  BOOST_TEST(array<double>(e)(5) == 6);
}

BOOST_AUTO_TEST_CASE(rebinding_a_name_leaves_the_expression_its_array_and_writing_through_reaches_it) {
  array<double> a = ramp(1);
  auto const e = a + 0.0;
  a = ramp(100) * 1.0;
  BOOST_TEST(array<double>(e)(0) == 1);
  array<double> b = ramp(1);
  auto const f = b + 0.0;
  b(fnp::slice(0, 1)) = array<double>{50};
  BOOST_TEST(array<double>(f)(0) == 50);
}

BOOST_AUTO_TEST_CASE(a_name_may_be_bound_to_an_expression_of_itself) {
  array<double> a = ramp(1);
  for (int k = 0; k < 5; ++k) a = a * 2.0 + a(fnp::slice(fnp::none, fnp::none, -1));
  BOOST_TEST(a(0) + a(n - 1) == 243 * 2001.0);
}

BOOST_AUTO_TEST_CASE(let_outlives_its_maker_and_every_copy_but_the_last) {
  auto const make = [] {
    array<double> const a = ramp(1);
    return fnp::let(fnp::sqrt(a * a) + fnp::sum(a));
  };
  auto kept = [&] {
    auto const first = make();
    auto const second = first;
    return second + second;
  }();
  churn();
  BOOST_TEST(array<double>(kept)(0) == 2 * (1 + 2001000.0));
}

BOOST_AUTO_TEST_CASE(several_results_outlive_the_expressions_and_each_other) {
  array<double> kept;
  {
    auto const [sum, product] = fnp::eval(returned(1), returned(2) * 2.0);
    kept = product;
  }
  churn();
  BOOST_TEST(kept(0) == 2 * (2 * 2000 + 2));
}

BOOST_AUTO_TEST_CASE(a_plan_in_the_cache_holds_no_array) {
  auto const live = [] { return fnp::eval(fnp::sum(ramp(1) * ramp(2))).item(); };
  double const first = live();
  churn();
  BOOST_TEST(live() == first);
  BOOST_TEST(live() == first);
}

BOOST_AUTO_TEST_CASE(a_refused_evaluation_drops_what_it_held) {
  auto const e = [] { return ramp(1) + fnp::zeros<double>({3}); }();
  for (int k = 0; k < 3; ++k) BOOST_CHECK_THROW(fnp::eval(e), fnp::error);
}

BOOST_AUTO_TEST_CASE(an_expression_is_evaluated_by_another_thread_after_its_maker_ended) {
  using expression = decltype(returned(1));
  std::unique_ptr<expression> made;
  std::thread([&] { made = std::make_unique<expression>(returned(5)); }).join();
  churn();
  double seen = 0;
  std::thread([&] {
    array<double> const r = *made;
    made.reset();
    seen = r(0);
  }).join();
  BOOST_TEST(seen == 5 * 2000 + 2);
}

BOOST_AUTO_TEST_CASE(one_expression_and_one_let_are_evaluated_by_many_threads_at_once) {
  auto const named = fnp::let(fnp::sqrt(ramp(4)));
  auto const e = named + fnp::mean(named) * 0.0;
  auto const plain = returned(2);
  std::vector<int> right(4);
  in_threads(4, [&](int t) {
    for (int k = 0; k < 25; ++k) {
      array<double> const r = e, p = plain;
      right[static_cast<std::size_t>(t)] += r(0) == 2 && p(0) == 4002;
    }
  });
  for (int const k : right) BOOST_TEST(k == 25);
}

BOOST_AUTO_TEST_CASE(handles_are_copied_and_dropped_by_many_threads) {
  array<double> shared = ramp(1);
  std::vector<double> sums(4);
  in_threads(4, [&](int t) {
    for (int k = 0; k < 500; ++k) {
      array<double> const mine = shared;
      fnp::view<double> const part = mine(fnp::slice(k, k + 2));
      array<double> const again = part;
      sums[static_cast<std::size_t>(t)] += again(0);
    }
  });
  for (double const s : sums) BOOST_TEST(s == 500 * 501 / 2);
  BOOST_TEST(!shared.body().shared());
}

BOOST_AUTO_TEST_CASE(the_last_handle_may_be_dropped_by_another_thread) {
  for (int k = 0; k < 20; ++k) {
    auto a = std::make_unique<array<double>>(ramp(k));
    std::thread([b = std::move(a)]() mutable {
      auto const e = *b + 1.0;
      b.reset();
      if (array<double>(e).size() != n) throw 0;
    }).join();
  }
  churn();
}

BOOST_AUTO_TEST_CASE(options_may_be_set_while_others_evaluate) {
  auto const e = returned(1);
  std::vector<int> right(3);
  in_threads(3, [&](int t) {
    for (int k = 0; k < 30; ++k) {
      if (t == 0) fnp::engine::set_defaults(fnp::engine::defaults());
      right[static_cast<std::size_t>(t)] += array<double>(e)(0) == 2002;
    }
  });
  for (int const k : right) BOOST_TEST(k == 30);
}

BOOST_AUTO_TEST_SUITE_END()
