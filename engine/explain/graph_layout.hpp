// Places boxes and arrows in layers, from top to bottom: what is drawn above was computed before.
//
// The usual three stages: a layer for each box (longest path; boxes with at most one operand sink towards their first
// user), an order within layers (barycenters, swept up and down), positions (the least squares distance to the
// neighbours that keeps boxes apart, found by pooling adjacent violators). An arrow that passes a layer owns a narrow
// lane there, and all arrows of one source share it. (Sugiyama, Tagawa, Toda 1981, doi:10.1109/TSMC.1981.4308636.)
#pragma once
#include <cstdint>
#include <vector>

namespace fnp::explaining {

struct drawn_box {
  double width = 0, height = 0;
  std::vector<std::uint32_t> from;  // operands: boxes that stand before this one in the list
  double x = 0, y = 0;              // of the upper left corner; found by arrange()
};

struct drawn_line {          // from the lower edge of a box, or a lane, to the next layer
  std::uint32_t source = 0;  // box in which the arrow began
  double x1 = 0, y1 = 0, x2 = 0, y2 = 0;
  std::int32_t target = -1;  // box that it reaches; -1: it goes on in a lane
};

struct drawing {
  std::vector<drawn_box> boxes;
  std::vector<drawn_line> lines;
  double width = 0, height = 0;
};

drawing arrange(std::vector<drawn_box>);

}  // namespace fnp::explaining
