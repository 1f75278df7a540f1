// The constant program of a structure: its code, its regions, and their kernels for every instruction set.
#pragma once
#include "fnp/expr/segments.hpp"

namespace fnp::typed {

// A region's kernel; only its loops are compiled for the instruction set.
template <class S, isa Level> fp_flags kernel(block const& b, void const*) noexcept {
  if constexpr (S::calls)
    return run_chunks<S, Level>(b);
  else {
    walk(b, inputs_of<S>, vector_bytes<Level>, vector_loop_of<S, Level>);
    return 0;
  }
}
template <class S, class Levels = std::make_integer_sequence<int, isa_count>>
inline constexpr block_kernel kernels[isa_count]{};
template <class S, int Reference, int... Level>
inline constexpr block_kernel kernels<S, std::integer_sequence<int, Reference, Level...>>[isa_count] = {
    nullptr, kernel<S, compiled_level(isa{Level})>...};

// Larger regions are interpreted: compile time grows, and the interpreter's block kernels are no slower there.
inline constexpr int most_ops = 64, most_inputs = 60;

template <class S> constexpr block_kernel const* kernels_of() noexcept {
  if constexpr (S::compiles && S::ops <= most_ops && S::inputs <= most_inputs)
    return kernels<S>;
  else
    return nullptr;
}

// Whoever calls kernels of the library hands them rows as they lie.
template <class S> constexpr bool takes_strides() noexcept {
  if constexpr (S::calls)
    return false;
  else
    return S::inputs <= most_strided;
}

template <class S> constexpr void write_root(writer& w) {
  std::uint16_t const first = w.at;
  S::write(w);
  if constexpr (S::elementwise) w.regions[w.region++] = {first, w.at, kernels_of<region_t<S>>(), takes_strides<region_t<S>>()};
}

// A part that is cut off is short work: it is interpreted.
template <class P, class X> constexpr void write_operand(writer& w) {
  std::uint16_t const first = w.at;
  X::write(w);
  if constexpr (cut_off<P, X>) w.regions[w.region++] = {first, w.at, nullptr};
}

template <class S> struct tables {
  static constexpr std::size_t regions = S::regions + S::elementwise;
  engine::instruction code[S::size]{};
  engine::region parts[regions + 1]{};
};
template <class S>
inline constexpr tables<S> table_of = [] {
  tables<S> t;
  writer w{t.code, t.parts};
  write_root<S>(w);
  return t;
}();

template <class S>
inline constexpr bool may_fail = [] {
  for (engine::instruction const& i : table_of<S>.code)
    if (i.what == engine::code::apply && i.op == ops::id_of<ops::power> && kind(i.type) == 'i') return true;
  return false;
}();

template <class S>
inline constexpr engine::program program_of{
    {table_of<S>.code, S::size}, {table_of<S>.parts, tables<S>::regions}, S::leaves, S::type, may_fail<S>};

}  // namespace fnp::typed
