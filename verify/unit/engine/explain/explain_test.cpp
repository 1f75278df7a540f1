// The door: an expression explains itself in every format, without being evaluated.
#include "engine/explain/explain.hpp"

#include <boost/test/unit_test.hpp>

#include "fnp/fnp.hpp"
#include "fnp/numpy.hpp"

using namespace fnp;

BOOST_AUTO_TEST_SUITE(explain)

BOOST_AUTO_TEST_CASE(an_expression_explains_itself) {
  auto const a = fnp::zeros<double>({6, 4}), b = fnp::zeros<double>({4});
  auto const e = 1.0 - a * b;
  BOOST_TEST(e.explain().find("r1 = 1.0 - a * b") != std::string::npos);
  BOOST_TEST(e.explain(engine::format::json).starts_with("{\n \"schema\": \"fnp.plan/1\""));
  BOOST_TEST(e.explain(engine::format::dot).starts_with("digraph"));
  BOOST_TEST(e.explain(engine::format::html).starts_with("<!DOCTYPE html>"));
}

BOOST_AUTO_TEST_CASE(nothing_is_evaluated) {
  auto const a = fnp::zeros<double>({6, 4});
  auto const before = engine::counters().evaluations;
  (void)(a + a).explain();
  BOOST_TEST(engine::counters().evaluations == before);
}

BOOST_AUTO_TEST_CASE(a_wrong_expression_fails_as_its_evaluation_would) {
  auto const a = fnp::zeros<double>({6, 4}), b = fnp::zeros<double>({5});
  BOOST_CHECK_THROW((a + b).explain(), error);
}

BOOST_AUTO_TEST_CASE(an_unknown_format_is_refused) {
  auto const a = fnp::zeros<double>({2});
  BOOST_CHECK_THROW((a + a).explain(static_cast<engine::format>(9)), error);
}

BOOST_AUTO_TEST_SUITE_END()
