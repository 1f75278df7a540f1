// What the pitfall tests share: reading an ndarray's elements, and the code of an error.
#pragma once
#include <string>
#include <vector>

#include "fnp/fnp.hpp"

namespace fnp::pitfalls {

// Elements in C order; a dtype other than T gives none, so that a comparison fails.
template <class T> std::vector<T> items_of(ndarray const& a) {
  if (a.dtype() != dtype_of<T>()) return {};
  array<T> const dense = a.copy();
  return std::vector<T>(dense.begin(), dense.end());
}
template <class T> T only(ndarray const& a) {
  std::vector<T> const v = items_of<T>(a);
  return v.size() == 1 ? v[0] : throw std::string("not one element of this type");
}

// Of the error that f throws; "none" if it throws none.
template <class F> std::string reason_of(F&& f) {
  try {
    f();
  } catch (error const& e) {
    return std::string(reason(e.code()));
  }
  return "none";
}

}  // namespace fnp::pitfalls
