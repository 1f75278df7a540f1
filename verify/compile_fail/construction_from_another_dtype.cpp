// An array takes the dtype of the expression that it is made from.
// expect: float double astype
#include <fnp/fnp.hpp>
fnp::array<float> f(fnp::array<double> const& a) { return a + a; }
