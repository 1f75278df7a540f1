// Floats have no bits to shift.
// expect: left_shift double
#include <fnp/fnp.hpp>
auto f(fnp::array<double> const& a) { return a << 2; }
