// Resolving a subscript, and the offsets of its joint positions.
#include "engine/indexing/advanced_subscript.hpp"

#include "engine/array/strided_walk.hpp"
#include "engine/indexing/true_places.hpp"
#include "fnp/base/error.hpp"
#include "fnp/ndarray.hpp"

namespace fnp::lookup {
namespace {

bool is_mask(subscript_item const& i) { return i.array && i.array->type == dtype::b1; }
bool is_integer_scalar(subscript_item const& i) {
  return i.array && i.array->layout.rank() == 0 && is_integer(i.array->type);
}
index_item basic_of(subscript_item const& i) {
  if (!i.array) return i.basic;
  index value = 0;
  convert_element(i.array->type, i.array->data, dtype::i8, &value);
  return value;
}

// Throws for what is no index; how many axes the items use.
std::size_t count_axes(subscript_item const* items, std::size_t count) {
  std::size_t used = 0, ellipses = 0;
  for (std::size_t k = 0; k < count; ++k) {
    subscript_item const& i = items[k];
    if (i.array) {
      if (!is_mask(i) && !is_integer(i.array->type))
        fail(error_code::bad_index_type,
             "arrays used as indices must be of integer (or boolean) type, got " + std::string(name(i.array->type)));
      used += is_mask(i) ? i.array->layout.rank() : 1;
    } else {
      used += i.basic.what == index_item::integer || i.basic.what == index_item::slice;
      ellipses += i.basic.what == index_item::ellipsis;
    }
  }
  if (ellipses > 1) fail(error_code::bad_index_type, "an index can only have a single ellipsis ('...')");
  return used;
}

void check_mask(array_body const& mask, array_body const& a, std::size_t axis) {
  for (std::size_t i = 0; i < mask.layout.rank(); ++i)
    if (mask.layout.extent[i] > 0 && mask.layout.extent[i] != a.layout.extent[axis + i])  // as NumPy: nothing to find
      fail(error_code::mask_shape_mismatch,
           "boolean index did not match indexed array along axis " + std::to_string(axis + i) + "; size of axis is " +
               std::to_string(a.layout.extent[axis + i]) + " but size of corresponding boolean axis is " +
               std::to_string(mask.layout.extent[i]));
}

pick truth_value(bool on) {
  pick p;
  p.at = make_array(dtype::i8, {on ? 1 : 0});
  if (on) std::fill_n(p.at->data, sizeof(index), std::byte{0});
  p.placed = true;
  return p;
}

class resolver {
 public:
  resolver(array_body const& a, subscript_item const* items, std::size_t count) : a_(a), items_(items), count_(count) {}

  advanced_subscript run() {
    std::size_t const rank = a_.layout.rank(), used = count_axes(items_, count_);
    if (used > rank)
      fail(error_code::too_many_indices, "too many indices for array: array is " + std::to_string(rank) +
                                             "-dimensional, but " + std::to_string(used) + " were indexed");
    if (std::none_of(items_, items_ + count_, [](subscript_item const& i) {
          return i.array ? !is_integer_scalar(i) : i.basic.what == index_item::boolean;
        }))
      return basic();
    check_masks(rank - used);
    if (count_ == 1 && is_mask(items_[0]) && items_[0].array->layout.extent == a_.layout.extent)
      s_.mask = truth_of(*items_[0].array);
    else if (count_ == 1 && !items_[0].array && rank == 0)
      s_.mask = views::of_scalar(scalar(items_[0].basic.start != 0));
    else
      take_items(rank - used);
    return std::move(s_);
  }

 private:
  advanced_subscript basic() {
    small_vector<index_item> plain;
    bool numbers = true;
    for (std::size_t k = 0; k < count_; ++k) {
      plain.push_back(basic_of(items_[k]));
      s_.fresh |= static_cast<bool>(items_[k].array);
      numbers = numbers && plain.back().what == index_item::integer;
    }
    s_.view = view_of(a_, plain.data(), plain.size());
    s_.number = numbers && s_.view->layout.rank() == 0;
    return std::move(s_);
  }

  void check_masks(std::size_t left_out) const {
    std::size_t axis = 0;
    for (std::size_t k = 0; k < count_; ++k) {
      subscript_item const& i = items_[k];
      if (is_mask(i)) {
        check_mask(*i.array, a_, axis);
        axis += i.array->layout.rank();
      } else if (i.array || i.basic.what == index_item::integer || i.basic.what == index_item::slice)
        ++axis;
      else if (i.basic.what == index_item::ellipsis)
        axis += left_out;
    }
  }

  void keep(index extent, index stride) {
    s_.whole.push_back(extent);
    s_.stride.push_back(stride);
  }
  void keep_axes(std::size_t n) {
    for (; n > 0; --n, ++axis_) keep(a_.layout.extent[axis_], a_.layout.stride[axis_]);
  }
  // The joint axes stand here, or in front if something came between.
  void meet() {
    apart_ = apart_ || (started_ && closed_);
    if (!started_) s_.before = s_.whole.size();
    started_ = true;
    closed_ = false;
  }
  void choose(pick p) {
    meet();
    s_.picks.push_back(std::move(p));
  }

