// Regions with ops that have no body: compiled segments between calls of the library, on chunks that stay in cache.
//
// Vector math is called a block at a time, never a vector at a time: a call would spill every vector register. A node
// without a body gets its operands as blocks: an input as it lies, everything else computed into scratch by a segment.
// What it returns is an input of the segment above it. The last step alone writes the destination, or the last run of
// unary calls, in place: by then every input of the chunk has been read.
//
// Short rows are taken together, as many as fill a chunk: what is computed lies row after row in scratch, so that a
// call is set up once for all of them.
#pragma once
#include "fnp/expr/library_kernel.hpp"
#include "fnp/expr/repeated.hpp"
#include "fnp/expr/static_kernel.hpp"

namespace fnp::typed {

FNP_BODIES_BEGIN

// Of scratch; a chunk of the widest dtype fills it. Entering a segment or a call costs some 20 ns; and where inputs
// come from memory, the hardware looks ahead to a page's end only and must begin again behind it. (Black-Scholes: 2 KiB
// take 1.3 of the time of 4 KiB, 8 KiB 0.9 of it, 16 KiB no less. Asking for the next chunk by software gains as much
// on 4 KiB, nothing on 8.)
inline constexpr std::ptrdiff_t slot_bytes = 8192, most_elements = 2048;

// S with its blockwise nodes seen as inputs.
template <class S> struct segment_of {
  using type = S;
};
template <class S>
  requires S::blockwise
struct segment_of<S> {
  using type = in<S::type>;
};
template <class Op, int L, class... X>
  requires(!apply<Op, L, X...>::blockwise && apply<Op, L, X...>::calls)
struct segment_of<apply<Op, L, X...>> {
  using type = apply<Op, L, typename segment_of<X>::type...>;
};
template <dtype D, class X, bool Asked>
  requires cast<D, X, Asked>::calls
struct segment_of<cast<D, X, Asked>> {
  using type = cast<D, typename segment_of<X>::type, Asked>;
};
template <class Map, class... X>
  requires(!mapped<Map, X...>::blockwise && mapped<Map, X...>::calls)
struct segment_of<mapped<Map, X...>> {
  using type = mapped<Map, typename segment_of<X>::type...>;
};

template <class S> using segment_t = typename segment_of<S>::type;

// --- scratch: slots are numbered at compile time and used again as soon as their value is dead
// ---------------------------

// Values that must be computed before a segment that contains S runs.
template <class S> constexpr int parts() {
  if constexpr (S::blockwise)
    return 1;
  else if constexpr (!S::calls)
    return 0;
  else
    return []<class... X>(operands<X...>) { return (0 + ... + parts<X>()); }(operands_t<S>{});
}
template <class S> constexpr bool in_place() {  // a unary call may overwrite its operand
  return []<class... X>(operands<X...>) {
    return called<S> && sizeof...(X) == 1 && ((X::size > 1 && itemsize(X::type) == itemsize(S::type)) && ...);
  }(operands_t<S>{});
}
// Slots in use while S is computed, `k` of them holding earlier operands.
template <class S> constexpr int slots();
template <class S> constexpr int slots_of_parts(int& k) {
  if constexpr (S::blockwise)
    return ++k + slots<S>();
  else if constexpr (!S::calls)
    return 0;
  else
    return [&]<class... X>(operands<X...>) {
      int most = 0, n = 0;
      ((n = slots_of_parts<X>(k), most = n > most ? n : most), ...);
      return most;
    }(operands_t<S>{});
}
template <class S> constexpr int slots() {
  if constexpr (S::size == 1)
    return 0;
  else
    return []<class... X>(operands<X...>) {
      int k = 0, most = 0, n = 0;
      if constexpr (S::blockwise && in_place<S>())
        ((most = slots<X>()), ...);
      else if constexpr (called<S>)
        ((n = X::size > 1 ? ++k + slots<X>() : 0, most = n > most ? n : most), ...);
      else
        ((n = slots_of_parts<X>(k), most = n > most ? n : most), ...);
      return most;
    }(operands_t<S>{});
}

// --- running a chunk
// --------------------------------------------------------------------------------------------------

struct chunk_inputs {
  std::byte* const* at;              // input k of the region at the chunk's first element
  std::ptrdiff_t const* row_stride;  // of input k
  std::uint64_t broadcast, dense;    // bit k: input k; its rows follow upon each other, or there is one row
  std::ptrdiff_t rows, count;
  std::byte* scratch;
  std::byte* remembered;    // results of repeated calls, one slot a place
  int* first;               // by place: the first input of the remembered node, -1 before it was computed
  fp_flags raised;
  std::byte* to;            // the chunk's destination, and how far apart its rows are
  std::ptrdiff_t to_row;
  bool stream;              // the destination is stored past the caches
};

// Are N inputs from the i-th on the same values as those from the j-th on?
template <std::size_t N>
FNP_BODY bool same_inputs(chunk_inputs const& c, input_table const& t, int i, int j) noexcept {
  for (std::size_t k = 0; k < N; ++k) {
    std::size_t const p = static_cast<std::size_t>(i) + k, q = static_cast<std::size_t>(j) + k;
    bool const constants = (t.constants >> (p + 1) & 1) && (t.constants >> (q + 1) & 1);
    bool const same = c.at[p] == c.at[q] && (c.rows == 1 || c.row_stride[p] == c.row_stride[q]);
    if (!same && !(constants && __builtin_memcmp(c.at[p], c.at[q], t.size[p]) == 0)) return false;
  }
  return true;
}

// The result and the operands of a call or a segment, gathered one after the other.
template <int K> struct arguments {
  std::byte* data[K + 1];
  std::ptrdiff_t row_stride[K + 1];
  std::uint64_t broadcast = 0;
  int count = 0;
  std::uint64_t dense = 1;  // of all

  // A value of items of `size` bytes that is computed here: in scratch its rows follow upon each other.
  FNP_BODY void add_computed(arguments& a, chunk_inputs const& c, std::byte* p, std::ptrdiff_t size) noexcept {
    a.data[a.count] = p;
    a.row_stride[a.count] = p == c.to ? c.to_row : c.count * size;
    if (c.rows > 1 && a.row_stride[a.count] != c.count * size) a.dense = 0;
    ++a.count;
  }
  FNP_BODY void add_input(arguments& a, chunk_inputs const& c, int k) noexcept {
    a.dense &= c.dense >> k;
    a.data[a.count] = c.at[k];
    a.row_stride[a.count] = c.row_stride[k];
    a.broadcast |= ((c.broadcast >> k) & 1) << a.count++;
  }
  FNP_BODY fp_flags call(arguments const& a, chunk_inputs const& c, block_kernel kernel, void const* parameters,
                         bool stream = false) noexcept {
    return kernel(
        {a.data, a.row_stride, a.broadcast, a.dense ? 1 : c.rows, a.dense ? c.rows * c.count : c.count, stream},
        parameters);
  }
};

// Computes S, whose first input is the I-th, into `to`; slots from Slot on are free.
template <class S, int I, int Slot, isa Level, class Root> struct computation;

// X as an operand of a call.
template <class X, int I, int Slot, isa Level, class Root, int K>
FNP_BODY void add_operand(arguments<K>& a, chunk_inputs& c, std::byte* where) noexcept {
  if constexpr (X::size == 1)
    arguments<K>::add_input(a, c, I);
  else {
    constexpr std::ptrdiff_t size = itemsize(X::type);
    std::byte* to = where;
    constexpr int place = place_in<X, repeated_t<Root>>;
    if constexpr (place >= 0) {
      std::byte* const kept = c.remembered + place * slot_bytes;
      int& first = c.first[place];
      if (first >= 0 && same_inputs<X::inputs>(c, inputs_of<Root>, first, I))
        return arguments<K>::add_computed(a, c, kept, size);
      if (first < 0) {
        first = I;
        to = kept;
      }
    }
    computation<X, I, Slot, Level, Root>::run(to, c);
    arguments<K>::add_computed(a, c, to, size);
  }
}

// The inputs and blockwise nodes of X as operands of a segment; the first of the latter goes into slot Slot.
template <class X, int I, int Slot, isa Level, class Root> struct collector {
  template <int K> FNP_BODY void run(arguments<K>& a, chunk_inputs& c) noexcept {
    if constexpr (X::size == 1 || X::blockwise)
      add_operand<X, I, Slot + 1, Level, Root>(a, c, c.scratch + Slot * slot_bytes);
    else
      collector<operands_t<X>, I, Slot, Level, Root>::run(a, c);
  }
};
template <int I, int Slot, isa Level, class Root> struct collector<operands<>, I, Slot, Level, Root> {
  template <int K> FNP_BODY void run(arguments<K>&, chunk_inputs&) noexcept {}
};
template <class X, class... Rest, int I, int Slot, isa Level, class Root>
struct collector<operands<X, Rest...>, I, Slot, Level, Root> {
  template <int K> FNP_BODY void run(arguments<K>& a, chunk_inputs& c) noexcept {
    collector<X, I, Slot, Level, Root>::run(a, c);
    collector<operands<Rest...>, I + X::inputs, Slot + parts<X>(), Level, Root>::run(a, c);
  }
};
// The operands of a call, one after the other.
template <class Operands, int I, int Slot, isa Level, class Root> struct call_operands;
template <int I, int Slot, isa Level, class Root> struct call_operands<operands<>, I, Slot, Level, Root> {
  template <int K> FNP_BODY void run(arguments<K>&, chunk_inputs&) noexcept {}
};
template <class X, class... Rest, int I, int Slot, isa Level, class Root>
struct call_operands<operands<X, Rest...>, I, Slot, Level, Root> {
  template <int K> FNP_BODY void run(arguments<K>& a, chunk_inputs& c) noexcept {
    add_operand<X, I, Slot + 1, Level, Root>(a, c, c.scratch + Slot * slot_bytes);
    call_operands<operands<Rest...>, I + X::inputs, Slot + (X::size > 1), Level, Root>::run(a, c);
  }
};

template <class S> struct callee;
template <class Op, int L, class... X> struct callee<apply<Op, L, X...>> {
  FNP_BODY block_kernel find(isa level) noexcept { return engine::library_kernel(ops::id_of<Op>, L, level); }
};
template <class Map, class... X> struct callee<mapped<Map, X...>> {
  FNP_BODY block_kernel find(isa) noexcept { return Map::kernel; }
};

template <class X> struct only;
template <class X> struct only<operands<X>> {
  using type = X;
};

template <class S, int I, int Slot, isa Level, class Root> struct computation {
  FNP_BODY void run(std::byte* to, chunk_inputs& c) noexcept {
    if constexpr (called<S>) {
      arguments<S::inputs> a;
      arguments<S::inputs>::add_computed(a, c, to, itemsize(S::type));
      if constexpr (in_place<S>())
        add_operand<typename only<operands_t<S>>::type, I, Slot, Level, Root>(a, c, to);
      else
        call_operands<operands_t<S>, I, Slot, Level, Root>::run(a, c);
      c.raised |= arguments<S::inputs>::call(a, c, callee<S>::find(Level), nullptr);
    } else {
      using body = segment_t<body_t<S>>;
      using all = arguments<body::inputs>;
      all a;
      all::add_computed(a, c, to, itemsize(S::type));
      collector<operands_t<S>, I, Slot, Level, Root>::run(a, c);
      all::call(a, c, engine::row_kernels[static_cast<int>(Level)], &loops_of<body>,
                std::is_same_v<S, Root> && c.stream);
    }
  }
};

template <class S, isa Level> FNP_BODY fp_flags run_chunks(block const& b) noexcept {
  constexpr int K = S::inputs;
  constexpr std::ptrdiff_t chunk = slot_bytes / S::widest < most_elements ? slot_bytes / S::widest : most_elements;
  constexpr int kept = places<repeated_t<S>>;
  alignas(64) std::byte scratch[(slots<S>() + 1 + kept) * slot_bytes];
  int first[kept + 1];
  std::byte* at[K];
  chunk_inputs c{at, b.row_stride + 1, (b.broadcast | inputs_of<S>.constants) >> 1, 0, 0, 0, scratch,
                 scratch + (slots<S>() + 1) * slot_bytes, first, 0, nullptr, b.row_stride[0], b.stream};
  constexpr std::ptrdiff_t item = sizeof(element_t<S::type>);
  std::ptrdiff_t const together = b.count > 0 && b.count < chunk ? chunk / b.count : 1;
  for (int k = 0; k < K; ++k) {
    std::ptrdiff_t const row = (c.broadcast >> k) & 1 ? 0 : b.count * inputs_of<S>.size[k];
    c.dense |= static_cast<std::uint64_t>(together == 1 || b.row_stride[k + 1] == row) << k;
  }
  for (std::ptrdiff_t r = 0; r < b.rows; r += together)
    for (std::ptrdiff_t i = 0; i < b.count; i += chunk) {
      c.rows = b.rows - r < together ? b.rows - r : together;
      c.count = b.count - i < chunk ? b.count - i : chunk;
      for (int k = 0; k < K; ++k)
        at[k] = b.data[k + 1] + r * b.row_stride[k + 1] + ((c.broadcast >> k) & 1 ? 0 : i * inputs_of<S>.size[k]);
      for (int k = 0; k < kept; ++k) first[k] = -1;
      c.to = b.data[0] + r * b.row_stride[0] + i * item;
      computation<S, 0, 0, Level, S>::run(c.to, c);
    }
  return c.raised;
}

FNP_BODIES_END

}  // namespace fnp::typed
