// What is asked of arrays: where their bytes lie, their elements in one row (flat), how several broadcast together.
#pragma once
#include "fnp/flags.hpp"
#include "fnp/manipulation.hpp"

namespace fnp {

// numpy.lib.array_utils.byte_bounds: the first byte of the elements and one past the last.
template <array_class A> auto byte_bounds(A const& a) { return manipulation::byte_bounds(a.body()); }
// numpy.isscalar: C++ numbers and fnp::scalar are; arrays of any rank and expressions are not.
template <class X> constexpr bool isscalar(X const&) noexcept { return number<X> || std::is_same_v<X, scalar>; }

// numpy.ndarray.flat: the elements in C order, whatever the strides; reads and writes one at a time.
template <array_class A> class flat {
 public:
  explicit flat(A const& a) : of_(a) {}
  index size() const noexcept { return of_.body().count; }
  scalar operator[](index i) const {
    extents const at = position(i);
    return views::item(of_.body(), at.data(), at.size());
  }
  void set(index i, scalar const& value) {
    extents const at = position(i);
    views::set_item(const_cast<array_body&>(of_.body()), at.data(), at.size(), value);
  }

 private:
  // Counted from the end if negative. Throws index_out_of_range.
  extents position(index i) const {
    index const n = size();
    if (i < -n || i >= n)
      fail(error_code::index_out_of_range,
           "index " + std::to_string(i) + " is out of bounds for size " + std::to_string(n));
    if (i < 0) i += n;
    extents const& shape = of_.body().layout.extent;
    extents at(shape.size());
    for (std::size_t k = shape.size(); k-- > 0; i /= shape[k]) at[k] = i % shape[k];
    return at;
  }

  A of_;
};

// numpy.broadcast: arrays seen at their joint shape, and a walk over their elements in C order.
class broadcast {
 public:
  template <array_like... A> explicit broadcast(A const&... arrays) {
    array_handle const handles[] = {typed::handle_of(arrays)...};
    join(handles);
  }
  extents const& shape() const noexcept { return views_.front().shape(); }
  fnp::index size() const noexcept { return views_.front().size(); }
  std::size_t ndim() const noexcept { return shape().size(); }
  std::size_t nd() const noexcept { return ndim(); }
  std::size_t numiter() const noexcept { return views_.size(); }
  std::vector<ndarray> const& iters() const noexcept { return views_; }  // each operand at the joint shape

  fnp::index index() const noexcept { return at_; }  // of the next elements
  void reset() noexcept { at_ = 0; }
  bool done() const noexcept { return at_ == size(); }
  // The elements at the walk's position; moves on. pre: not done.
  FNP_EXPORT std::vector<scalar> next();

 private:
  FNP_EXPORT void join(manipulation::parts);

  std::vector<ndarray> views_;
  fnp::index at_ = 0;
};

}  // namespace fnp
