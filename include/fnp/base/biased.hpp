// Reference counts of arrays: plain arithmetic in the thread that made the array, atomic in every other.
//
// An expression takes and drops a handle for each array in it; six atomic operations cost 28 of the 32 ns of a tiny
// `a + b * c`. So the handles taken by the thread that made an array are counted apart, without atomics (Choi, Shull
// and Torrellas, Biased reference counting, PACT 2018, doi:10.1145/3243176.3243195). The sum of both counts is what
// lives.
//
// A handle that its maker counted may end in another thread. There the paper queues the object for the maker, who may
// never come by; an array's memory must go at once. So the other thread takes the bias away instead
// (engine/memory/bias.cpp): it unsets the owner, lets the system put a barrier into every thread, and waits while the
// maker says that it is `busy` with this count; then it merges both into the atomic one, for good. The maker pays two
// plain stores for it.
//
// Invariants: while there is an owner, its own count is at least 1 between operations, so others may drop what they
// counted without looking; a count without owner and with bit `merged` set is an ordinary atomic one.
#pragma once
#include <cstdint>

#include "fnp/base/export.hpp"

namespace fnp {

class biased;

// A thread as an owner of counts; never freed, but used by a later thread when its own has ended.
struct count_owner {
  biased const* busy = nullptr;
  int taken = 0;  // counts that other threads have made atomic
  count_owner* next = nullptr;
};

// Null before this thread has made an array, and where the system has no barrier for it.
[[gnu::tls_model("initial-exec")]] FNP_EXPORT extern constinit thread_local count_owner* owner_here;

class FNP_EXPORT biased {
 public:
  biased() noexcept {
    if (!owner_ || __atomic_load_n(&owner_->taken, __ATOMIC_RELAXED) > most_taken) [[unlikely]]
      begin();
  }
  biased(biased const&) = delete;
  biased& operator=(biased const&) = delete;

  void retain() noexcept {
    if (count_owner* const me = enter()) [[likely]] {
      __atomic_store_n(&own_, own_ + 1, __ATOMIC_RELAXED);
      return exit(me);
    }
    __atomic_fetch_add(&shared_, one, __ATOMIC_RELAXED);
  }
  // True when the last owner left.
  [[nodiscard]] bool release() noexcept {
    if (count_owner* const me = enter()) [[likely]] {
      std::int64_t const left = own_ - 1;
      bool last = false;
      if (left != 0) [[likely]] __atomic_store_n(&own_, left, __ATOMIC_RELAXED);
      else last = __atomic_load_n(&shared_, __ATOMIC_ACQUIRE) == 0 || merge();
      exit(me);
      return last;
    }
    return release_elsewhere();
  }
  // Is the caller's handle the only one, and counted by its thread? What this denies, `shared` may still grant.
  bool sole_here() const noexcept {
    count_owner* const me = owner_here;
    return me && __atomic_load_n(&owner_, __ATOMIC_RELAXED) == me && __atomic_load_n(&own_, __ATOMIC_RELAXED) == 1 &&
           __atomic_load_n(&shared_, __ATOMIC_ACQUIRE) == 0;
  }
  // Does anybody else hold it? pre: the caller does.
  bool shared() const noexcept {
    if (__atomic_load_n(&owner_, __ATOMIC_RELAXED) == owner_here) [[likely]]
      return owners() != 1;  // its own, or neither has an owner and it is atomic
    return shared_elsewhere();
  }
  // Exact while no other thread changes it.
  std::int64_t owners() const noexcept {
    return __atomic_load_n(&own_, __ATOMIC_RELAXED) + (__atomic_load_n(&shared_, __ATOMIC_ACQUIRE) >> 1);
  }

 private:
  static constexpr std::int64_t merged = 1, one = 2;
  static constexpr int most_taken =
      64;  // a thread whose arrays end elsewhere time and again makes them atomic from the start

  // The calling thread if it is the owner: then nobody else reads or writes owner_ and own_ before `exit`.
  count_owner* enter() const noexcept {
    count_owner* const me = owner_here;
    if (!me || __atomic_load_n(&owner_, __ATOMIC_RELAXED) != me) [[unlikely]]
      return nullptr;
    __atomic_store_n(&me->busy, this, __ATOMIC_RELAXED);
    __atomic_signal_fence(__ATOMIC_SEQ_CST);
    if (__atomic_load_n(&owner_, __ATOMIC_RELAXED) != me) [[unlikely]] {
      exit(me);
      return nullptr;
    }
    return me;
  }
  static void exit(count_owner* me) noexcept {
    __atomic_store_n(&me->busy, static_cast<biased const*>(nullptr), __ATOMIC_RELEASE);
  }
  void begin() noexcept;
  bool merge() noexcept;
  bool release_elsewhere() noexcept;
  bool shared_elsewhere() const noexcept;
  void take_over() const noexcept;

  mutable count_owner* owner_ = owner_here;  // null: none
  mutable std::int64_t own_ = 1;             // handles counted by the owner
  mutable std::int64_t shared_ = 0;          // 2 x handles counted by others, + 1: merged
};

}  // namespace fnp
