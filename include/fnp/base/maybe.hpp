// A value or none: NumPy's None for arguments, sort(a, fnp::none).
//
// That is std::optional of a trivially copyable type; <optional> and what it instantiates for six types took a sixth of
// the time and 5 MB of what fnp/fnp.hpp costs to compile. Optionals convert to it.
#pragma once
#include <type_traits>

namespace fnp {

struct none_t {};
inline constexpr none_t none{};

template <class T> class maybe {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  constexpr maybe() noexcept : nothing_(), there_(false) {}
  constexpr maybe(none_t) noexcept : maybe() {}
  constexpr maybe(T value) noexcept : value_(value), there_(true) {}
  // From a std::optional, or anything that is asked as one is.
  template <class Optional>
    requires requires(Optional const& o) {
      o.has_value();
      requires std::is_convertible_v<decltype(*o), T>;
    }
  constexpr maybe(Optional const& o) noexcept : maybe(o.has_value() ? maybe(static_cast<T>(*o)) : maybe()) {}

  constexpr explicit operator bool() const noexcept { return there_; }
  constexpr bool has_value() const noexcept { return there_; }
  // pre: there is a value
  constexpr T const& operator*() const noexcept { return value_; }
  constexpr T const* operator->() const noexcept { return &value_; }
  constexpr T value_or(T other) const noexcept { return there_ ? value_ : other; }

 private:
  union {
    char nothing_;
    T value_;
  };
  bool there_;
};

}  // namespace fnp
