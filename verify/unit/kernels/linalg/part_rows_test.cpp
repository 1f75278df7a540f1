// Rows of complex numbers parted in place against the definition, for every width that a tile may have.
#include <boost/test/unit_test.hpp>
#include <vector>

#include "kernels/product_kernel.hpp"

namespace fnp {
namespace {

template <class T> bool parts_rows_of(kernels::product_kernel const& kernel, std::ptrdiff_t width) {
  using part = decltype(T::re);
  bool all = true;
  for (std::ptrdiff_t const rows : {0, 1, 2, 3, 5, 16, 37}) {
    std::vector<part> row(static_cast<std::size_t>(2 * width * rows + 1)), expected;
    for (std::size_t i = 0; i < row.size(); ++i) row[i] = static_cast<part>(i + 1);
    for (std::ptrdiff_t r = 0; r < rows; ++r)
      for (std::ptrdiff_t p = 0; p < 2; ++p)
        for (std::ptrdiff_t i = 0; i < width; ++i)
          expected.push_back(row[static_cast<std::size_t>(2 * (r * width + i) + p)]);
    expected.push_back(row.back());  // behind the rows nothing is written
    kernel.part(reinterpret_cast<std::byte*>(row.data()), rows, width);
    all &= row == expected;
  }
  return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(part_rows)

BOOST_AUTO_TEST_CASE(real_parts_of_a_row_come_before_its_imaginary_ones) {
  for (isa const level : isa_levels)
    for (dtype const type : {dtype::c8, dtype::c16}) {
      kernels::product_kernel const& kernel = *kernels::find_product(type, level);
      std::vector<std::ptrdiff_t> widths(kernel.heights, kernel.heights + 3);
      for (std::ptrdiff_t r = 1; r <= kernel.registers; ++r) widths.push_back(r * kernel.lanes);
      for (std::ptrdiff_t const width : widths) {
        bool const parted =
            type == dtype::c8 ? parts_rows_of<complex64>(kernel, width) : parts_rows_of<complex128>(kernel, width);
        BOOST_TEST(parted, name(type) << " width " << width << " level " << static_cast<int>(level));
      }
    }
}

BOOST_AUTO_TEST_CASE(real_numbers_have_nothing_to_part) {
  for (isa const level : isa_levels) BOOST_TEST(!kernels::find_product(dtype::f8, level)->part);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp
