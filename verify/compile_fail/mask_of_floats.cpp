// A mask is bool.
// expect: where bool
#include <fnp/fnp.hpp>
void f(fnp::array<float>& r, fnp::array<float> const& m) { r.assign(m, fnp::where(m)); }
