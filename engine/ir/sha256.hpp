// SHA-256 (FIPS 180-4, doi:10.6028/NIST.FIPS.180-4): 32 bytes that name a text.
#pragma once
#include <array>
#include <cstdint>
#include <string_view>

namespace fnp::ir {

std::array<std::uint8_t, 32> sha256(std::string_view text) noexcept;

}  // namespace fnp::ir
