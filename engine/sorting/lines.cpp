// Outer axes ordered and joined; the groups of lines along the innermost one.
#include "engine/sorting/lines.hpp"

#include <algorithm>

#include "engine/plan/machine.hpp"

namespace fnp::sorting {

paired_lines::paired_lines(array_body const& from, array_body const& to, index axis)
    : from_(from.data),
      to_(to.data),
      length_(from.layout.extent[static_cast<std::size_t>(axis)]),
      from_step_(from.layout.stride[static_cast<std::size_t>(axis)]),
      to_step_(to.layout.stride[static_cast<std::size_t>(axis)]) {
  for (std::size_t i = 0; i < from.layout.rank(); ++i) {
    index const extent = from.layout.extent[i];
    if (static_cast<index>(i) == axis || extent == 1) continue;
    outer_.push_back({extent, from.layout.stride[i], to.layout.stride[i]});
    count_ *= extent;
  }
  auto const reach = [](axis_pair const& a) { return a.from < 0 ? -a.from : a.from; };
  for (std::size_t i = 1; i < outer_.size(); ++i)
    for (std::size_t j = i; j > 0 && reach(outer_[j - 1]) < reach(outer_[j]); --j) std::swap(outer_[j - 1], outer_[j]);
  for (std::size_t i = outer_.size(); i-- > 1;) {
    axis_pair const &outside = outer_[i - 1], &inside = outer_[i];
    if (outside.from != inside.from * inside.extent || outside.to != inside.to * inside.extent) continue;
    outer_[i].extent *= outside.extent;
    outer_.erase(i - 1);
  }
  if (outer_.empty()) outer_.push_back({1, 0, 0});
}

void paired_lines::for_each(index group, double cost, int threads,
                            execute::function_ref<void(strided_rows, strided_rows, index)> body) const {
  axis_pair const inner = outer_.back();
  index const groups = (inner.extent + group - 1) / group, jobs = count_ / std::max<index>(inner.extent, 1) * groups;
  if (count_ == 0 || length_ == 0) return;
  auto const range = [&](std::size_t first, std::size_t last) {
    for (std::size_t job = first; job < last; ++job) {
      index rest = static_cast<index>(job) / groups;
      index const line = static_cast<index>(job) % groups * group;
      std::byte *from = from_ + line * inner.from, *to = to_ + line * inner.to;
      for (std::size_t i = outer_.size() - 1; i-- > 0; rest /= outer_[i].extent) {
        from += rest % outer_[i].extent * outer_[i].from;
        to += rest % outer_[i].extent * outer_[i].to;
      }
      body({from, inner.from, from_step_}, {to, inner.to, to_step_}, std::min(group, inner.extent - line));
    }
  };
  execute::share_tasks(static_cast<std::size_t>(jobs), cost, plan::this_machine().worth_a_thread, threads, range);
}

}  // namespace fnp::sorting
