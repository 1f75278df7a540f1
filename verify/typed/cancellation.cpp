// Cancellation, progress and budget: what a caller who changes her mind, watches, or is short of memory can rely on.
//
// Each evaluation here would take seconds. A stop flag is raised by another thread at a random moment; what counts is
// the time from the flag to the return. FNP_CANCEL_RUNS sets how often (20); a test asks for 50 ms at the 99th
// percentile.
#include <algorithm>
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <thread>
#include <vector>

#include "fnp/fnp.hpp"

using fnp::array;
using fnp::error_code;
namespace engine = fnp::engine;
using clock_type = std::chrono::steady_clock;

namespace {

constexpr fnp::index side = 4000;

struct stopper {
  std::atomic<bool> flag{false};
  engine::options options(bool atomic = false) {
    engine::options o = engine::defaults();
    o.stop = [](void* self) { return static_cast<stopper*>(self)->flag.load(std::memory_order_relaxed); };
    o.context = this;
    o.atomic = atomic;
    o.threads = 2;
    return o;
  }
};

// Some fifty calls of vector math an element, one after the other, in one compiled region.
template <class X> auto slow(X const& x) {
  return fnp::arctan2(fnp::sinh(fnp::power(fnp::abs(fnp::cos(fnp::cbrt(x))) + 1.5, 1.37)), 1.25);
}
template <class X> auto slower(X const& x) { return fnp::log1p(fnp::abs(slow(fnp::tanh(fnp::expm1(slow(x)))))); }
template <class X> auto heavy(X const& x) { return slow(slower(slower(x))); }

array<double> const& field() {
  static array<double> const a = [] {
    array<double> r(fnp::make_array(fnp::dtype::f8, {side, side}));
    for (fnp::index i = 0; i < r.size(); ++i) r.data()[i] = static_cast<double>(i % 1000) / 250;
    return r;
  }();
  return a;
}

struct outcome {
  double late = 0;  // milliseconds from the flag to the return
  bool cancelled = false, gone = false;
  std::string text;
};

template <class E> outcome stopped(E const& e, int wait_ms, array<double>* into = nullptr, bool atomic = false) {
  stopper s;
  auto const x = fnp::wrap(e);
  fnp::typed::leaves_of const leaves(x);
  engine::job job = leaves.job();
  if (into) job.into = into->handle().get();
  clock_type::time_point raised;
  std::thread other([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(wait_ms));
    raised = clock_type::now();
    s.flag.store(true);
  });
  outcome r;
  fnp::array_handle fresh;
  clock_type::time_point back;
  try {
    engine::evaluate({&job, 1}, &fresh, s.options(atomic));
    back = clock_type::now();
  } catch (fnp::error const& error) {
    back = clock_type::now();
    r.cancelled = error.code() == error_code::cancelled;
    r.text = error.what();
  }
  other.join();
  r.late = std::chrono::duration<double, std::milli>(back - raised).count();
  r.gone = !fresh;
  return r;
}

int runs() {
  char const* const t = std::getenv("FNP_CANCEL_RUNS");
  return t ? std::max(1, std::atoi(t)) : 20;
}

