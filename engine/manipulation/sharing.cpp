// Do two arrays share memory? Exactly (shares_memory), or by their bounds alone (may_share_memory).
//
// Arrays over different storage objects may still meet, as several views of somebody else's memory do: addresses count
// from the start of the address space.
#include <cstdint>

#include "engine/legality/overlap.hpp"
#include "fnp/manipulation.hpp"

namespace fnp::manipulation {
namespace {

legality::access_map absolute_map(array_body const& a) {
  auto const at = static_cast<index>(reinterpret_cast<std::uintptr_t>(a.data));
  return {at, a.layout.stride, static_cast<index>(itemsize(a.type))};
}

}  // namespace

std::pair<std::byte const*, std::byte const*> byte_bounds(array_body const& a) {
  std::byte const *low = a.data, *high = a.data + itemsize(a.type);
  for (std::size_t i = 0; i < a.layout.rank(); ++i) {
    index const reach = a.layout.stride[i] * (a.layout.extent[i] - 1);
    (reach < 0 ? low : high) += reach;
  }
  return {low, high};
}

namespace {

bool bounds_meet(array_body const& a, array_body const& b) {
  if (a.count == 0 || b.count == 0) return false;
  auto const [a_low, a_high] = byte_bounds(a);
  auto const [b_low, b_high] = byte_bounds(b);
  return a_low < b_high && b_low < a_high;
}

// pre: the bounds meet.
legality::overlap search(array_body const& a, array_body const& b, index max_work) {
  constexpr std::int64_t patience = 1 << 26;  // candidates: seconds
  if (max_work == 0) return legality::overlap::undecided;
  return legality::find_overlap(a.layout.extent, absolute_map(a), b.layout.extent, absolute_map(b),
                                max_work < 0 ? patience : max_work);
}

}  // namespace

bool may_share_memory(array_body const& a, array_body const& b, index max_work) {
  return bounds_meet(a, b) && search(a, b, max_work) != legality::overlap::disjoint;
}

bool shares_memory(array_body const& a, array_body const& b, index max_work) {
  if (!bounds_meet(a, b)) return false;
  legality::overlap const found = search(a, b, max_work);
  if (found == legality::overlap::disjoint || found == legality::overlap::shared)
    return found == legality::overlap::shared;
  fail_as("TooHardError", error_code::bad_argument,
          "Exceeded max_work: shares_memory of " + to_string(a.layout.extent) + " and " + to_string(b.layout.extent) +
              " is too hard; may_share_memory compares bounds");
}

}  // namespace fnp::manipulation
