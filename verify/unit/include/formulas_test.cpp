// The lazy formulas of typed arguments give the bits of the functions on bodies, and NumPy's values.
#include "fnp/formulas.hpp"

#include <boost/test/unit_test.hpp>
#include <cstring>

#include "fnp/fnp.hpp"

namespace fnp::test {
namespace {

template <class T> bool same_bits(array<T> const& a, ndarray const& b) {
  return b.dtype() == dtype_of<T>() && b.shape() == a.shape() &&
         std::memcmp(a.data(), b.data(), static_cast<std::size_t>(a.size()) * sizeof(T)) == 0;
}
double const huge = std::numeric_limits<double>::infinity(), none = std::numeric_limits<double>::quiet_NaN();
array<double> const specials{0.0, -0.0, 1.5, -2.675, huge, -huge, none, 1e-300, 25.0};

}  // namespace

BOOST_AUTO_TEST_SUITE(formulas_of_arrays)

BOOST_AUTO_TEST_CASE(near_numbers_are_close_and_nan_only_if_asked) {
  array<double> const y = specials * (1 + 5e-6);
  array<bool> const mask = isclose(specials, y);
  BOOST_TEST(same_bits(mask, isclose(ndarray(specials), ndarray(y))));
  BOOST_TEST(to_string(mask) == "[ True  True  True  True  True  True False  True  True]");
  BOOST_TEST(same_bits(array<bool>(isclose(specials, y, {}, equal_nan)),
                       isclose(ndarray(specials), ndarray(y), {}, equal_nan)));
  BOOST_TEST(to_string(array<bool>(isclose(arange<int>(3), 2))) == "[False False  True]");
  BOOST_TEST(to_string(array<bool>(isclose(specials, huge))) ==
             "[False False False False  True False False False False]");
  BOOST_TEST(!allclose(specials, y));
  BOOST_TEST(allclose(specials, y, {}, equal_nan));
  BOOST_TEST(allclose(arange<int>(3) + 1, array<double>{1, 2, 3}));
}

BOOST_AUTO_TEST_CASE(arrays_are_equal_in_shape_and_elements) {
  BOOST_TEST(array_equal(arange<int>(3), arange<double>(3)));
  BOOST_TEST(!array_equal(arange<int>(3), reshape(arange<int>(3), {1, 3})));
  BOOST_TEST(array_equiv(arange<int>(3), reshape(arange<int>(3), {1, 3})));
  BOOST_TEST(!array_equiv(arange<int>(3), arange<int>(2)));
  BOOST_TEST(!array_equal(specials, specials));
  BOOST_TEST(array_equal(specials, specials, equal_nan));
}

BOOST_AUTO_TEST_CASE(non_finite_numbers_are_replaced) {
  array<double> const r = nan_to_num(specials);
  BOOST_TEST(same_bits(r, nan_to_num(ndarray(specials))));
  BOOST_TEST(r.at(4) == finfo<double>().max);
  BOOST_TEST(r.at(6) == 0);
  array<float> const f = nan_to_num(astype<float>(specials), {7, 8, -9});
  BOOST_TEST(f.at(4) == 8);
  BOOST_TEST(f.at(5) == -9);
  BOOST_TEST(f.at(6) == 7);
  array<complex128> const z{complex128(none, 1), complex128(huge, -huge)};
  BOOST_TEST((nan_to_num(z).at(0) == complex128(0, 1)));
  BOOST_TEST(nan_to_num(arange<int>(3)).at(2) == 2);
  BOOST_TEST(to_string(array<bool>(isneginf(specials))) == to_string(array<bool>(equal(specials, -huge))));
  BOOST_TEST(same_bits(array<bool>(isposinf(specials)), isposinf(ndarray(specials))));
}

BOOST_AUTO_TEST_CASE(rounding_scales_and_unscales) {
  BOOST_TEST(same_bits(array<double>(round<2>(specials)), round(ndarray(specials), 2)));
  BOOST_TEST(same_bits(array<double>(round<-1>(specials)), round(ndarray(specials), -1)));
  BOOST_TEST(array<double>(round<2>(array<double>{2.675})).item() == 2.68);
  BOOST_TEST(array<int>(round<-1>(array<int>{25})).item() == 20);
  BOOST_TEST(array<int>(round<3>(array<int>{25})).item() == 25);
  BOOST_TEST(round(array<double>{2.5}, 0).item() == 2);
  BOOST_TEST((round(array<complex128>{complex128(2.5, -3.5)}, 0).item() == complex128(2, -4)));
  BOOST_TEST(array<double>(fix(specials)).at(3) == -2);
  BOOST_CHECK_THROW(round(array<bool>{true}, 1), error);
  BOOST_CHECK_THROW(round(specials, 23), error);
}

BOOST_AUTO_TEST_CASE(angles_and_sinc_are_numpys_formulas) {
  array<double> const finite{0.0, 0.5, -1.25, 3.0};
  BOOST_TEST(same_bits(array<double>(sinc(finite)), sinc(ndarray(finite))));
  BOOST_TEST(array<double>(sinc(finite)).at(0) == 1);
  BOOST_TEST(same_bits(array<double>(angle(finite)), angle(ndarray(finite))));
  BOOST_TEST(array<double>(angle(finite, in_degrees)).at(2) == 180);
  BOOST_TEST(angle(array<complex64>{complex64(0, 1)}).item() == 1.5707964f);
  BOOST_TEST(isreal(array<complex128>{complex128(1, 0)}).item());
  BOOST_TEST(!iscomplex(finite).at(0));
  BOOST_TEST(iscomplexobj(array<complex64>{complex64(0, 1)}));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
