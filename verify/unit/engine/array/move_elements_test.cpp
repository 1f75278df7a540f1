// Whole arrays move element by element whatever their layouts, cast or not.
#include "engine/array/move_elements.hpp"

#include <boost/test/unit_test.hpp>
#include <cstring>

#include "fnp/fnp.hpp"

using fnp::ndarray;
using fnp::slice;

namespace {

// Every element of the copy is that of `from`, addressed by the layouts alone.
template <class To, class From> void check(ndarray const& from) {
  fnp::array_body const& a = from.body();
  fnp::array_handle const copy = fnp::make_array(fnp::dtype_of<To>(), a.layout.extent);
  fnp::array_body const& b = *copy;
  fnp::views::move_elements(a, *copy);
  for (fnp::index n = 0; n < a.count; ++n) {
    fnp::index rest = n, from_at = 0, to_at = 0;
    for (std::size_t i = a.layout.rank(); i-- > 0;) {
      fnp::index const k = rest % a.layout.extent[i];
      rest /= a.layout.extent[i];
      from_at += k * a.layout.stride[i];
      to_at += k * b.layout.stride[i];
    }
    From x;
    To y;
    std::memcpy(&x, a.data + from_at, sizeof x);
    std::memcpy(&y, b.data + to_at, sizeof y);
    BOOST_REQUIRE_EQUAL(y, static_cast<To>(x));
  }
}
template <class T> void check_layouts() {
  ndarray const line(fnp::dtype_of<T>(), {24000}), square(fnp::dtype_of<T>(), {120, 200}),
      cube(fnp::dtype_of<T>(), {20, 30, 40});
  for (ndarray const& a : {line, square, cube})
    for (fnp::index i = 0; i < 24000; ++i) reinterpret_cast<T*>(a.body().data)[i] = static_cast<T>(i % 117);
  slice const back(fnp::none, fnp::none, -1), even(fnp::none, fnp::none, 2), third(1, fnp::none, 3);
  for (ndarray const& a : {line, line(back), line(even), line(third), square, fnp::transpose(square),
                           square(fnp::whole, even), square(back, back), fnp::transpose(square)(back, third),
                           fnp::transpose(cube), fnp::moveaxis(cube, 0, 1), fnp::moveaxis(cube, 2, 0),
                           fnp::broadcast_to(line(slice(0, 200)), {7, 200}), line(slice(0, 0)), line(slice(5, 6))}) {
    check<T, T>(a);
    check<double, T>(a);
    check<std::int16_t, T>(a);
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(move_elements)

BOOST_AUTO_TEST_CASE(elements_keep_their_places_in_every_layout) {
  check_layouts<float>();
  check_layouts<std::uint8_t>();
  check_layouts<std::int64_t>();
}

BOOST_AUTO_TEST_SUITE_END()
