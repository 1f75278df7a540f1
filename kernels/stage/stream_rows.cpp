// Dense rows past the caches: whole lines by non-temporal stores, what is left at a row's ends by common ones.
//
// A result that is larger than the last cache is only passing through: a common store would read its line from memory
// first, and push out what could still be used.
#include "kernels/families.hpp"
#include "kernels/stage/registers.hpp"

namespace fnp::FNP_LEVEL {

void stream_rows(kernels::strided_rows to, kernels::strided_rows from, std::ptrdiff_t rows,
                 std::ptrdiff_t bytes) noexcept {
  constexpr std::ptrdiff_t line = 64, step = register_bytes;
  for (std::ptrdiff_t r = 0; r < rows; ++r) {
    std::byte* const out = to.at + r * to.row;
    std::byte const* const x = from.at + r * from.row;
    auto const beside = static_cast<std::ptrdiff_t>(reinterpret_cast<std::uintptr_t>(out) & (line - 1));
    std::ptrdiff_t const head = beside == 0 ? 0 : line - beside < bytes ? line - beside : bytes;
    std::ptrdiff_t const end = head + (bytes - head) / line * line;
    std::memcpy(out, x, static_cast<std::size_t>(head));
    for (std::ptrdiff_t i = head; i < end; i += step) {
      whole_register v;
      std::memcpy(&v, x + i, sizeof v);
      store_past_caches(out + i, v);
    }
    std::memcpy(out + end, x + end, static_cast<std::size_t>(bytes - end));
  }
}

}  // namespace fnp::FNP_LEVEL
