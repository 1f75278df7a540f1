// Floats do not become integers unasked.
// expect: int double astype
#include <fnp/fnp.hpp>
void f(fnp::array<int>& r, fnp::array<double> const& a) { r(fnp::slice(1, 3)) = a; }
