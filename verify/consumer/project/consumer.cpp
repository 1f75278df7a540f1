// What a first program on fnp looks like: an expression that outlives its arrays, a reduction, a check.
#include <fnp/fnp.hpp>

#include <iostream>

auto standardised(fnp::array<double> x) { return (x - fnp::mean(x, fnp::axis(0))) / fnp::std(x, fnp::axis(0)); }

int main() {
  auto const expression = standardised({{1, 2}, {3, 6}});
  fnp::array<double> const y = expression;
  std::cout << "fnp " << FNP_VERSION << '\n' << y << '\n';
  return y(0, 0) == -1 && y(1, 1) == 1 ? 0 : 1;
}
