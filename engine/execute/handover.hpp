// What a task library promises about memory, said to ThreadSanitizer: who runs a piece of work has seen all that its
// giver wrote before, and the giver, once every piece is done, all that the pieces wrote.
//
// Debian's oneTBB is not instrumented, so its atomics are invisible and every shared buffer would be reported. The one
// file that includes it is compiled without instrumentation (engine/CMakeLists.txt) and draws these two edges instead;
// pieces are not ordered among themselves, so a race between them is found.
#pragma once

#ifdef FNP_SANITIZES_THREADS
#include <sanitizer/tsan_interface.h>
#endif

namespace fnp::execute {

class handover {
 public:
  handover(handover const&) = delete;
  handover& operator=(handover const&) = delete;

#ifdef FNP_SANITIZES_THREADS
  handover() { __tsan_release(&given_); }
  ~handover() { __tsan_acquire(&done_); }

  template <class Piece> void run(Piece const& piece) {
    __tsan_acquire(&given_);
    ending const end{&done_};  // by an exception too
    piece();
  }

 private:
  struct ending {
    char* mark;
    ~ending() { __tsan_release(mark); }
  };

  char given_ = 0, done_ = 0;
#else
  handover() = default;

  template <class Piece> void run(Piece const& piece) { piece(); }
#endif
};

}  // namespace fnp::execute
