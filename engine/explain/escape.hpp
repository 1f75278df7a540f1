// Text as it may stand in HTML and SVG, in elements and in quoted attributes.
#pragma once
#include <string>
#include <string_view>

namespace fnp::explaining {

inline std::string escaped(std::string_view s) {
  std::string r;
  for (char const c : s) switch (c) {
      case '&':
        r += "&amp;";
        break;
      case '<':
        r += "&lt;";
        break;
      case '>':
        r += "&gt;";
        break;
      case '"':
        r += "&quot;";
        break;
      case '\'':
        r += "&#39;";
        break;
      default:
        r += static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' ? ' ' : c;
    }
  return r;
}

}  // namespace fnp::explaining
