// The door's explain(): lower the jobs, plan them, render the plan. Nothing runs and nothing is written.
#include "engine/explain/explain.hpp"

#include "engine/evaluation.hpp"
#include "engine/explain/renderers.hpp"
#include "engine/settings.hpp"

namespace fnp::engine {

std::string explain(ir::graph const& g, plan::plan const& p, format as) {
  explaining::outline const o(g, p);
  switch (as) {
    case format::text:
      return explaining::text_of(o);
    case format::json:
      return explaining::json_of(o);
    case format::dot:
      return explaining::dot_of(o);
    case format::html:
      return explaining::html_of(o);
  }
  fail(error_code::bad_argument,
       "explain: format " + std::to_string(static_cast<int>(as)) + " is none of text, json, dot, html");
}

std::string explain(std::span<job const> jobs, format as, options const& given) {
  options const o = settle(given);
  evaluation e;
  for (job const& j : jobs) e.add(j);
  e.rewrite(o);
  return explain(e.graph, plan::make_plan(e.graph, e.destinations, o), as);
}

}  // namespace fnp::engine
