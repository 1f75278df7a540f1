// Reference counts that cost an atomic operation only once the process has a second thread, and owning pointers.
//
// glibc's __libc_single_threaded says whether a thread was ever started; libstdc++'s shared_ptr relies on the same
// flag. Arrays, which every expression takes and drops, are counted as base/biased.hpp says.
#pragma once
#include <sys/single_threaded.h>

#include <cstdint>
#include <utility>

namespace fnp {

struct counted {
  std::int64_t owners = 1;

  void retain() noexcept {
    if (__libc_single_threaded) ++owners;
    else __atomic_fetch_add(&owners, 1, __ATOMIC_RELAXED);
  }
  // True when the last owner left.
  [[nodiscard]] bool release() noexcept {
    if (__libc_single_threaded) return --owners == 0;
    if (__atomic_load_n(&owners, __ATOMIC_ACQUIRE) == 1) return true;  // nobody else can change it
    return __atomic_sub_fetch(&owners, 1, __ATOMIC_ACQ_REL) == 0;
  }
  bool shared() const noexcept { return __atomic_load_n(&owners, __ATOMIC_ACQUIRE) != 1; }
};

// An owning pointer to a counted T; `void destroy(T*) noexcept` is found by argument-dependent lookup.
template <class T>
class handle {
 public:
  handle() noexcept = default;
  static handle adopt(T* owned) noexcept {
    handle h;
    h.pointer_ = owned;
    return h;
  }
  static handle share(T* borrowed) noexcept {
    if (borrowed) borrowed->retain();
    return adopt(borrowed);
  }
  handle(handle const& other) noexcept : pointer_(other.pointer_) {
    if (pointer_) pointer_->retain();
  }
  handle(handle&& other) noexcept : pointer_(std::exchange(other.pointer_, nullptr)) {}
  handle& operator=(handle other) noexcept {
    std::swap(pointer_, other.pointer_);
    return *this;
  }
  ~handle() {
    if (pointer_ && pointer_->release()) destroy(pointer_);
  }
  T* get() const noexcept { return pointer_; }
  T* operator->() const noexcept { return pointer_; }
  T& operator*() const noexcept { return *pointer_; }
  explicit operator bool() const noexcept { return pointer_ != nullptr; }
  T* release() noexcept { return std::exchange(pointer_, nullptr); }

 private:
  T* pointer_ = nullptr;
};

}  // namespace fnp
