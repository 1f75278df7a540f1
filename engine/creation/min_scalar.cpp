// The smallest dtype that holds one value. NumPy's limits for floats are round numbers, not those of the types.
#include "fnp/dtypes.hpp"

namespace fnp {

dtype min_scalar_type(scalar const& x) noexcept {
  constexpr double half_limit = 65000, single_limit = 3.4e38;
  auto const within = [](double v, double limit) { return v > -limit && v < limit; };
  auto const finite = [](double v) { return v - v == 0; };
  switch (kind(x.dtype())) {
    case 'i': {
      std::int64_t const v = x.as<std::int64_t>();
      if (v >= 0) return min_scalar_type(scalar(static_cast<std::uint64_t>(v)));
      return v >= INT8_MIN ? dtype::i1 : v >= INT16_MIN ? dtype::i2 : v >= INT32_MIN ? dtype::i4 : dtype::i8;
    }
    case 'u': {
      std::uint64_t const v = x.as<std::uint64_t>();
      return v <= UINT8_MAX ? dtype::u1 : v <= UINT16_MAX ? dtype::u2 : v <= UINT32_MAX ? dtype::u4 : dtype::u8;
    }
    case 'f': {
      double const v = x.as<double>();
      if (!finite(v) || within(v, half_limit)) return dtype::f2;
      return within(v, single_limit) ? dtype::f4 : dtype::f8;
    }
    case 'c': {
      complex128 const v = x.as<complex128>();
      return x.dtype() == dtype::c8 || (within(v.re, single_limit) && within(v.im, single_limit)) ? dtype::c8
                                                                                                  : dtype::c16;
    }
    default:
      return dtype::b1;
  }
}

}  // namespace fnp
