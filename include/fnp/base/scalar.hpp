// One value of any of the fourteen dtypes: what an item of an array with a dtype known at run time is.
#pragma once
#include <cstring>

#include "fnp/base/dtype.hpp"
#include "fnp/base/export.hpp"

namespace fnp {

// *to = *from as NumPy's unsafe cast has it: wraps, truncates, drops imaginary parts; any bits are defined.
FNP_EXPORT void convert_element(dtype from, void const* source, dtype to, void* target) noexcept;
// Equal as numbers, whatever the dtypes: exact for integers, NaN equals nothing.
FNP_EXPORT bool equal_elements(dtype a, void const* x, dtype b, void const* y) noexcept;

class scalar {
 public:
  template <class T>
    requires is_element_v<T>
  scalar(T value) noexcept : type_(dtype_of<T>()) {
    static_assert(sizeof(T) <= 16);
    std::memcpy(bits_, &value, sizeof value);
  }
  scalar(fnp::dtype type, void const* element) noexcept : type_(type) { std::memcpy(bits_, element, itemsize(type)); }

  fnp::dtype dtype() const noexcept { return type_; }
  void const* data() const noexcept { return bits_; }

  scalar astype(fnp::dtype to) const noexcept {
    scalar r = *this;
    r.type_ = to;
    convert_element(type_, bits_, to, r.bits_);
    return r;
  }
  // The value in another type, by NumPy's unsafe cast.
  template <class T>
    requires is_element_v<T>
  T as() const noexcept {
    T value{};
    convert_element(type_, bits_, dtype_of<T>(), &value);
    return value;
  }
  template <class T>
    requires is_element_v<T>
  explicit operator T() const noexcept {
    return as<T>();
  }

  friend bool operator==(scalar const& a, scalar const& b) noexcept {
    return equal_elements(a.type_, a.bits_, b.type_, b.bits_);
  }

 private:
  fnp::dtype type_;
  alignas(16) std::byte bits_[16]{};
};

}  // namespace fnp
