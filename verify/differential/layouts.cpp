// Shapes at the borders of blocks; views with every kind of stride.
#include "verify/differential/layouts.hpp"

#include <algorithm>
#include <utility>

namespace fnp::differential {
namespace {

constexpr index borders[] = {127,  128,  129,  250,  511,  512,  513,  1023,  1024, 1025,
                             1100, 2049, 4097, 8191, 8192, 8193, 9001, 16390, 33001};

index draw_extent(tape& t) {
  std::uint64_t const c = t.draw(40);
  if (c == 39) return 0;
  if (c > 30) return static_cast<index>(7 + t.draw(30));
  return static_cast<index>(1 + c % 6);
}

extents permuted(extents const& shape, std::vector<std::size_t> const& order) {
  extents r;
  for (std::size_t const a : order) r.push_back(shape[a]);
  return r;
}

// A random order of axes; the simplest is C order.
std::vector<std::size_t> draw_order(tape& t, std::size_t rank) {
  std::vector<std::size_t> order(rank);
  for (std::size_t i = 0; i < rank; ++i) order[i] = i;
  if (rank < 2 || t.draw(3) == 0) return order;
  for (std::size_t i = rank - 1; i > 0; --i) std::swap(order[i], order[i - t.draw(i + 1)]);
  return order;
}

}  // namespace

extents draw_shape(tape& t) {
  constexpr std::size_t ranks[] = {1, 2, 2, 1, 3, 3, 4, 0};
  std::size_t const rank = ranks[t.draw(8)];
  extents shape;
  for (std::size_t i = 0; i < rank; ++i) shape.push_back(draw_extent(t));
  if (rank > 0 && t.one_in(4)) {  // one long axis
    std::size_t const axis = t.draw(rank);
    index others = 1;
    for (std::size_t i = 0; i < rank; ++i) others *= i == axis ? 1 : std::max<index>(shape[i], 1);
    shape[axis] = borders[t.draw(std::size(borders))];
    while (shape[axis] * others > most_elements) shape[axis] /= 2;
  }
  while (element_count(shape).value > most_elements) *std::max_element(shape.begin(), shape.end()) /= 2;
  return shape;
}

extents draw_partner(tape& t, extents const& with) {
  extents r = with;
  if (r.empty()) return r;
  std::uint64_t const how = t.draw(6);
  if (how == 4) r = extents(r.begin() + static_cast<std::ptrdiff_t>(t.draw(r.size() + 1)), r.end());
  if (how >= 3 && how != 4)
    for (index& e : r)
      if (t.draw(2)) e = 1;
  return r;
}

placed draw_placing(tape& t, extents const& shape, bool writeable) {
  std::size_t const rank = shape.size();
  std::vector<std::size_t> const order = draw_order(t, rank);
  placed p;
  bool const plain = t.draw(3) == 0;
  extents step(rank, 1), first(rank);
  extents base = shape;
  for (std::size_t i = 0; i < rank && !plain; ++i) {
    constexpr index steps[] = {1, 1, 1, 2, -1, -1, 3, -2, 0, 1};
    step[i] = steps[t.draw(10)];
    index const pad = t.draw(3) == 2 ? 1 : 0;
    if (step[i] == 0 && writeable) step[i] = 1;
    index const reach = std::abs(step[i]) * std::max<index>(shape[i] - 1, 0);
    if (reach > 2 * most_elements) step[i] = 1;
    index const size = shape[i] == 0 ? 0 : std::abs(step[i]) * (shape[i] - 1) + 1;
    base[i] = size + pad;
    first[i] = (step[i] < 0 ? std::max<index>(size - 1, 0) : 0) + (shape[i] > 0 ? pad : 0);
  }
  p.base = permuted(base, order);
  extents const stride = c_strides(p.base, 1);
  p.view = {shape, extents(rank), 0};
  for (std::size_t k = 0; k < rank; ++k) {
    std::size_t const axis = order[k];
    p.view.stride[axis] = step[axis] * stride[k];
    p.view.offset += first[axis] * stride[k];
  }
  return p;
}

meeting draw_meeting(tape& t, extents const& shape) {
  std::size_t const rank = shape.size();
  std::vector<std::size_t> const order = draw_order(t, rank);
  meeting m;
  index const step = t.one_in(5) ? 2 : 1;
  extents pad(rank), base = shape;
  std::uint64_t const how = t.draw(8);
  bool const shifts = how == 1 || how == 2 || how >= 6;
  for (std::size_t i = 0; i < rank; ++i) {
    pad[i] = shifts && (rank == 1 || t.draw(2)) ? static_cast<index>(1 + t.draw(3)) : 0;
    base[i] = (shape[i] > 0 ? step * (shape[i] - 1) + 1 : 0) + pad[i];
  }
  m.base = permuted(base, order);
  extents const dense = c_strides(m.base, 1);
  extents stride(rank);
  for (std::size_t k = 0; k < rank; ++k) stride[order[k]] = dense[k];
  m.out = m.in = {shape, extents(rank), 0};
  for (std::size_t i = 0; i < rank; ++i) m.out.stride[i] = m.in.stride[i] = step * stride[i];
  for (std::size_t i = 0; i < rank; ++i) {
    if (shape[i] == 0) continue;
    index const last = m.in.stride[i] * (shape[i] - 1);
    switch (how) {
      case 1: m.out.offset += pad[i] * stride[i]; break;                        // written further up
      case 2: m.in.offset += pad[i] * stride[i]; break;                         // further down
      case 3:                                                                   // reversed
        if (i == 0 || t.draw(2)) m.in.stride[i] = -m.in.stride[i], m.in.offset += last;
        break;
      case 5:                                                                   // a row of it, repeated
        if (i + 1 == rank || t.draw(2))
          m.in.offset += static_cast<index>(t.draw(static_cast<std::uint64_t>(shape[i]))) * m.in.stride[i],
              m.in.stride[i] = 0;
        break;
      case 6:                                                                   // anything
      case 7:
        m.out.offset += static_cast<index>(t.draw(static_cast<std::uint64_t>(pad[i]) + 1)) * stride[i];
        m.in.offset += static_cast<index>(t.draw(static_cast<std::uint64_t>(pad[i]) + 1)) * stride[i];
        if (t.one_in(3)) m.in.stride[i] = -m.in.stride[i], m.in.offset += last;
        if (t.one_in(4)) m.out.stride[i] = -m.out.stride[i], m.out.offset += last;
        break;
      default: break;                                                           // the same
    }
  }
  if (how == 4 && rank >= 2)                                                    // transposed, where two extents agree
    for (std::size_t i = 0; i + 1 < rank; ++i)
      if (shape[i] == shape[i + 1]) {
        std::swap(m.in.stride[i], m.in.stride[i + 1]);
        break;
      }
  return m;
}

strided in_bytes(strided v, index itemsize) {
  for (index& s : v.stride) s *= itemsize;
  v.offset *= itemsize;
  return v;
}

}  // namespace fnp::differential
