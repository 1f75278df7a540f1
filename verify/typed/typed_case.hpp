// A generated typed expression as its test sees it: how many operands of which dtypes, and a function that hands over
// its job.
//
// The sources made by generate.py include this and public headers only, so that they may be compiled with any flags
// and by any compiler, while the driver that compares is compiled once.
#pragma once
#include <cstdint>

#include "fnp/fnp.hpp"

namespace fnp::typed_check {

struct request {
  array_handle const* operands;
  extents axes;  // of the reductions that take a list
  void (*take)(void* context, engine::job const&);
  void* context;
};

struct typed_case {
  char const* text;
  int operands;
  dtype types[6];
  bool reduces;
  void (*run)(request const&);
};

struct typed_unit {  // the cases of one source
  typed_case const* cases;
  int count;
  typed_unit const* next = nullptr;
};
// Called while static objects are made; defined by the driver.
void enlist(typed_unit&);
struct enlisted {
  explicit enlisted(typed_unit& u) { enlist(u); }
};

template <class E> void hand_over(request const& r, E const& e) {
  auto const x = wrap(e);
  typed::leaves_of<std::remove_cv_t<decltype(x)>> const leaves(x);
  r.take(r.context, leaves.job());
}

}  // namespace fnp::typed_check
