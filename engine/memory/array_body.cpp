// Array bodies and their storage: makes, shares and frees what every handle points to.
//
// A fresh array is one block, [storage, body, elements], up to 4 KiB of elements; above that the elements lie apart.
// The body owns its storage, so the storage dies last, and its death frees the block. A view's body is a block of its
// own.
#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <new>
#include <string>

#include "engine/memory/account.hpp"
#include "engine/memory/seating.hpp"
#include "engine/memory/pages.hpp"
#include "engine/memory/pool.hpp"
#include "fnp/base/error.hpp"
#include "fnp/base/storage.hpp"

namespace fnp {
namespace {

using memory::line;

struct seat {  // the head of a fresh array's block
  storage store;
  array_body body;
  index length;      // of the block, or of the mapping that holds the elements
  std::byte* start;  // of the elements' own memory
};
constexpr std::size_t head = (sizeof(seat) + line - 1) / line * line;
constexpr index inline_bytes = 4096;
static_assert(head + inline_bytes <= memory::small_block);

seat* seat_of(storage* s) noexcept { return reinterpret_cast<seat*>(s); }

struct foreign {  // storage of somebody else's memory
  storage store;
  void (*release)(void*);
};

void free_inline(storage* s) noexcept { memory::give_small(s, static_cast<std::size_t>(seat_of(s)->length)); }

void free_apart(storage* s) noexcept {
  seat* const place = seat_of(s);
  memory::refund(s->bytes);
  std::free(place->start);
  memory::give_small(s, head);
}

void free_middle(storage* s) noexcept {
  seat* const place = seat_of(s);
  memory::refund(s->bytes);
  memory::give_middle(place->start, static_cast<std::size_t>(place->length));
  memory::give_small(s, head);
}

void free_pages(storage* s) noexcept {
  seat* const place = seat_of(s);
  memory::refund(s->bytes);
  memory::give_pages(place->start, place->length);
  memory::give_small(s, head);
}

void free_foreign(storage* s) noexcept {
  auto* const f = reinterpret_cast<foreign*>(s);
  if (f->release) f->release(s->owner);
  memory::give_small(s, sizeof(foreign));
}

[[noreturn]] void fail_memory(index bytes) {
  fail(error_code::out_of_memory, "Unable to allocate " + std::to_string(bytes) + " bytes for an array");
}

// Large blocks begin at different places of their page: the CPU takes a load for the reader of a store of a moment ago
// whose address is the same modulo 4 KiB. Results are mostly made after their operands, and each begins a little before
// the last array made: so its stores run behind the loads. (A five-point stencil of 10^6 float32 takes 0.107 ns an
// element at equal offsets, 0.119 where the result begins 320 bytes behind its operand, 0.089 where it begins 320
// before it.)
index next_stagger() noexcept {
  constexpr unsigned places = 12;
  static std::atomic<unsigned> turn{0};
  return static_cast<index>(places - 1 - turn.fetch_add(1, std::memory_order_relaxed) % places) * 5 *
         static_cast<index>(line);
}
constexpr index stagger_room = 4096;

// Memory for elements that do not fit into the head's block.
void attach_elements(seat& place, index bytes) {
  memory::charge(bytes);
  bool kept = false;
  if (memory::plain) {
    std::size_t const length = (static_cast<std::size_t>(bytes) + line - 1) / line * line;
    // ASan ends the program for a larger request instead of returning null.
    bool const hopeless = bytes > index{1} << 40;
    place.start = hopeless ? nullptr : static_cast<std::byte*>(std::aligned_alloc(line, length));
    place.store.data = place.start;
    place.store.free = free_apart;
  } else if (bytes < memory::large_block) {
    std::size_t length = 0;
    place.start = static_cast<std::byte*>(memory::take_middle(static_cast<std::size_t>(bytes), length, kept));
    place.length = static_cast<index>(length);
    place.store.data = place.start;
    place.store.free = free_middle;
  } else {
    place.start = memory::take_pages(bytes + stagger_room, place.length, kept);
    place.store.data = place.start + next_stagger();
    place.store.free = free_pages;
  }
  if (kept) memory::note_reuse();
  if (!place.start) {
    memory::refund(bytes);
    fail_memory(bytes);
  }
}

// The byte size of a dense array, or NumPy's error.
index checked_bytes(dtype type, extents const& shape, index& count) {
  if (shape.size() > max_rank)
    fail(error_code::too_large,
         "maximum supported dimension for an ndarray is 64, found " + std::to_string(shape.size()));
  checked n = 1, bytes = static_cast<index>(itemsize(type));
  bool empty = false;
  for (index const e : shape) {
    if (e < 0)
      fail(error_code::negative_dimension, "negative dimensions are not allowed, found shape " + to_string(shape));
    n *= e;
    // NumPy leaves zero extents out here: strides are products of the others.
    if (e != 0)
      bytes *= e;
    else
      empty = true;
  }
  if (!bytes.ok || bytes.value > INT64_MAX - memory::large_block)
    fail(error_code::too_large, "array is too big; an array of shape " + to_string(shape) + " and dtype " +
                                    std::string(name(type)) + " is larger than the maximum possible size");
  count = empty ? 0 : n.value;
  return empty ? 0 : bytes.value;
}

[[gnu::noinline]] seat* make_seat_apart(index bytes) {
  void* const block = memory::take_small(head);
  seat* const place = ::new (block) seat;
  try {
    attach_elements(*place, bytes);
  } catch (...) {
    memory::give_small(block, head);
    throw;
  }
  return place;
}
[[gnu::always_inline]] inline seat* make_seat_inside(index bytes) {
  std::size_t const length = head + static_cast<std::size_t>(bytes);
  auto* const block = static_cast<std::byte*>(memory::take_small(length));
  seat* const place = ::new (block) seat;
  place->length = static_cast<index>(length);
  place->store.data = block + head;
  place->store.free = free_inline;
  return place;
}

// The body in a fresh seat, without its layout.
[[gnu::always_inline]] inline array_body* seat_body(seat* place, dtype type, index count, index bytes,
                                                    std::size_t rank) {
  place->store.bytes = bytes;
  array_body& b = place->body;
  b.memory = handle<storage>::adopt(&place->store);
  b.data = place->store.data;
  // In one store: it is read as one word.
  bool const few = count <= UINT32_MAX;
  constexpr std::uint64_t usual = array_form{dtype{}, true, 0, true, 0}.word();
  std::uint64_t const form = usual | static_cast<std::uint64_t>(type) | static_cast<std::uint64_t>(rank) << 16 |
                             static_cast<std::uint64_t>(count) << 32;
  static_cast<array_form&>(b) =
      few ? __builtin_bit_cast(array_form, form) : array_form{type, true, static_cast<std::uint8_t>(rank), false, 0};
  b.count = count;
  return &b;
}
[[gnu::always_inline]] inline array_body* make_body(dtype type, index count, index bytes, std::size_t rank) {
  seat* const place = bytes <= inline_bytes ? make_seat_inside(bytes) : make_seat_apart(bytes);
  return seat_body(place, type, count, bytes, rank);
}
array_body* make_body(dtype type, extents const& shape) {
  index count = 0;
  index const bytes = checked_bytes(type, shape, count);
  array_body* const b = make_body(type, count, bytes, shape.size());
  b->layout.extent = shape;
  return b;
}

}  // namespace

void destroy(array_body* b) noexcept {
  storage* const s = b->memory.release();
  if (s && s->free == free_inline && b == &seat_of(s)->body && !s->shared())
      [[likely]] {         // what small evaluations make and drop
    b->layout.~strided();  // the rest of a body that has given its storage back owns nothing
    return free_inline(s);
  }
  bool const seated = s && b == &seat_of(s)->body;  // blocks are aligned to lines, so no other body lies there
  b->~array_body();
  if (!seated) memory::give_small(b, sizeof(array_body));
  if (s && s->release()) destroy(s);
}

array_handle make_array(dtype type, extents const& shape) {
  array_body* const b = make_body(type, shape);
  b->layout.stride = c_strides(shape, static_cast<index>(itemsize(type)));
  return array_handle::adopt(b);
}

// pre: `shape` is an array in memory, so the sizes overflow in nothing.
array_body* memory::make_dense(dtype type, array_body const& shape) {
  auto const item = static_cast<index>(itemsize(type));
  extents const& from = shape.layout.extent;
  std::size_t const rank = from.size();
  array_body* const b = make_body(type, shape.count, shape.count * item, rank);
  if (rank == 1) [[likely]] {
    b->layout.extent.push_back(from[0]);
    b->layout.stride.push_back(item);
    return b;
  }
  b->layout.extent.resize(rank);
  b->layout.stride.resize(rank);
  index step = item;
  for (std::size_t i = rank; i-- > 0;) {
    b->layout.extent[i] = from[i];
    b->layout.stride[i] = step;
    if (from[i] > 0) step *= from[i];
  }
  return b;
}

array_body* memory::make_value(dtype type, std::size_t rank) {
  auto const item = static_cast<index>(itemsize(type));
  array_body* const b = seat_body(make_seat_inside(line), type, 1, item, rank);  // all dtypes' blocks are of one size
  if (rank == 0) [[likely]] return b;
  b->layout.extent.resize(rank, 1);
  b->layout.stride.resize(rank, item);
  return b;
}

array_handle make_array_like(dtype type, extents const& shape, extents const& like_strides) {
  std::size_t const rank = shape.size();
  small_vector<std::uint8_t, 64> order(rank);
  // Stable, so that equal strides keep C order.
  for (std::size_t i = 0; i < rank; ++i) {
    auto const reach = [&](std::size_t axis) {
      return like_strides[axis] < 0 ? -like_strides[axis] : like_strides[axis];
    };
    std::size_t j = i;
    for (; j > 0 && reach(order[j - 1]) < reach(i); --j) order[j] = order[j - 1];
    order[j] = static_cast<std::uint8_t>(i);
  }
  array_handle h = array_handle::adopt(make_body(type, shape));
  h->layout.stride.resize(rank);
  index step = static_cast<index>(itemsize(type));
  for (std::size_t i = rank; i-- > 0;) {
    h->layout.stride[order[i]] = step;
    if (shape[order[i]] > 0) step *= shape[order[i]];
  }
  h->c_contiguous = h->count == 0 || is_c_contiguous(h->layout, static_cast<index>(itemsize(type)));
  return h;
}

array_handle make_view(handle<storage> const& memory, dtype type, strided const& layout, bool writeable) {
  if (layout.rank() > max_rank)
    fail(error_code::too_large,
         "maximum supported dimension for an ndarray is 64, found " + std::to_string(layout.rank()));
  array_body* const b = ::new (memory::take_small(sizeof(array_body))) array_body;
  b->memory = memory;
  b->layout = layout;
  b->rank = static_cast<std::uint8_t>(layout.rank());
  b->data = memory->data + layout.offset;
  b->type = type;
  b->writeable = writeable && memory->writeable;
  b->count = element_count(layout.extent).value;
  b->c_contiguous = b->count == 0 || is_c_contiguous(layout, static_cast<index>(itemsize(type)));
  return array_handle::adopt(b);
}

bool memory::is_seated(array_body const& b) noexcept {
  storage* const s = b.memory.get();
  return s && s->free != free_foreign && &b == &seat_of(s)->body;
}

handle<storage> adopt_memory(void* data, index bytes, bool writeable, void* owner, void (*release)(void*)) {
  auto* const f = ::new (memory::take_small(sizeof(foreign))) foreign;
  f->store.data = static_cast<std::byte*>(data);
  f->store.bytes = bytes;
  f->store.writeable = writeable;
  f->store.free = free_foreign;
  f->store.owner = owner;
  f->release = release;
  return handle<storage>::adopt(&f->store);
}

}  // namespace fnp
