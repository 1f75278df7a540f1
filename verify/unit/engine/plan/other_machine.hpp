// Plans are made for another machine as long as one of these stands: tests know its caches.
#pragma once
#include "engine/plan/machine.hpp"

namespace fnp::test {

class other_machine {
 public:
  // change(machine&): how it differs from the one at hand.
  template <class F> explicit other_machine(F const& change) {
    plan::machine m = before_;
    change(m);
    plan::use_machine(m);
  }
  other_machine(other_machine const&) = delete;
  other_machine& operator=(other_machine const&) = delete;
  ~other_machine() { plan::use_machine(before_); }

 private:
  plan::machine const before_ = plan::this_machine();
};

}  // namespace fnp::test
