// Holds an expression that the engine may answer without a plan against the planner's answer.
#pragma once

#include <boost/test/unit_test.hpp>
#include <cstdint>
#include <cstring>
#include <utility>

#include "fnp/fnp.hpp"

namespace short_way {

template <class T> bool same_bits(fnp::array<T> const& x, fnp::array<T> const& y) {
  return x.shape() == y.shape() && std::memcmp(x.data(), y.data(), static_cast<std::size_t>(x.size()) * sizeof(T)) == 0;
}

// Into a fresh array and a kept one; `taken` says whether the way without a plan must be the one that is taken.
template <class E> void check(E const& e, bool taken = true) {
  using T = fnp::typed::value_t<E>;
  std::uint64_t const before = fnp::engine::counters().fast_path;
  fnp::array<T> const fresh = fnp::eval(e);
  BOOST_TEST((fnp::engine::counters().fast_path > before) == taken);
  fnp::typed::leaves_of const leaves(e);
  fnp::engine::job const j = leaves.job();
  fnp::array_handle handle;
  fnp::engine::evaluate({&j, 1}, &handle);
  fnp::array<T> const planned(std::move(handle));
  BOOST_TEST(same_bits(fresh, planned));
  fnp::array<T> kept = fnp::zeros<T>(fresh.shape());
  auto const* const memory = kept.data();
  kept = e;
  BOOST_TEST(same_bits(kept, planned));
  BOOST_TEST((kept.data() == memory || !taken));
}

}  // namespace short_way
