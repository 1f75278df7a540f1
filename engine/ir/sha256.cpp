// SHA-256 as the standard states it; its constants are computed where they come from.
#include "engine/ir/sha256.hpp"

#include <bit>
#include <cstring>

namespace fnp::ir {
namespace {

using word = std::uint32_t;

// The first 32 bits of the fraction of the k-th root (k = 2, 3) of p: the largest r with r^k <= p * 2^(32 k).
constexpr word root_fraction(std::uint64_t p, int k) {
  __extension__ using wide = unsigned __int128;
  auto const power = [k](wide r) { return k == 2 ? r * r : r * r * r; };
  wide low = 0, high = wide{1} << 36;  // roots of primes below 312 are below 18
  wide const target = static_cast<wide>(p) << (32 * k);
  while (high - low > 1) {
    wide const middle = (low + high) / 2;
    (power(middle) <= target ? low : high) = middle;
  }
  return static_cast<word>(low);
}

struct tables {
  std::array<word, 8> start{};
  std::array<word, 64> round{};
};
constexpr tables make_tables() {
  tables t;
  std::uint64_t prime = 2;
  for (std::size_t i = 0; i < 64; ++prime) {
    bool is_prime = true;
    for (std::uint64_t d = 2; d * d <= prime; ++d) is_prime = is_prime && prime % d != 0;
    if (!is_prime) continue;
    if (i < 8) t.start[i] = root_fraction(prime, 2);
    t.round[i++] = root_fraction(prime, 3);
  }
  return t;
}
constexpr tables constants = make_tables();

void absorb(std::array<word, 8>& h, unsigned char const* chunk) noexcept {
  std::array<word, 64> w;
  for (std::size_t i = 0; i < 16; ++i)
    w[i] =
        word{chunk[4 * i]} << 24 | word{chunk[4 * i + 1]} << 16 | word{chunk[4 * i + 2]} << 8 | word{chunk[4 * i + 3]};
  for (std::size_t i = 16; i < 64; ++i) {
    word const a = std::rotr(w[i - 15], 7) ^ std::rotr(w[i - 15], 18) ^ (w[i - 15] >> 3);
    word const b = std::rotr(w[i - 2], 17) ^ std::rotr(w[i - 2], 19) ^ (w[i - 2] >> 10);
    w[i] = w[i - 16] + a + w[i - 7] + b;
  }
  std::array<word, 8> v = h;
  for (std::size_t i = 0; i < 64; ++i) {
    word const s1 = std::rotr(v[4], 6) ^ std::rotr(v[4], 11) ^ std::rotr(v[4], 25);
    word const t1 = v[7] + s1 + ((v[4] & v[5]) ^ (~v[4] & v[6])) + constants.round[i] + w[i];
    word const s0 = std::rotr(v[0], 2) ^ std::rotr(v[0], 13) ^ std::rotr(v[0], 22);
    word const t2 = s0 + ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));
    v = {t1 + t2, v[0], v[1], v[2], v[3] + t1, v[4], v[5], v[6]};
  }
  for (std::size_t i = 0; i < 8; ++i) h[i] += v[i];
}

}  // namespace

std::array<std::uint8_t, 32> sha256(std::string_view text) noexcept {
  std::array<word, 8> h = constants.start;
  auto const* bytes = reinterpret_cast<unsigned char const*>(text.data());
  std::size_t const whole = text.size() / 64 * 64, rest = text.size() - whole;
  for (std::size_t i = 0; i < whole; i += 64) absorb(h, bytes + i);
  // The padding: one bit, zeros, the length in bits at the end of a chunk.
  std::array<unsigned char, 128> last{};
  if (rest != 0) std::memcpy(last.data(), bytes + whole, rest);
  last[rest] = 0x80;
  std::size_t const end = rest < 56 ? 64 : 128;
  std::uint64_t const bits = static_cast<std::uint64_t>(text.size()) * 8;
  for (std::size_t i = 0; i < 8; ++i) last[end - 1 - i] = static_cast<unsigned char>(bits >> (8 * i));
  for (std::size_t i = 0; i < end; i += 64) absorb(h, last.data() + i);
  std::array<std::uint8_t, 32> r;
  for (std::size_t i = 0; i < 32; ++i) r[i] = static_cast<std::uint8_t>(h[i / 4] >> (24 - 8 * (i % 4)));
  return r;
}

}  // namespace fnp::ir
