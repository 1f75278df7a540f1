// A graph that is built to be evaluated at once: NumPy's formulas on whole arrays of dtypes known at run time.
#pragma once
#include <initializer_list>

#include "engine/evaluation.hpp"
#include "fnp/ops/all.hpp"

namespace fnp::engine {

class whole_graph {
 public:
  ir::graph& graph() noexcept { return all_.graph; }
  ir::value use(array_body const& a) { return ir::make_input(all_.graph, a); }
  template <class T> ir::value number(T x) { return ir::make_constant(all_.graph, dtype_of<T>(), &x); }

  template <class Op> ir::value apply(std::initializer_list<ir::value> operands) {
    return ir::make_elementwise(all_.graph, ops::id_of<Op>, {operands.begin(), operands.size()});
  }
  // As above; weak operands are constants of their kind's default dtype.
  template <class Op> ir::value apply(std::initializer_list<ir::value> operands, std::initializer_list<weak> kinds) {
    return ir::make_elementwise(all_.graph, ops::id_of<Op>, {operands.begin(), operands.size()},
                                {kinds.begin(), kinds.size()});
  }

  // The value; the graph is used up.
  array_handle run(ir::value);

 private:
  evaluation all_;
};

}  // namespace fnp::engine