// The flag is raised within `window` milliseconds, in which the evaluation cannot end.
template <class E> void returns_soon(char const* what, E const& e, int share, int window = 120) {
  std::vector<double> late;
  int const count = std::max(1, runs() / share);
  for (int k = 0; k < count; ++k) {
    outcome const o = stopped(e, 5 + k * 37 % window);
    BOOST_TEST(o.cancelled, what << ": finished before it was stopped, or failed otherwise: " << o.text);
    BOOST_TEST(o.gone);
    late.push_back(o.late);
  }
  std::sort(late.begin(), late.end());
  double const p99 = late[static_cast<std::size_t>(0.99 * static_cast<double>(late.size() - 1))];
  std::printf("%s: returned %.2f ms after the flag at the median, %.2f ms at p99, %.2f ms at most, %d runs\n", what,
              late[late.size() / 2], p99, late.back(), count);
  BOOST_TEST(p99 < 50, what << ": " << p99 << " ms");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(cancellation)

BOOST_AUTO_TEST_CASE(a_stopped_evaluation_returns_within_50_ms) {
  array<double> const& x = field();
  returns_soon("dense", heavy(x), 1);
  returns_soon("transposed", heavy(x) + heavy(fnp::transpose(x)), 4);
  returns_soon("rows of a wider array", heavy(x(fnp::whole, fnp::slice(1, side))), 4);
  returns_soon("two long rows",
               heavy(fnp::reshape(x, {2, side * side / 2})(fnp::whole, fnp::slice(0, side * side / 2 - 3))), 4);
  returns_soon("interpreted", heavy(fnp::astype<fnp::half>(x)), 4, 30);
}

BOOST_AUTO_TEST_CASE(a_stopped_reduction_returns_within_50_ms) {
  array<double> const& x = field();
  returns_soon("sum of all", fnp::sum(heavy(x)), 4);
  returns_soon("sum over rows", fnp::sum(heavy(x), fnp::axis(0)), 4);
  returns_soon("sum over columns", fnp::sum(heavy(x), fnp::axis(1)), 4);
  returns_soon("a reduction on the way", heavy(x) - fnp::mean(heavy(x), fnp::axis(0)), 4);
  array<double> const thin = fnp::reshape(x, {side * side / 8, 8});
  returns_soon("thin rows", fnp::sum(heavy(thin), fnp::axis(1)), 4);
  array<double> const folded_twice = fnp::reshape(x, {side * side / 16, 2, 8});
  returns_soon("short runs below a kept axis", fnp::sum(heavy(folded_twice), fnp::axis(0, 2)), 4);
  array<double> const deep = fnp::reshape(x, {2, side * side / 20, 10});
  returns_soon("short runs, many of them",
               fnp::sum(heavy(deep(fnp::whole, fnp::whole, fnp::slice(0, 8))), fnp::axis(1, 2)), 4);
}

BOOST_AUTO_TEST_CASE(a_stopped_matrix_product_returns_within_50_ms) {
  array<double> const& x = field();
  returns_soon("matrix product", fnp::matmul(x, x), 1);
  returns_soon("of transposes", fnp::matmul(fnp::transpose(x), fnp::transpose(x)), 4);
}

BOOST_AUTO_TEST_CASE(an_atomic_destination_is_untouched_and_a_kept_one_is_called_partial) {
  array<double> const& x = field();
  array<double> into = fnp::full<double>({side, side}, 42.0);
  outcome const safe = stopped(heavy(x), 60, &into, true);
  BOOST_TEST(safe.cancelled);
  BOOST_TEST(safe.text == "Cancelled: the evaluation was stopped; nothing was written");
  BOOST_TEST(std::all_of(into.begin(), into.end(), [](double v) { return v == 42; }));
  outcome const partial = stopped(heavy(x), 150, &into);
  BOOST_TEST(partial.cancelled);
  BOOST_TEST(partial.text.find("its kept destination is partly written") != std::string::npos, partial.text);
  BOOST_TEST(std::any_of(into.begin(), into.end(), [](double v) { return v == 42; }));
}

BOOST_AUTO_TEST_CASE(a_flag_raised_before_stops_everything) {
  array<double> const small{1, 2, 3};
  stopper s;
  s.flag = true;
  auto const e = small + 1.0;
  fnp::typed::leaves_of const leaves(e);
  engine::job const job = leaves.job();
  fnp::array_handle fresh;
  BOOST_CHECK_EXCEPTION(engine::evaluate({&job, 1}, &fresh, s.options()), fnp::error,
                        [](fnp::error const& r) { return r.code() == error_code::cancelled; });
  BOOST_TEST(!fresh);
}

BOOST_AUTO_TEST_CASE(the_engine_works_after_a_cancellation) {
  stopped(fnp::sum(heavy(field())), 10);
  array<double> const r = fnp::sum(field()(fnp::slice(0, 1)) + 0.0, fnp::axis(0));
  BOOST_TEST(r(7) == 0.028);
}

BOOST_AUTO_TEST_CASE(progress_grows_and_ends_at_the_total) {
  struct log {
    std::mutex guard;
    std::vector<std::pair<std::size_t, std::size_t>> seen;
  };
  array<double> const x = field()(fnp::slice(0, 400));
  auto const watch = [&](auto const& e, int threads, bool short_way) {
    log l;
    engine::options const before = engine::defaults();
    engine::options o = before;
    o.threads = threads;
    o.progress = [](void* self, std::size_t done, std::size_t of) {
      log& to = *static_cast<log*>(self);
      std::lock_guard const lock(to.guard);
      to.seen.emplace_back(done, of);
    };
    o.context = &l;
    fnp::typed::leaves_of const leaves(e);
    engine::job const job = leaves.job();
    fnp::array_handle fresh;
    if (short_way) {
      engine::set_defaults(o);
      fresh = engine::evaluate(job);
      engine::set_defaults(before);
    } else {
      engine::evaluate({&job, 1}, &fresh, o);
    }
    BOOST_REQUIRE(!l.seen.empty());
    for (std::size_t i = 0; i < l.seen.size(); ++i) {
      BOOST_TEST_REQUIRE(l.seen[i].second == l.seen[0].second);
      if (i > 0) BOOST_TEST_REQUIRE(l.seen[i].first > l.seen[i - 1].first);
    }
    BOOST_TEST(l.seen.back().first == l.seen.back().second);
  };
  for (int const threads : {1, 4}) {
    for (int k = 0; k < 5; ++k) watch(fnp::exp(x) + fnp::transpose(fnp::transpose(x) * 2.0), threads, false);
    watch(fnp::exp(x) - fnp::mean(x, fnp::axis(0)), threads, false);
    watch(fnp::sum(fnp::exp(x)), threads, false);
    watch(fnp::exp(x) + x, threads, true);
  }
}

BOOST_AUTO_TEST_CASE(a_budget_is_refused_with_its_number_before_anything_runs) {
  array<double> const& x = field();
  array<double> into = fnp::full<double>({side}, 42.0);
  struct counter {
    std::atomic<int> calls{0};
  } ran;
  engine::options o = engine::defaults();
  o.budget = 1000;
  o.context = &ran;
  o.progress = [](void* c, std::size_t, std::size_t) { ++static_cast<counter*>(c)->calls; };
  auto const refused = [&](auto const& e, array<double>* kept, char const* needs) {
    fnp::typed::leaves_of const leaves(e);
    engine::job job = leaves.job();
    if (kept) job.into = kept->handle().get();
    fnp::array_handle fresh;
    for (int again = 0; again < 2; ++again) {
      BOOST_CHECK_EXCEPTION(engine::evaluate({&job, 1}, &fresh, o), fnp::error, [&](fnp::error const& r) {
        std::string const text = r.what();
        bool const said = r.code() == error_code::over_budget && text.find(needs) != std::string::npos &&
                          text.find("the budget is 1000 bytes") != std::string::npos;
        if (!said) std::printf("%s\n", text.c_str());
        return said;
      });
      BOOST_TEST(!fresh);
    }
  };
  refused(x + 1.0, nullptr, "needs 128000000 bytes");
  refused(fnp::sum(x, fnp::axis(0)), nullptr, "needs 32000 bytes");
  refused(fnp::sum(x - fnp::mean(x, fnp::axis(0)), fnp::axis(0)), &into, "the evaluation needs ");
  BOOST_TEST(ran.calls == 0);
  BOOST_TEST(std::all_of(into.begin(), into.end(), [](double v) { return v == 42; }));
}

BOOST_AUTO_TEST_SUITE_END()
