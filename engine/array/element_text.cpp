// NumPy's choice of form: exponents for numbers too far apart or from one, else digits aligned at the point.
#include "engine/array/element_text.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <type_traits>
#include <vector>

#include "engine/array/decimal.hpp"
#include "engine/array/strided_walk.hpp"
#include "engine/ir/element_cast.hpp"

namespace fnp {
namespace {

template <class T> T load(std::byte const* p) noexcept {
  T value;
  std::memcpy(static_cast<void*>(&value), p, sizeof value);
  return value;
}

template <class F> void for_each_element(array_body const& a, F&& f) {
  if (a.count == 0) return;
  walk<1>(a.layout.extent, {a.data}, {&a.layout.stride}, [&](auto const& at, auto const& stride, index count) {
    for (index i = 0; i < count; ++i) f(at[0] + i * stride[0]);
  });
}

std::string padded_left(std::string text, std::size_t width) {
  if (text.size() < width) text.insert(0, width - text.size(), ' ');
  return text;
}

// One column of real numbers.
class real_column {
 public:
  real_column(std::vector<double> const& values, dtype type, print_options const& o, bool plus)
      : type_(type), precision_(o.precision), plus_(plus) {
    std::vector<double> finite;
    bool negative_infinity = false, all_finite = true;
    for (double const v : values) {
      if (std::isfinite(v))
        finite.push_back(v);
      else
        all_finite = false;
      negative_infinity |= std::isinf(v) && v < 0;
    }
    exponents_ = wants_exponents(finite, o);
    std::size_t exponent_size = 0;
    for (double const v : finite) {
      std::string const text =
          signed_text(v, exponents_ ? scientific(v, type, precision_, true) : positional(v, type, precision_));
      auto const point = text.find('.'), e = std::min(text.find('e'), text.size());
      left_ = std::max(left_, point);
      right_ = std::max(right_, e - point - 1);
      if (exponents_) exponent_size = std::max(exponent_size, text.size() - e - 2);
    }
    if (exponents_) {
      precision_ = static_cast<int>(right_);
      exponent_size_ = static_cast<int>(exponent_size);
      right_ = exponent_size + 2 + right_;
    }
    if (!all_finite) {
      std::size_t const sign = plus || negative_infinity;
      auto const widen = [&](std::size_t width) {
        left_ = std::max(left_, width > right_ + 1 ? width - right_ - 1 : 0);
      };
      widen(3);
      widen(3 + sign);
    }
  }

  std::string operator()(double v) const {
    if (!std::isfinite(v)) {
      std::string text = std::isnan(v) ? "nan" : "inf";
      if (std::isinf(v) && v < 0)
        text = "-inf";
      else if (plus_)
        text.insert(0, 1, '+');
      return padded_left(std::move(text), left_ + right_ + 1);
    }
    std::string text = signed_text(
        v, exponents_ ? scientific(v, type_, precision_, false, exponent_size_) : positional(v, type_, precision_));
    auto const point = text.find('.');
    text.insert(0, left_ - point, ' ');
    if (!exponents_) text.resize(left_ + 1 + right_, ' ');
    return text;
  }

 private:
  std::string signed_text(double v, std::string text) const { return plus_ && !std::signbit(v) ? "+" + text : text; }

  // The comparisons run in the element's own type, as NumPy's do.
  bool wants_exponents(std::vector<double> const& finite, print_options const& o) const {
    double largest = 0, smallest = 0;
    for (double const v : finite) {
      double const m = std::fabs(v);
      if (m == 0) continue;
      largest = std::max(largest, m);
      smallest = smallest == 0 ? m : std::min(smallest, m);
    }
    if (largest == 0) return false;
    double const limit = type_ == dtype::f2 ? 1e3 : type_ == dtype::f4 ? 1e6 : 1e8;
    double small = 0.0001, ratio = largest / smallest;
    if (type_ == dtype::f4) small = 0.0001f, ratio = static_cast<float>(largest) / static_cast<float>(smallest);
    if (type_ == dtype::f2) {
      small = half_to_float(double_to_half(small));
      ratio = half_to_float(float_to_half(static_cast<float>(largest) / static_cast<float>(smallest)));
    }
    return largest >= limit || (!o.suppress && (smallest < small || ratio > 1000));
  }

