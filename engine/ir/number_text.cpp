// Writing and reading elements with std::to_chars and std::from_chars, which know no locale.
#include "engine/ir/number_text.hpp"

#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>

namespace fnp::ir {
namespace {

template <class F>
using bits_of =
    std::conditional_t<sizeof(F) == 2, std::uint16_t, std::conditional_t<sizeof(F) == 4, std::uint32_t, std::uint64_t>>;

template <class F> std::string float_text(F x) {
  double const wide = static_cast<double>(static_cast<std::conditional_t<std::is_same_v<F, half>, float, F>>(x));
  char digits[64];
  if (std::isnan(wide)) {
    auto const r = std::to_chars(digits, digits + sizeof digits, std::uint64_t{std::bit_cast<bits_of<F>>(x)}, 16);
    return "nan:" + std::string(digits, r.ptr);
  }
  std::string const sign = std::signbit(wide) ? "-" : "";
  if (std::isinf(wide)) return sign + "inf";
  auto const r = std::to_chars(digits, digits + sizeof digits, std::fabs(wide), std::chars_format::hex);
  return sign + "0x" + std::string(digits, r.ptr);
}

template <class T> std::string text_of(T const& x) {
  if constexpr (std::is_same_v<T, bool>)
    return x ? "true" : "false";
  else if constexpr (is_complex_v<T>)
    return "(" + text_of(x.re) + " " + text_of(x.im) + ")";
  else if constexpr (std::is_integral_v<T>)
    return std::to_string(x);
  else
    return float_text(x);
}

bool take(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word)) return false;
  text.remove_prefix(word.size());
  return true;
}

template <class T, class... Base> bool take_number(std::string_view& text, T& x, Base... base) {
  auto const r = std::from_chars(text.data(), text.data() + text.size(), x, base...);
  if (r.ec != std::errc{}) return false;
  text.remove_prefix(static_cast<std::size_t>(r.ptr - text.data()));
  return true;
}

template <class F> bool take_float(std::string_view& text, F& x) {
  if (take(text, "nan:")) {
    bits_of<F> bits{};
    if (!take_number(text, bits, 16)) return false;
    x = std::bit_cast<F>(bits);
    return float_text(x).starts_with("nan:");
  }
  bool const negative = take(text, "-");
  double wide = HUGE_VAL;
  if (!take(text, "inf") && !(take(text, "0x") && !text.starts_with("-") &&
                              take_number(text, wide, std::chars_format::hex) && std::isfinite(wide)))
    return false;
  wide = negative ? -wide : wide;
  x = static_cast<F>(wide);
  // A number that this dtype does not have is refused, not rounded.
  return static_cast<double>(static_cast<std::conditional_t<std::is_same_v<F, half>, float, F>>(x)) == wide;
}

template <class T> bool take_element(std::string_view& text, T& x) {
  if constexpr (std::is_same_v<T, bool>)
    return (x = take(text, "true")) || take(text, "false");
  else if constexpr (is_complex_v<T>)
    return take(text, "(") && take_float(text, x.re) && take(text, " ") && take_float(text, x.im) && take(text, ")");
  else if constexpr (std::is_integral_v<T>)
    return take_number(text, x);
  else
    return take_float(text, x);
}

int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

}  // namespace

std::string element_text(dtype d, void const* element) {
  return visit_dtype(d, [&](auto x) {
    std::memcpy(&x, element, sizeof x);
    return text_of(x);
  });
}

std::string read_element(dtype d, std::string_view& text) {
  return visit_dtype(d, [&](auto x) {
    std::string bytes;
    if (take_element(text, x)) bytes.assign(reinterpret_cast<char const*>(&x), sizeof x);
    return bytes;
  });
}

std::string hex_text(std::string_view bytes) {
  std::string r;
  for (char const c : bytes) {
    r += "0123456789abcdef"[static_cast<unsigned char>(c) >> 4];
    r += "0123456789abcdef"[c & 15];
  }
  return r;
}

bool read_hex(std::string_view& text, std::string& bytes) {
  bytes.clear();
  while (text.size() >= 2 && digit(text[0]) >= 0 && digit(text[1]) >= 0) {
    bytes += static_cast<char>(digit(text[0]) * 16 + digit(text[1]));
    text.remove_prefix(2);
  }
  return !bytes.empty();
}

}  // namespace fnp::ir
