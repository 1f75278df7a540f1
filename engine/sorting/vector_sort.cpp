// Quicksort whose first levels are shared among threads; below them the library sorts.
//
// A level splits a run in place at the median of a sample. The loop has no branch: every element is exchanged with the
// first one of the upper part, which grows or moves on.
#include "engine/sorting/vector_sort.hpp"

#include <hwy/contrib/sort/vqsort.h>

#include <algorithm>
#include <cstring>
#include <vector>

#include "engine/execute/parallel.hpp"
#include "engine/execute/thread_scratch.hpp"
#include "engine/sorting/counted_runs.hpp"
#include "kernels/registry.hpp"

namespace fnp::sorting {
namespace {

constexpr index worth_sharing = index{1} << 16;  // about 0.25 ms of sorting
constexpr index sample_size = 511;
// Longer runs are the library's.
template <class T> constexpr index quickly_sorted = sizeof(T) == 2 ? worth_counting : index{1} << (17 - sizeof(T) / 2);

// A sorter holds the library's buffer, which vectors of unknown length (SVE) do use: one a thread.
template <class T> void sort_alone(T* x, index n) {
  thread_local hwy::Sorter const sorter;
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

template <class T> void sort_shared(T* x, index n, int threads) {
  if (threads < 2 || n < worth_sharing) return sort_alone(x, n);
  index const less = split(x, n, sorted_sample(x, n)[sample_size / 2]);
  // Nothing but a few values: the rest is soon sorted, too.
  if (less < n / 8 || less > n - n / 8) threads = 2;
  execute::parallel_pair([&] { sort_shared(x, less, threads / 2); },
                         [&] { sort_shared(x + less, n - less, threads - threads / 2); });
}

thread_local execute::thread_scratch spare_run;

template <class T> void sort_with(T* x, T const* from, index n, isa level, int threads) {
  auto* const to = reinterpret_cast<std::byte*>(x);
  auto const* const bytes = reinterpret_cast<std::byte const*>(from);
  std::size_t const size = static_cast<std::size_t>(n) * sizeof(T);
  if constexpr (sizeof(T) == 2)
    if (n > worth_counting) return count_words(to, bytes, n, std::is_signed_v<T>);
  if (n <= quickly_sorted<T>)
    return kernels::find_sort(dtype_of<T>(), level).sort_quickly(to, bytes, spare_run.get(size), n);
  if (x != from) std::memcpy(to, bytes, size);
  if (threads == 1 || n < worth_sharing) return sort_alone(x, n);
  execute::in_arena(threads, [&] { sort_shared(x, n, threads > 0 ? threads : execute::available_threads()); });
}

}  // namespace

void sort_words(std::int64_t* x, index n, isa level, int threads) { sort_with(x, x, n, level, threads); }

void sort_numbers(dtype type, std::byte* x, std::byte const* from, index n, isa level, int threads) {
  visit_dtype(type, [&](auto sample) {
    using T = decltype(sample);
    if constexpr (std::is_integral_v<T> && sizeof(T) > 1)
      sort_with(reinterpret_cast<T*>(x), reinterpret_cast<T const*>(from), n, level, threads);
  });
}

}  // namespace fnp::sorting
