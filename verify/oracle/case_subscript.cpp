// Indexing with arrays: the addresses of the result's elements.
#include "verify/oracle/case_subscript.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "engine/ir/constant.hpp"
#include "fnp/ndarray.hpp"

namespace fnp::oracle {
namespace {

bool is_slice(datum const& d) { return d.is(datum::kind::tuple) && d.text == "slice"; }
bool is_ellipsis(datum const& d) { return d.is(datum::kind::text) && d.text == "..."; }
// An array of rank 0 that holds an integer is an integer.
bool is_integer_item(session& run, datum const& d) {
  if (d.is(datum::kind::integer)) return true;
  return d.is(datum::kind::array) && is_integer(run.type(d)) && run.shape(d).empty();
}

// One index array: its values along an axis of the array.
struct pick {
  extents shape;
  std::vector<index> at;  // in C order of shape, counted from the front
  index stride = 0;
};

struct mask_places {
  std::vector<std::vector<index>> by_axis;
};
mask_places places_of(array_body const& mask) {
  mask_places r;
  r.by_axis.resize(mask.layout.rank());
  std::vector<index> const at = offsets_of(mask.layout.extent, mask.layout.stride);
  for (std::size_t k = 0; k < at.size(); ++k) {
    if (mask.data[at[k]] == std::byte{0}) continue;
    index rest = static_cast<index>(k);
    for (std::size_t i = mask.layout.rank(); i-- > 0;) {
      r.by_axis[i].push_back(rest % mask.layout.extent[i]);
      rest /= mask.layout.extent[i];
    }
  }
  return r;
}

[[noreturn]] void bad_item() {
  fail(error_code::bad_index_type, "only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and integer or boolean arrays are valid indices");
}

}  // namespace

std::vector<index> offsets_of(extents const& shape, extents const& stride) {
  std::vector<index> r{0};
  for (std::size_t i = 0; i < shape.size(); ++i) {
    std::vector<index> next;
    next.reserve(r.size() * static_cast<std::size_t>(shape[i]));
    for (index const base : r)
      for (index k = 0; k < shape[i]; ++k) next.push_back(base + k * stride[i]);
    r = std::move(next);
  }
  return r;
}

index place_index(index i, index extent, std::string const& mode) {
  if (mode == "clip") return std::clamp<index>(i, 0, extent - 1);
  if (mode == "wrap") return extent ? (i % extent + extent) % extent : 0;
  if (i < -extent || i >= extent)
    fail(error_code::index_out_of_range, "index " + std::to_string(i) + " is out of bounds for axis with size " + std::to_string(extent));
  return i < 0 ? i + extent : i;
}

bool is_basic(session& run, std::span<datum const> items) {
  for (datum const& d : items) {
    if (is_slice(d) || is_ellipsis(d) || d.is(datum::kind::none) || is_integer_item(run, d)) continue;
    if (d.is(datum::kind::boolean) || d.is(datum::kind::array) || d.is(datum::kind::tuple)) return false;
    bad_item();
  }
  return true;
}

std::vector<index_item> basic_items(session& run, std::span<datum const> items) {
  std::vector<index_item> r;
  for (datum const& d : items) {
    if (is_ellipsis(d)) r.emplace_back(ellipsis);
    else if (d.is(datum::kind::none)) r.emplace_back(newaxis);
    else if (is_slice(d)) {
      index_item s;
      s.what = index_item::slice;
      auto const bound = [&](datum const& b, bool& has, index& value) {
        has = !b.is(datum::kind::none);
        if (has) value = integer_of(run, b);
      };
      bound(d.items.at(0), s.has_start, s.start);
      bound(d.items.at(1), s.has_stop, s.stop);
      bound(d.items.at(2), s.has_step, s.step);
      r.push_back(s);
    } else r.emplace_back(integer_of(run, d));
  }
  return r;
}

subscript resolve_subscript(session& run, array_body const& a, std::span<datum const> items) {
  subscript r;
  if (is_basic(run, items)) {
    std::vector<index_item> const basic = basic_items(run, items);
    r.view = view_of(a, basic.data(), basic.size());
    r.shape = r.view->layout.extent;
    r.is_number = r.shape.empty() && std::none_of(items.begin(), items.end(), is_ellipsis);
    if (!r.is_number || !items.empty()) return r;
    r.is_number = false;
    return r;
  }
  r.basic = false;
  // How many axes the items use, and what the ellipsis stands for.
  std::size_t used = 0, dots = 0;
  std::vector<array_handle> arrays(items.size());
  for (std::size_t k = 0; k < items.size(); ++k) {
    datum const& d = items[k];
    if (is_ellipsis(d)) ++dots;
    else if (d.is(datum::kind::array) || (d.is(datum::kind::tuple) && !is_slice(d))) {
      arrays[k] = run.concrete(d);
      if (arrays[k]->count == 0 && d.is(datum::kind::tuple)) arrays[k] = make_array(dtype::i8, {0});
      if (kind(arrays[k]->type) != 'b' && !is_integer(arrays[k]->type)) fail(error_code::bad_index_type, "arrays used as indices must be of integer (or boolean) type");
      used += kind(arrays[k]->type) == 'b' ? arrays[k]->layout.rank() : 1;
    } else if (is_slice(d) || d.is(datum::kind::integer)) ++used;
  }
  if (dots > 1) fail(error_code::bad_index_type, "an index can only have a single ellipsis ('...')");
  if (used > a.layout.rank())
    fail(error_code::too_many_indices, "too many indices for array: array is " + std::to_string(a.layout.rank()) + "-dimensional, but " + std::to_string(used) + " were indexed");
  r.one_mask = items.size() == 1 && arrays[0] && kind(arrays[0]->type) == 'b' && arrays[0]->layout.rank() == a.layout.rank();

  struct axis {
    index extent, stride;
  };
  std::vector<axis> before, after;
  std::vector<pick> picks;
  bool apart = false, closed = false;  // a slice or newaxis came after the first index array
  index base = 0;
  std::size_t at = 0;  // next axis of the array
  auto const keep = [&](index extent, index stride) {
    (picks.empty() ? before : after).push_back({extent, stride});
    closed = !picks.empty();
  };
  auto const choose = [&](pick p) {
    apart = apart || closed;
    picks.push_back(std::move(p));
  };
  std::vector<datum> all(items.begin(), items.end());
  if (!dots) all.push_back(datum::of_text("..."));
  arrays.resize(all.size());
  for (std::size_t k = 0; k < all.size(); ++k) {
    datum const& d = all[k];
    if (is_ellipsis(d)) {
      if (dots) closed = closed || !picks.empty();
      for (std::size_t n = a.layout.rank() - used; n > 0; --n, ++at) keep(a.layout.extent[at], a.layout.stride[at]);
    } else if (d.is(datum::kind::none)) keep(1, 0);
    else if (is_slice(d)) {
      std::vector<index_item> const one = basic_items(run, {&d, 1});
      array_handle const line = make_view(a.memory, a.type, {{a.layout.extent[at]}, {a.layout.stride[at]}, a.layout.offset}, false);
      array_handle const cut = view_of(*line, one.data(), 1);
      base += cut->layout.offset - a.layout.offset;
      keep(cut->layout.extent[0], cut->layout.stride[0]);
      ++at;
    } else if (d.is(datum::kind::boolean)) choose({{d.truth ? 1 : 0}, std::vector<index>(d.truth ? 1 : 0, 0), 0});
    else if (arrays[k] && kind(arrays[k]->type) == 'b') {
      array_body const& mask = *arrays[k];
      for (std::size_t i = 0; i < mask.layout.rank(); ++i)
        if (mask.layout.extent[i] != a.layout.extent[at + i])
          fail(error_code::mask_shape_mismatch, "boolean index did not match indexed array along axis " + std::to_string(at + i) + "; size of axis is " +
                                                    std::to_string(a.layout.extent[at + i]) + " but size of corresponding boolean axis is " + std::to_string(mask.layout.extent[i]));
      mask_places p = places_of(mask);
      if (mask.layout.rank() == 0) {
        bool const on = mask.data[0] != std::byte{0};
        choose({{on ? 1 : 0}, std::vector<index>(on ? 1 : 0, 0), 0});
      }
      for (std::size_t i = 0; i < mask.layout.rank(); ++i, ++at) {
        extents const length{static_cast<index>(p.by_axis[i].size())};
        choose({length, std::move(p.by_axis[i]), a.layout.stride[at]});
      }
    } else {
      pick p{arrays[k] ? arrays[k]->layout.extent : extents{}, {}, a.layout.stride[at]};
      for (index const i : integers_of(run, arrays[k] ? datum::of(arrays[k]) : d)) p.at.push_back(i);
      for (index& i : p.at) i = place_index(i, a.layout.extent[at], "raise");
      choose(std::move(p));
      ++at;
    }
  }
  extents joint;
  for (pick const& p : picks)
    if (!broadcast_into(joint, p.shape)) fail_shapes(error_code::index_shape_mismatch, "shape mismatch: indexing arrays", joint, p.shape);
  std::vector<index> chosen(static_cast<std::size_t>(element_count(joint).value), base);
  for (pick const& p : picks) {
    strided const layout = broadcast_layout({p.shape, c_strides(p.shape, 1), 0}, joint);
    std::vector<index> const where = offsets_of(joint, layout.stride);
    for (std::size_t k = 0; k < chosen.size(); ++k) chosen[k] += p.at[static_cast<std::size_t>(where[k])] * p.stride;
  }
  if (apart) {  // to the front
    after.insert(after.begin(), before.begin(), before.end());
    before.clear();
  }
  auto const table = [](std::vector<axis> const& axes) {
    extents shape, stride;
    for (axis const& x : axes) shape.push_back(x.extent), stride.push_back(x.stride);
    return offsets_of(shape, stride);
  };
  for (axis const& x : before) r.shape.push_back(x.extent);
  for (index const e : joint) r.shape.push_back(e);
  for (axis const& x : after) r.shape.push_back(x.extent);
  std::vector<index> const outer = table(before), inner = table(after);
  for (index const o : outer)
    for (index const m : chosen)
      for (index const i : inner) r.offsets.push_back(o + m + i);
  return r;
}

}  // namespace fnp::oracle
