// The parts of the HTML page, each in a file of its own.
#pragma once
#include "engine/explain/outline.hpp"

namespace fnp::explaining {

std::string graph_drawing(outline const&);  // the graph as SVG, boxes coloured by step
std::string step_cards(outline const&);     // the loop nests as nested boxes
std::string_view page_style();              // CSS
std::string_view page_script();             // lights up what belongs to the step under the pointer

// The hue of a step: neighbours differ by the golden angle.
inline int hue(std::size_t step) { return static_cast<int>((205 + step * 137) % 360); }
inline std::string step_mark(std::size_t step) {
  return "data-step=\"" + std::to_string(step + 1) + "\" style=\"--hue:" + std::to_string(hue(step)) + "\"";
}

}  // namespace fnp::explaining
