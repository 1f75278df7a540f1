// The claims together, and the two that need a symbolic run.
#include "verify/isomorphism/checker.hpp"

#include <string>

#include "engine/ir/eager_layout.hpp"
#include "verify/isomorphism/eager_terms.hpp"

namespace fnp::isomorphism {
namespace {

// Visits the byte position of each element of a layout, in C order.
template <class F>
void for_each_element(strided const& v, F visit) {
  for (index const e : v.extent)
    if (e == 0) return;
  extents at(v.rank());
  index p = v.offset;
  while (true) {
    visit(p);
    std::size_t i = v.rank();
    for (; i > 0; --i) {
      p += v.stride[i - 1];
      if (++at[i - 1] < v.extent[i - 1]) break;
      p -= v.extent[i - 1] * v.stride[i - 1];
      at[i - 1] = 0;
    }
    if (i == 0) return;
  }
}

std::uint64_t work(plan::plan const& p) {
  std::uint64_t n = 0;
  for (plan::step const& s : p.steps) {
    checked const points = element_count(s.extent);
    n += points.ok ? static_cast<std::uint64_t>(points.value) * (s.code.size() + 1) : UINT64_MAX / 2;
  }
  return n;
}

void fail_claim(claim& c, std::string why) {
  if (c.what != outcome::fails) c.why = std::move(why);
  c.what = outcome::fails;
}

std::byte* result_base(subject const& s, term_backend& b, std::size_t r) {
  for (std::size_t k = 0; k < s.plan.buffers.size(); ++k)
    if (s.plan.buffers[k].what == plan::role::result && s.plan.buffers[k].position == r)
      return b.base(static_cast<std::uint32_t>(k));
  return nullptr;
}

void compare_result(subject const& s, term_backend& b, std::size_t r, std::vector<term> const& wanted, claim& coverage,
                    claim& terms, std::uint64_t& elements, std::uint64_t& digest) {
  ir::value const v = s.graph.results[r];
  dtype const type = s.graph.type(v);
  std::byte* const base = result_base(s, b, r);
  if (!base) return fail_claim(coverage, "result " + std::to_string(r) + " has no buffer");
  std::size_t k = 0;
  for_each_element(result_layout(s, r), [&](index at) {
    ++elements;
    for (std::uint8_t const n : b.memory().writes(base + at, static_cast<index>(itemsize(type))))
      if (n != 1)
        fail_claim(coverage, "result " + std::to_string(r) + ", element " + std::to_string(k) + " is written " +
                                 std::to_string(n) + " times");
    term const got = b.memory().read(base + at, type);
    digest = with(digest, got);
    if (got != wanted[k])
      fail_claim(terms,
                 "result " + std::to_string(r) + ", element " + std::to_string(k) + ": its term is not the eager one");
    ++k;
  });
}

}  // namespace

// Every buffer that is written, temporaries included, is written by one step, once.
void check_writers(subject const& s, claim& coverage) {
  std::vector<std::size_t> writers(s.plan.buffers.size());
  for (plan::step const& st : s.plan.steps)
    for (std::size_t k = 0; k < st.outputs && k < st.operands.size(); ++k)
      if (st.operands[k].buffer < writers.size()) ++writers[st.operands[k].buffer];
  for (std::size_t b = 0; b < writers.size(); ++b)
    if (writers[b] > 1)
      fail_claim(coverage, "buffer " + std::to_string(b) + " is written by " + std::to_string(writers[b]) + " steps");
}

std::vector<place> input_places(subject const& s) {
  std::vector<place> r;
  for (ir::input const& in : s.graph.inputs) r.push_back({in.memory, in.bytes});
  return r;
}

std::vector<place> result_places(subject const& s) {
  std::vector<place> r;
  for (plan::destination const& d : s.destinations)
    r.push_back(d.into ? place{d.into->memory->data, d.into->memory->bytes} : place{});
  return r;
}

strided result_layout(subject const& s, std::size_t r) {
  if (array_body const* const to = s.destinations[r].into) return to->layout;
  ir::value const v = s.graph.results[r];
  return {s.graph.shape(v),
          ir::copy_strides(s.graph.shape(v), s.graph[v].stride, static_cast<index>(itemsize(s.graph.type(v)))), 0};
}

void check_terms(subject const& s, check_options const& o, claim& coverage, claim& terms) {
  coverage.name = "coverage";
  terms.name = "terms";
  if (std::uint64_t const n = work(s.plan); n > o.most_points) {
    coverage.why = terms.why =
        std::to_string(n) + " points x instructions, the limit is " + std::to_string(o.most_points);
    return;
  }
  coverage.what = terms.what = outcome::holds;
  check_writers(s, coverage);
  std::vector<place> const inputs = input_places(s), results = result_places(s);
  term_backend b(s.plan, inputs, results, o.fault);
  leaf_reader const leaf = [&](std::uint32_t k, index at, dtype type) {
    return b.memory().leaf(inputs[k].at + at, type);
  };
  std::vector<std::vector<term>> const wanted = evaluate_terms(s.graph, leaf);
  try {
    execute::execute(s.plan, b, true);
  } catch (error const& e) {
    return fail_claim(terms, e.what());
  }
  std::uint64_t elements = 0, kept = 0, digest = 0;
  for (std::size_t r = 0; r < wanted.size(); ++r) {
    std::uint64_t const before = elements;
    compare_result(s, b, r, wanted[r], coverage, terms, elements, digest);
    if (s.destinations[r].into) kept += (elements - before) * itemsize(s.graph.type(s.graph.results[r]));
  }
  auto const written = static_cast<std::uint64_t>(b.memory().written_leaves());
  if (written != kept && coverage.what == outcome::holds)
    fail_claim(coverage, std::to_string(written) + " bytes of the caller's memory are written, the destinations have " +
                             std::to_string(kept));
  if (b.memory().stray() > 0)
    fail_claim(coverage, std::to_string(b.memory().stray()) + " accesses outside of all buffers");
  coverage.evidence = {{"elements", elements}, {"bytes_kept", kept}};
  terms.evidence = {{"elements", elements}, {"points", b.points}, {"runs", b.runs},
                    {"joins", b.joins},     {"copies", b.copies}, {"digest", digest}};
}

verdict check(subject const& s, check_options const& o) {
  verdict v;
  v.claims.push_back(check_bounds(s));
  v.claims.push_back(check_overlap(s));
  bool const safe = v.claims[0].what == outcome::holds;  // else the walk would leave the shadow
  claim coverage{"coverage", outcome::skipped, {}, {}}, terms{"terms", outcome::skipped, {}, {}};
  if (safe) check_terms(s, o, coverage, terms);
  else coverage.why = terms.why = "bounds fail";
  v.claims.push_back(std::move(coverage));
  v.claims.push_back(check_addresses(s));
  v.claims.push_back(std::move(terms));
  if (o.witness && safe) v.claims.push_back(check_witness(s));
  else v.claims.push_back({"witness", outcome::skipped, "not asked for", {}});
  return v;
}

}  // namespace fnp::isomorphism
