// Which body was made with its memory: NumPy's OWNDATA.
#pragma once
#include "fnp/base/storage.hpp"

namespace fnp::memory {

// True for the body in the head of a fresh array's block; false for views and for memory of somebody else.
bool is_seated(array_body const&) noexcept;

}  // namespace fnp::memory
