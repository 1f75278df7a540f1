// One loop for every index dtype, size of element, and for dense or strided vectors.
#include "engine/indexing/direct_moves.hpp"

#include <cstring>
#include <type_traits>

#include "fnp/base/dtype.hpp"

namespace fnp::lookup {
namespace {

template <class F> void with_types(dtype type, index itemsize, F&& f) {
  visit_dtype(type, [&](auto sample) {
    using T = decltype(sample);
    if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>) switch (itemsize) {
        case 1:
          return f.template operator()<T, 1>();
        case 2:
          return f.template operator()<T, 2>();
        case 4:
          return f.template operator()<T, 4>();
        case 8:
          return f.template operator()<T, 8>();
        default:
          return f.template operator()<T, 16>();
      }
  });
}

// Most indices lie on the axis as they are; the rest is decided off the path.
template <std::size_t Size, class T, class Place>
void take_loop(std::byte* to, std::byte const* from, index extent, index stride, T const* at, index count,
               Place&& place) {
  auto const limit = static_cast<std::uint64_t>(extent);
  auto const loop = [&](auto distance) {
    for (index k = 0; k < count; ++k) {
      auto i = static_cast<index>(at[k]);
      if (static_cast<std::uint64_t>(i) >= limit) [[unlikely]]
        i = place(i);
      std::memcpy(to + k * static_cast<index>(Size), from + i * distance, Size);
    }
  };
  if (stride == static_cast<index>(Size))
    loop(std::integral_constant<index, static_cast<index>(Size)>{});
  else
    loop(stride);
}

}  // namespace

void take_elements(std::byte* to, index itemsize, std::byte const* from, index extent, index stride,
                   array_body const& at, index_mode mode, std::size_t axis) {
  with_types(at.type, itemsize, [&]<class T, std::size_t Size>() {
    take_loop<Size>(to, from, extent, stride, reinterpret_cast<T const*>(at.data), at.count,
                    [&](index i) { return position_of(i, extent, mode, axis); });
  });
}

void put_elements(std::byte* to, index itemsize, index extent, index stride, array_body const& at,
                  std::byte const* from, index step) {
  with_types(at.type, itemsize, [&]<class T, std::size_t Size>() {
    auto const* const indices = reinterpret_cast<T const*>(at.data);
    auto const loop = [&](auto distance, auto pace) {
      for (index k = 0; k < at.count; ++k) {
        auto i = static_cast<index>(indices[k]);
        i += i < 0 ? extent : 0;
        std::memcpy(to + i * distance, from + k * pace, Size);
      }
    };
    constexpr std::integral_constant<index, static_cast<index>(Size)> dense{};
    if (stride != dense) return loop(stride, step);
    if (step == dense) return loop(dense, dense);
    loop(dense, step);
  });
}

}  // namespace fnp::lookup
