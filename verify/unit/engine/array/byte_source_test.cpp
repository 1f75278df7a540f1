// Sources of bytes give what is there and name what is missing.
#include "engine/array/byte_source.hpp"

#include <filesystem>
#include <fstream>

#include "verify/unit/engine/array/captured_views.hpp"

namespace fnp::test {

BOOST_AUTO_TEST_SUITE(byte_source)

BOOST_AUTO_TEST_CASE(memory_and_files_are_read_in_order) {
  std::string const path = (std::filesystem::temp_directory_path() / "fnp_byte_source_test").string();
  std::ofstream(path) << "0123456789";
  std::string const text = "123";
  {
    io::file const f(path);
    BOOST_TEST(f.size() == 10u);
    io::file_source a(f, 1, 3, "part");
    io::memory_source b(std::as_bytes(std::span(text)), "text");
    for (io::byte_source* const s : {static_cast<io::byte_source*>(&a), static_cast<io::byte_source*>(&b)}) {
      std::byte two[2];
      s->read(two);
      BOOST_TEST(std::to_integer<int>(two[1]) == '2');
      BOOST_TEST(s->remaining() == 1u);
      check_error(error_code::bad_npy, [&] { s->read(two); });
    }
  }
  std::filesystem::remove(path);
  check_error(error_code::io_failed, [&] { io::file const gone(path); });
  check_error(error_code::io_failed, [] { io::file const folder("/"); });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
