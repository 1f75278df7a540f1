// Printing as NumPy does: to_string is str(a), repr is repr(a), << writes to_string.
//
// Formatters for std::format and fmt are in fnp/interop/formatter.hpp.
#pragma once
#include <iosfwd>
#include <string>

#include "fnp/base/scalar.hpp"
#include "fnp/view.hpp"

namespace fnp {

// numpy.set_printoptions, passed instead of global.
struct print_options {
  int precision = 8;       // digits behind the point, at most
  index threshold = 1000;  // larger arrays are summarised
  index edgeitems = 3;     // shown at each end of a summarised axis
  int linewidth = 75;
  bool suppress = false;  // no exponents only because numbers are small
};

namespace views {
FNP_EXPORT std::string to_string(array_body const&, print_options const& = {});
FNP_EXPORT std::string repr(array_body const&, print_options const& = {});
}  // namespace views

FNP_EXPORT std::string to_string(scalar const&);  // as NumPy prints a scalar: "1.0", "1e+16", "True", "(1+2j)"
FNP_EXPORT std::ostream& write_text(std::ostream&, std::string const&);

template <array_class A> std::string to_string(A const& a, print_options const& o = {}) {
  return views::to_string(a.body(), o);
}
template <array_class A> std::string repr(A const& a, print_options const& o = {}) { return views::repr(a.body(), o); }

template <array_class A> std::ostream& operator<<(std::ostream& out, A const& a) {
  return write_text(out, views::to_string(a.body()));
}
// An expression is computed for it.
template <class E>
  requires(!array_class<E> && requires(E const& e) { concrete(e).body(); })
std::ostream& operator<<(std::ostream& out, E const& e) {
  return out << concrete(e);
}
inline std::ostream& operator<<(std::ostream& out, scalar const& s) { return write_text(out, to_string(s)); }

}  // namespace fnp
