// ZIP members are read only as they were written: sizes, checksums and offsets are compared.
#include <filesystem>
#include <fstream>

#include "verify/unit/engine/array/captured_views.hpp"
#include "engine/array/zip.hpp"

namespace fnp::test {

BOOST_AUTO_TEST_SUITE(zip_reader)

namespace {

struct archive {
  std::string path = (std::filesystem::temp_directory_path() / "fnp_zip_reader_test").string();
  explicit archive(std::string const& bytes) { std::ofstream(path, std::ios::binary) << bytes; }
  ~archive() { std::filesystem::remove(path); }
};

std::string member(std::string const& bytes) {
  archive const a(bytes);
  io::file const f(a.path);
  auto const members = io::read_directory(f);
  auto const from = io::open_member(f, members.at(0));
  std::string text(from->remaining(), '\0');
  from->read(std::as_writable_bytes(std::span(text)));
  from->finish();
  return text;
}

}  // namespace

BOOST_AUTO_TEST_CASE(both_packings_are_read) {
  std::string const text(200000, 'a');
  BOOST_TEST(member(io::write_zip({{"m", text}}, false)) == text);
  std::string const packed = io::write_zip({{"m", text}}, true);
  BOOST_TEST(packed.size() < 2000u);
  BOOST_TEST(member(packed) == text);
}

BOOST_AUTO_TEST_CASE(damage_is_found) {
  std::string const good = io::write_zip({{"m", "some text"}}, false);
  auto const hurt = [&](std::size_t at, char c) {
    std::string b = good;
    b[at] = c;
    return b;
  };
  std::size_t const directory = good.find("PK\x01\x02"), data = good.find("some text");
  for (std::string const& b :
       {hurt(data, 'x'), hurt(0, 'x'), hurt(directory, 'x'), hurt(directory + 10, 99), hurt(directory + 8, 1),
        hurt(directory + 24, 1), hurt(directory + 42, 120), good.substr(0, good.size() - 5), std::string("short")})
    check_error(error_code::bad_npy, [&] { member(b); });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
