// Where npy data comes from: a file, a part of one, memory, a deflated stream.
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "fnp/base/error.hpp"

namespace fnp::io {

class byte_source {
 public:
  virtual ~byte_source() = default;
  virtual std::uint64_t remaining() const = 0;
  // Fills all of `into`; throws bad_npy when fewer bytes come.
  virtual void read(std::span<std::byte> into) = 0;
  // After the last byte: checks what only the end can tell, such as a checksum.
  virtual void finish() {}
  virtual std::string const& name() const = 0;

  [[noreturn]] void damaged(std::string const& cause) const { fail(error_code::bad_npy, name() + ": " + cause); }
};

class memory_source : public byte_source {
 public:
  memory_source(std::span<std::byte const> bytes, std::string name) : bytes_(bytes), name_(std::move(name)) {}
  std::uint64_t remaining() const override { return bytes_.size(); }
  void read(std::span<std::byte> into) override;
  std::string const& name() const override { return name_; }

 private:
  std::span<std::byte const> bytes_;
  std::string name_;
};

// An open file; errors are io_failed.
class file {
 public:
  explicit file(std::string path);
  file(file const&) = delete;
  ~file();
  std::uint64_t size() const noexcept { return size_; }
  std::string const& path() const noexcept { return path_; }
  void read_at(std::uint64_t at, std::span<std::byte> into) const;  // pre: inside the file

 private:
  std::string path_;
  int descriptor_;
  std::uint64_t size_ = 0;
};

class file_source : public byte_source {
 public:
  file_source(file const& from, std::uint64_t at, std::uint64_t length, std::string name)
      : file_(from), at_(at), left_(length), name_(std::move(name)) {}
  std::uint64_t remaining() const override { return left_; }
  void read(std::span<std::byte> into) override;
  std::string const& name() const override { return name_; }

 private:
  file const& file_;
  std::uint64_t at_, left_;
  std::string name_;
};

}  // namespace fnp::io
