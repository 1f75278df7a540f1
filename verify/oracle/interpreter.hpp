// Runs the program of a case, fused or eagerly, and tells its outcome in the words of the format.
#pragma once
#include "engine/evaluation.hpp"
#include "verify/oracle/case_file.hpp"

namespace fnp::oracle {

enum class mode : std::uint8_t { eager, fused, both };

struct outcome {
  boost::json::object record;  // {"status": "ok", "results": ...} or {"status": "error", "error": ...}
  bool not_fused = false;
};

// Throws unsupported, malformed; internal faults as std::exception.
outcome run_case(case_text const&, bool fused, int threads, bool invent_inputs = false);

// The graph of a program that writes no memory but through its results: what explain and prove look at.
engine::evaluation graph_of(case_text const&);

}  // namespace fnp::oracle
