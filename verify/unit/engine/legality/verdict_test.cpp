// The text of verdicts.
#include "engine/legality/verdict.hpp"

#include <boost/test/unit_test.hpp>

namespace fnp::legality {

BOOST_AUTO_TEST_SUITE(legality_verdict)

BOOST_AUTO_TEST_CASE(only_legal_permits) {
  BOOST_TEST(bool(verdict{answer::legal, "gcd_test", {}}));
  BOOST_TEST(!bool(verdict{answer::illegal, "zero_stride", {1}}));
  BOOST_TEST(!bool(verdict{answer::undecided, "budget_exhausted", {}}));
  BOOST_TEST(!bool(verdict{answer::overflow, "address_overflow", {}}));
  BOOST_TEST(!bool(verdict{}));
}

BOOST_AUTO_TEST_CASE(the_text_names_the_numbers) {
  BOOST_TEST(to_text({answer::legal, "same_address_sequence", {0}}) == "legal: same_address_sequence (offset 0)");
  BOOST_TEST(to_text({answer::legal, "gcd_test", {}}) == "legal: gcd_test");
  BOOST_TEST(to_text({answer::illegal, "not_dense", {0, 24, 8, 4}}) ==
             "illegal: not_dense (operand 0, outer_stride 24, inner_stride 8, inner_extent 4)");
  BOOST_TEST(to_text({answer::undecided, "budget_exhausted", {}}) == "undecided: budget_exhausted");
}

BOOST_AUTO_TEST_CASE(numbers_without_a_name_are_printed_bare) {
  BOOST_TEST(to_text({answer::illegal, "said_elsewhere", {3, -4}}) == "illegal: said_elsewhere (3, -4)");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::legality
