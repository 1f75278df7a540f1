// Memory that a thread keeps from one use to the next.
//
// A thread that waits for others may take up unrelated work meanwhile: scratch of a thread holds nothing across a wait.
#pragma once
#include <cstddef>
#include <cstdlib>
#include <memory>
#include <new>

namespace fnp::execute {

struct released {
  void operator()(std::byte* p) const noexcept { std::free(p); }
};
using aligned_memory = std::unique_ptr<std::byte, released>;

// At least `bytes` bytes on a 64-byte boundary, not initialised.
inline aligned_memory allocate_aligned(std::size_t bytes) {
  aligned_memory r(static_cast<std::byte*>(std::aligned_alloc(64, bytes / 64 * 64 + 64)));
  if (!r) throw std::bad_alloc();
  return r;
}

class thread_scratch {
 public:
  // 64-byte aligned; what was there before is lost.
  std::byte* get(std::size_t bytes) {
    if (bytes > size_) {
      std::size_t const rounded = (bytes + 4095) / 4096 * 4096;
      data_.reset();
      size_ = 0;
      data_ = allocate_aligned(rounded);
      size_ = rounded;
    }
    return data_.get();
  }

 private:
  aligned_memory data_;
  std::size_t size_ = 0;
};

}  // namespace fnp::execute
