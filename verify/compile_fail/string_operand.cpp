// A string is no operand.
// expect: operator+|add double string
#include <fnp/fnp.hpp>
#include <string>
auto f(fnp::array<double> const& a, std::string const& s) { return a + s; }
