// The values of one run of a program: lazily in one graph (fused), or each step at once (eager).
//
// Fused: steps add nodes; the graph is evaluated when a result is asked for, when somebody must see elements, or when
// a step writes memory: the write is then one more result of the same plan, so what reads the old contents reads them
// first. Values that no later step names are not evaluated at all.
#pragma once
#include <memory>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/evaluation.hpp"
#include "fnp/errstate.hpp"
#include "verify/oracle/datum.hpp"

namespace fnp::oracle {

struct settings {
  bool fused = true;
  int threads = 0;
  fp_flags wanted = 0;   // conditions whose warnings are asked for
  errstate::settings state{on_condition::warn, on_condition::warn, on_condition::ignore, on_condition::warn};
  bool remember = false;  // keep the largest evaluation
};

struct write {
  ir::value value;
  array_handle into;
  array_handle where{};  // null: everywhere
};

class session {
 public:
  explicit session(settings const&);

  ir::graph& graph() noexcept { return now_.graph; }
  // The datum as a value of the graph; a Python number becomes a constant, its kind is told in `kind`.
  ir::value use(datum const&, weak* kind = nullptr);
  datum keep(ir::value);  // eager: evaluated now
  void keep_together(std::span<ir::value const>, std::span<datum> kept);  // several values of one step
  array_handle concrete(datum const&);
  bool is_lazy(datum const& d) const noexcept { return d.is(datum::kind::array) && !d.array->done; }
  dtype type(datum const&);
  extents shape(datum const&);

  void assign(std::span<write const>);
  void flush();
  void begin_step() noexcept { noted_ = false; }
  // This step is elementwise; counted once a step.
  void note_elementwise() noexcept {
    if (!noted_) ++elementwise_now_, ++elementwise_;
    noted_ = true;
  }
  void note_flags(fp_flags raised);
  // A whole-array function of the library, its floating-point conditions noted.
  template <class F> array_handle compute(F&& f) {
    fp_flags const outer = engine::watch(watch_);
    engine::counters().raised = 0;
    array_handle r;
    try {
      r = f();
    } catch (...) {
      engine::watch(outer);
      throw;
    }
    engine::watch(outer);
    note_flags(engine::counters().raised);
    return r;
  }
  // What f evaluates tells none of these conditions.
  template <class F> auto quietly(fp_flags conditions, F&& f) {
    if (!watches()) return f();
    flush();
    fp_flags const before = std::exchange(watch_, static_cast<fp_flags>(watch_ & ~conditions));
    auto r = f();
    flush();
    watch_ = before;
    return r;
  }
  void warn(std::string code) { warnings_.insert(std::move(code)); }

  errstate::settings const& state() const noexcept { return settings_.state; }
  void set_state(errstate::settings const&);
  bool raises() const noexcept { return raising_ != 0; }

  // Several elementwise steps, none of which shared a plan with another.
  bool not_fused() const noexcept { return elementwise_ > 1 && together_ < 2; }
  bool watches() const noexcept { return watch_ != 0; }
  std::set<std::string> const& warnings() const noexcept { return warnings_; }
  // Of the evaluations so far the one with the most nodes, and what its destinations are; kept if settings ask for it.
  engine::evaluation const& largest() const noexcept { return largest_; }
  std::vector<array_handle> const& largest_destinations() const noexcept { return largest_destinations_; }

 private:
  void run(std::vector<std::shared_ptr<array_value>> const& waiting);
  fp_flags run_fused(std::vector<array_handle>& fresh);
  fp_flags run_eagerly(std::vector<array_handle>& fresh);
  std::vector<std::shared_ptr<array_value>> add_waiting();

  settings settings_;
  fp_flags watch_ = 0, raising_ = 0;  // conditions that are looked at; those that are errors
  engine::evaluation now_;
  std::vector<std::weak_ptr<array_value>> waiting_;
  std::set<std::string> warnings_;
  engine::evaluation largest_;
  std::vector<array_handle> largest_destinations_;
  bool noted_ = false;
  int elementwise_ = 0, elementwise_now_ = 0, together_ = 0;
};

}  // namespace fnp::oracle
