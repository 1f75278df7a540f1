// Nor a bitwise and of floats.
// expect: bitwise_and float
#include <fnp/fnp.hpp>
auto f(fnp::array<float> const& a) { return a & a; }
