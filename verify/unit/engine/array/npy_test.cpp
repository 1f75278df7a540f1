// npy files: round trips, foreign byte orders, sizes that do not fit.
#include "engine/array/npy.hpp"

#include <filesystem>
#include <fstream>

#include "verify/unit/engine/array/captured_views.hpp"
#include "fnp/format.hpp"
#include "fnp/io.hpp"

namespace fnp::test {

BOOST_AUTO_TEST_SUITE(npy)

namespace {

ndarray counting(dtype type, extents const& shape) {
  ndarray a(dtype::i8, shape);
  for (index i = 0; i < a.size(); ++i) reinterpret_cast<index*>(a.data())[i] = i;
  return a.astype(type);
}
ndarray again(ndarray const& a, int version = 1) {
  std::string const bytes = npy_bytes(a, version);
  return from_npy(std::as_bytes(std::span(bytes)));
}
std::string scratch(char const* name) { return (std::filesystem::temp_directory_path() / name).string(); }

}  // namespace

BOOST_AUTO_TEST_CASE(every_dtype_and_layout_survives) {
  for (int i = 0; i < dtype_count; ++i) {
    ndarray const a = counting(static_cast<dtype>(i), {2, 3, 2});
    for (ndarray const& v :
         {a, transpose(a), flip(a), a(slice(none, none, 2), 1), reshape(a, {12, 1}), a(0, 0, 0), a(slice(0, 0))}) {
      ndarray const b = again(v, 1 + i % 3);
      BOOST_TEST((b.dtype() == v.dtype()));
      BOOST_TEST(repr(b) == repr(v));
    }
  }
}

BOOST_AUTO_TEST_CASE(fortran_order_is_kept_as_strides) {
  ndarray const t = transpose(counting(dtype::f8, {2, 3}));
  BOOST_TEST(npy_bytes(t).find("'fortran_order': True") != std::string::npos);
  BOOST_TEST(to_string(again(t).strides()) == to_string(t.strides()));
}

BOOST_AUTO_TEST_CASE(big_endian_data_is_swapped_part_by_part) {
  std::string bytes = npy_bytes(counting(dtype::c8, {2}));
  bytes.replace(bytes.find("<c8"), 1, ">");
  for (std::size_t i = bytes.size() - 16; i < bytes.size(); i += 4) std::reverse(&bytes[i], &bytes[i] + 4);
  BOOST_TEST(to_string(from_npy(std::as_bytes(std::span(bytes)))) == "[0.+0.j 1.+0.j]");
}

BOOST_AUTO_TEST_CASE(any_byte_of_a_bool_but_zero_is_true) {
  std::string bytes = npy_bytes(counting(dtype::b1, {2}));
  bytes.back() = '\x7f';
  BOOST_TEST(static_cast<int>(from_npy(std::as_bytes(std::span(bytes))).data()[1]) == 1);
}

BOOST_AUTO_TEST_CASE(sizes_that_do_not_fit_are_refused_with_both_numbers) {
  std::string bytes = npy_bytes(counting(dtype::f8, {4}));
  auto const text_of = [](std::string const& b) {
    try {
      from_npy(std::as_bytes(std::span(b)), "x.npy");
    } catch (error const& e) {
      BOOST_TEST((e.code() == error_code::bad_npy));
      return std::string(e.what());
    }
    return std::string();
  };
  BOOST_TEST(text_of(bytes.substr(0, bytes.size() - 1))
                 .find("x.npy: size mismatch: shape (4,) of float64 needs 32 bytes of data, there are 31") !=
             std::string::npos);
  BOOST_TEST(text_of(bytes + "more").find("there are 36") != std::string::npos);
  bytes.replace(bytes.find("(4,)"), 40, "(4000000000000000000, 4000000000000), } ");
  BOOST_TEST(text_of(bytes).find("x.npy: bad header: shape") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(files_are_written_and_read) {
  std::string const path = scratch("fnp_npy_test.npy");
  save(path, counting(dtype::i2, {3}));
  BOOST_TEST(to_string(load(path)) == "[0 1 2]");
  std::filesystem::remove(path);
  check_error(error_code::io_failed, [&] { load(path); });
  check_error(error_code::io_failed, [&] { load(std::filesystem::temp_directory_path().string()); });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
