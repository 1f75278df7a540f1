// The walk over the steps: decoding of operands, the table of handlers, results.
#include "verify/oracle/interpreter.hpp"

#include <algorithm>
#include <map>

#include "fnp/ops/all.hpp"
#include "fnp/ndarray.hpp"
#include "verify/oracle/step_call.hpp"
#include "verify/oracle/outcome_text.hpp"
#include "verify/oracle/case_subscript.hpp"

namespace fnp::oracle {
namespace json = boost::json;
namespace {

std::string_view head_of(std::string_view name) { return name.substr(0, name.find('.')); }

class environment {
 public:
  void set(std::string const& name, datum d) { values_[name] = std::move(d); }
  void forget(std::string const& name) { values_.erase(name); }
  datum get(std::string_view name) const {
    auto const at = values_.find(std::string(head_of(name)));
    if (at == values_.end())
      throw malformed{"reference to '" + std::string(name) + "', which is no input and no earlier step"};
    datum d = at->second;
    for (std::size_t dot = name.find('.'); dot != std::string_view::npos;) {
      name = name.substr(dot + 1);
      dot = name.find('.');
      std::size_t const k = std::strtoull(std::string(name.substr(0, dot)).c_str(), nullptr, 10);
      if (!d.is(datum::kind::tuple) || k >= d.items.size())
        throw malformed{"reference to item " + std::to_string(k) + " of what is no such tuple"};
      d = d.items[k];
    }
    return d;
  }

