// Fences from a sorted sample; the split; the parts that hold a place.
#include "engine/sorting/place_selection.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "engine/execute/thread_scratch.hpp"
#include "engine/sorting/position_order.hpp"
#include "engine/sorting/stable_runs.hpp"
#include "kernels/registry.hpp"

namespace fnp::sorting {
namespace {

constexpr index little = 200, register_bytes = 64;
constexpr index least_sample = 64, largest_sample = 4096;
constexpr int rounds_at_most = 6;  // then there are few different values, or a pattern that misleads the sample

struct fences {
  std::int64_t low, high;
};

thread_local execute::thread_scratch kept_memory, sample_memory;

// A thread's scratch, but for large runs and those within a run that holds it.
class run_memory {
 public:
  run_memory(std::size_t bytes, bool inside) {
    constexpr std::size_t large = std::size_t{1} << 20;
    if (inside || bytes > large) own_ = execute::allocate_aligned(bytes);
    at_ = own_ ? own_.get() : kept_memory.get(bytes);
  }
  std::byte* at() const noexcept { return at_; }

 private:
  execute::aligned_memory own_;
  std::byte* at_;
};

// Keys between which the places lie, or the middle one of places that lie far apart. `offset`: of x[0] in the run that the places
// speak of.
fences fences_around(kernels::sort_kernel const& kernel, kernels::sort_kernel const& words, std::byte const* x, index item,
                     index n, index offset, std::span<index const> places) {
  auto const wanted = static_cast<index>(0.6 * std::pow(static_cast<double>(n), 2.0 / 3));
  index const size = std::min(std::clamp(wanted, least_sample, largest_sample), n), step = n / size;
  std::byte* const memory = sample_memory.get(static_cast<std::size_t>(size * (16 + item)));
  auto* const key = reinterpret_cast<std::int64_t*>(memory);
  std::byte* const gathered = memory + 16 * size;
  for (index i = 0; i < size; ++i) std::memcpy(gathered + i * item, x + i * step * item, static_cast<std::size_t>(item));
  kernel.keys[0](key, gathered, size);
  words.sort_quickly(memory, memory + 8 * size, size);
  std::span<index const> const near =
      places.back() - places.front() <= n / 4 ? places : places.subspan(places.size() / 2, 1);
  auto const fence = [&](index place, int sign) {
    double const share = (static_cast<double>(place) + 0.5) / static_cast<double>(n), many = static_cast<double>(size);
    double const at = share * many + sign * (2.2 * std::sqrt(many * share * (1 - share)) + 1);
    return key[std::clamp<index>(static_cast<index>(at), 0, size - 1)];
  };
  index const front = near.front() - offset, back = near.back() - offset;
  // At an end of the order nothing but the end itself is a fence.
  return {front < step ? std::numeric_limits<std::int64_t>::min() : fence(front, -1),
          back >= n - step ? std::numeric_limits<std::int64_t>::max() : fence(back, 1)};
}

std::span<index const> places_between(std::span<index const> places, index first, index last) {
  auto const begin = std::lower_bound(places.begin(), places.end(), first);
  return {begin, std::lower_bound(begin, places.end(), last)};
}

class selector {
 public:
  selector(dtype type, isa level)
      : type_(type), level_(level), item_(static_cast<index>(itemsize(type))), kernel_(kernels::find_sort(type, level)),
        words_(kernels::find_sort(dtype::i8, level)) {}

  void select(std::byte* x, std::byte const* from, index n, index offset, std::span<index const> places, int rounds) const {
    if (n <= little || rounds == 0) return sort_run(type_, x, from, n, level_, 1);
    auto const bytes = static_cast<std::size_t>(n * item_);
    run_memory const memory((x == from ? 2 : 1) * bytes + register_bytes, rounds < rounds_at_most);
    std::byte* const middle = memory.at();
    if (x == from) from = static_cast<std::byte const*>(std::memcpy(middle + bytes + register_bytes, x, bytes));
    auto const [low, high] = fences_around(kernel_, words_, from, item_, n, offset, places);
    auto const [below, above] = kernel_.split(x, middle, from, n, low, high);
    index const within = n - below - above;
    std::byte* const between = x + below * item_;
    std::memcpy(between, middle, static_cast<std::size_t>(within * item_));
    auto const part = [&](index first, index last) {
      auto const mine = places_between(places, offset + first, offset + last);
      if (!mine.empty()) select(x + first * item_, x + first * item_, last - first, offset + first, mine, rounds - 1);
    };
    part(0, below);
    if (low < high || kernel_.words > 1) part(below, n - above);
    part(n - above, n);
  }

  void positions(index* to, std::byte const* x, index n, std::span<index const> places) const {
    key_column const all{type_, x, item_};
    if (n <= little) return position_order({&all, 1}, level_, 1).run(to, n);
    run_memory const memory(static_cast<std::size_t>(n * (8 + item_)) + 2 * register_bytes, false);
    auto* const middle = reinterpret_cast<index*>(memory.at());
    std::byte* const gathered = memory.at() + 8 * n + register_bytes;
    auto const [low, high] = fences_around(kernel_, words_, x, item_, n, 0, places);
    auto const [below, above] = kernel_.split_positions(to, middle, x, n, low, high);
    std::copy_n(middle, n - below - above, to + below);
    // A part that holds a place is ordered as a whole.
    auto const part = [&](index first, index last) {
      if (places_between(places, first, last).empty()) return;
      for (index i = first; i < last; ++i) {
        middle[i] = to[i];
        std::memcpy(gathered + (i - first) * item_, x + to[i] * item_, static_cast<std::size_t>(item_));
      }
      key_column const key{type_, gathered, item_};
      position_order({&key, 1}, level_, 1).run(to + first, last - first);
      for (index i = first; i < last; ++i) to[i] = middle[first + to[i]];
    };
    part(0, below);
    if (low < high || kernel_.words > 1) part(below, n - above);
    part(n - above, n);
  }

 private:
  dtype type_;
  isa level_;
  index item_;
  kernels::sort_kernel const &kernel_, &words_;
};

}  // namespace

void select_run(dtype type, std::byte* x, std::byte const* from, index n, isa level, std::span<index const> places) {
  selector(type, level).select(x, from, n, 0, places, rounds_at_most);
}

void select_positions(dtype type, index* to, std::byte const* x, index n, isa level, std::span<index const> places) {
  selector(type, level).positions(to, x, n, places);
}

}  // namespace fnp::sorting
