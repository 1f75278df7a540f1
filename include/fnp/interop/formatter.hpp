// Formatters for arrays: for std::format where the library has it, for fmt where <fmt/format.h> was included before.
//
// "{}" is to_string, "{:r}" repr; a precision may stand before: "{:.3}", "{:.3r}".
#pragma once
#if __has_include(<format>)
#include <format>
#endif

#include "fnp/format.hpp"

namespace fnp {

struct format_spec {
  print_options options;
  bool as_repr = false;

  // Reads [.precision][r] up to the closing brace; null when the text is something else.
  template <class It> constexpr bool read(It& at, It end) {
    if (at != end && *at == '.') {
      int digits = 0;
      bool any = false;
      for (++at; at != end && *at >= '0' && *at <= '9' && digits < 1000; ++at)
        digits = 10 * digits + (*at - '0'), any = true;
      if (!any) return false;
      options.precision = digits;
    }
    if (at != end && *at == 'r') as_repr = true, ++at;
    return at == end || *at == '}';
  }
  template <array_class A> std::string text(A const& a) const {
    return as_repr ? repr(a, options) : to_string(a, options);
  }
};

}  // namespace fnp

#if defined(__cpp_lib_format)
template <fnp::array_class A> struct std::formatter<A, char> : private fnp::format_spec {
  constexpr auto parse(std::format_parse_context& c) {
    auto at = c.begin();
    if (!read(at, c.end())) throw std::format_error("fnp: the format of an array is [.precision][r]");
    return at;
  }
  template <class Context> auto format(A const& a, Context& c) const { return std::format_to(c.out(), "{}", text(a)); }
};
#endif

#if defined(FMT_VERSION)
template <fnp::array_class A> struct fmt::formatter<A, char> : private fnp::format_spec {
  constexpr auto parse(fmt::format_parse_context& c) {
    auto at = c.begin();
    if (!read(at, c.end())) throw fmt::format_error("fnp: the format of an array is [.precision][r]");
    return at;
  }
  template <class Context> auto format(A const& a, Context& c) const { return fmt::format_to(c.out(), "{}", text(a)); }
};
#endif
