// The facts of a plan under names for people, gathered once for all formats.
//
// Inputs are a, b, c, ... (or their own names), results r1, r2, ..., temporaries t1, t2, ...; s1, s2, ... name parts of
// an expression that are used more than once or are too long for a line; w1, w2, ... are a step's scratch rows.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "engine/execute/step_measure.hpp"
#include "engine/plan/cost.hpp"

namespace fnp::explaining {

struct part {  // a line of the expression: name = text
  std::string name, text;
  ir::value what = 0;
};

struct life {  // of a buffer: the steps that touch it; none: last < first
  std::int32_t first = 0, last = -1;
};

class outline {
 public:
  outline(ir::graph const&, plan::plan const&, std::vector<execute::step_measure> const* measured = nullptr);

  ir::graph const& graph;
  plan::plan const& plan;
  std::vector<execute::step_measure> const* measured;  // by step, or null
  std::vector<std::string> inputs;                  // names, by graph::inputs
  std::vector<std::string> buffers;                 // names, by plan::buffers
  std::vector<life> lives;                          // by buffer
  std::vector<part> parts;                          // in order of computation; those of results follow in their place
  std::vector<std::string> results;                 // by graph::results: "r1"
  std::vector<std::vector<std::uint32_t>> made_in;  // by node: the steps that compute it
  std::vector<std::int32_t> home;  // by node: where it is drawn; -1: in no step (inputs, constants, unused nodes)
  std::vector<bool> needed;        // by node: some result depends on it

  std::string loop_variable(std::size_t axis) const;
  // A slot of a step: an operand by its buffer's name (a', a'' where an array is read in several ways), or a scratch
  // row.
  std::string slot(plan::step const&, std::size_t) const;
  std::string call(plan::step const&, plan::instruction const&) const;  // "w1 = a - t1"
  std::string title(plan::step const&) const;                           // what it does, in one short sentence
  std::string fold_name(plan::step const&) const;                       // sum, prod, min, ...
  bool used(plan::step const&, std::size_t operand) const;  // by the step's code; what is not was loaded in vain
  // Constants that need no line of their own, as "2.0, 240.0" of one step.
  bool is_plain_constant(plan::step const&, std::size_t operand) const;
  std::string plain_constants(plan::step const&) const;
  // Staged inputs by what staging does: {"cast to float32", "a, b"}.
  std::vector<std::pair<std::string, std::string>> staging(plan::step const&) const;
  std::string shares(std::size_t input) const;                       // the first input of the same memory, or empty
  std::string type(ir::value) const;                                 // "float64 (2, 3)"
  std::string question(plan::step const&, plan::note const&) const;  // with names in the place of operand numbers
  index bytes(plan::operand const&) const;                           // touched once each
  index bytes(plan::step const&) const;
  index points(plan::step const&) const;
  bool is_copy(plan::step const&) const;
  bool computes(plan::step const&,
                plan::instruction const&) const;     // its origin, rather than copy what was computed before
  std::string source(std::uint32_t location) const;  // "file:line", or empty
  std::string timing(std::size_t step) const;        // predicted against measured; empty without measures
  std::string timing() const;                        // of all steps
  std::string label(std::uint32_t node) const;       // an op with dots for operands: "· * 2.0"
  std::string whole_name(ir::value) const;           // r1, t1, s1, an input's name, or %7

 private:
  void name_buffers();
  void find_homes();
  void write_parts();
  std::vector<std::string> value_names_;  // by value; empty: none
};

}  // namespace fnp::explaining
