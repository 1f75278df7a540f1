// Advanced subscripts on bodies: every combination of layouts against element-by-element reading, memory order, errors.
#include "engine/indexing/advanced_subscript.hpp"
#include "verify/unit/engine/indexing/lookup_values.hpp"

namespace fnp::test {
namespace {

using items = std::vector<subscript_item>;

array_handle get(array_body const& a, items const& at) { return lookup::get(a, at.data(), at.size()); }
void set(array_body& a, items const& at, array_body const& v) { lookup::set(a, at.data(), at.size(), v); }
subscript_item basic(index_item i) { return {i, {}}; }
subscript_item whole_axis() { return {slice(), {}}; }

}  // namespace

BOOST_AUTO_TEST_SUITE(subscripted)

BOOST_AUTO_TEST_CASE(picks_agree_with_single_elements_on_every_layout) {
  array_handle const dense = counting({4, 5, 6});
  array_handle const at = of<std::int16_t>({3, -1, 0, 2, -4, 1}, {2, 3});
  index_item const odd[] = {slice(none, none, -1), slice(none, none, 2), slice(4, none, -2)};
  for (array_handle const& a : {dense, views::transpose(*dense, {2, 0, 1}), view_of(*dense, odd, 3)})
    for (std::size_t axis = 0; axis < 3; ++axis) {
      if (a->layout.extent[axis] < 4) continue;
      items list(3, whole_axis());
      list[axis] = {{}, at};
      array_handle const r = get(*a, list);
      extents position(4);
      for (index k = 0; k < r->count; ++k) {
        index rest = k;
        for (std::size_t i = 4; i-- > 0;) {
          position[i] = rest % r->layout.extent[i];
          rest /= r->layout.extent[i];
        }
        // The joint axes (axis, axis + 1) name one index.
        index const pair[] = {position[axis], position[axis + 1]};
        extents source;
        for (std::size_t i = 0; i < 4; ++i)
          if (i != axis + 1) source.push_back(position[i]);
        source[axis] = static_cast<index>(views::item(*at, pair, 2).as<double>());
        BOOST_REQUIRE((views::item(*r, position.data(), 4) == views::item(*a, source.data(), 3)));
      }
    }
}

BOOST_AUTO_TEST_CASE(the_result_lies_in_numpys_memory_order) {
  array_handle const a = make_array(dtype::f8, {4, 5, 6, 7}), at = make_array(dtype::i8, {2, 3});
  std::memset(at->data, 0, 48);
  array_handle const f = views::transpose(*views::copy(*views::transpose(*at)));
  subscript_item const i{{}, at}, fi{{}, f}, s = whole_axis();
  auto const strides = [&](array_body const& x, items const& list) { return to_string(get(x, list)->layout.stride); };
  BOOST_TEST(strides(*a, {i}) == "(5040, 1680, 336, 56, 8)");
  BOOST_TEST(strides(*a, {fi}) == "(5040, 1680, 336, 56, 8)");
  BOOST_TEST(strides(*a, {s, i}) == "(336, 4032, 1344, 56, 8)");
  BOOST_TEST(strides(*a, {i, s, i}) == "(840, 280, 56, 8)");
  BOOST_TEST(strides(*views::transpose(*a, {2, 0, 3, 1}), {s, i}) == "(56, 5040, 1680, 8, 336)");
  BOOST_TEST(strides(*a, {fi, fi, fi, fi}) == "(8, 16)");
  BOOST_TEST(strides(*a, {i, fi, i, fi}) == "(24, 8)");
  BOOST_TEST(strides(*a, {basic(0), basic(0), basic(0), fi}) == "(8, 16)");
}

BOOST_AUTO_TEST_CASE(a_number_or_basic_items_with_an_integer_array_of_rank_0_give_a_copy) {
  array_handle const a = counting({2, 3});
  array_handle const one = of<std::int8_t>({1}, {});
  BOOST_TEST((get(*a, {basic(0)})->memory.get() == a->memory.get()));
  BOOST_TEST((get(*a, {{{}, one}})->memory.get() != a->memory.get()));
  BOOST_TEST(holds(*get(*a, {{{}, one}, whole_axis()}), {3, 4, 5}));
  BOOST_TEST((get(*a, {basic(0), basic(1)})->memory.get() != a->memory.get()));
}

BOOST_AUTO_TEST_CASE(masks_read_and_write_their_true_places_on_any_layout) {
  for (index const n : {0, 1, 7, 8, 9, 31, 64, 100}) {
    array_handle const wide = counting({n, 3});
    array_handle const mask = make_array(dtype::b1, {n});
    for (index k = 0; k < n; ++k) mask->data[k] = std::byte{k % 3 == 0 || (k >= 8 && k < 24)};
    index_item const column[] = {slice(), 1};
    array_handle const strided_column = view_of(*wide, column, 2);
    std::vector<double> expected;
    for (index k = 0; k < n; ++k)
      if (mask->data[k] != std::byte{0}) expected.push_back(static_cast<double>(3 * k + 1));
    BOOST_TEST(holds(*get(*strided_column, {{{}, mask}}), expected));
    array_handle const dense = views::copy(*strided_column);
    BOOST_TEST(holds(*get(*dense, {{{}, mask}}), expected));
    set(*strided_column, {{{}, mask}}, *of<double>({-1}, {}));
    set(*dense, {{{}, mask}}, *get(*dense, {{{}, mask}}));
    for (index k = 0; k < n; ++k)
      BOOST_REQUIRE((views::item(*strided_column, &k, 1) ==
                     scalar(mask->data[k] != std::byte{0} ? -1.0 : static_cast<double>(3 * k + 1))));
  }
}

BOOST_AUTO_TEST_CASE(an_assignment_broadcasts_and_casts) {
  array_handle const a = make_array(dtype::i4, {3, 2});
  std::memset(a->data, 0, 24);
  array_handle const at = of<std::int64_t>({2, 0});
  set(*a, {{{}, at}}, *of<double>({1.9, -2.9}));
  BOOST_TEST(holds(*a, {1, -2, 0, 0, 1, -2}));
  set(*a, {whole_axis(), {{}, of<std::int64_t>({1, 1})}}, *of<double>({5, 6}, {1, 1, 2}));
  BOOST_TEST(holds(*a, {1, 6, 0, 6, 1, 6}));
}

BOOST_AUTO_TEST_CASE(each_error_has_numpys_class_and_reason) {
  array_handle const a = counting({2, 3});
  array_handle const fixed = views::read_only(*a);
  array_handle const beyond = of<std::int64_t>({0, 2}), none_true = of<bool>({false, false, false});
  auto const with = [&](items const& list) { return [&a, list] { get(*a, list); }; };
  refused(error_code::index_out_of_range, "IndexError", with({{{}, beyond}}));
  refused(error_code::index_out_of_range, "IndexError", with({basic(5), {{}, none_true}}));
  refused(error_code::too_many_indices, "IndexError", with({{{}, make_array(dtype::b1, {2, 3})}, basic(0)}));
  refused(error_code::bad_index_type, "IndexError", with({{{}, counting({2})}}));
  refused(error_code::mask_shape_mismatch, "IndexError", with({{{}, of<bool>({true})}}));
  refused(error_code::index_shape_mismatch, "IndexError",
          with({{{}, of<std::int64_t>({0, 0})}, {{}, of<std::int64_t>({0, 0, 0})}}));
  refused(error_code::zero_step, "ValueError", with({{slice(0, 1, 0), {}}, {{}, of<std::int64_t>({0})}}));
  refused(error_code::read_only, "ValueError", [&] { set(*fixed, {{{}, beyond}}, *of<double>({1})); });
  refused(error_code::assign_shape_mismatch, "ValueError",
          [&] { set(*a, {{{}, of<std::int64_t>({0})}}, *of<double>({1, 2})); });
  array_handle const full = make_array(dtype::b1, {2, 3});
  std::memset(full->data, 1, 6);
  refused(error_code::mask_shape_mismatch, "ValueError", [&] { set(*a, {{{}, full}}, *of<double>({1, 2})); });
  refused(error_code::mask_shape_mismatch, "TypeError", [&] { set(*a, {{{}, full}}, *counting({2, 3})); });
  refused(error_code::bad_argument, "ValueError", [&] { set(*a, {basic(0), basic(0)}, *of<double>({1})); });
  BOOST_TEST(holds(*a, {0, 1, 2, 3, 4, 5}));
  // NumPy does not look into index arrays when nothing is selected.
  BOOST_TEST(get(*a, {{{}, of<std::int64_t>({9})}, {{}, of<std::int64_t>({}, {0})}})->count == 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
