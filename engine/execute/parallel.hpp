// Threads: ranges and pairs of tasks in the caller's TBB arena. Nothing else includes TBB.
//
// Which thread runs what never changes a bit of a result: tasks write disjoint memory, and reductions have a fixed
// tree.
#pragma once
#include <cstddef>

namespace fnp::execute {

// A callable by reference: tasks outlive no call here, so nothing is copied.
template <class Signature>
class function_ref;
template <class... Args>
class function_ref<void(Args...)> {
 public:
  template <class F>
  function_ref(F const& f)
      : object_(&f), call_([](void const* o, Args... args) { (*static_cast<F const*>(o))(args...); }) {}
  void operator()(Args... args) const { call_(object_, args...); }

 private:
  void const* object_;
  void (*call_)(void const*, Args...);
};

int available_threads();  // of the arena that the caller is in
int worker_index();       // of this thread in its arena: 0 <= index < available_threads()

// Runs `task` with at most `threads` threads.
void in_arena(int threads, function_ref<void()> task);
// Calls body(first, last) for pieces of [0, count) of at least `grain`.
void parallel_ranges(std::size_t count, std::size_t grain, function_ref<void(std::size_t, std::size_t)> body);
// The caller itself runs `a`; `b` is there for others.
void parallel_pair(function_ref<void()> a, function_ref<void()> b);

// Is it worth other threads, now, that this one has `time` nanoseconds of work? A thread that has just finished looks
// for more work for a while, and joins at once; one that has gone to sleep must be woken, which only `worth`
// nanoseconds of work pay for. Work that comes again and again, each time too little, is shared out as well once it has
// cost several times what waking costs (rent or buy: Karlin, Manasse, Rudolph, Sleator, Competitive snoopy caching,
// 1988, doi:10.1007/BF01762111). Asking is a decision: ask once for each piece of work.
bool is_worth_sharing(double time, double worth);  // never for less than plan::least_shared
std::size_t shared_grain(std::size_t count, double time,
                         double worth);  // of `count` things that take `time`, for parallel_ranges
// body(first, last) over [0, count), `time` nanoseconds in all, by at most `threads` threads (0: all of the arena)
// where that pays.
void share_ranges(std::size_t count, double time, double worth, int threads,
                  function_ref<void(std::size_t, std::size_t)> body);

}  // namespace fnp::execute