 private:
  std::map<std::string, datum> values_;
};

datum decode_argument(json::value const& v, environment const& env) {
  if (v.is_string()) return env.get(v.get_string());
  if (!v.is_array()) return decode_value(v);
  std::vector<datum> items;
  for (json::value const& i : v.get_array()) items.push_back(decode_argument(i, env));
  return datum::of_tuple(std::move(items));
}

datum decode_attribute(json::value const& v, environment const& env) {
  if (json::object const* const o = v.if_object()) {
    if (json::value const* const ref = o->if_contains("ref"); ref && ref->is_string())
      return env.get(ref->get_string());
    if (o->contains("t") || o->contains("dtype")) return decode_value(v);
    throw unsupported{"an attribute that is an object"};
  }
  if (json::array const* const a = v.if_array()) {
    std::vector<datum> items;
    for (json::value const& i : *a) items.push_back(decode_attribute(i, env));
    return datum::of_tuple(std::move(items));
  }
  if (v.is_bool()) return datum::of_bool(v.get_bool());
  if (v.is_int64()) return datum::of_int(v.get_int64());
  if (v.is_uint64()) return datum::of_digits(std::to_string(v.get_uint64()));
  if (v.is_double()) return datum::of_real(v.get_double());
  if (v.is_string()) return datum::of_text(std::string(v.get_string()));
  return {};
}

datum decode_index(json::value const& v, environment const& env) {
  if (!v.is_array()) throw malformed{"index is no list"};
  std::vector<datum> items;
  for (json::value const& i : v.get_array()) {
    json::object const* const o = i.if_object();
    if (o && o->contains("slice")) {
      datum s = decode_attribute(o->at("slice"), env);
      if (s.items.size() != 3) throw malformed{"slice of " + std::to_string(s.items.size()) + " bounds"};
      s.text = "slice";
      items.push_back(std::move(s));
    } else if (o && o->contains("field")) throw unsupported{"index kind field"};
    else items.push_back(decode_attribute(i, env));
  }
  return datum::of_tuple(std::move(items));
}

void collect_names(json::value const& v, std::vector<std::string>& names) {
  if (v.is_string()) names.emplace_back(head_of(v.get_string()));
  else if (v.is_array())
    for (json::value const& i : v.get_array()) collect_names(i, names);
  else if (v.is_object())
    for (auto const& [key, value] : v.get_object()) collect_names(value, names);
}

bool writes(step_text const& s) {
  static constexpr std::string_view writers[] = {"setitem",
                                                 "copyto",
                                                 "put",
                                                 "putmask",
                                                 "place",
                                                 "fill_diagonal",
                                                 "put_along_axis",
                                                 "ndarray.fill",
                                                 "ndarray.sort",
                                                 "ndarray.put",
                                                 "ndarray.partition",
                                                 "ndarray.resize",
                                                 "ndarray.setfield",
                                                 "random.Generator.shuffle"};
  return s.attrs.contains("out") || is_in_place(s.op) || s.op.ends_with(".at") ||
         std::find(std::begin(writers), std::end(writers), s.op) != std::end(writers);
}

// The last step that names a value (results: the end), and whether a write may reach a step's own memory.
struct usage {
  std::map<std::string, std::size_t> last;
  bool writes_steps = false;
};
usage study(case_text const& c) {
  usage u;
  std::vector<std::string> steps;
  for (std::size_t k = 0; k < c.program.size(); ++k) {
    std::vector<std::string> names;
    collect_names(c.program[k].args, names);
    collect_names(c.program[k].attrs, names);
    for (std::string const& n : names) u.last[n] = k;
    if (writes(c.program[k])) {
      std::vector<std::string> targets;
      if (c.program[k].attrs.contains("out")) collect_names(c.program[k].attrs.at("out"), targets);
      else if (!c.program[k].args.empty()) collect_names(c.program[k].args[0], targets);
      for (std::string const& t : targets)
        u.writes_steps = u.writes_steps || std::find(steps.begin(), steps.end(), t) != steps.end();
    }
    steps.push_back(c.program[k].id);
  }
  for (std::string const& r : c.results) u.last[std::string(head_of(r))] = c.program.size();
  return u;
}

on_condition condition_named(std::string const& word) {
  if (word == "ignore") return on_condition::ignore;
  if (word == "warn") return on_condition::warn;
  if (word == "raise") return on_condition::raise;
  throw malformed{"errstate '" + word + "'"};
}

// "all" first, whatever the order; a condition that is told to warn counts even where the case does not check warnings.
settings settings_of(case_text const& c, bool fused, int threads) {
  settings s{fused, threads};
  if (c.checks("warnings")) s.wanted = fp_divide | fp_over | fp_under | fp_invalid;
  errstate::settings state = s.state;
  if (auto const all = c.errstate.find("all"); all != c.errstate.end())
    state = errstate::all(condition_named(all->second));
  for (auto const& [name, word] : c.errstate) {
    on_condition const what = condition_named(word);
    if (name == "divide") state.divide = what;
    else if (name == "over") state.over = what;
    else if (name == "under") state.under = what;
    else if (name == "invalid") state.invalid = what;
    else if (name != "all") throw malformed{"errstate '" + name + "'"};
  }
  s.state = state;
  return s;
}

call prepare(step_text const& s, session& run, environment const& env, bool rigid) {
  call c{run, std::string(canonical_name(s.op)), {}, {}, rigid};
  for (json::value const& a : s.args) c.args.push_back(decode_argument(a, env));
  bool const subscripts = s.op == "getitem" || s.op == "setitem" || s.op == "mgrid" || s.op == "ogrid";
  for (auto const& [name, value] : s.attrs)
    c.attrs.push_back({std::string(name),
                       subscripts && name == "index" ? decode_index(value, env) : decode_attribute(value, env), false});
  return c;
}

// The format names Python's class of what only NumPy has a name for.
std::string_view public_class(std::string_view category) {
  return category == "TooHardError" ? "RuntimeError" : category;
}

json::object error_record(std::string_view category, std::string_view reason, std::string const& step) {
  return {{"status", "error"}, {"error", {{"class", category}, {"reason", reason}, {"step", step}}}};
}

// Runs all steps; `step` names the one that runs.
void run_steps(case_text const& text, session& run, environment& env, usage const& use, std::string& step) {
  bool const rigid = text.checks("strides") || text.checks("base") || use.writes_steps;
  bool const keep_all = run.watches() || std::any_of(text.program.begin(), text.program.end(),
                                                     [](step_text const& t) { return t.op == "seterr"; });
  for (std::size_t k = 0; k < text.program.size(); ++k) {
    step_text const& t = text.program[k];
    step = t.id;
    run.begin_step();
    call c{prepare(t, run, env, rigid)};
    handler const handle = find_step(c.op);
    if (!handle) throw unsupported{"op " + t.op};
    // What no later step names is held by this call alone, and dies unevaluated if its handler lets go of it.
    if (!keep_all)
      for (auto const& [name, last] : use.last)
        if (last == k) env.forget(name);
    datum value = handle(c);
    c.check_all_taken();
    if (keep_all || use.last.contains(t.id)) env.set(t.id, std::move(value));
    if (run.raises()) run.flush();
  }
  run.flush();
}

}  // namespace

outcome run_case(case_text const& text, bool fused, int threads) {
  settings const s = settings_of(text, fused, threads);
  session run(s);
  environment env;
  std::vector<input_value> const inputs = make_inputs(text);
  for (input_value const& i : inputs) env.set(i.name, i.value);
  std::string step;
  outcome r;
  try {
    run_steps(text, run, env, study(text), step);
    r.record = {{"status", "ok"}};
    json::object results;
    for (std::string const& name : text.results) results[name] = encode_result(run, env.get(name), text, inputs);
    r.record["results"] = std::move(results);
    json::array warnings;
    for (std::string const& w : run.warnings()) warnings.emplace_back(w);
    if (text.checks("warnings")) r.record["warnings"] = std::move(warnings);
  } catch (error const& e) {
    if (fault_of(e.code()) == fault::internal) throw;
    // Words outside NumPy's vocabulary, such as out_of_memory, are its bad_argument.
    r.record = error_record(public_class(e.category()),
                            fault_of(e.code()) == fault::caller ? reason(e.code()) : "bad_argument", step);
  } catch (numpy_error const& e) {
    r.record = error_record(e.category, e.reason, step);
  } catch (std::bad_alloc const&) {
    r.record = error_record("MemoryError", "bad_argument", step);
  }
  r.not_fused = run.not_fused();
  return r;
}

program_graph graph_of(case_text const& text) {
  settings s = settings_of(text, true, 0);
  s.remember = true;
  session run(s);
  environment env;
  for (input_value const& i : make_inputs(text, true)) env.set(i.name, i.value);
  std::string step;
  run_steps(text, run, env, study(text), step);
  return {run.largest(), run.largest_destinations()};
}

}  // namespace fnp::oracle
