// errstate: what happens when an evaluation divides by zero, overflows, underflows or has no valid result.
//
// As numpy.errstate: an object whose settings hold for evaluations in its scope, on its thread. Without one nothing is
// watched, which is the fastest. The conditions are looked at once, after the evaluation, so results are written.
// Beside NumPy's four stands its ComplexWarning: a cast of complex elements to a real dtype, whatever the parts
// dropped.
#pragma once
#include <cstdio>

#include "fnp/engine.hpp"

namespace fnp {

enum class on_condition : std::uint8_t { ignore, warn, raise };

class errstate {
 public:
  struct settings {
    on_condition divide = on_condition::ignore, over = on_condition::ignore, under = on_condition::ignore,
                 invalid = on_condition::ignore, complex_discarded = on_condition::ignore;
  };
  // The four conditions of floating point.
  static constexpr settings all(on_condition what) noexcept { return {what, what, what, what}; }

  explicit errstate(settings s) noexcept : settings_(s), outer_(current), before_(engine::watch(flags(s))) {
    current = this;
  }
  ~errstate() {
    current = outer_;
    engine::watch(before_);
  }
  errstate(errstate const&) = delete;
  errstate& operator=(errstate const&) = delete;

  // The settings in force on this thread (numpy.geterr), and other ones in place (numpy.seterr): those of the
  // innermost errstate, else of the thread. Gives the former ones.
  static settings get() noexcept { return current ? current->settings_ : settings{}; }
  static settings set(settings s) noexcept {
    if (!current) {
      static thread_local errstate const lowest{settings{}};  // from now on below all others of this thread
    }
    errstate* const at = const_cast<errstate*>(current);
    settings const before = at->settings_;
    at->settings_ = s;
    engine::watch(flags(s));
    return before;
  }

  // Around each evaluation of this thread.
  static void begin() noexcept {
    if (current) engine::counters().raised = 0;
  }
  static void finish() {
    if (current) current->report(engine::counters().raised);
  }

 private:
  static constexpr fp_flags flags(settings s) noexcept {
    return static_cast<fp_flags>(
        (s.divide != on_condition::ignore ? fp_divide : 0) | (s.over != on_condition::ignore ? fp_over : 0) |
        (s.under != on_condition::ignore ? fp_under : 0) | (s.invalid != on_condition::ignore ? fp_invalid : 0) |
        (s.complex_discarded != on_condition::ignore ? fnp::complex_discarded : 0));
  }
  void report(fp_flags raised) const {
    tell(raised & fp_divide, settings_.divide, error_code::fp_divide, "divide by zero encountered");
    tell(raised & fp_over, settings_.over, error_code::fp_overflow, "overflow encountered");
    tell(raised & fp_under, settings_.under, error_code::fp_underflow, "underflow encountered");
    tell(raised & fp_invalid, settings_.invalid, error_code::fp_invalid, "invalid value encountered");
    char const* const dropped = "Casting complex values to real discards the imaginary part";
    if (!(raised & fnp::complex_discarded)) return;
    if (settings_.complex_discarded == on_condition::raise) fail_as("ComplexWarning", error_code::cast, dropped);
    if (settings_.complex_discarded == on_condition::warn) std::fprintf(stderr, "ComplexWarning: %s\n", dropped);
  }
  static void tell(bool happened, on_condition what, error_code code, char const* text) {
    if (!happened || what == on_condition::ignore) return;
    if (what == on_condition::raise) fail(code, text);
    std::fprintf(stderr, "RuntimeWarning: %s\n", text);
  }

  settings settings_;
  errstate const* outer_;
  fp_flags before_;
  static inline constinit thread_local errstate const* current = nullptr;
};

inline errstate::settings geterr() noexcept { return errstate::get(); }
inline errstate::settings seterr(errstate::settings s) noexcept { return errstate::set(s); }

}  // namespace fnp
