// Arrays made from numbers, for a dtype known at run time; the typed functions are in fnp/numpy.hpp.
#pragma once
#include <span>

#include "fnp/base/export.hpp"
#include "fnp/base/scalar.hpp"
#include "fnp/base/storage.hpp"

namespace fnp {

namespace create {
FNP_EXPORT array_handle full(dtype, extents const& shape, scalar const& value);
FNP_EXPORT array_handle full_like(array_body const&, dtype, scalar const& value);  // in the memory order of the other
FNP_EXPORT array_handle arange(dtype, index start, index stop, index step);
FNP_EXPORT array_handle arange(dtype, double start, double stop, double step);
FNP_EXPORT array_handle linspace(dtype, double start, double stop, index count, bool endpoint);
FNP_EXPORT array_handle eye(dtype, index rows, index columns, index diagonal);
FNP_EXPORT array_handle indices(extents const& shape);                           // int64, shape (rank, shape...)
FNP_EXPORT array_handle concatenate(std::span<array_handle const>, index axis);  // all of one dtype
FNP_EXPORT array_handle stack(std::span<array_handle const>, index axis);
}  // namespace create

}  // namespace fnp
