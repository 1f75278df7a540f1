// Plans and runs each program under every instruction set and thread count, and compares all memory with the eager
// result.
#include "verify/differential/run.hpp"

#include <cstring>
#include <optional>
#include <ostream>

#include "kernels/registry.hpp"
#include "verify/differential/digest.hpp"
#include "verify/differential/generator.hpp"
#include "verify/differential/shrink.hpp"
#include "verify/isomorphism/eager.hpp"

namespace fnp::differential {
namespace {

template <class T>
bool same_number(T const& a, T const& b) {
  if constexpr (is_complex_v<T>)
    return same_number(a.re, b.re) && same_number(a.im, b.im);
  else if constexpr (std::is_same_v<T, half>)
    return a.bits == b.bits || ((a.bits & 0x7fff) > 0x7c00 && (b.bits & 0x7fff) > 0x7c00);
  else if constexpr (std::is_floating_point_v<T>) return std::memcmp(&a, &b, sizeof a) == 0 || (a != a && b != b);
  else return std::memcmp(&a, &b, sizeof a) == 0;
}

std::string hex(std::byte const* p, std::size_t n) {
  std::string r;
  for (std::size_t i = 0; i < n; ++i) {
    char const* digits = "0123456789abcdef";
    r += digits[static_cast<unsigned>(p[i]) >> 4];
    r += digits[static_cast<unsigned>(p[i]) & 15];
  }
  return r;
}

std::string compare(std::string const& where, dtype type, std::vector<std::byte> const& wanted,
                    std::vector<std::byte> const& got) {
  if (wanted.size() != got.size())
    return where + ": " + std::to_string(got.size()) + " bytes instead of " + std::to_string(wanted.size());
  std::size_t at = 0;
  if (same_elements(type, wanted.data(), got.data(), wanted.size(), at)) return "";
  std::size_t const size = itemsize(type);
  return where + " (" + std::string(name(type)) + ") element " + std::to_string(at) + ": eager " +
         hex(wanted.data() + at * size, size) + ", fused " + hex(got.data() + at * size, size);
}

void tally(run_report& r, features const& f) {
  ++r.programs;
  r.reduction += f.reduction;
  r.overlap += f.overlap;
  r.strided += f.strided;
  r.mixed += f.mixed;
  r.several += f.several;
  r.kept += f.kept || f.overlap;
  r.empty += f.empty;
}

}  // namespace

bool same_elements(dtype type, std::byte const* a, std::byte const* b, std::size_t bytes, std::size_t& at) {
  if (bytes == 0 || std::memcmp(a, b, bytes) == 0) return true;
  return visit_dtype(type, [&](auto x) {
    using T = decltype(x);
    for (at = 0; at < bytes / sizeof(T); ++at) {
      if constexpr (std::is_same_v<T, bool>) {
        if (a[at] != b[at]) return false;
      } else {
        T p, q;
        std::memcpy(&p, a + at * sizeof(T), sizeof(T));
        std::memcpy(&q, b + at * sizeof(T), sizeof(T));
        if (!same_number(p, q)) return false;
      }
    }
    return true;
  });
}

outcome expected(program const& p) {
  p.restore();
  std::vector<isomorphism::whole> const values = isomorphism::evaluate_eagerly(p.what.graph);
  outcome r{p.before(), {}};
  for (std::size_t k = 0; k < values.size(); ++k) {
    array_body const* const to = p.what.destinations[k].into;
    if (!to) {
      r.fresh.push_back(values[k].elements);
      continue;
    }
    for (std::size_t s = 0; s < p.stores().size(); ++s)
      if (p.stores()[s]->memory.get() == to->memory.get())
        isomorphism::scatter(r.stores[s].data(), to->layout, itemsize(to->type), values[k].elements);
  }
  return r;
}

plan::plan plan_of(program const& p, isa level, int threads) {
  engine::options o;
  o.level = level;
  o.threads = threads;
  o.atomic = p.atomic;
  return plan::make_plan(p.what.graph, p.what.destinations, o);
}

outcome fused(program const& p, plan::plan const& how) {
  p.restore();
  engine::options o;
  o.level = how.level;
  o.threads = how.threads;
  o.atomic = p.atomic;
  std::vector<std::byte*> const inputs = engine::input_memory(p.what.graph);
  std::vector<array_handle> fresh;
  engine::run(p.what.graph, how, {inputs, p.what.destinations}, o, fresh);
  outcome r;
  for (array_handle const& s : p.stores()) r.stores.emplace_back(s->data, s->data + s->memory->bytes);
  for (array_handle const& f : fresh)
    r.fresh.push_back(isomorphism::gather(f->memory->data, f->layout, itemsize(f->type)));
  return r;
}

std::string difference(program const& p, outcome const& wanted, outcome const& got) {
  for (std::size_t s = 0; s < wanted.stores.size(); ++s)
    if (std::string d = compare("store " + std::to_string(s), p.stores()[s]->type, wanted.stores[s], got.stores[s]);
        !d.empty())
      return d;
  std::size_t at = 0;
  for (std::size_t k = 0; k < p.what.graph.results.size(); ++k) {
    if (p.what.destinations[k].into) continue;
    if (at >= got.fresh.size()) return "result " + std::to_string(k) + " is missing";
    if (std::string d = compare("result " + std::to_string(k), p.what.graph.type(p.what.graph.results[k]),
                                wanted.fresh[at], got.fresh[at]);
        !d.empty())
      return d;
    ++at;
  }
  return "";
}

namespace {

// What the eager evaluation gives: memory, or the caller's error that NumPy would raise.
struct verdict {
  outcome values;
  std::optional<error_code> refused;
};

verdict eager_verdict(program const& p) {
  try {
    return {expected(p), {}};
  } catch (error const& e) {
    if (fault_of(e.code()) != fault::caller) throw;
    return {{p.before(), {}}, e.code()};
  }
}

// Empty if the plan gives the same: the bits, or the error with memory as it was.
std::string compare_run(program const& p, verdict const& wanted, plan::plan const& how) {
  try {
    outcome const got = fused(p, how);
    return wanted.refused ? "no error, expected " + std::string(reason(*wanted.refused))
                          : difference(p, wanted.values, got);
  } catch (error const& e) {
    if (e.code() != wanted.refused) return std::string("error ") + e.what();
    for (std::size_t s = 0; s < p.stores().size(); ++s)
      if (std::memcmp(p.stores()[s]->data, wanted.values.stores[s].data(), wanted.values.stores[s].size()) != 0)
        return std::string("store ") + std::to_string(s) + " was written before error " + e.what();
    return "";
  }
}

}  // namespace

std::string disagreement(program const& p, run_options const& o, std::uint64_t* runs) {
  std::string where = "eager";
  try {
    verdict const wanted = eager_verdict(p);
    for (isa const level : o.levels) {
      if (!kernels::has_isa(level)) continue;
      for (int const threads : o.threads) {
        where = std::string(isa_names[static_cast<int>(level)]) + ", " + std::to_string(threads) + " threads";
        plan::plan how = plan_of(p, level, threads);
        if (o.serial_below > 0) how.serial_below = o.serial_below;
        std::string const d = compare_run(p, wanted, how);
        if (runs) ++*runs;
        if (!d.empty()) return where + ": " + d;
      }
    }
  } catch (error const& e) {
    return where + ": error " + e.what();
  }
  return "";
}

run_report run_generated(run_options const& o) {
  run_report r;
  for (std::uint64_t k = 0; k < o.count && r.failures.size() < o.failures; ++k) {
    std::uint64_t const seed = o.seed + k;
    tape t(seed);
    program const p = make_program(t);
    tally(r, p.has);
    if (o.digests) *o.digests << digest_line(seed, p) << "\n";
    std::string d = disagreement(p, o, &r.runs);
    if (!d.empty()) {
      auto const fails = [&](program const& q) { return disagreement(q, o); };
      std::vector<std::uint64_t> choices = o.shrink ? shrink(t, fails) : t.choices();
      tape again(choices);
      program const least = make_program(again);
      std::string const what = disagreement(least, o);
      r.failures.push_back({seed, what.empty() ? d + " (not repeatable)" : what, least.text(), choices});
    }
    if (o.progress) o.progress(o.context, k + 1, o.count);
  }
  return r;
}

std::string to_text(run_report const& r) {
  auto const share = [&](std::uint64_t n) { return std::to_string(r.programs ? 100 * n / r.programs : 0) + " %"; };
  return std::to_string(r.programs) + " programs, " + std::to_string(r.runs) + " runs, " +
         std::to_string(r.failures.size()) + " differ; reduction " + share(r.reduction) + ", overlap " +
         share(r.overlap) + ", strided " + share(r.strided) + ", mixed dtypes " + share(r.mixed) +
         ", several results " + share(r.several);
}

}  // namespace fnp::differential
