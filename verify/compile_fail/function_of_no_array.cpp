// A function needs an array or an expression.
// expect: sqrt string
#include <fnp/fnp.hpp>
#include <string>
auto f(std::string const& s) { return fnp::sqrt(s); }
