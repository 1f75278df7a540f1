// The plan as JSON: it parses, holds what the plan holds, and obeys its schema.
#include <boost/json.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "verify/unit/engine/explain/plans.hpp"

using namespace fnp;
using namespace fnp::explaining::testing;
namespace json = boost::json;

BOOST_AUTO_TEST_SUITE(json_plan)

namespace {

std::string const python = "build/venv/bin/python";

boost::test_tools::assertion_result has_jsonschema(boost::unit_test::test_unit_id) {
  boost::test_tools::assertion_result r(std::filesystem::exists(python) &&
                                        std::system((python + " -c 'import jsonschema' 2>/dev/null").c_str()) == 0);
  if (!r) r.message() << python << " with the package jsonschema is not there (./dev setup makes it)";
  return r;
}

extents list(json::value const& v) {
  extents r;
  for (json::value const& x : v.as_array()) r.push_back(x.as_int64());
  return r;
}

}  // namespace

BOOST_AUTO_TEST_CASE(steps_operands_and_totals_are_those_of_the_plan) {
  for_each_plan([](planned const& p) {
    json::value const v = json::parse(p.text(engine::format::json));
    BOOST_TEST(v.at("totals").at("peak_bytes").as_int64() == p.what.peak_bytes);
    BOOST_TEST(v.at("totals").at("bytes_moved").as_int64() == p.what.bytes_moved);
    BOOST_TEST(v.at("graph").at("nodes").as_array().size() == p.work.graph.nodes.size());
    BOOST_TEST(v.at("buffers").as_array().size() == p.what.buffers.size());
    json::array const& steps = v.at("steps").as_array();
    BOOST_REQUIRE(steps.size() == p.what.steps.size());
    for (std::size_t k = 0; k < steps.size(); ++k) {
      plan::step const& s = p.what.steps[k];
      BOOST_TEST((list(steps[k].at("extent")) == s.extent && list(steps[k].at("tile")) == s.tile));
      BOOST_TEST(steps[k].at("code").as_array().size() == s.code.size());
      BOOST_TEST(steps[k].at("notes").as_array().size() == s.notes.size());
      json::array const& operands = steps[k].at("operands").as_array();
      BOOST_REQUIRE(operands.size() == s.operands.size());
      for (std::size_t i = 0; i < operands.size(); ++i) {
        BOOST_TEST((list(operands[i].at("strides")) == s.operands[i].map.stride));
        BOOST_TEST(operands[i].at("offset").as_int64() == s.operands[i].map.offset);
        BOOST_TEST(operands[i].at("dtype").as_string() == name(s.operands[i].type));
      }
    }
  });
}

BOOST_AUTO_TEST_CASE(constants_are_exact) {
  planned p;
  ir::graph& g = p.graph();
  p.work.add(apply<ops::multiply>(g, {leaf(g, dtype::f8, {3}), constant(g, 0.1)}));
  p.make();
  BOOST_TEST(p.text(engine::format::json).find("\"0x1.999999999999ap-4\"") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(every_plan_obeys_the_schema_and_a_broken_one_does_not,
                     *boost::unit_test::precondition(has_jsonschema)) {
  auto const folder = std::filesystem::temp_directory_path() / ("fnp_plans_" + std::to_string(std::random_device()()));
  std::filesystem::create_directory(folder);
  std::size_t count = 0;
  for_each_plan([&](planned const& p) {
    std::ofstream(folder / ("plan" + std::to_string(count++) + ".json")) << p.text(engine::format::json);
  });
  json::value broken = json::parse(standardised().text(engine::format::json));
  broken.at("steps").at(0).as_object().erase("kind");
  std::ofstream(folder / "broken.json") << json::serialize(broken);
  std::ofstream(folder / "check.py") << R"(
import json, pathlib, sys
import jsonschema
schema = json.load(open("engine/plan/plan.schema.json"))
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
folder = pathlib.Path(sys.argv[1])
good = sorted(folder.glob("plan*.json"))
for path in good:
    for error in validator.iter_errors(json.load(open(path))):
        sys.exit(f"{path.name}: {error.json_path}: {error.message}")
if not good or validator.is_valid(json.load(open(folder / "broken.json"))):
    sys.exit("the schema lets a step without a kind pass")
)";
  BOOST_TEST(std::system((python + " " + (folder / "check.py").string() + " " + folder.string()).c_str()) == 0);
  std::filesystem::remove_all(folder);
}

BOOST_AUTO_TEST_SUITE_END()
