// k += 1.5 would lose the half.
// expect: int double astype
#include <fnp/fnp.hpp>
void f(fnp::array<int>& k) { k += 1.5; }
