// Rows that no fold mixes are computed a band at a time, with the bits of the whole passes.
#include "engine/plan/bands.hpp"

#include <boost/test/unit_test.hpp>
#include <cstring>

#include "engine/evaluation.hpp"
#include "fnp/fnp.hpp"

using fnp::array;
using fnp::axis;
using fnp::keepdims;
namespace engine = fnp::engine;

namespace {

template <class T> array<T> matrix(fnp::index rows, fnp::index columns) {
  array<T> a = fnp::zeros<T>({rows, columns});
  for (fnp::index i = 0; i < a.size(); ++i) a.data()[i] = static_cast<T>((i * 7919 % 10007) / 5000.0 - 1);
  return a;
}

template <class E> std::shared_ptr<fnp::plan::bands const> bands_of(E const& e, fnp::array_body* into = nullptr) {
  fnp::typed::leaves_of const leaves(e);
  engine::evaluation what;
  what.add(leaves.job(into));
  fnp::plan::plan const p = fnp::plan::make_plan(what.graph, what.destinations, engine::defaults());
  return fnp::plan::cut_into_bands(what.graph, what.destinations[0], p, engine::defaults());
}

auto softmax(auto const& m) {
  auto const e = fnp::exp(m - fnp::max(m, axis(1), keepdims));
  return e / fnp::sum(e, axis(1), keepdims);
}

// Every step a whole pass of its own.
template <class T> array<T> softmax_in_passes(array<T> const& m) {
  array<T> const top = fnp::eval(fnp::max(m, axis(1), keepdims));
  array<T> const e = fnp::eval(fnp::exp(m - top));
  array<T> const total = fnp::eval(fnp::sum(e, axis(1), keepdims));
  return fnp::eval(e / total);
}

template <class T> bool same_bits(array<T> const& x, array<T> const& y) {
  return x.shape() == y.shape() && std::memcmp(x.data(), y.data(), static_cast<std::size_t>(x.size()) * sizeof(T)) == 0;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(bands)

BOOST_AUTO_TEST_CASE(softmax_in_bands_has_the_bits_of_whole_passes) {
  array<double> const m = matrix<double>(1003, 517);
  auto const cut = bands_of(softmax(m));
  BOOST_REQUIRE(cut);
  BOOST_TEST(cut->count > 2);
  BOOST_TEST(!cut->rest.nodes.empty());
  array<double> const expected = softmax_in_passes(m);
  array<double> y = fnp::eval(softmax(m));
  BOOST_TEST(same_bits(y, expected));
  y = fnp::zeros<double>({1003, 517});
  y = softmax(m);
  BOOST_TEST(same_bits(y, expected));
  array<float> const f = matrix<float>(301, 4000);
  BOOST_TEST(same_bits(fnp::eval(softmax(f)), softmax_in_passes(f)));
}

BOOST_AUTO_TEST_CASE(views_are_cut_along_their_own_strides) {
  array<double> const big = matrix<double>(1200, 1100);
  auto const m = big(fnp::slice(fnp::none, fnp::none, -2), fnp::slice(3, 1003));
  array<double> whole = fnp::zeros<double>({600, 1500});
  auto into = whole(fnp::slice(), fnp::slice(100, 1100));
  BOOST_TEST(bands_of(softmax(m), const_cast<fnp::array_body*>(&into.body())) != nullptr);
  into = softmax(m);
  BOOST_TEST(same_bits(array<double>(fnp::copy(into)), softmax_in_passes(array<double>(fnp::copy(m)))));
  BOOST_TEST(whole(0, 99) == 0);
  BOOST_TEST(whole(599, 1100) == 0);
}

// Rows of the transposed view are columns of the matrix.
BOOST_AUTO_TEST_CASE(one_array_may_be_cut_along_two_axes) {
  array<double> const m = matrix<double>(900, 900);
  auto const e = m - fnp::sum(fnp::transpose(m), axis(1), keepdims);
  BOOST_TEST(bands_of(e) != nullptr);
  array<double> const sums = fnp::eval(fnp::sum(fnp::transpose(m), axis(1), keepdims));
  BOOST_TEST(same_bits(fnp::eval(e), fnp::eval(m - sums)));
}

BOOST_AUTO_TEST_CASE(any_number_of_threads_takes_the_same_bands) {
  array<double> const m = matrix<double>(700, 1000);
  array<double> const expected = softmax_in_passes(m);
  auto const e = softmax(m);
  fnp::typed::leaves_of const leaves(e);
  for (int const threads : {1, 2, 5}) {
    engine::options o = engine::defaults();
    o.threads = threads;
    engine::job const j = leaves.job();
    for (int turn = 0; turn < 2; ++turn) {  // planned, and from the cache
      fnp::array_handle fresh;
      engine::evaluate({&j, 1}, &fresh, o);
      BOOST_TEST(same_bits(array<double>(std::move(fresh)), expected));
    }
  }
}

BOOST_AUTO_TEST_CASE(rows_that_depend_on_each_other_are_not_cut) {
  array<double> m = matrix<double>(1000, 1000);
  BOOST_TEST(!bands_of((m - fnp::mean(m, axis(0))) / fnp::std(m, axis(0))));
  BOOST_TEST(!bands_of(m / fnp::sum(m)));
  BOOST_TEST(!bands_of(fnp::exp(m) + m));                       // one pass
  BOOST_TEST(!bands_of(softmax(m),
                       const_cast<fnp::array_body*>(&m.body())));  // later rows would be read after they were written
  BOOST_TEST(!bands_of(softmax(matrix<double>(20, 20))));       // fits into cache
  BOOST_TEST(bands_of((m - fnp::mean(m, axis(1), keepdims)) / fnp::std(m, axis(1), keepdims)) != nullptr);
  m = softmax(m);
  BOOST_TEST(same_bits(m, softmax_in_passes(matrix<double>(1000, 1000))));
}

BOOST_AUTO_TEST_CASE(explain_tells_the_bands) {
  array<double> const m = matrix<double>(1000, 1000);
  BOOST_TEST(softmax(m).explain().find("bands: all steps run") != std::string::npos);
  BOOST_TEST((m / fnp::sum(m)).explain().find("bands:") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_stop_ends_the_bands) {
  array<double> const m = matrix<double>(1000, 1000);
  auto const e = softmax(m);
  fnp::typed::leaves_of const leaves(e);
  int polls = 0;
  engine::options o = engine::defaults();
  o.threads = 1;
  o.context = &polls;
  o.stop = [](void* p) { return ++*static_cast<int*>(p) > 20; };
  engine::job const j = leaves.job();
  fnp::array_handle fresh;
  BOOST_CHECK_THROW(engine::evaluate({&j, 1}, &fresh, o), fnp::error);
  BOOST_TEST(polls < 40);
  BOOST_TEST(!fresh);
}

BOOST_AUTO_TEST_SUITE_END()
