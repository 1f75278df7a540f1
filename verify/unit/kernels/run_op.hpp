// Runs one kernel on typed vectors: the shortest way from values to values and flags.
#pragma once
#include <vector>

#include "fnp/ops/all.hpp"
#include "kernels/registry.hpp"

namespace fnp::samples {

template <class T>
std::byte* bytes_of(std::vector<T> const& x) {
  return reinterpret_cast<std::byte*>(const_cast<T*>(x.data()));
}

// out = op(in...) on contiguous operands of one length, at the reference level; returns the flags.
template <class Op, class Out, class... In>
fp_flags run_op(std::vector<Out>& out, std::vector<In> const&... in) {
  constexpr int loop = ops::find_loop<Op>(std::array{dtype_of<In>()...});
  static_assert(loop >= 0);
  std::byte* const data[] = {bytes_of(out), bytes_of(in)...};
  std::ptrdiff_t const stride[1 + sizeof...(In)] = {};
  return kernels::find(ops::id_of<Op>, loop, isa::reference)({data, stride, 0, 1, std::ptrdiff_t(out.size())}, nullptr);
}
// The same for one element.
template <class Op, class Out, class... In>
fp_flags run_one(Out& out, In... in) {
  constexpr int loop = ops::find_loop<Op>(std::array{dtype_of<In>()...});
  static_assert(loop >= 0);
  std::byte* const data[] = {reinterpret_cast<std::byte*>(&out), reinterpret_cast<std::byte*>(&in)...};
  std::ptrdiff_t const stride[1 + sizeof...(In)] = {};
  return kernels::find(ops::id_of<Op>, loop, isa::reference)({data, stride, 0, 1, 1}, nullptr);
}
template <class Op, class Out, class... In>
Out value_of(In... in) {
  Out out{};
  run_one<Op>(out, in...);
  return out;
}
template <class Op, class Out, class... In>
int flags_of(In... in) {
  Out out{};
  return run_one<Op>(out, in...);
}

}  // namespace fnp::samples
