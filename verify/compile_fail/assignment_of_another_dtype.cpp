// A float64 expression is no float32 array.
// expect: float double astype
#include <fnp/fnp.hpp>
void f(fnp::array<float>& r, fnp::array<double> const& a) { r = a * 2; }
