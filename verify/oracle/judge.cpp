// The verdict on one case: pass, fail, unsupported, or blind with the outcome.
#include "verify/oracle/byte_text.hpp"
#include "verify/oracle/outcome_comparison.hpp"
#include "verify/oracle/report.hpp"

namespace fnp::oracle {
namespace json = boost::json;
namespace {

json::object failed(std::string const& id, std::string why) {
  return {{"id", id}, {"status", "fail"}, {"why", std::move(why)}};
}

json::object judge_case(case_text const& c, mode how, int threads) {
  json::object r{{"id", c.id}, {"status", "pass"}};
  outcome const eager = how == mode::fused ? outcome{} : run_case(c, false, threads);
  outcome const fused = how == mode::eager ? outcome{} : run_case(c, true, threads);
  json::object const& actual = how == mode::eager ? eager.record : fused.record;
  if (how == mode::both) {
    auto const d = compare_exactly(c, eager.record, fused.record);
    r["isomorphic"] = d ? "different" : fused.not_fused ? "not_fused" : "equal";
    if (d) {
      r["status"] = "fail";
      json::object diff = *d;
      diff["kind"] = "isomorphism";
      r["diff"] = std::move(diff);
      r["actual"] = actual;
      return r;
    }
  }
  if (!c.oracle.is_object()) {
    r["status"] = "blind";
    r["actual"] = actual;
  } else if (auto const d = compare_outcomes(c, c.oracle.get_object(), actual)) {
    r["status"] = "fail";
    r["diff"] = *d;
  }
  return r;
}

}  // namespace

json::object judge(std::string_view line, std::string const& fallback_id, mode how, int threads, std::string& family) {
  std::string id = fallback_id;
  try {
    json::value v;
    try {
      json::parse_options options;
      options.max_depth = 64;
      v = json::parse(line, {}, options);
    } catch (std::exception const&) {
      throw malformed{"no JSON"};
    }
    if (json::object const* const o = v.if_object()) {
      if (json::value const* const name = o->if_contains("id"); name && name->is_string())
        id = std::string(name->get_string());
      if (json::value const* const f = o->if_contains("family"); f && f->is_string())
        family = std::string(f->get_string());
    }
    case_text const c = read_case(v);
    return judge_case(c, how, threads);
  } catch (unsupported const& u) {
    return {{"id", id}, {"status", "unsupported"}, {"why", u.why}};
  } catch (malformed const& m) {
    return failed(id, "malformed: " + m.why);
  } catch (std::exception const& e) {
    return failed(id, std::string("internal_error: ") + e.what());
  } catch (...) {
    return failed(id, "internal_error: an unknown exception");
  }
}

}  // namespace fnp::oracle