  void take_items(std::size_t left_out) {
    for (std::size_t k = 0; k < count_; ++k) {
      subscript_item const& i = items_[k];
      if (is_mask(i))
        take_mask(*i.array);
      else if (i.array && !is_integer_scalar(i)) {
        pick p;
        p.at = i.array;
        p.axis = axis_;
        p.extent = a_.layout.extent[axis_];
        p.stride = a_.layout.stride[axis_++];
        choose(std::move(p));
      } else
        take_basic(basic_of(i), left_out);
    }
    keep_axes(a_.layout.rank() - axis_);
    if (apart_) s_.before = 0;
  }

  void take_mask(array_body const& mask) {
    std::size_t const rank = mask.layout.rank();
    array_handle const dense = truth_of(mask);
    if (rank == 0) return choose(truth_value(dense->data[0] != std::byte{0}));
    pick p;
    p.placed = true;
    p.at = true_offsets(dense->data, mask.layout.extent,
                        extents(a_.layout.stride.begin() + axis_, a_.layout.stride.begin() + axis_ + rank));
    axis_ += rank;
    choose(std::move(p));
  }

  void take_basic(index_item const& item, std::size_t left_out) {
    switch (item.what) {
      case index_item::boolean:
        return choose(truth_value(item.start != 0));
      case index_item::integer:
        s_.base += position_of(item.start, a_.layout.extent[axis_], index_mode::raise, axis_) * a_.layout.stride[axis_];
        ++axis_;
        return meet();
      case index_item::slice: {
        array_handle const line = make_view(
            a_.memory, a_.type, {{a_.layout.extent[axis_]}, {a_.layout.stride[axis_]}, a_.layout.offset}, false);
        array_handle const cut = view_of(*line, &item, 1);
        s_.base += cut->layout.offset - a_.layout.offset;
        keep(cut->layout.extent[0], cut->layout.stride[0]);
        ++axis_;
        break;
      }
      case index_item::newaxis:
        keep(1, 0);
        break;
      case index_item::ellipsis:
        keep_axes(left_out);
        break;
    }
    closed_ = true;
  }

  array_body const& a_;
  subscript_item const* items_;
  std::size_t count_, axis_ = 0;
  bool started_ = false;                 // an index array, or an integer beside one, has come
  bool apart_ = false, closed_ = false;  // something stood between index arrays; something came after the last one
  advanced_subscript s_;
};

// The pick's strides over the joint axes in the order of the walk, and where the walk begins.
strided in_order(pick const& p, advanced_subscript const& s, walk_order const& order) {
  strided const wide = broadcast_layout(p.at->layout, s.joint);
  strided r;
  for (index const axis : order.axes) {
    auto const i = static_cast<std::size_t>(axis);
    bool const back = order.backwards >> i & 1;
    r.extent.push_back(s.joint[i]);
    r.stride.push_back(back ? -wide.stride[i] : wide.stride[i]);
    if (back) r.offset += (s.joint[i] - 1) * wide.stride[i];
  }
  return r;
}

}  // namespace

extents advanced_subscript::shape() const {
  if (mask) return {count_true(mask->data, mask->count)};
  extents r(whole.begin(), whole.begin() + before);
  for (index const e : joint) r.push_back(e);
  for (std::size_t i = before; i < whole.size(); ++i) r.push_back(whole[i]);
  return r;
}

advanced_subscript resolve(array_body const& a, subscript_item const* items, std::size_t count) {
  return resolver(a, items, count).run();
}

void join(advanced_subscript& s) {
  for (pick const& p : s.picks) {
    if (broadcast_into(s.joint, p.at->layout.extent)) continue;
    std::string text = "shape mismatch: indexing arrays could not be broadcast together with shapes";
    for (pick const& q : s.picks) text += " " + to_string(q.at->layout.extent);
    fail(error_code::index_shape_mismatch, text);
  }
}

void check_indices(advanced_subscript const& s) {
  if (s.count() == 0) return;
  for (pick const& p : s.picks)
    if (!p.placed) check_range(*p.at, p.extent, p.axis);
}

pick const* streamed_pick(advanced_subscript const& s, walk_order const& order, array_body const* busy) {
  if (s.picks.size() != 1 || s.picks[0].placed) return nullptr;
  pick const& p = s.picks[0];
  bool const dense = is_c_contiguous(in_order(p, s, order), static_cast<index>(itemsize(p.at->type)));
  return dense && order.backwards == 0 && !(busy && may_overlap(*p.at, *busy)) ? &p : nullptr;
}

array_handle offset_table(advanced_subscript const& s, walk_order const& order) {
  extents shape;
  for (index const axis : order.axes) shape.push_back(s.joint[static_cast<std::size_t>(axis)]);
  array_handle const table = make_array(dtype::i8, shape);
  auto* const to = reinterpret_cast<index*>(table->data);
  std::fill_n(to, table->count, index{0});
  for (pick const& p : s.picks) {
    // Worked out once an index, then added wherever it is broadcast to.
    array_handle placed = p.at;
    if (!p.placed) {
      placed = make_array(dtype::i8, p.at->layout.extent);
      offsets_of(*p.at, p.extent, p.stride, index_mode::raise, p.axis, reinterpret_cast<index*>(placed->data));
    }
    pick q = p;
    q.at = placed;
    strided const from = in_order(q, s, order);
    walk<2>(shape, {table->data, placed->data + from.offset}, {&table->layout.stride, &from.stride},
            [](auto const& at, auto const& stride, index count) {
              for (index k = 0; k < count; ++k)
                *reinterpret_cast<index*>(at[0] + k * stride[0]) +=
                    *reinterpret_cast<index const*>(at[1] + k * stride[1]);
            });
  }
  return table;
}

}  // namespace fnp::lookup
