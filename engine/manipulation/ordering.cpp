// Views and copies that ask for a memory order: reshape, ravel, flatten, copy, array.
#include <algorithm>
#include <string>
#include <utility>

#include "engine/array/axes.hpp"
#include "engine/ir/axis_order.hpp"
#include "engine/memory/seating.hpp"
#include "fnp/manipulation.hpp"

namespace fnp::manipulation {
namespace {

index size_of(array_body const& a) { return static_cast<index>(itemsize(a.type)); }

bool c_ordered(array_body const& a) { return is_c_contiguous(a.layout, size_of(a)); }
bool f_ordered(array_body const& a) { return is_f_contiguous(a.layout, size_of(a)); }

// A settled: C or F; K stays.
memory_order settled(array_body const& a, memory_order order) {
  if (order != memory_order::any) return order;
  return f_ordered(a) && !c_ordered(a) ? memory_order::fortran : memory_order::c;
}

array_handle make_fortran(dtype type, extents shape) {
  std::reverse(shape.begin(), shape.end());
  return views::transpose(*make_array(type, shape));
}

// Dense once the axes are sorted by distance, equal ones in C order? A negative stride is never dense.
bool dense_in_some_order(array_body const& a) {
  auto const reach = [&](std::size_t i) { return a.layout.stride[i] < 0 ? -a.layout.stride[i] : a.layout.stride[i]; };
  small_vector<std::size_t> axes;  // outermost first
  for (std::size_t i = 0; i < a.layout.rank(); ++i) {
    axes.push_back(i);
    for (std::size_t j = i; j > 0 && reach(axes[j - 1]) < reach(axes[j]); --j) std::swap(axes[j - 1], axes[j]);
  }
  index step = size_of(a);
  for (std::size_t k = axes.size(); k-- > 0;) {
    if (a.layout.extent[axes[k]] == 1) continue;
    if (a.layout.stride[axes[k]] != step) return false;
    step *= a.layout.extent[axes[k]];
  }
  return true;
}

array_handle in_walked_order(array_body const& a) {
  extents const order = ir::axis_order(a.layout.extent, {&a.layout.stride, 1});
  return views::transpose(a, order);
}

array_handle raised(array_handle const& a, std::size_t rank) {
  if (a->layout.rank() >= rank) return a;
  if (rank > max_rank)
    fail(error_code::bad_argument, "ndmin bigger than allowable number of dimensions (=64): " + std::to_string(rank));
  extents axes;
  for (std::size_t i = a->layout.rank(); i < rank; ++i) axes.push_back(static_cast<index>(axes.size()));
  return views::expand_dims(*a, axes);
}

}  // namespace

array_handle make_like(array_body const& like, dtype type, memory_order asked) {
  memory_order const order = settled(like, asked);
  if (order == memory_order::c) return make_array(type, like.layout.extent);
  if (order == memory_order::fortran) return make_fortran(type, like.layout.extent);
  if (like.layout.rank() <= 1 || c_ordered(like)) return make_array(type, like.layout.extent);
  if (f_ordered(like)) return make_fortran(type, like.layout.extent);
  return make_array_like(type, like.layout.extent, like.layout.stride);
}

array_handle copy(array_body const& a, memory_order order) {
  array_handle r = make_like(a, a.type, order);
  views::copy_into(a, *r);
  return r;
}

array_handle reshape(array_body const& a, extents const& shape, memory_order asked, maybe<bool> copies) {
  if (asked == memory_order::keep) fail(error_code::bad_argument, "order 'K' is not permitted for reshaping");
  bool const fortran = settled(a, asked) == memory_order::fortran;
  array_handle from = copies && *copies ? manipulation::copy(a, fortran ? memory_order::fortran : memory_order::c)
                                        : make_view(a.memory, a.type, a.layout, a.writeable);
  array_handle r;
  if (fortran) {
    extents turned = shape;
    std::reverse(turned.begin(), turned.end());
    r = views::transpose(*views::reshape(*views::transpose(*from), turned));
  } else {
    r = views::reshape(*from, shape);
  }
  if (copies && !*copies && r->memory.get() != a.memory.get())
    fail(error_code::bad_argument,
         "Unable to avoid creating a copy while reshaping " + to_string(a.layout.extent) + " into " + to_string(shape));
  return r;
}

array_handle ravel(array_body const& a, memory_order asked) {
  memory_order order = settled(a, asked);
  if (order == memory_order::keep) {
    if (c_ordered(a))
      order = memory_order::c;
    else if (f_ordered(a))
      order = memory_order::fortran;
    else if (dense_in_some_order(a))
      return make_view(a.memory, a.type, {{a.count}, {size_of(a)}, a.layout.offset}, a.writeable);
  }
  if (order == memory_order::c) return views::ravel(a);
  if (order == memory_order::fortran) return views::ravel(*views::transpose(a));
  return flatten(a, order);
}

array_handle flatten(array_body const& a, memory_order asked) {
  memory_order const order = settled(a, asked);
  array_handle const dense = order == memory_order::keep ? views::copy(*in_walked_order(a))
                             : order == memory_order::fortran ? views::copy(*views::transpose(a))
                                                              : views::copy(a);
  return make_view(dense->memory, a.type, {{a.count}, {size_of(a)}, 0}, true);
}

array_handle as_array(array_body const& a, maybe<dtype> type, memory_order order, maybe<bool> copies,
                      std::size_t least_rank) {
  bool const same_type = !type || *type == a.type;
  bool const lies_right = order == memory_order::c         ? c_ordered(a)
                          : order == memory_order::fortran ? f_ordered(a)
                                                           : true;
  if (same_type && lies_right && !(copies && *copies))
    return raised(make_view(a.memory, a.type, a.layout, a.writeable), least_rank);
  if (copies && !*copies)
    fail(error_code::bad_argument, "Unable to avoid copy while creating an array as requested.");
  if (same_type) return raised(manipulation::copy(a, order), least_rank);
  // With a cast, order A is F for what is F, and else that of the memory.
  if (order == memory_order::any)
    order = settled(a, order) == memory_order::fortran ? memory_order::fortran : memory_order::keep;
  array_handle r = make_like(a, *type, order);
  views::convert_into(a, *r);
  return raised(r, least_rank);
}

bool owns_data(array_body const& a) { return memory::is_seated(a); }

array_handle require(array_body const& a, maybe<dtype> type, requirements const& need) {
  if (need.c && need.fortran) fail(error_code::bad_argument, "Cannot specify both \"C\" and \"F\" order");
  memory_order const order = need.c ? memory_order::c : need.fortran ? memory_order::fortran : memory_order::any;
  array_handle const r = as_array(a, type, order, {});
  bool const view = r->memory.get() == a.memory.get();
  bool const fits = (!need.writeable || r->writeable) && (!need.owned || !view || owns_data(a));
  return fits ? r : manipulation::copy(*r, order);
}

}  // namespace fnp::manipulation
