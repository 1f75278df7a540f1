// One step as its handler sees it: decoded operands, NumPy's keyword arguments, the session; and the table of handlers.
#pragma once
#include <functional>
#include <span>
#include <string_view>

#include "fnp/base/memory_order.hpp"
#include "verify/oracle/session.hpp"

namespace fnp::oracle {

struct named {
  std::string name;
  datum value;
  bool taken = false;
};

class call {
 public:
  session& run;
  std::string op;
  std::vector<datum> args;
  std::vector<named> attrs;
  bool rigid = false;  // strides or base are compared, or the memory is written later: movements give true views

  // The argument at that position or of that name; null when absent. Position npos: by name only.
  static constexpr std::size_t npos = static_cast<std::size_t>(-1);
  datum const* find(std::size_t position, std::string_view name);
  datum const& need(std::size_t position, std::string_view name);  // throws TypeError's bad_argument as NumPy would
  bool flag(std::size_t position, std::string_view name, bool otherwise);
  std::optional<index> integer(std::size_t position, std::string_view name);  // absent or None: empty
  std::string text(std::size_t position, std::string_view name, std::string otherwise);
  std::optional<dtype> type(std::size_t position, std::string_view name);
  memory_order order(std::size_t position, std::string_view name,
                     memory_order otherwise);  // bad_argument for no order's name
  // An axis argument that may be None: empty then, `otherwise` when absent.
  std::optional<index> axis_or_none(std::size_t position, std::string_view name, index otherwise);
  extents shape(std::size_t position, std::string_view name);  // an int or a tuple
  engine::axes_argument axes(std::size_t position, std::string_view name);  // absent: all
  void expect_at_most(std::size_t operands) const;  // unsupported when there are more
  // Throws unsupported when an attribute was not taken.
  void check_all_taken() const { check_all_taken_but({}); }
  void check_all_taken_but(std::string_view name) const;
  // Operands are not needed any more: what nobody else names need not be evaluated.
  void release() { args.clear(), attrs.clear(); }
};

index integer_of(session&, datum const&);             // an int or an integer array of one element
extents integers_of(session&, datum const&);          // a tuple, an int, or an integer array
engine::axes_argument axes_of(session&, datum const*);  // null or None: all

using handler = datum (*)(call&);
struct step_row {
  std::string_view op;
  handler run;
};

// One list a family; `find_step` joins them. Elementwise ops and their methods need no row.
std::span<step_row const> reduction_steps();
std::span<step_row const> scan_steps();
std::span<step_row const> view_steps();
std::span<step_row const> join_steps();
std::span<step_row const> split_steps();
std::span<step_row const> subscript_steps();
std::span<step_row const> gather_steps();
std::span<step_row const> maker_steps();
std::span<step_row const> range_steps();
std::span<step_row const> object_steps();
std::span<step_row const> order_steps();
std::span<step_row const> type_steps();
std::span<step_row const> query_steps();
std::span<step_row const> product_steps();
std::span<step_row const> random_steps();
std::span<step_row const> choice_steps();
std::span<step_row const> formula_steps();
handler find_attribute(std::string_view op);  // add.identity, add.resolve_dtypes, ndarray.flags.num, ...; null: none
handler find_operator(std::string_view op);  // ndarray.__add__, ndarray.__int__, ...; null: none
datum elementwise_step(
    call&);  // any op of family elementwise by its NumPy name, with out= where= casting= dtype= order=
datum method_step(call&);       // OP.reduce, OP.accumulate, OP.outer, OP.reduceat, OP.at

// Null: not there.
handler find_step(std::string_view op);
// iadd, imatmul ...
bool is_in_place(std::string_view op);
// NumPy's other names of an op: abs, concat, amax, ndarray.sum ...
std::string_view canonical_name(std::string_view op);

}  // namespace fnp::oracle
