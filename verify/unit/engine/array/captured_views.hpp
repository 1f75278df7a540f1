// Runs the captured view cases of some functions and compares layouts, copies and error classes.
#pragma once
#include <boost/test/unit_test.hpp>
#include <charconv>
#include <set>

#include "verify/unit/engine/array/captured.hpp"
#include "fnp/view.hpp"

namespace fnp::test {

inline index_item read_item(std::string const& text) {
  if (text == "n") return newaxis;
  if (text == "e") return ellipsis;
  if (text[0] == 'i') return std::stoll(text.substr(1));
  index_item item;
  bool* const has[] = {&item.has_start, &item.has_stop, &item.has_step};
  index* const bound[] = {&item.start, &item.stop, &item.step};
  std::istringstream in(text.substr(1) + ":");
  std::string part;
  for (int i = 0; i < 3 && std::getline(in, part, ':'); ++i)
    if (!part.empty()) *has[i] = true, *bound[i] = std::stoll(part);
  return item;
}

inline array_handle run_view(array_body const& a, std::string const& op, std::string const& text) {
  if (op == "index") {
    small_vector<index_item> items;
    std::istringstream in(text);
    for (std::string word; in >> word;) items.push_back(read_item(word));
    return view_of(a, items.data(), items.size());
  }
  extents const n = numbers(text);
  if (op == "reshape") return views::reshape(a, n);
  if (op == "diagonal") return views::diagonal(a, n[0], n[1], n[2]);
  if (op == "window") return views::sliding_window_view(a, n, views::all_axes);
  if (op == "moveaxis")
    return views::moveaxis(a, extents(n.begin(), n.begin() + n.size() / 2), extents(n.begin() + n.size() / 2, n.end()));
  if (op == "broadcast_to") return views::broadcast_to(a, n);
  if (op == "flip") return views::flip(a, &n);
  if (op == "expand_dims") return views::expand_dims(a, n);
  if (op == "squeeze") return views::squeeze(a, &n);
  if (op == "swapaxes") return views::swapaxes(a, n[0], n[1]);
  return views::transpose(a, n);
}

// Returns how many cases of these functions there were.
inline int check_views(std::set<std::string> const& ops) {
  int count = 0;
  for (auto const& row : captured("view_cases.txt")) {
    if (!ops.count(row[4])) continue;
    ++count;
    array_handle const buffer = make_array(dtype::i4, {std::stoll(row[0])});
    for (index i = 0; i < buffer->count; ++i)
      reinterpret_cast<std::int32_t*>(buffer->data)[i] = static_cast<std::int32_t>(i);
    array_handle const a =
        make_view(buffer->memory, dtype::i4, {numbers(row[1]), numbers(row[2]), std::stoll(row[3])}, true);
    std::string found, shape, detail, place;
    try {
      array_handle const r = run_view(*a, row[4], row[5]);
      found = r->memory.get() == buffer->memory.get() || r->count == 0 ? "view" : "copy";
      extents numbers;
      for (std::size_t i = 0; i < r->layout.rank(); ++i)
        if (found == "view") numbers.push_back(r->count == 0 || r->layout.extent[i] == 1 ? 0 : r->layout.stride[i]);
      if (found == "copy")
        for (index i = 0; i < r->count; ++i) numbers.push_back(reinterpret_cast<std::int32_t*>(r->data)[i]);
      for (index const e : r->layout.extent) shape += (shape.empty() ? "" : " ") + std::to_string(e);
      for (index const n : numbers) detail += (detail.empty() ? "" : " ") + std::to_string(n);
      if (found == "view") place = r->count == 0 ? "0" : std::to_string(r->data - buffer->data);
    } catch (error const& e) {
      found = category(e.code());
    }
    BOOST_TEST_CONTEXT(row[4] << " " << row[5] << " of shape (" << row[1] << ") strides (" << row[2] << ")") {
      BOOST_TEST(found == row[6]);
      BOOST_TEST(shape == row[7]);
      BOOST_TEST(detail == row[8]);
      BOOST_TEST(place == row[9]);
    }
  }
  return count;
}

template <class F> void check_error(error_code code, F&& f) {
  try {
    f();
    BOOST_ERROR("nothing was thrown instead of " << reason(code));
  } catch (error const& e) {
    BOOST_TEST(std::string(reason(e.code())) == std::string(reason(code)), e.what());
  }
}

}  // namespace fnp::test
