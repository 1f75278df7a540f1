// Reads ZIP archives: the directory at the end, then members by their local headers. Every offset is checked.
#include <zlib.h>

#include <algorithm>
#include <cstring>

#include "engine/array/zip.hpp"

namespace fnp::io {
namespace {

constexpr std::uint32_t all_32 = 0xffffffffu;

[[noreturn]] void damaged(file const& f, std::string const& cause) {
  fail(error_code::bad_npy, f.path() + ": " + cause);
}

// Little-endian fields of a record.
class record {
 public:
  record(file const& f, std::uint64_t at, std::uint64_t length, char const* what) : bytes_(length) {
    if (at > f.size() || length > f.size() - at) damaged(f, std::string("is no intact npz file: truncated in ") + what);
    f.read_at(at, bytes_);
  }
  std::uint64_t get(std::size_t at, std::size_t size) const {
    std::uint64_t r = 0;
    for (std::size_t i = 0; i < size; ++i) r |= std::to_integer<std::uint64_t>(bytes_[at + i]) << (8 * i);
    return r;
  }
  std::uint16_t u16(std::size_t at) const { return static_cast<std::uint16_t>(get(at, 2)); }
  std::uint32_t u32(std::size_t at) const { return static_cast<std::uint32_t>(get(at, 4)); }
  std::uint64_t u64(std::size_t at) const { return get(at, 8); }
  std::string text(std::size_t at, std::size_t n) const {
    return {reinterpret_cast<char const*>(bytes_.data()) + at, n};
  }
  std::size_t size() const { return bytes_.size(); }

 private:
  std::vector<std::byte> bytes_;
};

struct directory_place {
  std::uint64_t offset, length;
};

directory_place find_directory(file const& f) {
  if (f.size() < 22) damaged(f, "is no npz file: it has only " + std::to_string(f.size()) + " bytes");
  std::uint64_t const length = std::min<std::uint64_t>(f.size(), 22 + 0xffff);  // the record and the longest comment
  record const tail(f, f.size() - length, length, "its end");
  for (std::uint64_t i = length - 22 + 1; i-- > 0;) {
    if (tail.u32(i) != 0x06054b50u) continue;
    directory_place where{tail.u32(i + 16), tail.u32(i + 12)};
    std::uint64_t const end = f.size() - length + i;
    if ((where.offset == all_32 || where.length == all_32 || tail.u16(i + 10) == 0xffff) && end >= 20) {
      record const locator(f, end - 20, 20, "the ZIP64 locator");
      if (locator.u32(0) == 0x07064b50u) {
        record const wide(f, locator.u64(8), 56, "the ZIP64 directory record");
        if (wide.u32(0) != 0x06064b50u) damaged(f, "is no intact npz file: bad ZIP64 directory record");
        where = {wide.u64(48), wide.u64(40)};
      }
    }
    return where;
  }
  damaged(f, "is no npz file: it has no ZIP directory");
}

// ZIP64 values stand in an extra field, in this order, only where the short field is full.
void widen(file const& f, zip_member& m, record const& r, std::size_t at, std::size_t end) {
  while (at + 4 <= end) {
    std::size_t const id = r.u16(at), length = r.u16(at + 2);
    at += 4;
    if (length > end - at) break;
    if (id == 1) {
      std::size_t p = at;
      for (std::uint64_t* const field : {&m.size, &m.packed, &m.header})
        if (*field == all_32) {
          if (p + 8 > at + length) damaged(f, "is no intact npz file: short ZIP64 field of '" + m.name + "'");
          *field = r.u64(p);
          p += 8;
        }
    }
    at += length;
  }
}

// Adds the end's checks to a stream of a member's bytes.
class member_source : public byte_source {
 public:
  member_source(file const& f, zip_member const& m, std::uint64_t at)
      : name_(f.path() + "[" + m.name + "]"),
        packed_(f, at, m.packed, name_),
        left_(m.size),
        checksum_(m.checksum),
        deflated_(m.method == 8) {
    if (deflated_ && inflateInit2(&stream_, -15) != Z_OK)
      fail(error_code::out_of_memory, name_ + ": no memory to inflate it");
  }
  ~member_source() override {
    if (deflated_) inflateEnd(&stream_);
  }
  std::uint64_t remaining() const override { return left_; }
  std::string const& name() const override { return name_; }

