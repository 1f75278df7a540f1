// The states of a fold as terms.
#include "verify/isomorphism/fold_terms.hpp"

#include "fnp/ops/all.hpp"

namespace fnp::isomorphism {
namespace {

kernels::fold_kernel const& known(ops::op_id op, dtype element) {
  kernels::fold_kernel const* const k = kernels::find_fold(op, element, isa::reference);
  if (!k) fail(error_code::invariant_broken, "no fold for op " + ir::op_name(op) + " of " + std::string(name(element)));
  return *k;
}

}  // namespace

fold_terms::fold_terms(ops::op_id op, dtype element)
    : kernel_(known(op, element)),
      name_(std::uint64_t{op} * 16 + static_cast<std::uint64_t>(element)),
      positions_(op == ops::id_of<ops::argmin> || op == ops::id_of<ops::argmax>),
      any_(kernel_.order == kernels::fold_order::any),
      narrow_(element == dtype::f2 && kernel_.accumulator == dtype::f4) {}

term fold_terms::lift(term x, index position) {
  term const t = make_term(tags::lift, {name_, x, positions_ ? static_cast<std::uint64_t>(position) : 0});
  if (narrow_ && finished_.contains(x)) rounded_.emplace(t, x);
  return t;
}
term fold_terms::join(term left, term right) const {
  return any_ ? left + right : make_term(tags::join, {name_, left, right});
}
term fold_terms::identity() const { return any_ ? 0 : make_term(tags::identity, {name_}); }
term fold_terms::finish(term state) {
  if (narrow_)
    if (auto const known = rounded_.find(state); known != rounded_.end()) return known->second;
  term const t = make_term(tags::finish, {name_, state});
  if (narrow_) finished_.insert(t);
  return t;
}
term fold_terms::row(term state, term x, index position) {
  term const sum = join(state, lift(x, position));
  return narrow_ ? lift(finish(sum), 0) : sum;
}

}  // namespace fnp::isomorphism
