// The constant program of a structure: its code, its regions, and their kernels for every instruction set.
#pragma once
#include "fnp/expr/leaf_loops.hpp"
#include "fnp/expr/segments.hpp"

namespace fnp::typed {

// The kernel of a region with calls. Without calls it brings loops along, and the library's row kernels run them.
template <class S, isa Level> fp_flags kernel(block const& b, void const*) noexcept {
  return run_chunks<with_kept<S>, Level>(b);
}
template <class S, class Levels = std::make_integer_sequence<int, isa_count>>
inline constexpr block_kernel kernels[isa_count]{};
template <class S, int Reference, int... Level>
inline constexpr block_kernel kernels<S, std::integer_sequence<int, Reference, Level...>>[isa_count] = {
    nullptr, kernel<S, compiled_level(isa{Level})>...};

// Larger regions are interpreted: compile time grows, and the interpreter's block kernels are no slower there.
inline constexpr int most_ops = 64, most_inputs = 60;

template <class S> inline constexpr bool compiles = S::compiles && S::ops <= most_ops && S::inputs <= most_inputs;

template <class S, class Reader>
constexpr engine::region region_from(std::uint16_t first, std::uint16_t last) noexcept {
  if constexpr (!compiles<S>)
    return {first, last, nullptr};
  else if constexpr (S::calls)
    return {first, last, kernels<S>};
  else if constexpr (has_leaf_loops<S, Reader>)
    return {first, last, engine::row_kernels, &summed_loops_of<S, Reader>};
  else
    return {first, last, engine::row_kernels, &loops_of<S>};
}

template <class S, class Reader> constexpr void write_root(writer& w) {
  std::uint16_t const first = w.at;
  S::write(w);
  if constexpr (S::elementwise) w.regions[w.region++] = region_from<region_t<S>, Reader>(first, w.at);
}

// A part that is cut off is short work: it is interpreted.
template <class P, class X> constexpr void write_operand(writer& w) {
  std::uint16_t const first = w.at;
  X::write(w);
  if constexpr (cut_off<P, X>) w.regions[w.region++] = {first, w.at, nullptr};
}

template <std::size_t Size, std::size_t Regions> struct tables {
  engine::instruction code[Size]{};
  engine::region parts[Regions + 1]{};
};
template <class S> inline constexpr std::size_t regions_of = S::regions + S::elementwise;
template <class S> constexpr tables<S::size, regions_of<S>> tables_for() noexcept {
  tables<S::size, regions_of<S>> t;
  writer w{t.code, t.parts};
  write_root<S>(w);
  return t;
}
template <class S> inline constexpr auto table_of = tables_for<S>();

constexpr bool has_integer_power(engine::instruction const* code, std::size_t size) noexcept {
  for (std::size_t i = 0; i < size; ++i)
    if (code[i].what == engine::code::apply && code[i].op == ops::id_of<ops::power> && kind(code[i].type) == 'i')
      return true;
  return false;
}
template <class S> inline constexpr bool may_fail = has_integer_power(table_of<S>.code, S::size);

// The whole program is one compiled region, and its leaves are the kernel's inputs. (Said without looking at a pointer:
// under -fsanitize=undefined g++ 12 calls no comparison with null a constant.)
template <class S> constexpr bool is_dense() noexcept {
  if constexpr (S::elementwise && !S::barrier_below)
    return compiles<S> && S::leaves == S::inputs && !may_fail<S>;
  else
    return false;
}

template <class S> constexpr engine::program make_program() noexcept {
  engine::program p{{table_of<S>.code, S::size}, {table_of<S>.parts, regions_of<S>}, S::leaves, S::type, may_fail<S>};
  if constexpr (is_dense<S>()) {
    p.inputs = &inputs_of<S>;
    if constexpr (!S::calls && inputs_of<S>.constants == 0) p.loops = &loops_of<S>;
  }
  return p;
}
template <class S> inline constexpr engine::program program_of = make_program<S>();

}  // namespace fnp::typed
