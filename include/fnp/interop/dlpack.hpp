// DLPack both ways without a copy: an array as a managed tensor, a managed tensor as an array.
//
// The consumer of a tensor calls its deleter once; from_dlpack does so when the last view of the array is gone, and at
// once when it refuses the tensor. Where dlpack.h has the versioned tensor (DLPACK_MAJOR_VERSION), that travels too and
// carries the read-only flag; the old one cannot, so to_dlpack refuses read-only arrays.
#pragma once
#include <dlpack/dlpack.h>

#include <memory>
#include <string>
#include <utility>

#include "fnp/interop.hpp"

namespace fnp {

namespace interop {

inline constexpr std::uint8_t dlpack_bool = 6;  // kDLBool, which older headers do not name

inline DLDataType dlpack_type(dtype d) {
  std::uint8_t code = kDLFloat;
  switch (kind(d)) {
    case 'b':
      code = dlpack_bool;
      break;
    case 'i':
      code = kDLInt;
      break;
    case 'u':
      code = kDLUInt;
      break;
    case 'c':
      code = kDLComplex;
      break;
    default:
      break;
  }
  return {code, static_cast<std::uint8_t>(8 * itemsize(d)), 1};
}

// An array with the row of extents and element strides that the tensor points to.
template <class Managed> struct exported {
  Managed managed{};
  array_handle array;
  extents shape, strides;
};

template <class Managed> Managed* export_dlpack(ndarray const& a) {
  auto e = std::make_unique<exported<Managed>>();
  array_body const& b = a.body();
  index const size = static_cast<index>(itemsize(b.type));
  e->array = a.handle();
  e->shape = b.layout.extent;
  for (std::size_t i = 0; i < b.layout.rank(); ++i) {
    index const stride = b.layout.stride[i];
    if (stride % size != 0 && b.layout.extent[i] > 1)
      fail(error_code::bad_argument, "DLPack counts strides in elements; byte stride " + std::to_string(stride) +
                                         " is no multiple of " + std::to_string(size));
    e->strides.push_back(stride / size);
  }
  DLTensor& t = e->managed.dl_tensor;
  t.data = b.data;
  t.device = {kDLCPU, 0};
  t.ndim = static_cast<std::int32_t>(e->shape.size());
  t.dtype = dlpack_type(b.type);
  t.shape = e->shape.data();
  t.strides = e->strides.data();
  t.byte_offset = 0;
  e->managed.manager_ctx = e.get();
  e->managed.deleter = [](Managed* m) { delete static_cast<exported<Managed>*>(m->manager_ctx); };
  return &e.release()->managed;
}

template <class Managed> void release_dlpack(void* m) {
  auto* const managed = static_cast<Managed*>(m);
  if (managed->deleter) managed->deleter(managed);
}

template <class Managed> ndarray import_dlpack(Managed* managed, bool writeable) {
  struct guard {
    Managed* managed;
    ~guard() {
      if (managed) release_dlpack<Managed>(managed);
    }
  } owned{managed};
  DLTensor const& t = managed->dl_tensor;
  if (t.device.device_type != kDLCPU && t.device.device_type != kDLCUDAHost)
    fail(error_code::bad_argument, "a DLPack tensor must lie in the memory of the CPU; its device type is " +
                                       std::to_string(t.device.device_type));
  int found = -1;
  for (int i = 0; i < dtype_count; ++i) {
    DLDataType const d = dlpack_type(static_cast<dtype>(i));
    if (d.code == t.dtype.code && d.bits == t.dtype.bits && t.dtype.lanes == 1) found = i;
  }
  if (found < 0)
    fail(error_code::bad_argument, "a DLPack tensor of type code " + std::to_string(t.dtype.code) + ", " +
                                       std::to_string(t.dtype.bits) + " bits, " + std::to_string(t.dtype.lanes) +
                                       " lanes has no dtype here");
  auto const type = static_cast<dtype>(found);
  index const size = static_cast<index>(itemsize(type));
  if (t.ndim < 0 || t.ndim > static_cast<int>(max_rank))
    fail(error_code::too_large, "maximum supported dimension for an ndarray is 64, found " + std::to_string(t.ndim));
  extents const shape(t.shape, t.shape + t.ndim);
  extents strides;
  if (t.strides) {
    for (int i = 0; i < t.ndim; ++i) {
      checked const bytes = checked(t.strides[i]) * size;
      if (!bytes.ok)
        fail(error_code::too_large, "a DLPack stride of " + std::to_string(t.strides[i]) + " elements overflows");
      strides.push_back(bytes.value);
    }
  } else
    strides = dense_strides(type, shape);
  owned.managed = nullptr;
  return ndarray(adopt(type, static_cast<std::byte*>(t.data) + t.byte_offset, shape, strides, writeable, managed,
                       release_dlpack<Managed>));
}
}  // namespace interop

inline DLManagedTensor* to_dlpack(ndarray const& a) {
  if (!a.writeable()) fail(error_code::bad_argument, "a read-only array cannot travel in an unversioned DLPack tensor");
  return interop::export_dlpack<DLManagedTensor>(a);
}
inline ndarray from_dlpack(DLManagedTensor* managed) { return interop::import_dlpack(managed, true); }

#ifdef DLPACK_MAJOR_VERSION
#if DLPACK_MAJOR_VERSION >= 1
inline DLManagedTensorVersioned* to_dlpack_versioned(ndarray const& a) {
  auto* const m = interop::export_dlpack<DLManagedTensorVersioned>(a);
  m->version = {DLPACK_MAJOR_VERSION, DLPACK_MINOR_VERSION};
  m->flags = a.writeable() ? 0 : DLPACK_FLAG_BITMASK_READ_ONLY;
  return m;
}
inline ndarray from_dlpack(DLManagedTensorVersioned* managed) {
  if (managed->version.major > DLPACK_MAJOR_VERSION) {
    auto const major = managed->version.major;
    interop::release_dlpack<DLManagedTensorVersioned>(managed);
    fail(error_code::bad_argument,
         "DLPack version " + std::to_string(major) + " is newer than " + std::to_string(DLPACK_MAJOR_VERSION));
  }
  return interop::import_dlpack(managed, !(managed->flags & DLPACK_FLAG_BITMASK_READ_ONLY));
}
#endif
#endif

}  // namespace fnp
