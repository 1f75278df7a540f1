// Running results of integers in vectors, where the order of combination is free.
//
// A vector v of k lanes becomes its own running results in log2 k steps, v = v op (v moved up by 1, 2, 4 ... lanes,
// with the identity below); then the last result before it is combined with every lane. Only that last step waits for
// the vector before. Sums, differences and products are taken modulo 2^width; booleans are bytes 0 and 1. Lanes of
// bytes move within 16 bytes.
#include <limits>
#include <utility>

#include "kernels/loops.hpp"
#include "kernels/stage/registers.hpp"

namespace fnp::FNP_LEVEL {
namespace {

enum class running { add, subtract, multiply, maximum, minimum, bit_and, bit_or, bit_xor };

template <running R, class T> struct running_lanes {
  static constexpr std::size_t bytes = sizeof(T) == 1 ? 16 : register_bytes, lanes = bytes / sizeof(T);
  static constexpr bool orders = R == running::maximum || R == running::minimum;
  using U = std::conditional_t<orders, T, std::make_unsigned_t<T>>;
  typedef U vector __attribute__((vector_size(bytes)));

  static constexpr U identity = R == running::multiply  ? U{1}
                                : R == running::maximum ? std::numeric_limits<U>::min()
                                : R == running::minimum ? std::numeric_limits<U>::max()
                                : R == running::bit_and ? static_cast<U>(~U{0})
                                                        : U{0};
  // Narrow numbers are promoted to int, where their sums would be no modular ones.
  using scalar = std::conditional_t<orders, T, ops::wrapping<U>>;
  template <class V> FNP_INLINE static void combine(V& a, V const& b) noexcept {
    if constexpr (R == running::add || R == running::subtract)
      a = a + b;
    else if constexpr (R == running::multiply)
      a = a * b;
    else if constexpr (R == running::maximum)
      a = a > b ? a : b;
    else if constexpr (R == running::minimum)
      a = a < b ? a : b;
    else if constexpr (R == running::bit_and)
      a = a & b;
    else if constexpr (R == running::bit_or)
      a = a | b;
    else
      a = a ^ b;
  }
  template <std::size_t Up, std::size_t... L>
  FNP_INLINE static void step(vector& v, vector const& below, std::index_sequence<L...> all) noexcept {
    if constexpr (Up < lanes) {
      vector const moved = __builtin_shufflevector(v, below, static_cast<int>(L < Up ? lanes + L : L - Up)...);
      combine(v, moved);
      step<2 * Up>(v, below, all);
    }
  }
  template <std::size_t... L> FNP_INLINE static void spread_last(vector& v, std::index_sequence<L...>) noexcept {
    v = __builtin_shufflevector(v, v, static_cast<int>(L * 0 + lanes - 1)...);
  }
  static void scan(std::byte* to, std::byte const* from, std::ptrdiff_t n) noexcept {
    constexpr std::make_index_sequence<lanes> all{};
    constexpr std::ptrdiff_t width = lanes;
    U* const out = reinterpret_cast<U*>(to);
    U const* const x = reinterpret_cast<U const*>(from);
    vector const below = vector{} + identity;
    vector before = vector{} + out[0];
    std::ptrdiff_t i = 1;
    for (; i + width <= n; i += width) {
      vector v;
      std::memcpy(&v, x + i, sizeof v);
      if constexpr (R == running::subtract) v = -v;
      step<1>(v, below, all);
      // Two steps that do not wait for each other: the lanes' results, and what goes on to the next vector.
      vector last = v;
      spread_last(last, all);
      combine(v, before);
      combine(before, last);
      std::memcpy(out + i, &v, sizeof v);
    }
    for (; i < n; ++i) {
      scalar r = out[i - 1], y = x[i];
      if constexpr (R == running::subtract) y = scalar{0} - y;
      combine(r, y);
      out[i] = static_cast<U>(r);
    }
  }
};

// Products of 64-bit lanes are slow below AVX-512, and so are a byte's everywhere: those are scanned one by one.
template <class T> kernels::running_kernel of_integers(ops::op_id op) noexcept {
  using namespace ops;
  constexpr bool multiplies = (sizeof(T) == 4 && register_bytes > 16) || (sizeof(T) == 8 && register_bytes == 64);
  if (op == id_of<add>) return running_lanes<running::add, T>::scan;
  if (op == id_of<subtract>) return running_lanes<running::subtract, T>::scan;
  if constexpr (multiplies)
    if (op == id_of<multiply>) return running_lanes<running::multiply, T>::scan;
  if (op == id_of<maximum>) return running_lanes<running::maximum, T>::scan;
  if (op == id_of<minimum>) return running_lanes<running::minimum, T>::scan;
  if (op == id_of<bitwise_and>) return running_lanes<running::bit_and, T>::scan;
  if (op == id_of<bitwise_or>) return running_lanes<running::bit_or, T>::scan;
  if (op == id_of<bitwise_xor>) return running_lanes<running::bit_xor, T>::scan;
  return nullptr;
}

kernels::running_kernel of_booleans(ops::op_id op) noexcept {
  using namespace ops;
  using byte = std::uint8_t;
  auto const is = [op](auto... some) { return ((op == some) || ...); };
  if (is(id_of<bitwise_and>, id_of<logical_and>, id_of<minimum>, id_of<multiply>))
    return running_lanes<running::bit_and, byte>::scan;
  if (is(id_of<bitwise_or>, id_of<logical_or>, id_of<maximum>, id_of<add>))
    return running_lanes<running::bit_or, byte>::scan;
  if (is(id_of<bitwise_xor>, id_of<logical_xor>)) return running_lanes<running::bit_xor, byte>::scan;
  return nullptr;
}

}  // namespace

kernels::running_kernel find_running(ops::op_id op, dtype element) noexcept {
  switch (element) {
    case dtype::b1:
      return of_booleans(op);
    case dtype::i1:
      return of_integers<std::int8_t>(op);
    case dtype::i2:
      return of_integers<std::int16_t>(op);
    case dtype::i4:
      return of_integers<std::int32_t>(op);
    case dtype::i8:
      return of_integers<std::int64_t>(op);
    case dtype::u1:
      return of_integers<std::uint8_t>(op);
    case dtype::u2:
      return of_integers<std::uint16_t>(op);
    case dtype::u4:
      return of_integers<std::uint32_t>(op);
    case dtype::u8:
      return of_integers<std::uint64_t>(op);
    default:
      return nullptr;
  }
}

}  // namespace fnp::FNP_LEVEL
