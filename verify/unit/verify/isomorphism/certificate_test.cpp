// Certificates: the same bytes every time, and the independent re-checker accepts good ones and refuses tampered ones.
#include "verify/isomorphism/certificate.hpp"

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/ir/number_text.hpp"
#include "engine/ir/sha256.hpp"
#include "verify/differential/generator.hpp"
#include "verify/differential/run.hpp"

using namespace fnp;
namespace json = boost::json;

namespace {

std::string certificate_of(std::uint64_t seed) {
  differential::tape t(seed);
  differential::program const p = differential::make_program(t);
  p.restore();
  plan::plan const how = differential::plan_of(p, isa::baseline, 1);
  isomorphism::subject const s{p.what.graph, how, p.what.destinations};
  isomorphism::check_options o;
  o.witness = false;
  return isomorphism::make_certificate(s, isomorphism::check(s, o));
}

// The re-checker's exit status.
int recheck(std::string const& text) {
  auto const file = std::filesystem::temp_directory_path() / ("fnp_certificate_" + std::to_string(getpid()) + ".json");
  std::ofstream(file) << text;
  int const status = std::system(("python3 verify/isomorphism/recheck.py " + file.string() + " > /dev/null").c_str());
  std::filesystem::remove(file);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

std::size_t points(json::object const& c) {
  std::size_t n = 0;
  for (json::value const& s : c.at("plan").at("steps").as_array()) {
    std::size_t here = 1;
    for (json::value const& e : s.at("extent").as_array()) here *= static_cast<std::size_t>(e.to_number<fnp::index>());
    n += here;
  }
  return n;
}

// The certificate with its plan changed and hashed anew: only meaning can betray it.
template <class Change>
std::string tampered(std::string const& text, Change change) {
  json::object c = json::parse(text).as_object();
  change(c);
  auto const digest = ir::sha256(json::serialize(c.at("plan")));
  c["plan_sha256"] = ir::hex_text({reinterpret_cast<char const*>(digest.data()), digest.size()});
  return json::serialize(c);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(isomorphism_certificate)

BOOST_AUTO_TEST_CASE(the_same_evaluation_gives_the_same_bytes) {
  for (std::uint64_t seed = 1; seed < 40; ++seed) BOOST_TEST(certificate_of(seed) == certificate_of(seed));
}

BOOST_AUTO_TEST_CASE(good_certificates_are_accepted) {
  int tried = 0;
  for (std::uint64_t seed = 1; tried < 25; ++seed) {
    std::string const text = certificate_of(seed);
    if (points(json::parse(text).as_object()) > 3000) continue;
    ++tried;
    BOOST_TEST(recheck(text) == 0, "seed " << seed);
  }
}

BOOST_AUTO_TEST_CASE(tampered_certificates_are_refused) {
  int tried = 0;
  for (std::uint64_t seed = 1; tried < 8; ++seed) {
    std::string const text = certificate_of(seed);
    json::object const c = json::parse(text).as_object();
    std::size_t const n = points(c);
    if (n > 3000 || n < 4) continue;
    ++tried;
    BOOST_TEST(recheck(tampered(text, [](json::object& o) { o.at("plan").at("steps").as_array().clear(); })) == 1,
               "no steps, seed " << seed);
    BOOST_TEST(recheck(tampered(text, [](json::object& o) {
                 json::value& at = o.at("plan").at("steps").as_array().back().at("operands").as_array()[0].at("offset");
                 at = at.to_number<fnp::index>() + 1;
               })) == 1, "offset, seed " << seed);
    BOOST_TEST(recheck(tampered(text, [](json::object& o) { o["holds"] = false; })) == 1, "verdict, seed " << seed);
    std::string changed = text;
    std::size_t const at = changed.find("%0 = ");
    changed.replace(at, 5, "%0 =  ");
    BOOST_TEST(recheck(changed) == 1, "program's text, seed " << seed);
  }
}

BOOST_AUTO_TEST_CASE(what_is_no_certificate_cannot_be_read) {
  BOOST_TEST(recheck("{") == 2);
  BOOST_TEST(recheck("[1, 2]") == 2);
  BOOST_TEST(recheck("{\"schema\": \"fnp.certificate/2\"}") == 2);
}

BOOST_AUTO_TEST_SUITE_END()
