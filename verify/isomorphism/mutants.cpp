// Applies every fault at every site and asks the checker, with the witness switched off.
#include "verify/isomorphism/mutants.hpp"

#include <algorithm>
#include <chrono>

#include "verify/differential/generator.hpp"
#include "verify/differential/run.hpp"
#include "verify/isomorphism/fault_sites.hpp"

namespace fnp::isomorphism {

std::vector<fault_kind> const& fault_kinds() {
  static std::vector<fault_kind> const all = [] {
    std::vector<fault_kind> r;
    for (auto const part : {layout_faults, code_faults, fold_faults, order_faults})
      for (fault_kind const& k : part()) r.push_back(k);
    return r;
  }();
  return all;
}

std::string equivalence(subject const& original, mutant const& m) {
  check_options o;
  o.witness = m.fault.what == distortion::kind::none;
  o.fault = m.fault;
  verdict const changed = check({original.graph, m.plan, original.destinations}, o);
  claim const *const terms = changed.find("terms"), *const bits = changed.find("witness");
  if (!changed.holds() || terms->what != outcome::holds || terms->evidence.empty()) return "";
  return "the eager term in all " + std::to_string(terms->evidence.front().second) + " elements" +
         (bits->what == outcome::holds
              ? ", the eager bits in " + std::to_string(bits->evidence.front().second) + " runs"
              : "");
}

namespace {

index elements_of(differential::program const& p) {
  index n = 0;
  for (ir::value const v : p.what.graph.results) n += element_count(p.what.graph.shape(v)).value;
  return n;
}

bool fails_as_named(fault_kind const& kind, verdict const& v) {
  std::string_view rest = kind.claim;
  while (!rest.empty()) {
    std::size_t const end = std::min(rest.find(' '), rest.size());
    claim const* const c = v.find(rest.substr(0, end));
    if (c && c->what == outcome::fails) return true;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return false;
}

}  // namespace

mutation_report run_mutants(mutation_options const& options) {
  mutation_report r;
  for (fault_kind const& k : fault_kinds()) r.rows.push_back({k.name, k.claim});
  auto const start = std::chrono::steady_clock::now();
  for (std::uint64_t n = 0; r.programs < options.programs; ++n) {
    if (options.seconds > 0 &&
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() > options.seconds)
      break;
    std::uint64_t const seed = options.seed + n;
    differential::tape choices(seed);
    differential::program const p = differential::make_program(choices);
    p.restore();
    if (elements_of(p) == 0) continue;  // no fault of a plan without results' elements is one
    plan::plan const original = differential::plan_of(p, isa::baseline, 1);
    subject const s{p.what.graph, original, p.what.destinations};
    ++r.programs;
    check_options o;
    o.witness = false;
    if (!check(s, o).holds()) {
      ++r.false_alarms;
      continue;
    }
    for (std::size_t k = 0; k < fault_kinds().size(); ++k) {
      fault_kind const& kind = fault_kinds()[k];
      std::vector<mutant> const all = kind.sites(s);
      std::size_t const step =
          options.sites_a_kind > 0 ? std::max<std::size_t>(1, all.size() / options.sites_a_kind) : 1;
      for (std::size_t i = 0; i < all.size(); i += step) {
        mutant const& m = all[i];
        check_options with = o;
        with.fault = m.fault;
        verdict const v = check({p.what.graph, m.plan, p.what.destinations}, with);
        ++r.rows[k].sites;
        if (!v.holds()) {
          ++r.rows[k].caught;
          bool const named = fails_as_named(kind, v);
          r.rows[k].by_claim += named;
          if (!named)
            r.misplaced.push_back("seed " + std::to_string(seed) + ": " + std::string(kind.name) + " at " + m.site +
                                  " by " + v.failing());
          continue;
        }
        std::string const where = "seed " + std::to_string(seed) + ": " + std::string(kind.name) + " at " + m.site;
        if (std::string const why = equivalence(s, m); !why.empty()) {
          ++r.rows[k].equivalent;
          r.equivalents.push_back(where + ": " + why);
        } else r.missed.push_back(where);
      }
    }
  }
  return r;
}

std::string to_text(mutation_report const& r) {
  std::string out = std::to_string(r.programs) + " programs, " + std::to_string(r.false_alarms) + " false alarms, " +
                    std::to_string(r.missed.size()) + " missed, " + std::to_string(r.equivalents.size()) +
                    " equivalent\n";
  for (mutation_report::row const& row : r.rows)
    out += "  " + std::string(row.kind) + ": " + std::to_string(row.sites) + " sites, " + std::to_string(row.caught) +
           " caught, " + std::to_string(row.by_claim) + " by " + std::string(row.claim) + ", " +
           std::to_string(row.equivalent) + " equivalent\n";
  return out;
}

}  // namespace fnp::isomorphism
