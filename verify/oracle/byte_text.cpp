// Hex, base64 (RFC 4648) and hexadecimal floats.
#include "verify/oracle/byte_text.hpp"

#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace fnp::oracle {
namespace {

constexpr std::size_t longest_hex = 96;  // bytes; of the format
constexpr char digits[] = "0123456789abcdef";
constexpr char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  throw malformed{"hex has the character '" + std::string(1, c) + "'"};
}

std::string to_base64(std::string_view b) {
  std::string r;
  r.reserve((b.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < b.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k)
      group = group << 8 | (i + k < b.size() ? static_cast<unsigned char>(b[i + k]) : 0u);
    for (std::size_t k = 0; k < 4; ++k) r += i + k > b.size() ? '=' : letters[group >> (18 - 6 * k) & 63];
  }
  return r;
}

}  // namespace

std::string to_hex(std::string_view bytes) {
  std::string r;
  r.reserve(2 * bytes.size());
  for (char const c : bytes) {
    r += digits[static_cast<unsigned char>(c) >> 4];
    r += digits[static_cast<unsigned char>(c) & 15];
  }
  return r;
}

std::string from_hex(std::string_view text) {
  if (text.size() % 2) throw malformed{"hex of " + std::to_string(text.size()) + " digits, expected an even number"};
  std::string r;
  r.reserve(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); i += 2)
    r += static_cast<char>(hex_digit(text[i]) * 16 + hex_digit(text[i + 1]));
  return r;
}

std::string from_base64(std::string_view text) {
  if (text.size() % 4)
    throw malformed{"base64 of " + std::to_string(text.size()) + " characters, expected groups of 4"};
  static constexpr std::string_view alphabet(letters, 64);
  std::string r;
  r.reserve(text.size() / 4 * 3);
  for (std::size_t i = 0; i < text.size(); i += 4) {
    std::uint32_t group = 0;
    std::size_t padding = 0;
    for (std::size_t k = 0; k < 4; ++k) {
      char const c = text[i + k];
      std::size_t const at = alphabet.find(c);
      if (c == '=' && i + 4 == text.size() && k >= 2) ++padding;
      else if (at == std::string_view::npos || padding)
        throw malformed{"base64 has the character '" + std::string(1, c) + "'"};
      group = group << 6 | static_cast<std::uint32_t>(c == '=' ? 0 : at);
    }
    for (std::size_t k = 0; k + padding < 3; ++k) r += static_cast<char>(group >> (16 - 8 * k) & 255);
  }
  return r;
}

boost::json::object encode_bytes(std::string_view bytes) {
  if (bytes.size() <= longest_hex) return {{"hex", to_hex(bytes)}};
  return {{"b64", to_base64(bytes)}};
}

std::string decode_bytes(boost::json::value const& v) {
  if (boost::json::object const* const o = v.if_object()) {
    if (boost::json::value const* const hex = o->if_contains("hex"); hex && hex->is_string())
      return from_hex(hex->get_string());
    if (boost::json::value const* const b64 = o->if_contains("b64"); b64 && b64->is_string())
      return from_base64(b64->get_string());
  }
  throw malformed{"bytes are neither {\"hex\": ...} nor {\"b64\": ...}"};
}

std::string encode_float(double x) {
  if (std::isnan(x)) return "nan";
  if (std::isinf(x)) return x < 0 ? "-inf" : "inf";
  if (x == 0) return std::signbit(x) ? "-0x0.0p+0" : "0x0.0p+0";
  char text[40];
  std::snprintf(text, sizeof text, std::fabs(x) < 0x1p-1022 ? "%a" : "%.13a", x);
  return text;
}

double decode_float(std::string_view text) {
  std::string const s(text);
  char* end = nullptr;
  double const x = std::strtod(s.c_str(), &end);
  bool const named = s == "nan" || s == "inf" || s == "-inf";
  if (s.empty() || *end != '\0' || (!named && s.find("0x") == std::string::npos))
    throw malformed{"float '" + s + "', expected a hexadecimal float, nan, inf or -inf"};
  return x;
}

}  // namespace fnp::oracle
