// A sequence: elements that lie one behind the other, by pointer and count. What an interface takes lists by.
//
// That is std::span, but every element type of a span is checked against the concepts of ranges and iterators, which
// was a fifth of what fnp/fnp.hpp costs to compile. Spans, vectors and arrays convert to it, and it converts to a span.
#pragma once
#include <cstddef>

namespace fnp {

template <class T> class sequence {
 public:
  constexpr sequence() noexcept = default;
  constexpr sequence(T* first, std::size_t count) noexcept : first_(first), count_(count) {}
  template <class End>
    requires requires(T*& p, End* end) { p = end; }
  constexpr sequence(T* first, End* last) noexcept : first_(first), count_(static_cast<std::size_t>(last - first)) {}
  template <std::size_t N> constexpr sequence(T (&all)[N]) noexcept : first_(all), count_(N) {}
  template <class R>
    requires requires(R& r) {
      static_cast<T*>(r.data());
      static_cast<std::size_t>(r.size());
    }
  constexpr sequence(R&& r) noexcept : first_(r.data()), count_(static_cast<std::size_t>(r.size())) {}

  constexpr T* data() const noexcept { return first_; }
  constexpr std::size_t size() const noexcept { return count_; }
  constexpr bool empty() const noexcept { return count_ == 0; }
  constexpr T* begin() const noexcept { return first_; }
  constexpr T* end() const noexcept { return first_ + count_; }
  constexpr T& operator[](std::size_t i) const noexcept { return first_[i]; }
  constexpr T& back() const noexcept { return first_[count_ - 1]; }

 private:
  T* first_ = nullptr;
  std::size_t count_ = 0;
};

}  // namespace fnp
