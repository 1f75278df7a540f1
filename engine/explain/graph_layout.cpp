// Layers, order, positions.
#include "engine/explain/graph_layout.hpp"

#include <algorithm>
#include <map>
#include <numeric>

namespace fnp::explaining {
namespace {

constexpr double gap = 18, lane = 6, between_layers = 38, margin = 12;
constexpr int sweeps = 12;

struct item {  // a box, or a lane of the arrow that began in `box`
  std::uint32_t box = 0;
  bool is_lane = false;
  double width = 0, center = 0;
  std::vector<std::uint32_t> up, down;  // neighbours in the layers above and below
};

class layout {
 public:
  explicit layout(std::vector<drawn_box>&& boxes) : boxes_(std::move(boxes)) {}

  drawing run() {
    choose_layers();
    make_items();
    for (int k = 0; k < sweeps; ++k) order(k % 2 == 0);
    pack();
    for (int k = 0; k < sweeps; ++k) settle(k % 2 == 0);
    gather();
    return draw();
  }

 private:
  void choose_layers() {
    std::size_t const n = boxes_.size();
    layer_.assign(n, 0);
    std::vector<std::uint32_t> first_user(n, ~0u);
    for (std::size_t b = 0; b < n; ++b)
      for (std::uint32_t const f : boxes_[b].from) layer_[b] = std::max(layer_[b], layer_[f] + 1);
    for (std::size_t b = n; b-- > 0;) {
      if (boxes_[b].from.size() <= 1 && first_user[b] != ~0u) layer_[b] = first_user[b] - 1;
      for (std::uint32_t const f : boxes_[b].from) first_user[f] = std::min(first_user[f], layer_[b]);
    }
  }

  std::uint32_t add(std::uint32_t layer, item i) {
    if (rows_.size() <= layer) rows_.resize(layer + 1);
    items_.push_back(std::move(i));
    rows_[layer].push_back(static_cast<std::uint32_t>(items_.size() - 1));
    return rows_[layer].back();
  }
  void join(std::uint32_t above, std::uint32_t below) {
    items_[above].down.push_back(below);
    items_[below].up.push_back(above);
  }

  void make_items() {
    for (std::uint32_t b = 0; b < boxes_.size(); ++b) add(layer_[b], {b, false, boxes_[b].width, 0, {}, {}});
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> lanes;  // (box, layer) -> item
    for (std::uint32_t b = 0; b < boxes_.size(); ++b)
      for (std::uint32_t const f : boxes_[b].from) {
        std::uint32_t at = f;
        for (std::uint32_t l = layer_[f] + 1; l < layer_[b]; ++l) {
          auto const [known, fresh] = lanes.try_emplace({f, l}, 0);
          if (fresh) {
            known->second = add(l, {f, true, lane, 0, {}, {}});
            join(at, known->second);
          }
          at = known->second;
        }
        join(at, b);
      }
  }

  // Sorts each layer by the mean position of its neighbours in the layer before (going down) or behind (going up).
  void order(bool down) {
    std::vector<double> place(items_.size());
    auto const number = [&](std::vector<std::uint32_t> const& row) {
      for (std::size_t k = 0; k < row.size(); ++k)
        place[row[k]] = (static_cast<double>(k) + 0.5) / static_cast<double>(row.size());
    };
    for (auto const& row : rows_) number(row);
    for (std::size_t k = 0; k < rows_.size(); ++k) {
      auto& row = rows_[down ? k : rows_.size() - 1 - k];
      std::vector<double> wish(items_.size());
      for (std::uint32_t const i : row) wish[i] = mean(down ? items_[i].up : items_[i].down, place, place[i]);
      std::sort(row.begin(), row.end(), [&](std::uint32_t a, std::uint32_t b) {
        return std::pair(wish[a], place[a]) < std::pair(wish[b], place[b]);
      });
      number(row);
    }
  }

  static double mean(std::vector<std::uint32_t> const& of, std::vector<double> const& value, double otherwise) {
    if (of.empty()) return otherwise;
    double sum = 0;
    for (std::uint32_t const i : of) sum += value[i];
    return sum / static_cast<double>(of.size());
  }

  double apart(std::uint32_t left, std::uint32_t right) const {
    return (items_[left].width + items_[right].width) / 2 + gap;
  }

  void pack() {
    for (auto const& row : rows_) {
      double at = 0, end = 0;
      for (std::size_t k = 0; k < row.size(); ++k)
        items_[row[k]].center = at = k == 0 ? 0 : at + apart(row[k - 1], row[k]);
      end = at;
      for (std::uint32_t const i : row) items_[i].center -= end / 2;
    }
  }

