// The rare half of biased counts: owners come and go, and bias is taken away.
#include <linux/membarrier.h>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <mutex>
#include <new>

#include "fnp/base/biased.hpp"

namespace fnp {

[[gnu::tls_model("initial-exec")]] constinit thread_local count_owner* owner_here = nullptr;

namespace {

bool barrier_in_every_thread() noexcept { return syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, 0) == 0; }
bool register_for_barriers() noexcept {
  return syscall(SYS_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0, 0) == 0;
}

constinit std::mutex owners_guard;            // of `unused`
constinit count_owner* unused = nullptr;      // their threads have ended
constinit std::mutex taking;                  // one thread takes bias away at a time
constinit thread_local bool ended = false;    // this thread's owner was given back; arrays still come and go

struct at_thread_end {
  ~at_thread_end() {
    ended = true;
    count_owner* const mine = owner_here;
    owner_here = nullptr;
    if (!mine) return;
    std::lock_guard const lock(owners_guard);
    mine->next = unused;
    unused = mine;
  }
};

count_owner* open_owner() noexcept {
  static bool const barriers = register_for_barriers() && barrier_in_every_thread();
  if (!barriers || ended) return nullptr;
  static thread_local at_thread_end end_of_thread;
  static_cast<void>(end_of_thread);
  std::lock_guard const lock(owners_guard);
  count_owner* mine = unused;
  if (mine) {
    unused = mine->next;
    __atomic_store_n(&mine->taken, 0, __ATOMIC_RELAXED);
  } else {
    mine = new (std::nothrow) count_owner;
  }
  return owner_here = mine;
}

}  // namespace

void biased::begin() noexcept {
  count_owner* const me = owner_here ? owner_here : open_owner();
  bool const alone = !me || __atomic_load_n(&me->taken, __ATOMIC_RELAXED) > most_taken;
  owner_ = alone ? nullptr : me;
  own_ = alone ? 0 : 1;
  shared_ = alone ? one + merged : 0;
}

// The owner drops its last handle while others hold some. True if they have gone meanwhile.
bool biased::merge() noexcept {
  __atomic_store_n(&own_, 0, __ATOMIC_RELAXED);
  __atomic_store_n(&owner_, static_cast<count_owner*>(nullptr), __ATOMIC_RELAXED);
  return __atomic_fetch_add(&shared_, merged, __ATOMIC_ACQ_REL) >> 1 == 0;
}

bool biased::release_elsewhere() noexcept {
  std::int64_t seen = __atomic_load_n(&shared_, __ATOMIC_ACQUIRE);
  for (;;) {
    if (seen == one + merged) return true;  // one handle and no owner: nobody else can change it
    if (seen & merged) return __atomic_fetch_sub(&shared_, one, __ATOMIC_ACQ_REL) == one + merged;
    if (seen >= one) {
      if (__atomic_compare_exchange_n(&shared_, &seen, seen - one, true, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
        return false;
    } else {
      take_over();
      seen = __atomic_load_n(&shared_, __ATOMIC_ACQUIRE);
    }
  }
}

bool biased::shared_elsewhere() const noexcept {
  while (!(__atomic_load_n(&shared_, __ATOMIC_ACQUIRE) & merged)) take_over();
  return __atomic_load_n(&shared_, __ATOMIC_ACQUIRE) != one + merged;
}

// pre: the caller holds a handle, so the count lives as long as this runs.
void biased::take_over() const noexcept {
  std::lock_guard const lock(taking);
  count_owner* const owner = __atomic_load_n(&owner_, __ATOMIC_ACQUIRE);
  if (!owner) {  // its own thread is about to merge it, or somebody was faster
    sched_yield();
    return;
  }
  __atomic_store_n(&owner_, static_cast<count_owner*>(nullptr), __ATOMIC_RELAXED);
  // From here on the owner's thread sees that it is none, or has said before that it is busy with this count. A
  // process that has just been forked is registered anew.
  if (!barrier_in_every_thread()) {
    register_for_barriers();
    barrier_in_every_thread();
  }
  while (__atomic_load_n(&owner->busy, __ATOMIC_ACQUIRE) == this) sched_yield();
  if (__atomic_load_n(&shared_, __ATOMIC_ACQUIRE) & merged) return;  // it was busy leaving
  __atomic_fetch_add(&owner->taken, 1, __ATOMIC_RELAXED);
  std::int64_t const own = __atomic_exchange_n(&own_, 0, __ATOMIC_RELAXED);
  __atomic_fetch_add(&shared_, one * own + merged, __ATOMIC_ACQ_REL);
}

}  // namespace fnp
