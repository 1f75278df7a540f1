// Threads: ranges and pairs of tasks in the caller's TBB arena. Nothing else includes TBB.
//
// Which thread runs what never changes a bit of a result: tasks write disjoint memory, and reductions have a fixed tree.
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
  function_ref(F const& f) : object_(&f), call_([](void const* o, Args... args) { (*static_cast<F const*>(o))(args...); }) {}
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
// Tasks [0, count) that take `time` nanoseconds in all: by the calling thread below `serial_below`, else in pieces of half of
// that, by at most `threads` threads.
void share_tasks(std::size_t count, double time, double serial_below, int threads, function_ref<void(std::size_t, std::size_t)> body);
void parallel_pair(function_ref<void()> a, function_ref<void()> b);

}  // namespace fnp::execute
