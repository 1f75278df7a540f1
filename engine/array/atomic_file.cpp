// write_file: a temporary beside the target, flushed, then renamed over it; a failure leaves the target as it was.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>

#include "fnp/io.hpp"

namespace fnp {
namespace {

[[noreturn]] void refuse(std::string const& path, char const* what, int reason) {
  fail(error_code::io_failed, path + ": " + what + ": " + std::strerror(reason));
}

// A symbolic link stays one: its target is replaced.
std::string resolved(std::string const& path) {
  std::unique_ptr<char, void (*)(void*)> const real(realpath(path.c_str(), nullptr), std::free);
  return real ? std::string(real.get()) : path;
}

class temporary {
 public:
  explicit temporary(std::string const& target) {
    static std::atomic<unsigned> turn{0};
    for (int attempt = 0; attempt < 100 && descriptor < 0; ++attempt) {
      path = target + ".tmp-" + std::to_string(getpid()) + "-" + std::to_string(turn.fetch_add(1));
      descriptor = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
      if (descriptor < 0 && errno != EEXIST) break;
    }
    if (descriptor < 0) refuse(target, "cannot be written", errno);
  }
  temporary(temporary const&) = delete;
  ~temporary() {
    if (descriptor >= 0) close(descriptor);
    if (!kept) unlink(path.c_str());
  }

  std::string path;
  int descriptor = -1;
  bool kept = false;
};

}  // namespace

void write_file(std::string const& path, std::string_view bytes) {
  std::string const target = resolved(path);
  temporary t(target);
  struct stat old{};
  if (stat(target.c_str(), &old) == 0) {
    if (!S_ISREG(old.st_mode)) fail(error_code::io_failed, path + ": is no regular file");
    static_cast<void>(fchmod(t.descriptor, old.st_mode & 07777));
  }
  while (!bytes.empty()) {
    ssize_t const n = write(t.descriptor, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) refuse(path, "cannot be written", errno);
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  if (fsync(t.descriptor) != 0) refuse(path, "cannot be flushed to disk", errno);
  if (rename(t.path.c_str(), target.c_str()) != 0) refuse(path, "cannot be replaced", errno);
  t.kept = true;
  // The new name is on disk once its folder is.
  auto const slash = target.rfind('/');
  std::string const folder = slash == std::string::npos ? "." : target.substr(0, slash + 1);
  int const d = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (d >= 0) {
    static_cast<void>(fsync(d));
    close(d);
  }
}

}  // namespace fnp
