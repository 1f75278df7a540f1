// NumPy's order= argument: how the elements of an array lie in memory, or are walked.
#pragma once
#include <cstdint>

namespace fnp {

// keep (K): as the operand's axes lie; any (A): fortran if the operand is so and not C-contiguous, else c.
enum class memory_order : std::uint8_t { keep, c, fortran, any };

}  // namespace fnp
