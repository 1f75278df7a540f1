// Quicksort whose first levels are shared among threads; below them the library sorts. And selection.
//
// A level splits a run in place at the median of a sample. The loop has no branch: every element is exchanged with the
// first one of the upper part, which grows or moves on.
//
// Selection (R. W. Floyd, R. L. Rivest, "Expected time bounds for selection", CACM 18 (1975),
// doi:10.1145/360680.360691): two fences of a sample stand so close around the place that is looked for, and so far
// from it, that little is left between them and the place seldom lies outside; what is left is sorted.
#include "engine/sorting/vector_sort.hpp"

#include <hwy/contrib/sort/vqsort.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/execute/parallel.hpp"

namespace fnp::sorting {
namespace {

constexpr index worth_sharing = index{1} << 16;  // about 0.25 ms of sorting
constexpr index sample_size = 511;

template <class T> void sort_alone(T* x, index n) {
  static hwy::Sorter const sorter;
  sorter(x, static_cast<std::size_t>(n), hwy::SortAscending());
}

// How many elements are less than the pivot; they come first.
template <class T> index split(T* x, index n, T pivot) noexcept {
  index less = 0;
  for (index i = 0; i < n; ++i) {
    T const v = x[i];
    x[i] = x[less];
    x[less] = v;
    less += v < pivot;
  }
  return less;
}

template <class T> std::vector<T> sorted_sample(T const* x, index n) {
  std::vector<T> sample(static_cast<std::size_t>(sample_size));
  for (index i = 0; i < sample_size; ++i) sample[static_cast<std::size_t>(i)] = x[n / sample_size * i];
  sort_alone(sample.data(), sample_size);
  return sample;
}

template <class T> void select(T* x, index n, index k) {
  constexpr index little = 4096;
  while (n > little) {
    std::vector<T> const sample = sorted_sample(x, n);
    double const share = static_cast<double>(k) / static_cast<double>(n);
    double const place = share * sample_size, spread = 3 * std::sqrt(sample_size * share * (1 - share)) + 1;
    auto const fence = [&](double at) {
      return sample[static_cast<std::size_t>(std::clamp<index>(static_cast<index>(at), 0, sample_size - 1))];
    };
    index const before = n;
    for (double const at : {place - spread, place + spread}) {
      index const less = split(x, n, fence(at));
      if (k < less) {
        n = less;
        break;
      }
      x += less, n -= less, k -= less;
    }
    if (n > before - before / 4) break;  // few different values
  }
  sort_alone(x, n);
}

template <class T> void sort_shared(T* x, index n, int threads) {
  if (threads < 2 || n < worth_sharing) return sort_alone(x, n);
  index const less = split(x, n, sorted_sample(x, n)[sample_size / 2]);
  // Nothing but a few values: the rest is soon sorted, too.
  if (less < n / 8 || less > n - n / 8) threads = 2;
  execute::parallel_pair([&] { sort_shared(x, less, threads / 2); },
                         [&] { sort_shared(x + less, n - less, threads - threads / 2); });
}

template <class T> void sort_with(T* x, index n, int threads) {
  if (n < 2) return;
  if (threads == 1 || n < worth_sharing) return sort_alone(x, n);
  execute::in_arena(threads, [&] { sort_shared(x, n, threads > 0 ? threads : execute::available_threads()); });
}

}  // namespace

void sort_words(std::uint64_t* x, index n, int threads) { sort_with(x, n, threads); }

void sort_numbers(dtype type, std::byte* x, index n, int threads) {
  visit_dtype(type, [&](auto sample) {
    using T = decltype(sample);
    if constexpr (std::is_integral_v<T> && sizeof(T) > 1) sort_with(reinterpret_cast<T*>(x), n, threads);
  });
}

void select_numbers(dtype type, std::byte* x, index n, std::span<index const> kth) {
  visit_dtype(type, [&](auto sample) {
    using T = decltype(sample);
    if constexpr (std::is_integral_v<T> && sizeof(T) > 1)
      for (index first = 0; index const k : kth) {
        if (k < first) continue;  // the place before it once more
        select(reinterpret_cast<T*>(x) + first, n - first, k - first);
        first = k + 1;
      }
  });
}

}  // namespace fnp::sorting
