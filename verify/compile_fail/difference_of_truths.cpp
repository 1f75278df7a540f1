// NumPy has no loop for the difference of two bool arrays.
// expect: subtract bool
#include <fnp/fnp.hpp>
auto f(fnp::array<bool> const& a) { return a - a; }
