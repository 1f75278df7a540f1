// Nor an argument of a function.
// expect: maximum double string
#include <fnp/fnp.hpp>
#include <string>
auto f(fnp::array<double> const& a, std::string const& s) { return fnp::maximum(a, s); }
