// Reading of cases: views share their buffer, and what lies outside it or has a wrong form is malformed.
#include <boost/test/unit_test.hpp>

#include "verify/oracle/case_file.hpp"

using namespace fnp::oracle;

namespace {

case_text read(std::string const& inputs, std::string const& more = {}) {
  return read_case(
      boost::json::parse(R"({"id": "x", "program": [{"id": "t0", "op": "add", "args": ["a", "a"]}], "results": ["t0"],
    "buffers": {"b0": {"hex": "000102030405060708090a0b"}}, "inputs": )" +
                         inputs + more + "}"));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(read_case_test)

BOOST_AUTO_TEST_CASE(inputs_on_one_buffer_alias) {
  auto const in =
      make_inputs(read(R"({"a": {"dtype": "|u1", "shape": [4], "strides": [-2], "offset": 7, "buffer": "b0"},
                                       "b": {"dtype": "<u2", "shape": [2, 3], "strides": [0, 2], "offset": 2, "buffer": "b0", "writeable": false}})"));
  BOOST_REQUIRE(in.size() == 2u);
  fnp::array_body const &a = *in[0].value.array->done, &b = *in[1].value.array->done;
  BOOST_TEST(a.memory.get() == b.memory.get());
  BOOST_TEST(static_cast<int>(a.data[-2]) == 5);
  BOOST_TEST(a.writeable);
  BOOST_TEST(!b.writeable);
}

BOOST_AUTO_TEST_CASE(a_view_outside_its_buffer_is_malformed) {
  for (char const* const view :
       {R"("shape": [13], "strides": [1], "offset": 0)", R"("shape": [4], "strides": [-4], "offset": 11)",
        R"("shape": [2], "strides": [9223372036854775807], "offset": 1)",
        R"("shape": [2, 2], "strides": [1], "offset": 0)"})
    BOOST_CHECK_THROW(make_inputs(read(std::string(R"({"a": {"dtype": "|u1", "buffer": "b0", )") + view + "}}")),
                      malformed);
}

BOOST_AUTO_TEST_CASE(data_that_do_not_fill_the_shape_are_malformed) {
  BOOST_CHECK_THROW(make_inputs(read(R"({"a": {"dtype": "<i4", "shape": [2], "data": {"hex": "00000000"}}})")),
                    malformed);
  BOOST_CHECK_THROW(make_inputs(read(R"({"a": {"dtype": "<i4", "shape": [-1], "data": {"hex": ""}}})")), malformed);
}

BOOST_AUTO_TEST_CASE(an_unknown_dtype_is_unsupported_and_named) {
  BOOST_CHECK_EXCEPTION(make_inputs(read(R"({"a": {"dtype": "<f16", "shape": [0], "data": {"hex": ""}}})")),
                        unsupported, [](unsupported const& u) { return u.why == "dtype <f16"; });
}

BOOST_AUTO_TEST_CASE(inputs_without_data_get_the_same_pattern_every_time) {
  case_text const c = read(R"({"a": {"dtype": "<f8", "shape": [3]}})");
  BOOST_CHECK_THROW(make_inputs(c), malformed);
  auto const x = make_inputs(c, true), y = make_inputs(c, true);
  for (int k = 0; k < 3; ++k) {
    double const value = reinterpret_cast<double const*>(x[0].value.array->done->data)[k];
    BOOST_TEST(value == reinterpret_cast<double const*>(y[0].value.array->done->data)[k]);
    BOOST_TEST(value != 0);
  }
}

BOOST_AUTO_TEST_SUITE_END()
