// The certificate's JSON.
#include "verify/isomorphism/certificate.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "engine/ir/number_text.hpp"
#include "engine/ir/sha256.hpp"
#include "engine/legality/verdict.hpp"
#include "fnp/version.hpp"

namespace fnp::isomorphism {
namespace {

namespace json = boost::json;

std::string hex(ir::digest const& d) { return ir::hex_text({reinterpret_cast<char const*>(d.data()), d.size()}); }
json::array list(extents const& v) {
  json::array r;
  for (index const e : v) r.emplace_back(e);
  return r;
}
json::value text(std::string_view s) { return json::value(json::string_view(s.data(), s.size())); }

// Memory of the caller, grouped into ranges that touch; a place is (range, first byte in it).
struct range_place {
  std::int64_t range;
  index base;
};
std::vector<range_place> ranges(subject const& s) {
  std::vector<place> all = input_places(s);
  for (place const& p : result_places(s)) all.push_back(p);
  std::vector<std::size_t> order;
  for (std::size_t k = 0; k < all.size(); ++k)
    if (all[k].at) order.push_back(k);
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return all[a].at != all[b].at ? all[a].at < all[b].at : a < b; });
  std::vector<range_place> r(all.size(), {-1, 0});
  for (std::size_t i = 0; i < order.size();) {
    std::byte const* const first = all[order[i]].at;
    std::byte const* last = first + all[order[i]].bytes;
    std::size_t end = i, label = order[i];
    for (; end < order.size() && (end == i || all[order[end]].at <= last); ++end) {
      last = std::max<std::byte const*>(last, all[order[end]].at + all[order[end]].bytes);
      label = std::min(label, order[end]);
    }
    for (; i < end; ++i) r[order[i]] = {static_cast<std::int64_t>(label), all[order[i]].at - first};
  }
  return r;
}

json::object layout(dtype type, strided const& v, index bytes, range_place const& at) {
  return {{"dtype", text(name(type))},
          {"shape", list(v.extent)},
          {"strides", list(v.stride)},
          {"offset", v.offset},
          {"bytes", bytes},
          {"range", at.range},
          {"base", at.base}};
}

constexpr std::string_view roles[] = {"input", "constant", "temporary", "result"};
constexpr std::string_view kinds[] = {"map", "reduce", "opaque"};
constexpr std::string_view accesses[] = {"dense", "broadcast", "staged", "strided"};

json::object operand(plan::operand const& o) {
  return {{"buffer", o.buffer},
          {"dtype", text(name(o.type))},
          {"as", text(name(o.as))},
          {"strides", list(o.map.stride)},
          {"extent", list(o.map.extent)},
          {"offset", o.map.offset},
          {"access", text(accesses[static_cast<std::size_t>(o.how)])}};
}

json::object step(plan::step const& s) {
  json::array operands, code, scratch, notes;
  for (plan::operand const& o : s.operands) operands.push_back(operand(o));
  for (plan::instruction const& in : s.code) {
    json::array slots;
    for (plan::slot_number const k : in.slots) slots.emplace_back(k);
    code.push_back(json::object{{"op", text(ir::op_name(in.op))},
                                {"loop", in.loop},
                                {"outputs", in.outputs},
                                {"slots", std::move(slots)},
                                {"kernel", in.kernel}});
  }
  for (dtype const d : s.scratch) scratch.push_back(text(name(d)));
  for (plan::note const& n : s.notes)
    notes.push_back(json::object{{"question", text(n.question)}, {"answer", text(legality::to_text(n.answer))}});
  json::object r{{"kind", text(kinds[static_cast<std::size_t>(s.what)])},
                 {"extent", list(s.extent)},
                 {"tile", list(s.tile)},
                 {"outputs", s.outputs},
                 {"operands", std::move(operands)},
                 {"code", std::move(code)},
                 {"scratch", std::move(scratch)},
                 {"compiled", s.compiled != nullptr},
                 {"backwards", s.backwards},
                 {"serial", s.serial}};
  if (s.what == plan::kind::reduce) {
    json::array axes;
    for (std::size_t i = 0; i < s.extent.size(); ++i)
      if (plan::reduced(s.fold.axes, i)) axes.emplace_back(i);
    r["fold"] = json::object{{"op", text(ir::op_name(s.fold.op))},
                             {"element", text(name(s.fold.element))},
                             {"result", text(name(s.fold.result))},
                             {"axes", std::move(axes)},
                             {"slot", s.fold.slot},
                             {"run_axes", s.fold.run_axes},
                             {"chunk", s.fold.chunk}};
  }
  r["notes"] = std::move(notes);
  return r;
}

