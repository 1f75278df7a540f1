// OP.at with indices that come again is one update after the other.
#include <boost/test/unit_test.hpp>
#include <cstring>
#include <random>

#include "fnp/fnp.hpp"
#include "fnp/ops/all.hpp"
#include "fnp/ufunc_methods.hpp"

namespace fnp::test {

BOOST_AUTO_TEST_SUITE(update_rounds)

// Few places, so that rounds become short; and many; some counted from the end; targets that lie apart.
BOOST_AUTO_TEST_CASE(repeated_places_count_every_time_and_in_order) {
  std::mt19937_64 random(81);
  int met = 0;
  for (ops::op_id const op :
       {ops::id_of<ops::add>, ops::id_of<ops::divide>, ops::id_of<ops::hypot>, ops::id_of<ops::logaddexp>,
        ops::id_of<ops::floor_divide>, ops::id_of<ops::power>, ops::id_of<ops::maximum>, ops::id_of<ops::negative>})
    for (dtype const type : {dtype::f8, dtype::f4, dtype::f2, dtype::c16, dtype::c8, dtype::i8, dtype::i4, dtype::i2,
                             dtype::u1, dtype::b1})
      for (index const places : {1, 3, 40, 3000}) {
        index const n = 5000;
        ndarray at(dtype::i8, {n}), values(type, {n}), first(type, {2 * places});
        for (index i = 0; i < n; ++i) {
          reinterpret_cast<index*>(at.body().data)[i] =
              static_cast<index>(random() % static_cast<std::uint64_t>(2 * places)) - places;
          double const value = static_cast<double>(random() % 5 + 1) / (type == dtype::f8 ? 3 : 1);
          convert_element(dtype::f8, &value, type, values.body().data + i * static_cast<index>(itemsize(type)));
        }
        double const one = 1;
        for (index i = 0; i < 2 * places; ++i)
          convert_element(dtype::f8, &one, type, first.body().data + i * static_cast<index>(itemsize(type)));
        bool const unary = op == ops::id_of<ops::negative>;
        for (bool const apart : {false, true}) {
          ndarray a = first.copy(), b = first.copy();
          ndarray const into = apart ? a(slice(none, none, 2)) : a(slice(0, places)),
                        alone = apart ? b(slice(none, none, 2)) : b(slice(0, places));
          array_body const* const all[] = {&at.body()};
          try {
            ufunc_on::at(op, *into.handle(), all, unary ? nullptr : &values.body());
          } catch (error const&) {
            continue;  // no such loop
          }
          ++met;
          for (index i = 0; i < n; ++i) {
            ndarray const place = at(slice(i, i + 1)), value = values(slice(i, i + 1));
            array_body const* const single[] = {&place.body()};
            ufunc_on::at(op, *alone.handle(), single, unary ? nullptr : &value.body());
          }
          bool const same =
              std::memcmp(a.body().data, b.body().data, static_cast<std::size_t>(2 * places) * itemsize(type)) == 0;
          BOOST_TEST(same, ops::op_table[op].name << " of " << name(type) << " at " << places << " places"
                                                  << (apart ? " apart" : ""));
        }
      }
  BOOST_TEST(met > 400);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
