// Files are replaced whole or not at all.
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "verify/unit/engine/array/captured_views.hpp"
#include "fnp/io.hpp"

namespace fnp::test {

BOOST_AUTO_TEST_SUITE(atomic_file)

namespace {

namespace fs = std::filesystem;

std::string read(fs::path const& p) {
  std::ifstream in(p, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}
struct folder {
  fs::path path = fs::temp_directory_path() / ("fnp_atomic_file_" + std::to_string(getpid()));
  folder() { fs::create_directory(path); }
  ~folder() { fs::remove_all(path); }
  std::size_t files() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(path), fs::directory_iterator()));
  }
};

}  // namespace

BOOST_AUTO_TEST_CASE(a_file_is_replaced_and_nothing_stays_beside_it) {
  folder const f;
  write_file(f.path / "a", "first");
  write_file(f.path / "a", "second");
  BOOST_TEST(read(f.path / "a") == "second");
  BOOST_TEST(f.files() == 1u);
}

BOOST_AUTO_TEST_CASE(mode_and_link_of_the_old_file_stay) {
  folder const f;
  write_file(f.path / "a", "first");
  fs::permissions(f.path / "a", fs::perms::owner_read | fs::perms::owner_write);
  fs::create_symlink("a", f.path / "link");
  write_file(f.path / "link", "through");
  BOOST_TEST(fs::is_symlink(f.path / "link"));
  BOOST_TEST(read(f.path / "a") == "through");
  BOOST_TEST((fs::status(f.path / "a").permissions() == (fs::perms::owner_read | fs::perms::owner_write)));
}

BOOST_AUTO_TEST_CASE(a_failure_leaves_the_old_file) {
  folder const f;
  check_error(error_code::io_failed, [&] { write_file(f.path / "none" / "a", "x"); });
  fs::create_directory(f.path / "taken");
  check_error(error_code::io_failed, [&] { write_file(f.path / "taken", "x"); });
  BOOST_TEST(f.files() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
