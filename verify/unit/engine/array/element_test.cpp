// Conversion and comparison of single elements and of arrays.
#include "engine/ir/element_cast.hpp"

#include <boost/test/unit_test.hpp>

#include "fnp/ndarray.hpp"

namespace fnp::test {

BOOST_AUTO_TEST_SUITE(element)

BOOST_AUTO_TEST_CASE(casts_wrap_truncate_and_drop_as_numpys) {
  BOOST_TEST(scalar(300).as<std::uint8_t>() == 44);
  BOOST_TEST(scalar(-1.7).as<std::int32_t>() == -1);
  BOOST_TEST(scalar(complex128(2, 3)).as<double>() == 2);
  BOOST_TEST(scalar(complex128(0, 3)).as<bool>());
  BOOST_TEST(scalar(1e300).as<std::int64_t>() == INT64_MIN);
  BOOST_TEST(scalar(2049).as<half>().bits == half(2048.0).bits);
  BOOST_TEST(scalar(2.5f).as<complex64>().re == 2.5f);
}

BOOST_AUTO_TEST_CASE(equality_is_that_of_numbers) {
  BOOST_TEST((scalar(std::uint64_t{1} << 63) == scalar(0x1p63)));
  BOOST_TEST(!(scalar(std::int64_t{-1}) == scalar(~std::uint64_t{0})));
  BOOST_TEST(!(scalar((std::int64_t{1} << 53) + 1) == scalar(0x1p53)));
  BOOST_TEST(!(scalar(__builtin_nan("")) == scalar(__builtin_nan(""))));
  BOOST_TEST((scalar(complex64(2, 0)) == scalar(half(2.0))));
  BOOST_TEST((scalar(true) == scalar(1)));
}

BOOST_AUTO_TEST_CASE(all_pairs_of_dtypes_keep_small_numbers) {
  for (int i = 0; i < dtype_count; ++i)
    for (int j = 0; j < dtype_count; ++j) {
      scalar const one = scalar(1).astype(static_cast<dtype>(i)).astype(static_cast<dtype>(j));
      BOOST_TEST((one == scalar(1)));
      BOOST_TEST((one.dtype() == static_cast<dtype>(j)));
    }
}

BOOST_AUTO_TEST_CASE(astype_keeps_the_memory_order) {
  ndarray const a = transpose(ndarray(dtype::i4, {2, 3}));
  ndarray const b = a.astype(dtype::f8);
  BOOST_TEST(to_string(b.strides()) == "(8, 24)");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
