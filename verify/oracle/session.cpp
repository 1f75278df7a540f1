// Lazy values, and the evaluations that turn them into arrays.
#include "verify/oracle/session.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <map>
#include <utility>

#include "engine/settings.hpp"
#include "fnp/ndarray.hpp"
#include "verify/isomorphism/eager.hpp"

namespace fnp::oracle {
namespace {

// A Python number as the builders take it: int64, beyond it uint64, beyond that float64.
ir::value constant(ir::graph& g, datum const& d) {
  switch (d.what) {
    case datum::kind::boolean: return ir::make_constant(g, dtype::b1, &d.truth);
    case datum::kind::real: return ir::make_constant(g, dtype::f8, &d.re);
    case datum::kind::imaginary: {
      double const z[] = {d.re, d.im};
      return ir::make_constant(g, dtype::c16, z);
    }
    default: break;
  }
  if (auto const small = small_integer(d)) return ir::make_constant(g, dtype::i8, &*small);
  errno = 0;
  std::uint64_t const large = std::strtoull(d.text.c_str(), nullptr, 10);
  if (!errno && d.text[0] != '-') return ir::make_constant(g, dtype::u8, &large);
  double const huge = real_value(d);
  return ir::make_constant(g, dtype::f8, &huge);
}

weak kind_of(datum const& d) {
  switch (d.what) {
    case datum::kind::boolean: return weak::boolean;
    case datum::kind::integer: return weak::integer;
    case datum::kind::real: return weak::real;
    case datum::kind::imaginary: return weak::imaginary;
    default: return weak::strong;
  }
}

engine::options options_of(settings const& s, fp_flags watch) {
  engine::options o = engine::defaults();
  o.threads = s.threads;
  if (!s.fused || watch) {
    o.level = isa::reference;  // the level whose floating-point flags are NumPy's
    o.tier1 = false;
  }
  o.watch = watch;
  return o;
}

array_handle copy_in_order(array_body const& a) {
  array_handle const r = make_array_like(a.type, a.layout.extent, a.layout.stride);
  views::copy_into(a, *r);
  return r;
}

}  // namespace

session::session(settings const& s) : settings_(s) { set_state(s.state); }

ir::value session::use(datum const& d, weak* kind) {
  if (kind) *kind = kind_of(d);
  if (d.is_scalar()) return constant(graph(), d);
  if (!d.is(datum::kind::array)) return ir::make_input(graph(), *concrete(d));
  return d.array->done ? ir::make_input(graph(), *d.array->done) : d.array->at;
}

void session::keep_together(std::span<ir::value const> values, std::span<datum> kept) {
  for (std::size_t k = 0; k < values.size(); ++k) {
    kept[k].what = datum::kind::array;
    kept[k].array = std::make_shared<array_value>();
    kept[k].array->at = values[k];
    waiting_.push_back(kept[k].array);
  }
  if (!settings_.fused) flush();
}

datum session::keep(ir::value v) {
  datum d;
  keep_together({&v, 1}, {&d, 1});
  return d;
}

array_handle session::concrete(datum const& d) {
  if (d.is(datum::kind::array)) {
    if (!d.array->done) flush();
    return d.array->done;
  }
  if (d.is_scalar()) {
    if (d.is(datum::kind::integer) && !small_integer(d)) {
      errno = 0;
      std::uint64_t const large = std::strtoull(d.text.c_str(), nullptr, 10);
      if (errno || d.text[0] == '-') throw unsupported{"value int beyond uint64 as an array"};
      return views::of_scalar(scalar(large));
    }
    double const parts[] = {d.re, d.im};
    index const whole = small_integer(d).value_or(0);
    dtype const type = default_dtype(kind_of(d));
    array_handle const a = make_array(type, {});
    void const* const from = d.is(datum::kind::boolean)   ? static_cast<void const*>(&d.truth)
                             : d.is(datum::kind::integer) ? static_cast<void const*>(&whole)
                                                          : parts;
    std::memcpy(a->data, from, itemsize(type));
    return a;
  }
  if (d.is(datum::kind::tuple)) {  // numpy.asarray of a list: numbers, or arrays of one shape, of the promoted dtype
    if (d.items.empty()) return make_array(dtype::f8, {0});
    std::vector<array_handle> parts;
    for (datum const& i : d.items) parts.push_back(concrete(i));
    dtype type = parts[0]->type;
    for (array_handle const& p : parts) {
      type = promote(type, p->type);
      if (p->layout.extent != parts[0]->layout.extent)
        fail(error_code::bad_argument,
             "setting an array element with a sequence. The requested array has an inhomogeneous shape");
    }
    extents shape = parts[0]->layout.extent;
    shape.insert(0, static_cast<index>(parts.size()));
    array_handle const a = make_array(type, shape);
    for (std::size_t k = 0; k < parts.size(); ++k) {
      index_item const at(static_cast<index>(k));
      views::assign(*parts[k], *view_of(*a, &at, 1));
    }
    return a;
  }
  throw unsupported{"an operand that is no array and no number"};
}

dtype session::type(datum const& d) { return is_lazy(d) ? graph().type(d.array->at) : concrete(d)->type; }
extents session::shape(datum const& d) { return is_lazy(d) ? graph().shape(d.array->at) : concrete(d)->layout.extent; }

std::vector<std::shared_ptr<array_value>> session::add_waiting() {
  std::vector<std::shared_ptr<array_value>> alive;
  for (auto const& w : waiting_)
    if (auto const a = w.lock(); a && !a->done) alive.push_back(a);
  waiting_.clear();
  std::vector<ir::value> added;
  for (auto const& a : alive)
    if (std::find(added.begin(), added.end(), a->at) == added.end()) {
      added.push_back(a->at);
      now_.add(a->at);
    }
  return alive;
}

fp_flags session::run_fused(std::vector<array_handle>& fresh) {
  engine::statistics& c = engine::counters();
  fp_flags const before = c.raised;
  c.raised = 0;
  engine::run(now_, options_of(settings_, watch_), fresh);
  fp_flags const raised = c.raised;
  c.raised = static_cast<fp_flags>(before | raised);
  return raised;
}

// Whole values node by node, then the writes. The flags are those of a plan at the reference level, its values dropped.
fp_flags session::run_eagerly(std::vector<array_handle>& fresh) {
  std::vector<isomorphism::whole> const values = isomorphism::evaluate_eagerly(now_.graph);
  fp_flags raised = 0;
  if (watch_) {
    std::vector<plan::destination> const kept = now_.destinations;
    std::vector<array_handle> dropped;
    now_.destinations.assign(kept.size(), {});
    raised = run_fused(dropped);
    now_.destinations = kept;
  }
  for (std::size_t r = 0; r < values.size(); ++r) {
    array_body const* into = now_.destinations[r].into;
    if (!into) {
      ir::node const& n = now_.graph[now_.graph.results[r]];
      fresh.push_back(make_array_like(values[r].type, n.shape, n.stride));
      into = fresh.back().get();
    }
    isomorphism::scatter(into->data, {into->layout.extent, into->layout.stride, 0}, itemsize(into->type),
                         values[r].elements);
  }
  return raised;
}

void session::run(std::vector<std::shared_ptr<array_value>> const& waiting) {
  std::vector<array_handle> fresh;
  fp_flags const raised = settings_.fused ? run_fused(fresh) : run_eagerly(fresh);
  std::map<ir::value, array_handle> made;
  std::size_t next = 0;
  for (std::size_t r = 0; r < now_.graph.results.size(); ++r)
    if (!now_.destinations[r].into) made[now_.graph.results[r]] = fresh[next++];
  // Equal steps are one node, yet two arrays.
  std::set<ir::value> handed;
  for (auto const& a : waiting) a->done = handed.insert(a->at).second ? made[a->at] : copy_in_order(*made[a->at]);
  together_ = std::max(together_, elementwise_now_);
  elementwise_now_ = 0;
  if (settings_.remember && now_.graph.nodes.size() > largest_.graph.nodes.size()) {
    largest_destinations_.clear();
    for (plan::destination const& d : now_.destinations)
      if (d.into) largest_destinations_.push_back(array_handle::share(const_cast<array_body*>(d.into)));
    largest_ = std::move(now_);
  }
  now_ = {};
  note_flags(raised);
}

void session::flush() {
  auto const alive = add_waiting();
  if (!alive.empty()) return run(alive);
  together_ = std::max(together_, elementwise_now_);  // one graph, of which nothing is needed
  now_ = {};
  elementwise_now_ = 0;
}

void session::assign(std::span<write const> writes) {
  auto const alive = add_waiting();
  for (write const& w : writes) now_.add(w.value, w.into.get(), w.where ? w.where.get() : nullptr);
  run(alive);
}

void session::set_state(errstate::settings const& s) {
  settings_.state = s;
  watch_ = raising_ = 0;
  for (auto const& [flag, what] :
       {std::pair{fp_divide, s.divide}, {fp_over, s.over}, {fp_under, s.under}, {fp_invalid, s.invalid}}) {
    if (what == on_condition::raise) raising_ |= flag;
    if (what == on_condition::warn && (settings_.wanted & flag)) watch_ |= flag;
  }
  watch_ |= raising_;
}

void session::note_flags(fp_flags raised) {
  raised &= watch_;
  struct row {
    fp_flags flag;
    error_code code;
    char const* warning;
  };
  for (row const& r :
       {row{fp_divide, error_code::fp_divide, "divide_by_zero"}, row{fp_over, error_code::fp_overflow, "overflow"},
        row{fp_under, error_code::fp_underflow, "underflow"}, row{fp_invalid, error_code::fp_invalid, "invalid"}}) {
    if (!(raised & r.flag)) continue;
    if (raising_ & r.flag) fail(r.code, std::string(r.warning) + " encountered");
    warnings_.insert(r.warning);
  }
}

}  // namespace fnp::oracle