  // Nearest positions to the wishes that keep the order and the distances. With the distances subtracted, wishes must
  // be non-decreasing: runs that are not get their mean.
  void settle(bool down) {
    std::vector<double> center(items_.size());
    for (std::size_t r = 0; r < rows_.size(); ++r) {
      auto const& row = rows_[down ? r : rows_.size() - 1 - r];
      for (std::size_t i = 0; i < items_.size(); ++i) center[i] = items_[i].center;
      struct run {
        double sum, weight;
        std::size_t count;
      };
      std::vector<run> runs;
      std::vector<double> offset(row.size(), 0);
      for (std::size_t k = 0; k < row.size(); ++k) {
        item const& it = items_[row[k]];
        if (k > 0) offset[k] = offset[k - 1] + apart(row[k - 1], row[k]);
        auto const& near = down ? it.up : it.down;
        double const weight = near.empty() ? 0.1 : it.is_lane ? 2 : 1;
        runs.push_back({(mean(near, center, it.center) - offset[k]) * weight, weight, 1});
        while (runs.size() > 1) {
          run const last = runs.back();
          run& before = runs[runs.size() - 2];
          if (before.sum * last.weight <= last.sum * before.weight) break;
          before = {before.sum + last.sum, before.weight + last.weight, before.count + last.count};
          runs.pop_back();
        }
      }
      std::size_t k = 0;
      for (run const& each : runs)
        for (std::size_t c = 0; c < each.count; ++c, ++k) items_[row[k]].center = each.sum / each.weight + offset[k];
    }
  }

  // Parts of the graph that nothing joins keep their places relative to each other: each moves left until it touches.
  void gather() {
    std::vector<std::uint32_t> part(items_.size(), ~0u), stack;
    std::vector<std::pair<double, std::uint32_t>> by_left;
    for (std::uint32_t i = 0; i < items_.size(); ++i) {
      if (part[i] != ~0u) continue;
      std::uint32_t const p = static_cast<std::uint32_t>(by_left.size());
      double left = items_[i].center;
      part[i] = p;
      stack.push_back(i);
      while (!stack.empty()) {
        item const& at = items_[stack.back()];
        stack.pop_back();
        left = std::min(left, at.center - at.width / 2);
        for (auto const* const near : {&at.up, &at.down})
          for (std::uint32_t const k : *near)
            if (part[k] == ~0u) {
              part[k] = p;
              stack.push_back(k);
            }
      }
      by_left.push_back({left, p});
    }
    if (by_left.size() < 2) return;
    std::vector<std::size_t> rank(by_left.size());
    std::sort(by_left.begin(), by_left.end());
    for (std::size_t k = 0; k < by_left.size(); ++k) rank[by_left[k].second] = k;
    for (std::size_t k = 1; k < by_left.size(); ++k) {
      double room = 1e9;
      bool follows = true;  // in every layer it lies right of the parts before and left of those behind
      for (auto const& row : rows_) {
        double right = -1e9;
        bool seen = false, behind = false;
        for (std::uint32_t const i : row) {
          std::size_t const r = rank[part[i]];
          behind = behind || r > k;
          if (r < k) {
            follows = follows && !seen;
            right = items_[i].center + items_[i].width / 2;
          } else if (r == k) {
            follows = follows && !behind;
            if (seen) continue;
            seen = true;
            if (right > -1e9) room = std::min(room, items_[i].center - items_[i].width / 2 - right - 2 * gap);
          }
        }
      }
      if (!follows || room <= 0 || room >= 1e9) continue;
      for (std::size_t i = 0; i < items_.size(); ++i)
        if (rank[part[i]] == k) items_[i].center -= room;
    }
  }

  drawing draw() {
    drawing d;
    double left = 0, right = 0;
    for (item const& i : items_) {
      left = std::min(left, i.center - i.width / 2);
      right = std::max(right, i.center + i.width / 2);
    }
    std::vector<double> top, height;
    double y = margin;
    for (auto const& row : rows_) {
      double tallest = 0;
      for (std::uint32_t const i : row)
        if (!items_[i].is_lane) tallest = std::max(tallest, boxes_[items_[i].box].height);
      top.push_back(y);
      height.push_back(tallest);
      y += tallest + between_layers;
    }
    for (item& i : items_) i.center += margin - left;
    for (std::size_t r = 0; r < rows_.size(); ++r)
      for (std::uint32_t const i : rows_[r]) {
        item const& it = items_[i];
        if (!it.is_lane) {
          drawn_box& b = boxes_[it.box];
          b.x = it.center - b.width / 2;
          b.y = top[r] + (height[r] - b.height) / 2;
        } else
          d.lines.push_back({it.box, it.center, top[r], it.center, top[r] + height[r], -1});
        for (std::size_t k = 0; k < it.up.size(); ++k) {
          item const& from = items_[it.up[k]];
          drawn_line l{from.box,  from.center, from.is_lane ? top[r - 1] + height[r - 1] : bottom(boxes_[from.box]),
                       it.center, top[r],      -1};
          if (!it.is_lane) {
            // Operands arrive from left to right in their order.
            drawn_box const& b = boxes_[it.box];
            l.x2 = b.x + b.width * static_cast<double>(k + 1) / static_cast<double>(it.up.size() + 1);
            l.y2 = b.y;
            l.target = static_cast<std::int32_t>(it.box);
          }
          d.lines.push_back(l);
        }
      }
    d.boxes = std::move(boxes_);
    d.width = right - left + 2 * margin;
    d.height = rows_.empty() ? 2 * margin : y - between_layers + margin;
    return d;
  }

  double bottom(drawn_box const& b) const { return b.y + b.height; }

  std::vector<drawn_box> boxes_;
  std::vector<std::uint32_t> layer_;
  std::vector<item> items_;  // boxes first, in their order
  std::vector<std::vector<std::uint32_t>> rows_;
};

}  // namespace

drawing arrange(std::vector<drawn_box> boxes) { return layout(std::move(boxes)).run(); }

}  // namespace fnp::explaining
