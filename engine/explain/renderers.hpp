// One function a format, each in a file of its own.
#pragma once
#include "engine/explain/outline.hpp"

namespace fnp::explaining {

std::string text_of(outline const&);  // for terminals: lines of at most 110 columns
std::string json_of(outline const&);  // everything; described by engine/plan/plan.schema.json
std::string dot_of(outline const&);   // for Graphviz: nodes clustered by step
std::string html_of(outline const&);  // one page that needs nothing else

}  // namespace fnp::explaining
