// From instructions to steps: which value is held, which has a strip, which is stored where others see it.
#include "engine/execute/chain.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <numeric>

#include "engine/plan/column_tiles.hpp"
#include "fnp/base/cache_lines.hpp"
#include "fnp/ops/all.hpp"

namespace fnp::execute {

using kernels::held;

namespace {

constexpr std::ptrdiff_t ahead = 4096;    // bytes: what is asked for while registers are busy

// The code of a step, asked about its slots.
struct listing {
  plan::step const& s;

  std::size_t size() const { return s.code.size(); }
  plan::slot_number result(std::size_t i) const { return s.code[i].slots[0]; }
  bool is_operand(plan::slot_number slot) const { return slot < s.operands.size(); }
  bool is_one_value(plan::slot_number slot) const {
    if (slot < s.outputs || !is_operand(slot)) return false;
    strided const& map = s.operands[slot].map;
    return map.rank() == 0 || map.stride.back() == 0;
  }
  // How often instruction i reads the slot, and where last among its operands.
  struct reading {
    int times = 0;
    std::size_t operand = 0;
  };
  reading reads(std::size_t i, plan::slot_number slot) const {
    plan::instruction const& in = s.code[i];
    reading r;
    for (std::size_t k = in.outputs; k < in.slots.size(); ++k)
      if (in.slots[k] == slot) r = {r.times + 1, k - in.outputs};
    return r;
  }
  bool writes(std::size_t i, plan::slot_number slot) const {
    plan::instruction const& in = s.code[i];
    return std::find(in.slots.begin(), in.slots.begin() + in.outputs, slot) != in.slots.begin() + in.outputs;
  }
  // Is what instruction i makes read by one from `first` to before `last`, before its slot is used again?
  bool is_read(std::size_t i, std::size_t first, std::size_t last) const {
    plan::slot_number const slot = result(i);
    for (std::size_t j = i + 1; j < last; ++j) {
      if (j >= first && reads(j, slot).times > 0) return true;
      if (writes(j, slot)) return false;
    }
    return false;
  }
  // The operand of instruction i that takes the slot's value out of the accumulators.
  held takes(std::size_t i, plan::slot_number slot) const {
    reading const r = reads(i, slot);
    if (r.times != 1 || r.operand > 1 || (r.operand == 1 && s.code[i].slots.size() != 3)) return held::none;
    return r.operand == 0 ? held::first : held::second;
  }
  int times_read(plan::slot_number slot) const {
    int times = 0;
    for (std::size_t i = 0; i < size(); ++i) times += reads(i, slot).times;
    return times;
  }
  // How instruction 0 takes what nothing else reads.
  held takes_alone(plan::slot_number slot) const { return times_read(slot) == 1 ? takes(0, slot) : held::none; }
  // The operands that are read by columns; last one that instruction 0 takes alone, if there is one.
  std::vector<plan::slot_number> columns() const {
    std::vector<plan::slot_number> found;
    for (plan::slot_number slot = s.outputs; slot < s.operands.size(); ++slot)
      if (plan::is_read_by_columns(s, s.operands[slot]) && times_read(slot) > 0) found.push_back(slot);
    auto const taken =
        std::find_if(found.begin(), found.end(), [&](auto slot) { return takes_alone(slot) != held::none; });
    if (taken != found.end()) std::swap(*taken, found.back());
    return found;
  }
};

bool joins(listing const& code, std::size_t i, dtype type, kernels::chain_kernels const& k) {
  plan::instruction const& in = code.s.code[i];
  return in.op < ops::op_table.size() && in.outputs == 1 && code.s.type(in.slots[0]) == type &&
         k.find(in.op, in.loop, held::none, false);
}

// The cast of what is held at the chain's end, if that comes next.
kernels::chain_function cast_behind(listing const& code, std::size_t last, dtype type,
                                    kernels::chain_kernels const& k) {
  if (last == code.size()) return nullptr;
  plan::instruction const& in = code.s.code[last];
  return in.op == ir::op_cast && in.slots[1] == code.result(last - 1) ? k.find_cast(type, code.s.type(in.slots[0]))
                                                                      : nullptr;
}

}  // namespace

void chain::spread(std::byte* to, std::byte const* element, std::ptrdiff_t item, std::ptrdiff_t width) {
  std::uint64_t word = 0;
  if (item == 8) {
    std::memcpy(&word, element, 8);
  } else {
    std::uint32_t half = 0;
    std::memcpy(&half, element, 4);
    word = half * std::uint64_t{0x100000001};
  }
  for (std::ptrdiff_t i = 0; i < width; i += 8) std::memcpy(to + i, &word, 8);
}

std::uint16_t chain::place_of(lies where, plan::slot_number slot, std::ptrdiff_t item) {
  std::size_t p = 0;
  while (p < places_.size() && (places_[p].where != where || places_[p].slot != slot)) ++p;
  if (p == places_.size()) places_.push_back({where, slot, item, false, false});
  return static_cast<std::uint16_t>(p);
}

std::optional<chain> chain::from(plan::step const& s, std::size_t first, kernels::chain_kernels const& k) {
  listing const code{s};
  dtype const type = code.s.type(code.result(first));
  std::size_t last = first;
  while (last < code.size() && last - first < plan::longest_chain && joins(code, last, type, k)) ++last;
  std::vector<plan::slot_number> const columns = code.columns();
  if (last - first < 2 && columns.empty()) return std::nullopt;
  kernels::chain_function const cast = cast_behind(code, last, type, k);
  chain c(k, static_cast<std::ptrdiff_t>(itemsize(type)));
  c.far_ = s.stream;
  c.first_ = first;
  c.last_ = cast ? last + 1 : last;
  std::vector<plan::slot_number> made;  // slots whose values lie in strips
  held now = held::none;
  for (plan::slot_number const slot : columns) {
    std::uint16_t const p = c.place_of(lies::in_columns, slot, c.item_);
    c.places_[p].read = true;
    c.steps_.push_back({k.find_load_columns(type), {p, 0, 0}});
    if (slot == columns.back()) now = code.takes_alone(slot);
    if (now != held::none) continue;
    made.push_back(slot);
    c.steps_.push_back({k.store, {c.place_of(lies::in_strip, slot, c.item_), 0, 0}});
  }
  for (std::size_t i = first; i < last; ++i) {
    plan::instruction const& in = s.code[i];
    std::uint16_t places[3]{};
    bool still = in.slots.size() > 2 && columns.empty();  // the rows of a tile may have a value each
    for (std::size_t n = 1; n < in.slots.size(); ++n) {
      if ((now == held::first && n == 1) || (now == held::second && n == 2)) continue;
      plan::slot_number const slot = in.slots[n];
      bool const in_strip = std::find(made.begin(), made.end(), slot) != made.end();
      std::uint16_t const p = c.place_of(in_strip                  ? lies::in_strip
                                         : code.is_one_value(slot) ? lies::spread
                                                                   : lies::in_rows,
                                         slot, c.item_);
      c.places_[p].read = true;
      places[n - 1] = p;
      still = still && (c.places_[p].where == lies::spread || (now == held::none && n == 1));
    }
    if (still && now == held::none) {
      c.steps_.push_back({k.load, {places[0], 0, 0}});
      now = held::first;
    }
    c.steps_.push_back({k.find(in.op, in.loop, now, still), {places[0], places[1], places[2]}});
    plan::slot_number const slot = code.result(i);
    now = i + 1 < last ? code.takes(i + 1, slot) : held::none;
    bool const seen = code.is_operand(slot) || code.is_read(i, c.last_, code.size());
    std::erase(made, slot);
    if (!seen && !code.is_read(i, i + (now == held::none ? 1 : 2), last)) continue;
    if (!seen) made.push_back(slot);
    std::uint16_t const p = c.place_of(seen ? lies::in_rows : lies::in_strip, slot, c.item_);
    c.places_[p].written = true;
    c.steps_.push_back({k.store, {p, 0, 0}});
  }
  if (cast) {
    plan::slot_number const slot = code.result(last);
    std::uint16_t const p = c.place_of(lies::in_rows, slot, static_cast<std::ptrdiff_t>(itemsize(code.s.type(slot))));
    c.places_[p].written = true;
    c.steps_.push_back({cast, {p, 0, 0}});
  }
  c.steps_.push_back({k.end, {}});
  c.rows_first();
  if (!columns.empty()) c.stream_results(k.store, k.stream);
  return c;
}

void chain::stream_results(kernels::chain_function store, kernels::chain_function stream) {
  past_caches_ = steps_;
  for (kernels::chain_step& s : past_caches_)
    if (place const& p = places_[s.place[0]]; s.run == store && p.where == lies::in_rows && !p.read) s.run = stream;
}

void chain::rows_first() {
  std::vector<std::uint16_t> order(places_.size()), now(places_.size());
  std::iota(order.begin(), order.end(), std::uint16_t{0});
  rows_ = static_cast<std::size_t>(
      std::partition(order.begin(), order.end(), [&](std::uint16_t p) { return places_[p].where == lies::in_rows; }) -
      order.begin());
  std::vector<place> sorted;
  for (std::uint16_t const p : order) {
    now[p] = static_cast<std::uint16_t>(sorted.size());
    sorted.push_back(places_[p]);
  }
  places_ = std::move(sorted);
  for (kernels::chain_step& s : steps_)
    for (std::uint16_t& p : s.place) p = now[p];
}

// Moving rows of which none lies within a page of another: those to ask memory for.
small_vector<std::size_t, 16> chain::streams(kernels::strip const* table) const {
  small_vector<std::size_t, 16> found;
  for (std::size_t p = 0; p < rows_; ++p) {
    auto const near = [&](std::size_t q) { return std::abs(table[p].at - table[q].at) < 4096; };
    if (places_[p].read && std::none_of(found.begin(), found.end(), near)) found.push_back(p);
  }
  return found;
}

void chain::run(std::byte* const* data, std::ptrdiff_t const* row_stride, std::ptrdiff_t rows, std::ptrdiff_t count,
                std::byte* scratch) const {
  std::ptrdiff_t const bytes = kernels_->bytes, width = bytes / 8, whole = count / strip_elements(),
                       rest = count % strip_elements();
  small_vector<kernels::strip, 32> table(places_.size());
  for (std::size_t p = 0; p < places_.size(); ++p)
    table[p] = {scratch + static_cast<std::ptrdiff_t>(p) * bytes, places_[p].where == lies::spread ? 0 : width};
  for (std::ptrdiff_t r = 0; r < rows; ++r) {
    auto const row = [&](std::size_t p) { return data[places_[p].slot] + r * row_stride[places_[p].slot]; };
    for (std::size_t p = 0; p < rows_; ++p) table[p].at = row(p);
    for (std::size_t p = rows_; p < places_.size(); ++p)
      if (places_[p].where == lies::spread && (r == 0 || row_stride[places_[p].slot] != 0))
        spread(table[p].at, row(p), item_, width);
    small_vector<std::size_t, 16> const asked = far_ ? streams(table.data()) : small_vector<std::size_t, 16>{};
    for (std::ptrdiff_t n = 0; n < whole; ++n) {
      for (std::size_t const p : asked)
        for (std::ptrdiff_t i = 0; i < bytes; i += line_bytes) expect_line(table[p].at, ahead + i);
      kernels_->run(steps_.data(), table.data());
      for (std::size_t p = 0; p < rows_; ++p) table[p].at += strip_elements() * places_[p].item;
    }
    if (rest == 0) continue;
    small_vector<std::byte*, 16> ends(rows_);
    for (std::size_t p = 0; p < rows_; ++p) {
      std::size_t const used = static_cast<std::size_t>(rest * places_[p].item);
      ends[p] = table[p].at;
      table[p].at = scratch + static_cast<std::ptrdiff_t>(p) * bytes;
      if (!places_[p].read) continue;
      std::memcpy(table[p].at, ends[p], used);
      std::memset(table[p].at + used, 0, static_cast<std::size_t>(bytes) - used);
    }
    kernels_->run(steps_.data(), table.data());
    for (std::size_t p = 0; p < rows_; ++p)
      if (places_[p].written) std::memcpy(ends[p], table[p].at, static_cast<std::size_t>(rest * places_[p].item));
  }
}

}  // namespace fnp::execute
