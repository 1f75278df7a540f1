// Memory of a generated program and its text.
#include "verify/differential/generated_program.hpp"

#include <cstring>
#include <limits>

#include "engine/ir/number_text.hpp"
#include "verify/differential/tape.hpp"

namespace fnp::differential {
namespace {

template <class T>
T special(std::uint64_t r) {
  using limits = std::numeric_limits<T>;
  if constexpr (std::is_integral_v<T>) {
    T const all[] = {T{0},
                     T{1},
                     static_cast<T>(-1),
                     limits::min(),
                     limits::max(),
                     static_cast<T>(limits::max() - 1),
                     static_cast<T>(limits::min() + 1),
                     T{2}};
    return all[r % 8];
  } else {
    T const all[] = {T{0},
                     -T{0},
                     limits::infinity(),
                     -limits::infinity(),
                     limits::quiet_NaN(),
                     limits::denorm_min(),
                     -limits::min() / 2,
                     limits::max(),
                     limits::lowest(),
                     T{1},
                     -T{1},
                     limits::epsilon()};
    return all[r % 12];
  }
}

template <class T>
T real_or_integer(std::uint64_t flavour, std::uint64_t r) {
  std::uint64_t const high = r >> 16;
  switch (flavour) {
    case 0: {
      if constexpr (std::is_unsigned_v<T>) return static_cast<T>(high % 8);
      return static_cast<T>(static_cast<std::int64_t>(high % 17) - 8);
    }
    case 1:
      if constexpr (std::is_integral_v<T>) return static_cast<T>(high % 100);
      else return static_cast<T>((static_cast<double>(high % 2000003) - 1000001) / 250000.25);
    case 2: return r % 2 ? special<T>(high) : real_or_integer<T>(1, r);
    default: {
      T x;
      std::memcpy(&x, &r, sizeof x);
      return x;
    }
  }
}

template <class T>
T element_for(std::uint64_t flavour, std::uint64_t r) {
  if constexpr (std::is_same_v<T, bool>) return (r >> 20) & 1;
  else if constexpr (std::is_same_v<T, half>) {
    if (flavour == 3) return half::from_bits(static_cast<std::uint16_t>(r));
    return half(real_or_integer<float>(flavour, r));
  } else if constexpr (is_complex_v<T>) {
    using part = decltype(T{}.re);
    return {real_or_integer<part>(flavour, r), real_or_integer<part>(flavour, scramble(r))};
  } else return real_or_integer<T>(flavour, r);
}

std::string layout_text(strided const& v) {
  return to_string(v.extent) + " strides " + to_string(v.stride) + " offset " + std::to_string(v.offset);
}

}  // namespace

void fill(std::byte* to, dtype type, index count, std::uint64_t flavour) {
  visit_dtype(type, [&](auto x) {
    using T = decltype(x);
    for (index i = 0; i < count; ++i) {
      T const value =
          element_for<T>(flavour % 4, scramble(flavour * 0x2545f4914f6cdd1du + static_cast<std::uint64_t>(i)));
      std::memcpy(to + i * static_cast<index>(sizeof(T)), &value, sizeof value);
    }
  });
}

array_body& program::store(dtype type, extents const& shape, std::uint64_t flavour) {
  array_handle a = make_array(type, shape);
  fill(a->data, type, a->count, flavour);
  before_.emplace_back(a->data, a->data + a->memory->bytes);
  stores_.push_back(a);
  return *stores_.back();
}

array_body& program::keep(array_handle a) {
  kept_.push_back(std::move(a));
  return *kept_.back();
}

void program::restore() const {
  for (std::size_t i = 0; i < stores_.size(); ++i) std::copy(before_[i].begin(), before_[i].end(), stores_[i]->data);
}

std::string program::text() const {
  std::string r = ir::to_text(what.graph);
  auto const store_of = [&](array_body const& a) {
    for (std::size_t i = 0; i < stores_.size(); ++i)
      if (stores_[i]->memory.get() == a.memory.get()) return "store " + std::to_string(i);
    return std::string("other memory");
  };
  for (std::size_t k = 0; k < what.graph.inputs.size(); ++k) {
    ir::input const& in = what.graph.inputs[k];
    r += "input " + std::to_string(k) + ": " + std::string(name(in.type)) + " " + layout_text(in.layout) +
         (in.array ? " in " + store_of(*in.array) : "") + "\n";
  }
  for (std::size_t k = 0; k < what.destinations.size(); ++k)
    if (array_body const* const to = what.destinations[k].into)
      r += "result " + std::to_string(k) + " into: " + std::string(name(to->type)) + " " + layout_text(to->layout) +
           " in " + store_of(*to) + "\n";
  if (atomic) r += "atomic\n";
  for (std::size_t i = 0; i < stores_.size(); ++i) {
    r += "store " + std::to_string(i) + " (" + std::string(name(stores_[i]->type)) + "):";
    index const item = static_cast<index>(itemsize(stores_[i]->type)), shown = std::min<index>(stores_[i]->count, 16);
    for (index e = 0; e < shown; ++e) r += " " + ir::element_text(stores_[i]->type, before_[i].data() + e * item);
    r += shown < stores_[i]->count ? " ...\n" : "\n";
  }
  return r;
}

}  // namespace fnp::differential
