// A vector of trivially copyable values that keeps its first N in place.
#pragma once
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <initializer_list>
#include <new>
#include <type_traits>

namespace fnp {

template <class T, std::size_t N = 8>
class small_vector {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  using value_type = T;

  small_vector() noexcept = default;
  explicit small_vector(std::size_t count, T value = T{}) { resize(count, value); }
  small_vector(std::initializer_list<T> values) : small_vector(values.begin(), values.end()) {}
  template <class It>
    requires(!std::is_integral_v<It>)
  small_vector(It first, It last) {
    for (; first != last; ++first) push_back(static_cast<T>(*first));
  }
  small_vector(small_vector const& other) { assign(other); }
  small_vector(small_vector&& other) noexcept { take(other); }
  small_vector& operator=(small_vector const& other) {
    if (this != &other) assign(other);
    return *this;
  }
  small_vector& operator=(small_vector&& other) noexcept {
    if (this != &other) {
      release();
      take(other);
    }
    return *this;
  }
  ~small_vector() { release(); }

  std::size_t size() const noexcept { return size_; }
  bool empty() const noexcept { return size_ == 0; }
  T* data() noexcept { return data_; }
  T const* data() const noexcept { return data_; }
  T* begin() noexcept { return data_; }
  T* end() noexcept { return data_ + size_; }
  T const* begin() const noexcept { return data_; }
  T const* end() const noexcept { return data_ + size_; }
  T& operator[](std::size_t i) noexcept { return data_[i]; }
  T const& operator[](std::size_t i) const noexcept { return data_[i]; }
  T& back() noexcept { return data_[size_ - 1]; }
  T const& back() const noexcept { return data_[size_ - 1]; }

  void clear() noexcept { size_ = 0; }
  void reserve(std::size_t count) {
    if (count > capacity_) grow(count);
  }
  void resize(std::size_t count, T value = T{}) {
    reserve(count);
    for (std::size_t i = size_; i < count; ++i) data_[i] = value;
    size_ = static_cast<std::uint32_t>(count);
  }
  void push_back(T value) {
    if (size_ == capacity_) grow(2 * static_cast<std::size_t>(capacity_));
    data_[size_++] = value;
  }
  void pop_back() noexcept { --size_; }
  void insert(std::size_t at, T value) {
    push_back(value);
    for (std::size_t i = size_ - 1; i > at; --i) data_[i] = data_[i - 1];
    data_[at] = value;
  }
  void erase(std::size_t at) noexcept {
    for (std::size_t i = at; i + 1 < size_; ++i) data_[i] = data_[i + 1];
    --size_;
  }

  friend bool operator==(small_vector const& a, small_vector const& b) noexcept {
    if (a.size_ != b.size_) return false;
    for (std::size_t i = 0; i < a.size_; ++i)
      if (!(a.data_[i] == b.data_[i])) return false;
    return true;
  }

 private:
  void grow(std::size_t count) {
    T* const bigger = static_cast<T*>(std::malloc(count * sizeof(T)));
    if (!bigger) throw std::bad_alloc();
    std::memcpy(static_cast<void*>(bigger), data_, size_ * sizeof(T));
    release();
    data_ = bigger;
    capacity_ = static_cast<std::uint32_t>(count);
  }
  void assign(small_vector const& other) {
    reserve(other.size_);
    std::memcpy(static_cast<void*>(data_), other.data_, other.size_ * sizeof(T));
    size_ = other.size_;
  }
  void take(small_vector& other) noexcept {
    size_ = other.size_;
    if (other.data_ == other.here()) {
      data_ = here();
      capacity_ = N;
      std::memcpy(static_cast<void*>(data_), other.data_, size_ * sizeof(T));
    } else {
      data_ = other.data_;
      capacity_ = other.capacity_;
      other.data_ = other.here();
      other.capacity_ = N;
    }
    other.size_ = 0;
  }
  void release() noexcept {
    if (data_ != here()) std::free(data_);
  }
  T* here() noexcept { return reinterpret_cast<T*>(place_); }

  alignas(T) unsigned char place_[N * sizeof(T)];
  T* data_ = reinterpret_cast<T*>(place_);
  std::uint32_t size_ = 0, capacity_ = N;
};

}  // namespace fnp
