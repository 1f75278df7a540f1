// What tests expect of errors and of arrays.
#pragma once
#include <vector>

#include "fnp/array.hpp"
#include "fnp/base/error.hpp"
#include "fnp/ndarray.hpp"

namespace fnp::test {

// For BOOST_CHECK_EXCEPTION.
inline auto code_is(error_code code) {
  return [code](error const& e) { return e.code() == code; };
}

// Does f() throw an error of this code?
template <class F> bool refuses(error_code code, F const& f) {
  try {
    f();
  } catch (error const& e) {
    return e.code() == code;
  }
  return false;
}

// The elements in C order. pre: they have or can be viewed with the dtype of T.
template <class T> std::vector<T> values(ndarray const& a) {
  array<T> const t = a.copy();
  return {t.begin(), t.end()};
}

}  // namespace fnp::test
