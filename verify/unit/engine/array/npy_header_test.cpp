// npy headers: byte for byte as NumPy writes them, and every way in which one may be wrong.
#include "engine/array/npy_header.hpp"

#include <cstring>

#include "verify/unit/engine/array/captured_views.hpp"

namespace fnp::test {

BOOST_AUTO_TEST_SUITE(npy_header)

namespace {

std::string framed(std::string const& text, char major = 1, char minor = 0) {
  std::string r("\x93NUMPY");
  r += major, r += minor, r += static_cast<char>(text.size()), r += '\0';
  if (major > 1) r += '\0', r += '\0';
  return r + text;
}

io::npy_header parsed(std::string const& bytes) {
  io::memory_source from(std::as_bytes(std::span(bytes)), "here");
  return io::read_header(from);
}

void check_damage(std::string const& bytes, std::string const& cause) {
  BOOST_TEST_CONTEXT(cause) {
    try {
      parsed(bytes);
      BOOST_ERROR("accepted");
    } catch (error const& e) {
      BOOST_TEST((e.code() == error_code::bad_npy));
      BOOST_TEST(std::string(e.what()).find("here: ") != std::string::npos, e.what());
      BOOST_TEST(std::string(e.what()).find(cause) != std::string::npos, e.what());
    }
  }
}

}  // namespace

BOOST_AUTO_TEST_CASE(written_headers_are_numpys) {
  // numpy.lib.format.write_array_header of float64 (2, 3): 118 bytes of text, 41 blanks after the dictionary.
  std::string const text = "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }";
  std::string const one = io::write_header({dtype::f8, false, false, {2, 3}}, 1);
  BOOST_TEST(one.size() == 128u);
  BOOST_TEST(one.substr(0, 10) == std::string("\x93NUMPY\x01\0v\0", 10));
  BOOST_TEST(one.substr(10) == text + std::string(117 - text.size(), ' ') + "\n");
  std::string const three = io::write_header({dtype::b1, false, true, {}}, 3);
  BOOST_TEST(three.substr(0, 12) == std::string("\x93NUMPY\x03\0t\0\0\0", 12));
  BOOST_TEST(three.substr(12, 55) ==
             "{'descr': '|b1', 'fortran_order': True, 'shape': (), }"
             " ");
  // A header that ends on a border gets another 64 blanks.
  std::string const full = io::write_header({dtype::c16, false, false, {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 100}}, 1);
  BOOST_TEST(full.size() % 64 == 0u);
  check_error(error_code::bad_argument, [] { io::write_header({}, 4); });
}

BOOST_AUTO_TEST_CASE(headers_read_back_in_all_versions) {
  for (int version = 1; version <= 3; ++version) {
    io::npy_header const h = parsed(io::write_header({dtype::c8, false, true, {5, 0, 7}}, version));
    BOOST_TEST((h.type == dtype::c8));
    BOOST_TEST(h.fortran);
    BOOST_TEST(!h.swapped);
    BOOST_TEST(to_string(h.shape) == "(5, 0, 7)");
  }
  BOOST_TEST(parsed(framed("{\"shape\":(3L,),'fortran_order' : False,'descr':'>i4'}")).swapped);
  BOOST_TEST(!parsed(framed("{'descr': '>u1', 'fortran_order': False, 'shape': (3,)}\n")).swapped);
}

BOOST_AUTO_TEST_CASE(every_damage_names_its_cause) {
  auto const with = [](std::string const& descr, std::string const& order, std::string const& shape) {
    return framed("{'descr': " + descr + ", 'fortran_order': " + order + ", 'shape': " + shape + ", }");
  };
  check_damage("", "only 0 bytes");
  check_damage("PK\x03\x04 and so on", "wrong magic bytes");
  check_damage(framed("{}", 4), "version 4.0");
  check_damage(framed("{}", 1, 1), "version 1.1");
  check_damage(framed("{}").substr(0, 9), "truncated");
  check_damage(framed(std::string(100, ' ')).substr(0, 50), "truncated");
  check_damage(std::string("\x93NUMPY\x02\0\xff\xff\xff\x7f", 12), "claims 2147483647 bytes");
  check_damage(framed("[]"), "expected '{'");
  check_damage(framed("{}"), "required");
  check_damage(framed("{'a': 1}"), "unexpected key 'a'");
  check_damage(framed("{'descr': '<f8', 'descr': '<f8'}"), "unexpected key 'descr'");
  check_damage(framed("{'descr': '<f8', 'fortran_order': False, 'shape': (2,)} x"), "after the dictionary");
  check_damage(with("'|O'", "False", "(2,)"), "object");
  check_damage(with("'<U3'", "False", "(2,)"), "'<U3' is not supported");
  check_damage(with("[('a', '<f8')]", "False", "(2,)"), "structured");
  check_damage(with("'<f8", "False", "(2,)"), "is not supported");
  check_damage(with("'<f8'", "Perhaps", "(2,)"), "neither True nor False");
  check_damage(with("'<f8'", "False", "(2)"), "no tuple");
  check_damage(with("'<f8'", "False", "(-2,)"), "non-negative");
  check_damage(with("'<f8'", "False", "(99999999999999999999,)"), "non-negative");
  check_damage(with("'<f8'", "False", "(2, 3"), "bad header");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
