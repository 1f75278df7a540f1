// The loops: one for every size of element or of short dense block, so that a move is a load and a store.
#include "engine/indexing/block_mover.hpp"

#include <cstdlib>
#include <cstring>
#include <utility>

namespace fnp::lookup {
namespace {

// One unit an index.
template <std::size_t Size>
void gather_units(std::byte* row, index step, std::byte const* array, index const* offsets, index count) {
  if (step == static_cast<index>(Size)) {
    for (index k = 0; k < count; ++k) std::memcpy(row + k * static_cast<index>(Size), array + offsets[k], Size);
    return;
  }
  for (index k = 0; k < count; ++k) std::memcpy(row + k * step, array + offsets[k], Size);
}
template <std::size_t Size>
void scatter_units(std::byte* array, index const* offsets, std::byte const* row, index step, index count) {
  if (step == 0) {
    std::byte unit[Size];
    std::memcpy(unit, row, Size);
    for (index k = 0; k < count; ++k) std::memcpy(array + offsets[k], unit, Size);
    return;
  }
  for (index k = 0; k < count; ++k) std::memcpy(array + offsets[k], row + k * step, Size);
}

template <std::size_t Size>
void copy_strided(std::byte* to, index to_stride, std::byte const* from, index from_stride, index count) {
  for (index k = 0; k < count; ++k) std::memcpy(to + k * to_stride, from + k * from_stride, Size);
}
using strided_copy = void (*)(std::byte*, index, std::byte const*, index, index);
strided_copy copy_of(index itemsize) {
  switch (itemsize) {
    case 1:
      return copy_strided<1>;
    case 2:
      return copy_strided<2>;
    case 4:
      return copy_strided<4>;
    case 8:
      return copy_strided<8>;
    default:
      return copy_strided<16>;
  }
}

// Calls f with the size as a constant if loops were compiled for it.
template <class F> bool with_unit(index bytes, F&& f) {
  switch (bytes) {
    case 1:
      return f.template operator()<1>(), true;
    case 2:
      return f.template operator()<2>(), true;
    case 4:
      return f.template operator()<4>(), true;
    case 8:
      return f.template operator()<8>(), true;
    case 16:
      return f.template operator()<16>(), true;
    case 24:
      return f.template operator()<24>(), true;
    case 32:
      return f.template operator()<32>(), true;
    case 64:
      return f.template operator()<64>(), true;
    default:
      return false;
  }
}

}  // namespace

block_mover::block_mover(index itemsize, extents const& shape, extents const& placed, extents const& rowed)
    : itemsize_(itemsize) {
  struct axis {
    index extent, placed, rowed;
  };
  for (index const e : shape)
    if (e == 0) return;
  small_vector<axis> sorted, axes;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (shape[i] == 1) continue;
    sorted.push_back({shape[i], placed[i], rowed[i]});  // by falling stride in the array, ties in C order
    for (std::size_t k = sorted.size() - 1; k > 0 && std::abs(sorted[k - 1].placed) < std::abs(sorted[k].placed); --k)
      std::swap(sorted[k - 1], sorted[k]);
  }
  for (axis const& a : sorted) {
    // Neighbours that continue each other on both sides are one axis.
    if (!axes.empty() && axes.back().placed == a.placed * a.extent && axes.back().rowed == a.rowed * a.extent)
      axes.back() = {axes.back().extent * a.extent, a.placed, a.rowed};
    else
      axes.push_back(a);
  }
  if (!axes.empty()) {
    count_ = axes.back().extent;
    placed_ = axes.back().placed;
    rowed_ = axes.back().rowed;
    axes.pop_back();
  }
  dense_ = count_ == 1 || (placed_ == itemsize && rowed_ == itemsize);
  runs_.push_back({0, 0});
  for (axis const& a : axes) {
    std::vector<run> finer;
    finer.reserve(runs_.size() * static_cast<std::size_t>(a.extent));
    for (run const& r : runs_)
      for (index k = 0; k < a.extent; ++k) finer.push_back({r.placed + k * a.placed, r.rowed + k * a.rowed});
    runs_ = std::move(finer);
  }
}

void block_mover::gather(std::byte* row, index step, std::byte const* array, index const* offsets, index count) const {
  if (dense_ && runs_.size() == 1 &&
      with_unit(count_ * itemsize_, [&]<std::size_t Size>() { gather_units<Size>(row, step, array, offsets, count); }))
    return;
  auto const bytes = static_cast<std::size_t>(count_ * itemsize_);
  strided_copy const copy = copy_of(itemsize_);
  for (index k = 0; k < count; ++k)
    for (run const& r : runs_) {
      std::byte* const to = row + k * step + r.rowed;
      std::byte const* const from = array + offsets[k] + r.placed;
      if (dense_)
        std::memcpy(to, from, bytes);
      else
        copy(to, rowed_, from, placed_, count_);
    }
}

void block_mover::scatter(std::byte* array, index const* offsets, std::byte const* row, index step, index count) const {
  if (dense_ && runs_.size() == 1 &&
      with_unit(count_ * itemsize_, [&]<std::size_t Size>() { scatter_units<Size>(array, offsets, row, step, count); }))
    return;
  auto const bytes = static_cast<std::size_t>(count_ * itemsize_);
  strided_copy const copy = copy_of(itemsize_);
  for (index k = 0; k < count; ++k)
    for (run const& r : runs_) {
      std::byte* const to = array + offsets[k] + r.placed;
      std::byte const* const from = row + k * step + r.rowed;
      if (dense_)
        std::memcpy(to, from, bytes);
      else
        copy(to, placed_, from, rowed_, count_);
    }
}

}  // namespace fnp::lookup
