// fnp::borrow holds nothing: a leaf that outlives its array is a use after free, and AddressSanitizer says so.
#include <cstdio>

#include "fnp/fnp.hpp"

int main() {
  auto const dangles = [] {
    fnp::array<double> const a = fnp::full<double>({1000}, 1.0);
    return fnp::borrow(a) * 2.0;
  }();
  fnp::array<double> const r = dangles;
  std::printf("not noticed: %g\n", r(0));
}
