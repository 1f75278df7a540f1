// Printing against NumPy's captured str and repr.
#include <boost/test/unit_test.hpp>
#include <sstream>

#include "verify/unit/engine/array/captured.hpp"
#include "fnp/creation.hpp"
#include "fnp/format.hpp"
#include "fnp/ndarray.hpp"

namespace fnp::test {

BOOST_AUTO_TEST_SUITE(print)

namespace {

dtype type_of(std::string const& code) {
  for (int i = 0; i < dtype_count; ++i)
    if (info(static_cast<dtype>(i)).descr.substr(1) == code) return static_cast<dtype>(i);
  throw std::runtime_error(code);
}
std::string in_one_line(std::string text) {
  for (char& c : text)
    if (c == '\n') c = '\\';
  return text;
}

}  // namespace

BOOST_AUTO_TEST_CASE(captured_arrays_print_as_in_numpy) {
  auto const rows = test::captured("print_cases.txt");
  BOOST_TEST(rows.size() > 300u);
  for (auto const& row : rows) {
    array_handle const a = make_array(type_of(row[0]), test::numbers(row[1]));
    for (index i = 0; i < a->count * static_cast<index>(itemsize(a->type)); ++i)
      a->data[i] = static_cast<std::byte>(std::stoi(row[3].substr(2 * static_cast<std::size_t>(i), 2), nullptr, 16));
    extents const o = test::numbers(row[2]);
    print_options const options{static_cast<int>(o[0]), o[1], o[2], static_cast<int>(o[3]), o[4] != 0};
    BOOST_TEST_CONTEXT("dtype " << row[0] << " shape (" << row[1] << ") options " << row[2]) {
      BOOST_TEST(in_one_line(views::repr(*a, options)) == row[4]);
      BOOST_TEST(in_one_line(views::to_string(*a, options)) == row[5]);
    }
  }
}

BOOST_AUTO_TEST_CASE(large_arrays_are_summarised) {
  array_handle const a = create::arange(dtype::i8, index{0}, index{1001}, index{1});
  BOOST_TEST(views::repr(*a) == "array([   0,    1,    2, ...,  998,  999, 1000], shape=(1001,))");
  array_handle const big = views::broadcast_to(*create::full(dtype::f8, {1, 1}, 0.5), {index{1} << 30, index{1} << 30});
  BOOST_TEST(views::to_string(*big).substr(0, 31) == "[[0.5 0.5 0.5 ... 0.5 0.5 0.5]\n");
}

BOOST_AUTO_TEST_CASE(streams_take_arrays_and_scalars) {
  std::ostringstream out;
  out << ndarray(create::arange(dtype::i4, index{0}, index{3}, index{1})) << " " << scalar(1e16) << " "
      << scalar(complex128(1, -0.0));
  BOOST_TEST(out.str() == "[0 1 2] 1e+16 (1-0j)");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
