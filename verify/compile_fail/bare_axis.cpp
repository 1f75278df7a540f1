// An axis is typed: a bare number could be a ddof.
// expect: add_reduce|take int
#include <fnp/fnp.hpp>
auto f(fnp::array<double> const& a) { return fnp::sum(a, 0); }