  void read(std::span<std::byte> into) override {
    if (into.size() > left_) damaged("truncated: " + std::to_string(into.size() - left_) + " bytes are missing");
    left_ -= into.size();
    while (!into.empty()) {  // zlib counts in 32 bits
      auto const part = into.first(std::min<std::size_t>(into.size(), 1u << 30));
      if (deflated_)
        inflate_into(part);
      else
        packed_.read(part);
      sum_ = crc32(sum_, reinterpret_cast<Bytef const*>(part.data()), static_cast<uInt>(part.size()));
      into = into.subspan(part.size());
    }
  }
  void finish() override {
    if (left_ != 0) damaged("size mismatch: " + std::to_string(left_) + " bytes too many");
    if (sum_ != checksum_) damaged("checksum mismatch: the data is damaged");
  }

 private:
  void inflate_into(std::span<std::byte> into) {
    stream_.next_out = reinterpret_cast<Bytef*>(into.data());
    stream_.avail_out = static_cast<uInt>(into.size());
    while (stream_.avail_out > 0) {
      if (stream_.avail_in == 0) {
        std::size_t const n = std::min<std::uint64_t>(sizeof buffer_, packed_.remaining());
        packed_.read({buffer_, n});
        stream_.next_in = reinterpret_cast<Bytef*>(buffer_);
        stream_.avail_in = static_cast<uInt>(n);
      }
      int const r = inflate(&stream_, Z_NO_FLUSH);
      if (r == Z_STREAM_END && stream_.avail_out > 0) damaged("size mismatch: the deflated data ends early");
      if (r != Z_OK && r != Z_STREAM_END) damaged("the deflated data is damaged");
    }
  }

  std::string name_;
  file_source packed_;
  std::uint64_t left_;
  uLong checksum_, sum_ = crc32(0, nullptr, 0);
  bool deflated_;
  z_stream stream_{};
  std::byte buffer_[1 << 16];
};

}  // namespace

std::vector<zip_member> read_directory(file const& f) {
  directory_place const where = find_directory(f);
  record const r(f, where.offset, where.length, "its directory");
  std::vector<zip_member> members;
  for (std::size_t at = 0; at < r.size();) {
    if (r.size() - at < 46 || r.u32(at) != 0x02014b50u) damaged(f, "is no intact npz file: bad directory entry");
    std::size_t const name = r.u16(at + 28), extra = r.u16(at + 30), comment = r.u16(at + 32);
    if (r.size() - at - 46 < name + extra + comment) damaged(f, "is no intact npz file: directory entry cut short");
    zip_member m{r.text(at + 46, name), r.u16(at + 10), r.u16(at + 8), r.u32(at + 16),
                 r.u32(at + 20),        r.u32(at + 24), r.u32(at + 42)};
    widen(f, m, r, at + 46 + name, at + 46 + name + extra);
    members.push_back(std::move(m));
    at += 46 + name + extra + comment;
  }
  return members;
}

std::unique_ptr<byte_source> open_member(file const& f, zip_member const& m) {
  if (m.flags & 1) damaged(f, "member '" + m.name + "' is encrypted");
  if (m.method != 0 && m.method != 8)
    damaged(f, "member '" + m.name + "' has compression method " + std::to_string(m.method) +
                   "; stored and deflated are known");
  if (m.method == 0 && m.packed != m.size) damaged(f, "member '" + m.name + "' has two sizes");
  record const local(f, m.header, 30, "a member's header");
  if (local.u32(0) != 0x04034b50u) damaged(f, "member '" + m.name + "' has a damaged header");
  std::uint64_t const at = m.header + 30 + local.u16(26) + local.u16(28);
  if (at > f.size() || m.packed > f.size() - at) damaged(f, "member '" + m.name + "' is truncated");
  return std::make_unique<member_source>(f, m, at);
}

}  // namespace fnp::io
