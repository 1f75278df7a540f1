// Values as a short text: what two machines, or two builds, compare instead of memory.
//
// Every NaN counts as the same one: its sign and payload are the processor's (docs/aarch64.md). Some complex
// functions are the C library's, whose last bit is its own: lines that come from one end in " C".
#pragma once
#include <cstdint>
#include <ostream>
#include <string>

#include "verify/differential/generated_program.hpp"

namespace fnp::differential {

// "<seed> <digest>": of the program's text and of all memory that the eager evaluation leaves, or of its refusal.
std::string digest_line(std::uint64_t seed, program const&);

// A line "<op> <dtypes> <flags> <digest>" for every elementwise kernel and every cast, run on 4 * count elements of all
// flavours of `fill`; the flags are the reference level's. False if two levels differ (a line to `complaints` each).
bool write_kernel_digests(index count, std::uint64_t seed, std::ostream& lines, std::ostream& complaints);

}  // namespace fnp::differential
