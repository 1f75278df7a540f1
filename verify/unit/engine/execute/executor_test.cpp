// Steps run in order, every tile is counted once, and a stop is noticed at the next tile.
#include <boost/test/unit_test.hpp>
#include <vector>

#include "engine/evaluation.hpp"
#include "fnp/fnp.hpp"

using fnp::array;
namespace engine = fnp::engine;

namespace {

struct watcher {
  std::size_t polls = 0, stop_at = ~std::size_t{0};
  std::vector<std::size_t> done;
  std::size_t total = 0;
  engine::options options() {
    engine::options o = engine::defaults();
    o.threads = 1;
    o.context = this;
    o.stop = [](void* self) {
      watcher& w = *static_cast<watcher*>(self);
      return ++w.polls > w.stop_at;
    };
    o.progress = [](void* self, std::size_t done, std::size_t of) {
      watcher& w = *static_cast<watcher*>(self);
      w.done.push_back(done);
      w.total = of;
    };
    return o;
  }
};

template <class E> void run(E const& e, watcher& w) {
  fnp::typed::leaves_of const leaves(e);
  engine::evaluation what;
  what.add(leaves.job());
  std::vector<fnp::array_handle> fresh;
  engine::run(what, w.options(), fresh);
}

array<double> const& field() {
  static array<double> const a = fnp::ones<double>({300, 1000});
  return a;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(executor)

BOOST_AUTO_TEST_CASE(progress_counts_every_tile_of_every_step) {
  watcher w;
  run(field() - fnp::mean(field(), fnp::axis(0)), w);
  BOOST_REQUIRE(!w.done.empty());
  for (std::size_t i = 0; i < w.done.size(); ++i) BOOST_TEST(w.done[i] == i + 1);
  BOOST_TEST(w.done.back() == w.total);
  BOOST_TEST(w.polls >= w.total);
}

BOOST_AUTO_TEST_CASE(nothing_is_computed_after_the_stop_was_seen) {
  watcher all;
  run(fnp::exp(field()), all);
  BOOST_REQUIRE(all.total > 6u);
  for (std::size_t const at : {0, 1, 5}) {
    watcher w;
    w.stop_at = at;
    BOOST_CHECK_EXCEPTION(run(fnp::exp(field()), w), fnp::error,
                          [](fnp::error const& e) { return e.code() == fnp::error_code::cancelled; });
    BOOST_TEST(w.polls == at + 1);
    BOOST_TEST(w.done.size() <= at);
  }
}

// The walk over runs, rows and batches of a reduction: each is left at its next look.
BOOST_AUTO_TEST_CASE(every_walk_of_a_reduction_can_be_left) {
  auto const leaves_early = [](auto const& e) {
    watcher all;
    run(e, all);
    BOOST_TEST(all.polls > 3u);
    watcher w;
    w.stop_at = 2;
    BOOST_CHECK_THROW(run(e, w), fnp::error);
    BOOST_TEST(w.polls == 3u);
  };
  array<double> const x = field();
  leaves_early(fnp::sum(fnp::exp(x)));
  leaves_early(fnp::sum(fnp::exp(x), fnp::axis(0)));
  leaves_early(fnp::sum(fnp::exp(x), fnp::axis(1)));
  leaves_early(fnp::argmax(x * 2.0, fnp::axis(1)));
  leaves_early(fnp::sum(fnp::exp(fnp::reshape(x, {37500, 8})), fnp::axis(1)));
  leaves_early(fnp::sum(fnp::exp(fnp::reshape(x, {30000, 2, 5})), fnp::axis(0, 2)));
}

BOOST_AUTO_TEST_SUITE_END()
