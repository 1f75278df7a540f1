// NumPy's default bit generator, PCG64 seeded through SeedSequence.
#pragma once
#include <cstdint>
#include <vector>

namespace fnp::oracle {

class bit_generator {
 public:
  explicit bit_generator(std::vector<std::uint32_t> const& entropy);  // the seed in 32-bit words, lowest first
  std::uint64_t next64() noexcept;
  std::uint32_t next32() noexcept;
  std::uint64_t below(std::uint64_t last) noexcept;  // uniform in [0, last]

 private:
  __extension__ using uint128 = unsigned __int128;
  void step() noexcept;
  uint128 state_ = 0, increment_ = 0;
  std::uint32_t half_ = 0;
  bool has_half_ = false;
};

}  // namespace fnp::oracle
