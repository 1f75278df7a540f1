// ZIP archives as NumPy's savez writes them.
#include <boost/test/unit_test.hpp>

#include "engine/array/zip.hpp"

namespace fnp::test {

BOOST_AUTO_TEST_SUITE(zip_writer)

BOOST_AUTO_TEST_CASE(the_records_are_those_of_pythons_zipfile) {
  std::string const z = io::write_zip({{"a.npy", "xyz"}}, false);
  // version 4.5, no flags, stored, 00:00:00 of 1980-01-01, CRC of "xyz", both sizes in the ZIP64 field
  BOOST_TEST(z.substr(0, 26) ==
             std::string("PK\x03\x04\x2d\0\0\0\0\0\0\0\x21\0\x67\xba\x8e\xeb\xff\xff\xff\xff\xff\xff\xff\xff", 26));
  BOOST_TEST(z.substr(26, 29) == std::string("\x05\0\x14\0a.npy\x01\0\x10\0\x03\0\0\0\0\0\0\0\x03\0\0\0\0\0\0\0", 29));
  BOOST_TEST(z.substr(55, 3) == "xyz");
  BOOST_TEST(z.size() == 58u + 46 + 5 + 22);
}

BOOST_AUTO_TEST_CASE(an_archive_may_be_empty) { BOOST_TEST(io::write_zip({}, false).size() == 22u); }

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