json::object plan_object(plan::plan const& p) {
  json::array buffers, storages, constants, steps;
  for (plan::buffer const& b : p.buffers)
    buffers.push_back(json::object{{"role", text(roles[static_cast<std::size_t>(b.what)])},
                                   {"dtype", text(name(b.type))},
                                   {"bytes", b.bytes},
                                   {"position", b.position},
                                   {"storage", b.storage}});
  for (index const bytes : p.storage_bytes) storages.emplace_back(bytes);
  for (auto const& c : p.constants)
    constants.push_back(text(ir::hex_text({reinterpret_cast<char const*>(c.data()), c.size()})));
  for (plan::step const& s : p.steps) steps.push_back(step(s));
  return {{"buffers", std::move(buffers)},
          {"storages", std::move(storages)},
          {"constants", std::move(constants)},
          {"steps", std::move(steps)}};
}

}  // namespace

std::string make_certificate(subject const& s, verdict const& v) {
  std::vector<range_place> const places = ranges(s);
  json::array inputs, destinations, strides, claims;
  for (std::size_t k = 0; k < s.graph.inputs.size(); ++k) {
    ir::input const& in = s.graph.inputs[k];
    inputs.push_back(layout(in.type, in.layout, in.bytes, places[k]));
  }
  for (std::size_t k = 0; k < s.destinations.size(); ++k) {
    array_body const* const to = s.destinations[k].into;
    if (to) destinations.push_back(layout(to->type, to->layout, to->memory->bytes, places[s.graph.inputs.size() + k]));
    else destinations.push_back(nullptr);
  }
  for (std::uint32_t i = 0; i < s.graph.nodes.size(); ++i) strides.push_back(list(ir::walked_strides(s.graph, 2 * i)));
  for (claim const& c : v.claims) {
    json::object evidence;
    for (auto const& [what, n] : c.evidence) evidence[what] = n;
    claims.push_back(json::object{{"name", text(c.name)},
                                  {"outcome", text(name(c.what))},
                                  {"why", text(c.why)},
                                  {"evidence", std::move(evidence)}});
  }
  json::array rewrites;
  for (ir::rewrite const& r : s.graph.rewrites)
    rewrites.push_back(json::object{{"identity", text(r.identity)}, {"times", r.times}, {"bound", text(r.bound)}});
  json::object plan = plan_object(s.plan);
  std::string const plan_text = json::serialize(plan);
  json::object certificate{
      {"schema", "fnp.certificate/1"},
      {"versions", json::object{{"fnp", FNP_VERSION}, {"certificate", 1}}},
      {"program", json::object{{"text", text(ir::to_text(s.graph))}, {"sha256", text(hex(ir::hash(s.graph)))}}},
      {"rewrites", std::move(rewrites)},
      {"inputs", std::move(inputs)},
      {"destinations", std::move(destinations)},
      {"eager_strides", std::move(strides)},
      {"plan", std::move(plan)},
      {"plan_sha256", text(hex(ir::sha256(plan_text)))},
      {"key", json::object{{"isa", static_cast<int>(s.plan.level)}, {"threads", s.plan.threads}}},
      {"claims", std::move(claims)},
      {"holds", v.holds()},
  };
  return json::serialize(certificate) + "\n";
}

}  // namespace fnp::isomorphism
