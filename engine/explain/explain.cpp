// The door's explain(): lower the jobs, plan them, render the plan; nothing runs. profile() runs it as well.
#include "engine/explain/explain.hpp"

#include <algorithm>

#include "engine/explain/renderers.hpp"
#include "engine/plan/bands.hpp"
#include "engine/settings.hpp"

namespace fnp::engine {

std::string explain(ir::graph const& g, plan::plan const& p, format as, measures const* measured) {
  explaining::outline const o(g, p, measured);
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

std::string explain(sequence<job const> jobs, format as, options const& given) {
  options const o = settle(given);
  evaluation e;
  for (job const& j : jobs) e.add(j);
  e.rewrite(o);
  plan::plan p = plan::make_plan(e.graph, e.destinations, o);
  if (jobs.size() == 1)
    if (auto const cut = plan::cut_into_bands(e.graph, e.destinations[0], p, o))
      p.log.push_back("bands: all steps run " + std::to_string(cut->count) + " times, over " +
                      std::to_string(cut->rows) + " rows of axis 0 each");
  return explain(e.graph, p, as);
}

measures measure(ir::graph const& g, plan::plan const& p, binding where, options const& o) {
  constexpr int runs = 5;
  measures least, now;
  where.measures = &now;
  for (int r = 0; r < runs; ++r) {
    std::vector<array_handle> fresh;
    run(g, p, where, o, fresh);
    if (least.empty()) least = now;
    for (std::size_t s = 0; s < now.size(); ++s) least[s].time = std::min(least[s].time, now[s].time);
  }
  return least;
}

std::string profile(sequence<job const> jobs, format as, options const& given) {
  for (job const& j : jobs)
    if (j.into)
      fail(error_code::bad_argument, "profile runs the expression several times, so it takes none with a destination");
  options const o = settle(given);
  evaluation e;
  for (job const& j : jobs) e.add(j);
  e.rewrite(o);
  plan::plan const p = plan::make_plan(e.graph, e.destinations, o);
  std::vector<std::byte*> const inputs = input_memory(e.graph);
  measures const m = measure(e.graph, p, {inputs, e.destinations}, o);
  return explain(e.graph, p, as, &m);
}

}  // namespace fnp::engine
