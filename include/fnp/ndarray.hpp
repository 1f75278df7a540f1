// ndarray: an array whose dtype is known at run time only. One 8-byte handle, shared by copies, as array<T>.
//
// It is made from every array<T> without a copy and becomes an array<T> again where the dtype is T (else TypeError).
#pragma once
#include <string>

#include "fnp/base/promotion.hpp"
#include "fnp/base/scalar.hpp"
#include "fnp/errstate.hpp"
#include "fnp/view.hpp"

namespace fnp {

namespace views {
// A fresh array of another dtype, dense in the memory order of the old one.
FNP_EXPORT array_handle astype(array_body const&, dtype);
// Element by element with NumPy's unsafe cast; same shape, overlap included.
FNP_EXPORT void convert_into(array_body const& from, array_body& into);
// into[...] = from, broadcast to the shape of `into`.
FNP_EXPORT void assign(array_body const& from, array_body& into);
FNP_EXPORT scalar item(array_body const&, index const* at, std::size_t count);  // negative indices count from the end
FNP_EXPORT void set_item(array_body&, index const* at, std::size_t count, scalar const&);
FNP_EXPORT array_handle of_scalar(scalar const&);  // rank 0
}  // namespace views

class ndarray {
 public:
  ndarray() : ndarray(fnp::dtype::f8, extents{0}) {}
  ndarray(fnp::dtype type, extents const& shape) : handle_(make_array(type, shape)) {}  // contents undefined
  explicit ndarray(array_handle h) noexcept : handle_(std::move(h)) {}
  ndarray(scalar const& s) : handle_(views::of_scalar(s)) {}
  // Shares the memory of any other array.
  template <array_class A>
    requires(!std::same_as<A, ndarray>)
  ndarray(A const& a) noexcept
      : handle_(array_handle::share(const_cast<array_body*>(&static_cast<array_body const&>(a.body())))) {}

  // As an array of a known element type, sharing the memory.
  // (Whether A is an array is asked last: operators of streams are tried here too, and streams may be incomplete.)
  template <class A>
    requires(!std::same_as<A, ndarray>) && requires { typename A::value_type; } && array_class<A>
  operator A() const {
    if (dtype() != dtype_of<typename A::value_type>())
      fail_cast(dtype(), dtype_of<typename A::value_type>(), "no", "ndarray as a typed array");
    return A(handle_);
  }

  fnp::dtype dtype() const noexcept { return handle_->type; }
  extents const& shape() const noexcept { return handle_->layout.extent; }
  extents const& strides() const noexcept { return handle_->layout.stride; }  // bytes
  std::size_t rank() const noexcept { return handle_->layout.rank(); }
  index size() const noexcept { return handle_->count; }
  bool writeable() const noexcept { return handle_->writeable; }
  std::byte* data() const noexcept { return handle_->data; }
  array_body const& body() const noexcept { return *handle_; }
  array_handle const& handle() const noexcept { return handle_; }

  template <indexing... I> ndarray operator()(I... items) const {
    index_item const list[] = {index_item(items)..., index_item()};
    return ndarray(view_of(*handle_, list, sizeof...(I)));
  }
  template <class... I>
    requires advanced_indexing<I...>
  selected<ndarray> operator()(I const&... items) const;
  // One element; as many indices as axes, or none for the only element.
  template <std::integral... I> scalar item(I... at) const {
    index const list[] = {static_cast<index>(at)..., 0};
    return views::item(*handle_, list, sizeof...(I));
  }
  template <std::integral... I> void set(scalar const& value, I... at) {
    index const list[] = {static_cast<index>(at)..., 0};
    views::set_item(*handle_, list, sizeof...(I), value);
  }

  ndarray copy() const { return ndarray(views::copy(*handle_)); }
  ndarray astype(fnp::dtype to) const {
    errstate::begin();
    ndarray r(views::astype(*handle_, to));
    errstate::finish();
    return r;
  }
  ndarray view(fnp::dtype as) const { return ndarray(views::with_dtype(*handle_, as)); }
  // a[...] = other: broadcast and cast; every holder of the memory sees it.
  void assign(ndarray const& other) {
    errstate::begin();
    views::assign(*other.handle_, *handle_);
    errstate::finish();
  }

 private:
  array_handle handle_;
};

inline ndarray real(ndarray const& a) { return ndarray(views::real(a.body())); }
inline ndarray imag(ndarray const& a) { return ndarray(views::imag(a.body())); }

}  // namespace fnp
