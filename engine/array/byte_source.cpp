// Sources of bytes on files and memory.
#include "engine/array/byte_source.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace fnp::io {

void memory_source::read(std::span<std::byte> into) {
  if (into.size() > bytes_.size())
    damaged("truncated: " + std::to_string(into.size() - bytes_.size()) + " bytes are missing");
  if (!into.empty()) std::memcpy(into.data(), bytes_.data(), into.size());
  bytes_ = bytes_.subspan(into.size());
}

file::file(std::string path) : path_(std::move(path)), descriptor_(open(path_.c_str(), O_RDONLY | O_CLOEXEC)) {
  if (descriptor_ < 0) fail(error_code::io_failed, path_ + ": cannot be opened: " + std::strerror(errno));
  struct stat s{};
  bool const known = fstat(descriptor_, &s) == 0;
  if (!known || !S_ISREG(s.st_mode)) {
    close(descriptor_);
    fail(error_code::io_failed, path_ + ": is no regular file");
  }
  size_ = static_cast<std::uint64_t>(s.st_size);
}

file::~file() { close(descriptor_); }

void file::read_at(std::uint64_t at, std::span<std::byte> into) const {
  while (!into.empty()) {
    ssize_t const n = pread(descriptor_, into.data(), into.size(), static_cast<off_t>(at));
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0)
      fail(error_code::io_failed, path_ + ": cannot be read: " + (n < 0 ? std::strerror(errno) : "it became shorter"));
    into = into.subspan(static_cast<std::size_t>(n));
    at += static_cast<std::uint64_t>(n);
  }
}

void file_source::read(std::span<std::byte> into) {
  if (into.size() > left_) damaged("truncated: " + std::to_string(into.size() - left_) + " bytes are missing");
  file_.read_at(at_, into);
  at_ += into.size();
  left_ -= into.size();
}

}  // namespace fnp::io
