// numpy.random.Generator over PCG64: seeding, random, integers. The stream is part of NumPy's contract.
//
// SeedSequence (O'Neill's seed_seq) hashes the seed into 256 bits; PCG64 is the 128-bit XSL-RR generator
// (O'Neill 2014, HMC-CS-2014-0905). 32-bit draws take the low half of a 64-bit one and keep the high half. Bounded
// integers are Lemire's (2019, doi:10.1145/3230636).
#include <array>
#include <cstring>
#include <limits>

#include "fnp/view.hpp"
#include "verify/oracle/bit_generator.hpp"
#include "verify/oracle/step_call.hpp"

namespace fnp::oracle {

std::array<std::uint32_t, 8> seed_words(std::vector<std::uint32_t> const& entropy) {
  std::uint32_t multiplier = 0x43b0d7e5;
  auto const hash = [&](std::uint32_t value) {
    value ^= multiplier;
    multiplier *= 0x931e8875;
    value *= multiplier;
    return value ^ value >> 16;
  };
  auto const mix = [](std::uint32_t x, std::uint32_t y) {
    std::uint32_t const r = 0xca01f9dd * x - 0x4973f715 * y;
    return r ^ r >> 16;
  };
  std::array<std::uint32_t, 4> pool{};
  for (std::size_t i = 0; i < 4; ++i) pool[i] = hash(i < entropy.size() ? entropy[i] : 0);
  for (std::size_t from = 0; from < 4; ++from)
    for (std::size_t to = 0; to < 4; ++to)
      if (from != to) pool[to] = mix(pool[to], hash(pool[from]));
  for (std::size_t from = 4; from < entropy.size(); ++from)
    for (std::size_t to = 0; to < 4; ++to) pool[to] = mix(pool[to], hash(entropy[from]));
  multiplier = 0x8b51f9dd;
  std::array<std::uint32_t, 8> words{};
  for (std::size_t i = 0; i < 8; ++i) {
    std::uint32_t value = pool[i % 4] ^ multiplier;
    multiplier *= 0x58f38ded;
    value *= multiplier;
    words[i] = value ^ value >> 16;
  }
  return words;
}

bit_generator::bit_generator(std::vector<std::uint32_t> const& entropy) {
  std::array<std::uint32_t, 8> const w = seed_words(entropy);
  auto const wide = [&](std::size_t i) {
    return static_cast<bit_generator::uint128>(w[2 * i] | static_cast<std::uint64_t>(w[2 * i + 1]) << 32);
  };
  increment_ = (wide(2) << 64 | wide(3)) << 1 | 1;
  step();
  state_ += wide(0) << 64 | wide(1);
  step();
}

void bit_generator::step() noexcept {
  constexpr uint128 multiplier = static_cast<uint128>(0x2360ed051fc65da4) << 64 | 0x4385df649fccf645;
  state_ = state_ * multiplier + increment_;
}

std::uint64_t bit_generator::next64() noexcept {
  step();
  auto const turn = static_cast<unsigned>(state_ >> 122);
  auto const x = static_cast<std::uint64_t>(state_ >> 64) ^ static_cast<std::uint64_t>(state_);
  return x >> turn | x << (-turn & 63);
}

std::uint32_t bit_generator::next32() noexcept {
  if (has_half_) {
    has_half_ = false;
    return half_;
  }
  std::uint64_t const x = next64();
  has_half_ = true;
  half_ = static_cast<std::uint32_t>(x >> 32);
  return static_cast<std::uint32_t>(x);
}

std::uint64_t bit_generator::below(std::uint64_t last) noexcept {
  if (last == 0) return 0;
  if (last <= 0xffffffff) {
    if (last == 0xffffffff) return next32();
    std::uint64_t const range = last + 1;
    std::uint64_t m = next32() * range;
    if (static_cast<std::uint32_t>(m) < range) {
      std::uint32_t const threshold = static_cast<std::uint32_t>((0xffffffff - last) % range);
      while (static_cast<std::uint32_t>(m) < threshold) m = next32() * range;
    }
    return m >> 32;
  }
  if (last == std::numeric_limits<std::uint64_t>::max()) return next64();
  std::uint64_t const range = last + 1;
  uint128 m = static_cast<uint128>(next64()) * range;
  if (static_cast<std::uint64_t>(m) < range) {
    std::uint64_t const threshold = (std::numeric_limits<std::uint64_t>::max() - last) % range;
    while (static_cast<std::uint64_t>(m) < threshold) m = static_cast<uint128>(next64()) * range;
  }
  return static_cast<std::uint64_t>(m >> 64);
}

namespace {

datum make_generator(call& c) {
  std::string const name = c.text(0, "bitgen", "PCG64");
  datum const seed = c.need(1, "seed");
  c.check_all_taken();
  if (name != "PCG64") throw unsupported{"attr random.Generator.bitgen " + name};
  auto const small = small_integer(seed);
  if (!small || *small < 0) throw unsupported{"attr random.Generator.seed beyond int64"};
  std::vector<std::uint32_t> words;
  for (auto rest = static_cast<std::uint64_t>(*small); rest || words.empty(); rest >>= 32)
    words.push_back(static_cast<std::uint32_t>(rest));
  datum d;
  d.what = datum::kind::opaque;
  d.state = std::make_shared<bit_generator>(words);
  return d;
}

bit_generator& generator_of(call& c) {
  datum const& d = c.need(0, "generator");
  if (!d.is(datum::kind::opaque) || !d.state) throw unsupported{"op " + c.op + " of what is no generator"};
  return *d.state;
}

extents size_of(call& c, std::size_t position) {
  datum const* const d = c.find(position, "size");
  return d && !d->is(datum::kind::none) ? integers_of(c.run, *d) : extents{};
}

datum random(call& c) {
  bit_generator& g = generator_of(c);
  extents const shape = size_of(c, 1);
  dtype const type = c.type(2, "dtype").value_or(dtype::f8);
  c.check_all_taken();
  if (type != dtype::f8 && type != dtype::f4) throw unsupported{"attr random.Generator.random.dtype"};
  array_handle const r = make_array(type, shape);
  for (index k = 0; k < r->count; ++k) {
    if (type == dtype::f8) reinterpret_cast<double*>(r->data)[k] = static_cast<double>(g.next64() >> 11) * 0x1p-53;
    else reinterpret_cast<float*>(r->data)[k] = static_cast<float>(g.next32() >> 8) * 0x1p-24f;
  }
  return datum::of(r);
}

datum integers(call& c) {
  bit_generator& g = generator_of(c);
  index low = integer_of(c.run, c.need(1, "low"));
  std::optional<index> high = c.integer(2, "high");
  extents const shape = size_of(c, 3);
  dtype const type = c.type(4, "dtype").value_or(dtype::i8);
  bool const endpoint = c.flag(5, "endpoint", false);
  c.check_all_taken();
  if (type != dtype::i8) throw unsupported{"attr random.Generator.integers.dtype"};
  if (!high) high = low, low = 0;
  checked const last = checked(*high) - (endpoint ? 0 : 1);
  if (!last.ok || last.value < low) fail(error_code::bad_argument, "low >= high");
  std::uint64_t const range = static_cast<std::uint64_t>(last.value) - static_cast<std::uint64_t>(low);
  array_handle const r = make_array(type, shape);
  for (index k = 0; k < r->count; ++k)
    reinterpret_cast<std::uint64_t*>(r->data)[k] = static_cast<std::uint64_t>(low) + g.below(range);
  return datum::of(r);
}

constexpr step_row table[] = {
    {"random.Generator", make_generator}, {"random.Generator.random", random}, {"random.Generator.integers", integers}};

}  // namespace

std::span<step_row const> random_steps() { return table; }

}  // namespace fnp::oracle
