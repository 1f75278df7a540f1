// Writes ZIP archives. Local headers always carry ZIP64 sizes, as NumPy's do.
#include <zlib.h>

#include "engine/array/zip.hpp"

namespace fnp::io {
namespace {

constexpr std::uint64_t limit_32 = 0x7fffffffu;  // Python's zipfile goes to ZIP64 above this

void put(std::string& out, std::uint64_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i) & 0xff);
}

std::uint32_t checksum_of(std::string const& bytes) {
  uLong sum = crc32(0, nullptr, 0);
  for (std::size_t at = 0; at < bytes.size(); at += std::size_t{1} << 30) {
    auto const n = static_cast<uInt>(std::min<std::size_t>(bytes.size() - at, std::size_t{1} << 30));
    sum = crc32(sum, reinterpret_cast<Bytef const*>(bytes.data() + at), n);
  }
  return static_cast<std::uint32_t>(sum);
}

std::string deflate_all(std::string const& bytes) {
  z_stream z{};
  if (deflateInit2(&z, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY) != Z_OK)
    fail(error_code::out_of_memory, "no memory to deflate an npz member");
  std::string out;
  std::string buffer(1 << 16, '\0');
  std::size_t at = 0;
  int state = Z_OK;
  while (state != Z_STREAM_END) {
    if (z.avail_in == 0 && at < bytes.size()) {
      auto const n = std::min<std::size_t>(bytes.size() - at, std::size_t{1} << 30);
      z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data() + at));
      z.avail_in = static_cast<uInt>(n);
      at += n;
    }
    z.next_out = reinterpret_cast<Bytef*>(buffer.data());
    z.avail_out = static_cast<uInt>(buffer.size());
    state = deflate(&z, at == bytes.size() ? Z_FINISH : Z_NO_FLUSH);
    out.append(buffer, 0, buffer.size() - z.avail_out);
  }
  deflateEnd(&z);
  return out;
}

}  // namespace

std::string write_zip(std::vector<zip_input> const& inputs, bool deflated) {
  std::string out, directory;
  for (zip_input const& m : inputs) {
    std::string const squeezed = deflated ? deflate_all(m.bytes) : std::string();
    std::string const& packed = deflated ? squeezed : m.bytes;
    std::uint32_t const checksum = checksum_of(m.bytes);
    std::uint64_t const offset = out.size();
    // Names beyond ASCII are marked as UTF-8.
    bool ascii = true;
    for (char const c : m.name) ascii &= static_cast<unsigned char>(c) < 0x80;
    std::uint64_t const flags = ascii ? 0 : 0x800, method = deflated ? 8 : 0, date = 0x21;

    put(out, 0x04034b50, 4), put(out, 45, 2), put(out, flags, 2), put(out, method, 2), put(out, 0, 2),
        put(out, date, 2);
    put(out, checksum, 4), put(out, 0xffffffff, 4), put(out, 0xffffffff, 4), put(out, m.name.size(), 2),
        put(out, 20, 2);
    out += m.name;
    put(out, 1, 2), put(out, 16, 2), put(out, m.bytes.size(), 8), put(out, packed.size(), 8);
    out += packed;

    bool const wide_size = m.bytes.size() > limit_32 || packed.size() > limit_32, wide_offset = offset > limit_32;
    std::string extra;
    if (wide_size) put(extra, m.bytes.size(), 8), put(extra, packed.size(), 8);
    if (wide_offset) put(extra, offset, 8);
    if (!extra.empty()) {
      std::string head;
      put(head, 1, 2), put(head, extra.size(), 2);
      extra.insert(0, head);
    }
    put(directory, 0x02014b50, 4), put(directory, 45 | 3 << 8, 2), put(directory, 45, 2), put(directory, flags, 2);
    put(directory, method, 2), put(directory, 0, 2), put(directory, date, 2), put(directory, checksum, 4);
    put(directory, wide_size ? 0xffffffff : packed.size(), 4),
        put(directory, wide_size ? 0xffffffff : m.bytes.size(), 4);
    put(directory, m.name.size(), 2), put(directory, extra.size(), 2), put(directory, 0, 2), put(directory, 0, 2),
        put(directory, 0, 2);
    put(directory, std::uint64_t{0600} << 16, 4), put(directory, wide_offset ? 0xffffffff : offset, 4);
    directory += m.name + extra;
  }
  std::uint64_t const start = out.size();
  out += directory;
  bool const wide = inputs.size() > 0xffff || start > limit_32 || directory.size() > limit_32;
  if (wide) {
    std::uint64_t const at = out.size();
    put(out, 0x06064b50, 4), put(out, 44, 8), put(out, 45, 2), put(out, 45, 2), put(out, 0, 4), put(out, 0, 4);
    put(out, inputs.size(), 8), put(out, inputs.size(), 8), put(out, directory.size(), 8), put(out, start, 8);
    put(out, 0x07064b50, 4), put(out, 0, 4), put(out, at, 8), put(out, 1, 4);
  }
  std::uint64_t const count = inputs.size() > 0xffff ? 0xffff : inputs.size();
  put(out, 0x06054b50, 4), put(out, 0, 4), put(out, count, 2), put(out, count, 2);
  put(out, std::min<std::uint64_t>(directory.size(), 0xffffffff), 4),
      put(out, wide && start > limit_32 ? 0xffffffff : start, 4), put(out, 0, 2);
  return out;
}

}  // namespace fnp::io
