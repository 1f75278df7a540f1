// Ranges of shadow memory and the reading of elements in them.
#include "verify/isomorphism/shadow.hpp"

#include <algorithm>
#include <cstring>
#include <functional>

namespace fnp::isomorphism {
namespace {

constexpr std::uint8_t broken = 255;

// Is this a local variable of one of our callers?
bool on_stack(std::byte const* at) noexcept {
  auto const here = reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0)),
             there = reinterpret_cast<std::uintptr_t>(at);
  return there >= here && there < here + (std::uintptr_t{1} << 18);
}

}  // namespace

void shadow::add(std::byte const* at, index bytes, std::int64_t label) {
  ranges_.push_back({at, bytes, label, {}, {}, {}});
}

void shadow::seal() {
  std::sort(ranges_.begin(), ranges_.end(),
            [](range const& a, range const& b) { return std::less<>{}(a.first, b.first); });
  std::vector<range> joined;
  for (range& r : ranges_) {
    if (!joined.empty() && joined.back().label != none && r.label != none &&
        r.first <= joined.back().first + joined.back().bytes) {
      joined.back().bytes = std::max(joined.back().bytes, r.bytes + (r.first - joined.back().first));
      joined.back().label = std::min(joined.back().label, r.label);
    } else
      joined.push_back(std::move(r));
  }
  for (range& r : joined) {
    auto const n = static_cast<std::size_t>(r.bytes);
    r.terms.assign(n, 0);
    r.marks.assign(n, 0);
    r.written.assign(n, 0);
  }
  ranges_ = std::move(joined);
  last_ = 0;
}

shadow::range const* shadow::find(std::byte const* at) const noexcept {
  auto const holds = [&](range const& r) { return at >= r.first && at < r.first + r.bytes; };
  if (last_ < ranges_.size() && holds(ranges_[last_])) return &ranges_[last_];
  for (std::size_t i = 0; i < ranges_.size(); ++i)
    if (holds(ranges_[i])) {
      last_ = i;
      return &ranges_[i];
    }
  return nullptr;
}

term shadow::leaf(std::byte const* at, dtype type) const {
  range const* const r = find(at);
  if (!r) return make_term(tags::undefined, {0});
  auto const offset = static_cast<std::uint64_t>(at - r->first);
  return make_term(r->label != none ? tags::memory : tags::undefined,
                   {static_cast<std::uint64_t>(r->label), offset, static_cast<std::uint64_t>(type)});
}

term shadow::read(std::byte const* at, std::size_t size, dtype type) const {
  range const* const r = find(at);
  if (!r) {
    term t = make_term(tags::undefined, {1});
    if (on_stack(at)) std::memcpy(&t, at, sizeof t);
    else ++stray_;
    return t;
  }
  auto const i = static_cast<std::size_t>(at - r->first);
  if (i + size > r->marks.size()) return make_term(tags::torn, {i});
  std::uint8_t const first = r->marks[i];
  if (first == 0) {
    for (std::size_t k = 1; k < size; ++k)
      if (r->marks[i + k] != 0) return make_term(tags::torn, {i, 0});
    return leaf(at, type);
  }
  for (std::size_t k = 0; k < size; ++k)
    if (r->marks[i + k] != k + 1) return make_term(tags::torn, {i, k});
  if (i + size < r->marks.size() && r->marks[i + size] == size + 1)
    return make_term(tags::torn, {i, size});  // half of a wider element
  return r->terms[i];
}

void shadow::write(std::byte* at, std::size_t size, term t) {
  range* const r = const_cast<range*>(find(at));
  if (!r) {
    if (on_stack(at)) std::memcpy(at, &t, sizeof t);
    else ++stray_;
    return;
  }
  auto const i = static_cast<std::size_t>(at - r->first);
  for (std::size_t k = 0; k < size && i + k < r->marks.size(); ++k) {
    r->marks[i + k] = static_cast<std::uint8_t>(k + 1);
    if (r->written[i + k] < 255) ++r->written[i + k];
  }
  r->terms[i] = t;
  for (std::size_t k = i + size; k < r->marks.size() && r->marks[k] > 1; ++k)
    r->marks[k] = broken;  // what is left of an older, wider element
}

void shadow::forget(std::byte const* at, index bytes) {
  range* const r = const_cast<range*>(find(at));
  if (r) std::fill_n(r->marks.begin() + (at - r->first), std::min(bytes, r->bytes - (at - r->first)), std::uint8_t{0});
}

std::vector<std::uint8_t> shadow::writes(std::byte const* at, index bytes) const {
  std::vector<std::uint8_t> n(static_cast<std::size_t>(bytes));
  for (index i = 0; i < bytes; ++i)
    if (range const* const r = find(at + i))
      n[static_cast<std::size_t>(i)] = r->written[static_cast<std::size_t>(at + i - r->first)];
  return n;
}

index shadow::written_leaves() const {
  index n = 0;
  for (range const& r : ranges_)
    if (r.label != none) n += std::count_if(r.written.begin(), r.written.end(), [](std::uint8_t w) { return w > 0; });
  return n;
}

}  // namespace fnp::isomorphism