  dtype type_;
  int precision_, exponent_size_ = 2;
  bool plus_, exponents_ = false;
  std::size_t left_ = 0, right_ = 0;
};

template <class T> double as_double(T v) {
  if constexpr (std::is_same_v<T, half>)
    return half_to_float(v.bits);
  else
    return static_cast<double>(v);
}

template <class T> element_text make_for(array_body const& sample, print_options const& o) {
  if constexpr (is_complex_v<T>) {
    using R = decltype(T::re);
    std::vector<double> re, im;
    for_each_element(sample, [&](std::byte const* p) {
      re.push_back(as_double(load<T>(p).re));
      im.push_back(as_double(load<T>(p).im));
    });
    return [r = real_column(re, dtype_of<R>(), o, false),
            i = real_column(im, dtype_of<R>(), o, true)](std::byte const* p) {
      T const z = load<T>(p);
      std::string imaginary = i(static_cast<double>(z.im));
      imaginary.insert(imaginary.find_last_not_of(' ') + 1, 1, 'j');
      return r(static_cast<double>(z.re)) + imaginary;
    };
  } else if constexpr (std::is_same_v<T, half> || std::is_floating_point_v<T>) {
    std::vector<double> values;
    for_each_element(sample, [&](std::byte const* p) { values.push_back(as_double(load<T>(p))); });
    return [column = real_column(values, dtype_of<T>(), o, false)](std::byte const* p) {
      return column(as_double(load<T>(p)));
    };
  } else if constexpr (std::is_same_v<T, bool>) {
    bool const alone = sample.layout.rank() == 0;
    return [alone](std::byte const* p) { return std::to_integer<int>(*p) ? (alone ? "True" : " True") : "False"; };
  } else {
    std::size_t width = 0;
    for_each_element(sample, [&](std::byte const* p) { width = std::max(width, std::to_string(load<T>(p)).size()); });
    return [width](std::byte const* p) { return padded_left(std::to_string(load<T>(p)), width); };
  }
}

// A scalar's real part, in full: trimmed to one digit behind the point, or of the point too.
std::string scalar_text(double v, dtype type, bool complex_part) {
  if (std::isnan(v)) return "nan";
  if (std::isinf(v)) return v < 0 ? "-inf" : "inf";
  double const m = std::fabs(v), limit = type == dtype::f2 ? 1e3 : type == dtype::f4 ? 1e6 : 1e16;
  if (m == 0 || (m < limit && m >= 1e-4)) {
    std::string text = positional(v, type, unlimited);
    if (text.back() == '.') complex_part ? text.pop_back() : text.push_back('0');
    return text;
  }
  std::string text = scientific(v, type, unlimited, true);
  auto const e = text.find('e');
  if (text[e - 1] == '.') text.erase(e - 1, 1);
  return text;
}

}  // namespace

element_text make_element_text(array_body const& sample, print_options const& o) {
  return visit_dtype(sample.type, [&](auto t) { return make_for<decltype(t)>(sample, o); });
}

std::string to_string(scalar const& s) {
  switch (kind(s.dtype())) {
    case 'b':
      return s.as<bool>() ? "True" : "False";
    case 'i':
      return std::to_string(s.as<std::int64_t>());
    case 'u':
      return std::to_string(s.as<std::uint64_t>());
    case 'f':
      return scalar_text(s.as<double>(), s.dtype(), false);
    default:
      break;
  }
  dtype const part = s.dtype() == dtype::c8 ? dtype::f4 : dtype::f8;
  complex128 const z = s.as<complex128>();
  std::string const imaginary = scalar_text(z.im, part, true) + "j";
  if (z.re == 0 && !std::signbit(z.re)) return imaginary;
  bool const plus = !std::signbit(z.im) || std::isnan(z.im);
  return "(" + scalar_text(z.re, part, true) + (plus ? "+" : "") + imaginary + ")";
}

}  // namespace fnp
