// Arrays and checks that the tests of lookups share.
#pragma once
#include <boost/test/unit_test.hpp>
#include <algorithm>
#include <numeric>

#include "fnp/base/error.hpp"
#include "fnp/lookup.hpp"
#include "fnp/ndarray.hpp"

namespace fnp::test {

template <class T> array_handle of(std::initializer_list<T> values, extents const& shape) {
  array_handle const a = make_array(dtype_of<T>(), shape);
  std::copy(values.begin(), values.end(), reinterpret_cast<T*>(a->data));
  return a;
}
template <class T> array_handle of(std::initializer_list<T> values) {
  return of<T>(values, {static_cast<index>(values.size())});
}
// 0, 1, 2, ... as float64.
inline array_handle counting(extents const& shape) {
  array_handle const a = make_array(dtype::f8, shape);
  std::iota(reinterpret_cast<double*>(a->data), reinterpret_cast<double*>(a->data) + a->count, 0.0);
  return a;
}
// The elements in C order.
inline std::vector<double> elements(array_body const& a) {
  array_handle const dense = make_array(dtype::f8, a.layout.extent);
  views::convert_into(a, *dense);
  auto const* const from = reinterpret_cast<double const*>(dense->data);
  return {from, from + dense->count};
}
inline bool holds(array_body const& a, std::vector<double> const& expected) { return elements(a) == expected; }

template <class F> void refused(error_code code, std::string_view category, F&& f) {
  try {
    f();
    BOOST_ERROR("nothing was thrown");
  } catch (error const& e) {
    BOOST_TEST((e.code() == code), e.what());
    BOOST_TEST(e.category() == category, e.what());
  }
}

}  // namespace fnp::test
