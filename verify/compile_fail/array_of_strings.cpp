// Elements are of the fourteen dtypes.
// expect: string fourteen
#include <fnp/fnp.hpp>
#include <string>
fnp::array<std::string> const a;
