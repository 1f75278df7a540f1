// The checker can fail: every seeded fault is caught, by a claim that should catch it; unmutated plans raise no alarm.
#include "verify/isomorphism/mutants.hpp"

#include <boost/test/unit_test.hpp>

using namespace fnp::isomorphism;

BOOST_AUTO_TEST_SUITE(isomorphism_mutants)

BOOST_AUTO_TEST_CASE(there_are_at_least_thirty_kinds_of_faults) { BOOST_TEST(fault_kinds().size() >= 30u); }

BOOST_AUTO_TEST_CASE(seeded_faults_are_caught_by_the_claims_that_should) {
  mutation_options o;
  o.programs = 200;
  o.sites_a_kind = 2;
  o.seconds = 80;
  mutation_report const r = run_mutants(o);
  BOOST_TEST_MESSAGE(to_text(r));
  BOOST_TEST(r.programs >= 50u);
  BOOST_TEST(r.false_alarms == 0u);
  for (std::string const& m : r.missed) BOOST_ERROR("missed: " << m);
  for (std::string const& m : r.misplaced) BOOST_ERROR("by the wrong claim: " << m);
  std::uint64_t sites = 0, kinds = 0;
  for (mutation_report::row const& row : r.rows) {
    sites += row.sites;
    kinds += row.caught > 0;
  }
  BOOST_TEST(kinds >= 30u);
  BOOST_TEST(r.equivalents.size() * 50 <= sites);
  for (std::string const& e : r.equivalents) BOOST_TEST_MESSAGE("equivalent: " << e);
}

BOOST_AUTO_TEST_SUITE_END()
