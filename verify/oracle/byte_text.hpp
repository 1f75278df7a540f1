// Exact bytes as text: lower-case hex up to 96 bytes, base64 above, as the case format has it.
#pragma once
#include <boost/json.hpp>
#include <string>
#include <string_view>

namespace fnp::oracle {

// What is no case of the format: thrown with what was expected, becomes a fail "malformed: ...".
struct malformed {
  std::string why;
};

std::string to_hex(std::string_view bytes);
std::string from_hex(std::string_view text);     // throws malformed
std::string from_base64(std::string_view text);  // throws malformed

boost::json::object encode_bytes(std::string_view bytes);  // {"hex": ...} or {"b64": ...}
std::string decode_bytes(boost::json::value const&);       // throws malformed

// C99 hexadecimal float, "nan", "inf", "-inf": every double comes back with its bits (NaN as one class).
std::string encode_float(double);
double decode_float(std::string_view text);  // throws malformed

}  // namespace fnp::oracle
