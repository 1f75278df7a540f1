// Values in nested braces, {{1, 2}, {3, 4}}: each brace is an axis, whatever the depth.
#pragma once
#include <initializer_list>

#include "fnp/base/error.hpp"
#include "fnp/base/storage.hpp"

namespace fnp::typed {

// Lives as long as the braces: it refers to their backing arrays.
template <class T> class nested {
 public:
  template <class U>
    requires std::is_convertible_v<U const&, T>
  nested(U const& value) : value_(static_cast<T>(value)), leaf_(true) {}
  nested(std::initializer_list<nested> items) : items_(items) {}

  // The extents along the first item of each axis.
  void shape(extents& s) const {
    if (leaf_) return;
    s.push_back(static_cast<index>(items_.size()));
    if (items_.size() != 0) items_.begin()->shape(s);
  }
  // Copies the values in C order. Throws where an item's length is another than the first one's.
  T* copy(T* to, extents const& s, std::size_t axis) const {
    if (leaf_ != (axis == s.size()) || (!leaf_ && static_cast<index>(items_.size()) != s[axis]))
      fail(error_code::bad_argument,
           "braces of unequal length or depth: the values form no array of shape " + to_string(s));
    if (leaf_)
      *to++ = value_;
    else
      for (nested const& item : items_) to = item.copy(to, s, axis + 1);
    return to;
  }

 private:
  T value_{};
  std::initializer_list<nested> items_;
  bool leaf_ = false;
};

template <class T> array_handle from_braces(std::initializer_list<nested<T>> items) {
  nested<T> const all(items);
  extents s;
  all.shape(s);
  array_handle h = make_array(dtype_of<T>(), s);
  all.copy(reinterpret_cast<T*>(h->data), s, 0);
  return h;
}

}  // namespace fnp::typed
