// Arrays as nested brackets: lines broken at the width, axes summarised, NumPy's layout to the blank.
#include <algorithm>
#include <cstring>
#include <ostream>
#include <string>

#include "engine/array/element_text.hpp"

namespace fnp {
namespace {

// The corners of an array that a summary shows: of a long axis the first and the last `edge` places.
array_handle corners(array_body const& a, index edge) {
  extents shape = a.layout.extent;
  for (index& e : shape) e = std::min(e, 2 * edge);
  array_handle r = make_array(a.type, shape);
  std::size_t const size = itemsize(a.type);
  extents at(shape.size());
  for (index i = 0; i < r->count; ++i) {
    std::byte const* from = a.data;
    for (std::size_t axis = 0; axis < shape.size(); ++axis)
      from += a.layout.stride[axis] * (at[axis] < edge ? at[axis] : at[axis] + a.layout.extent[axis] - shape[axis]);
    std::memcpy(r->data + static_cast<std::size_t>(i) * size, from, size);
    for (std::size_t axis = shape.size(); axis-- > 0 && ++at[axis] == shape[axis];) at[axis] = 0;
  }
  return r;
}

class layout {
 public:
  layout(array_body const& a, print_options const& o, std::string separator, std::size_t indent, int width)
      : a_(a), separator_(std::move(separator)), edge_(o.edgeitems), summary_(a.count > o.threshold) {
    array_handle const sample = summary_ ? corners(a, edge_) : make_view(a.memory, a.type, a.layout, false);
    text_of_ = make_element_text(*sample, o);
    bare_separator_ = separator_.substr(0, separator_.find_last_not_of(' ') + 1);
    result_ = block(0, a.data, std::string(indent, ' '), width);
  }
  std::string const& result() const { return result_; }

 private:
  std::string block(std::size_t axis, std::byte const* at, std::string const& indent, int width) const {
    if (axis == a_.layout.rank()) return text_of_(at);
    index const n = a_.layout.extent[axis], stride = a_.layout.stride[axis];
    bool const cut = summary_ && 2 * edge_ < n;
    bool const last = axis + 1 == a_.layout.rank();
    std::string text, line = indent;
    int const room = width - std::max(static_cast<int>(bare_separator_.size()), 1);
    std::string const gap = bare_separator_ + std::string(a_.layout.rank() - axis - 1, '\n');
    auto const put = [&](std::string const& word) {
      if (static_cast<int>(line.size() + word.size()) > room && line.size() > indent.size()) {
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + "\n";
        line = indent;
      }
      line += word;
    };
    for (index i = 0; i < n; ++i) {
      if (cut && i == edge_) {
        if (last)
          put("..."), line += separator_;
        else
          text += indent + "..." + gap;
        i = n - edge_;
        if (i == n) break;
      }
      std::string const word = block(axis + 1, at + i * stride, indent + ' ', width - 1);
      bool const final = i + 1 == n;
      if (last) {
        put(word);
        if (!final) line += separator_;
      } else {
        text += indent + word + (final ? "" : gap);
      }
    }
    if (last) text += line;
    return "[" + text.substr(indent.size()) + "]";
  }

  array_body const& a_;
  std::string separator_, bare_separator_;
  index edge_;
  bool summary_;
  element_text text_of_;
  std::string result_;
};

std::string body_text(array_body const& a, print_options const& o, std::string const& separator, std::size_t prefix,
                      int suffix) {
  if (a.count == 0) return "[]";
  return layout(a, o, separator, prefix + 1, o.linewidth - suffix).result();
}

}  // namespace

namespace views {

std::string to_string(array_body const& a, print_options const& o) {
  if (a.layout.rank() == 0) return fnp::to_string(scalar(a.type, a.data));
  return body_text(a, o, " ", 0, 0);
}

std::string repr(array_body const& a, print_options const& o) {
  std::string const prefix = "array(";
  std::string text = prefix + body_text(a, o, ", ", prefix.size(), 1);
  std::string extras;
  if ((a.count == 0 && !(a.layout.extent == extents{0})) || a.count > o.threshold)
    extras = "shape=" + fnp::to_string(a.layout.extent);
  bool const implied = a.type == dtype::b1 || a.type == dtype::i8 || a.type == dtype::f8 || a.type == dtype::c16;
  if (!implied || a.count == 0) extras += (extras.empty() ? "dtype=" : ", dtype=") + std::string(name(a.type));
  if (extras.empty()) return text + ")";
  text += ",";
  extras += ")";
  std::size_t const last_line = text.size() - (text.rfind('\n') + 1);
  bool const wrap = static_cast<int>(last_line + extras.size() + 1) > o.linewidth;
  return text + (wrap ? "\n" + std::string(prefix.size(), ' ') : " ") + extras;
}

}  // namespace views

std::ostream& write_text(std::ostream& out, std::string const& text) { return out << text; }

}  // namespace fnp
