// Commas, indentation and escapes.
#include "engine/explain/json_writer.hpp"

namespace fnp::explaining {
namespace {

// Length of the well-formed UTF-8 sequence at the front; 0: there is none.
std::size_t sequence(std::string_view s) {
  auto const byte = [&](std::size_t k) { return static_cast<unsigned char>(s[k]); };
  unsigned const lead = byte(0);
  if (lead < 0x80) return 1;
  std::size_t const n = lead >= 0xc2 && lead < 0xe0   ? 2
                        : lead >= 0xe0 && lead < 0xf0 ? 3
                        : lead >= 0xf0 && lead < 0xf5 ? 4
                                                      : 0;
  if (n == 0 || s.size() < n) return 0;
  for (std::size_t k = 1; k < n; ++k)
    if ((byte(k) & 0xc0) != 0x80) return 0;
  // Overlong forms, surrogates, and what lies beyond U+10FFFF.
  if ((lead == 0xe0 && byte(1) < 0xa0) || (lead == 0xed && byte(1) > 0x9f) || (lead == 0xf0 && byte(1) < 0x90) ||
      (lead == 0xf4 && byte(1) > 0x8f))
    return 0;
  return n;
}

}  // namespace

void json_writer::line() {
  out_ += '\n';
  out_.append(closing_.size(), ' ');
}

void json_writer::before_value() {
  if (!after_key_ && !closing_.empty()) {
    if (!first_) out_ += ',';
    line();
  }
  after_key_ = first_ = false;
}

void json_writer::quoted(std::string_view s) {
  static constexpr char hex[] = "0123456789abcdef";
  out_ += '"';
  while (!s.empty()) {
    std::size_t const n = sequence(s);
    unsigned char const c = static_cast<unsigned char>(s[0]);
    if (n == 0)
      out_ += "\\ufffd";
    else if (c == '"' || c == '\\')
      (out_ += '\\') += static_cast<char>(c);
    else if (c == '\n')
      out_ += "\\n";
    else if (c < 0x20 || c == 0x7f)
      ((out_ += "\\u00") += hex[c >> 4]) += hex[c & 15];
    else
      out_.append(s, 0, n);
    s.remove_prefix(n == 0 ? 1 : n);
  }
  out_ += '"';
}

json_writer& json_writer::key(std::string_view k) {
  before_value();
  quoted(k);
  out_ += ": ";
  after_key_ = true;
  return *this;
}

void json_writer::text(std::string_view v) {
  before_value();
  quoted(v);
}
void json_writer::number(index v) {
  before_value();
  out_ += std::to_string(v);
}
void json_writer::truth(bool v) {
  before_value();
  out_ += v ? "true" : "false";
}
void json_writer::null() {
  before_value();
  out_ += "null";
}
void json_writer::numbers(std::span<index const> v) {
  before_value();
  out_ += '[';
  for (std::size_t i = 0; i < v.size(); ++i) (out_ += i > 0 ? ", " : "") += std::to_string(v[i]);
  out_ += ']';
}

void json_writer::open(char bracket) {
  before_value();
  out_ += bracket;
  closing_ += bracket == '{' ? '}' : ']';
  first_ = true;
}

void json_writer::close() {
  char const bracket = closing_.back();
  closing_.pop_back();
  if (!first_) line();
  out_ += bracket;
  first_ = false;
}

}  // namespace fnp::explaining
