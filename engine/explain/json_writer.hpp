// JSON as it is written: objects one member a line, lists of numbers on one line, the same bytes for the same calls.
//
// Text is escaped; bytes that are no UTF-8 become U+FFFD. There is no way to write a floating-point number: floats go
// out as text of their exact value (ir::element_text).
#pragma once
#include <span>
#include <string>
#include <string_view>

#include "fnp/base/strided.hpp"

namespace fnp::explaining {

class json_writer {
 public:
  // A key, then one value; in a list, values without keys.
  json_writer& key(std::string_view);
  void text(std::string_view);
  void number(index);
  void truth(bool);
  void null();
  void numbers(std::span<index const>);
  void open(char bracket);  // '{' or '['
  void close();             // the innermost one that is open

  void text(std::string_view k, std::string_view v) { key(k).text(v); }
  void number(std::string_view k, index v) { key(k).number(v); }
  void truth(std::string_view k, bool v) { key(k).truth(v); }
  void numbers(std::string_view k, std::span<index const> v) { key(k).numbers(v); }
  void open(std::string_view k, char bracket) { key(k).open(bracket); }

  std::string take() && { return std::move(out_ += '\n'); }  // pre: all is closed

 private:
  void before_value();
  void line();
  void quoted(std::string_view);

  std::string out_;
  std::string closing_;  // brackets that are open, innermost last
  bool first_ = true, after_key_ = false;
};

}  // namespace fnp::explaining
