// The table of bodies over terms, made from the list of ops.
#include "verify/isomorphism/expand.hpp"

#include "fnp/ops/all.hpp"
#include "verify/isomorphism/symbol.hpp"

namespace fnp::isomorphism {
namespace {

template <class Op>
void expand(term* out, term const* in) {
  symbol r, x{in[0]};
  if constexpr (Op::arity == 1) Op::body(r, x);
  else if constexpr (Op::arity == 2) Op::body(r, x, symbol{in[1]});
  else Op::body(r, x, symbol{in[1]}, symbol{in[2]});
  out[0] = r.is;
}

// Bodies are read as over real numbers; what takes complex numbers alone is a name.
template <class Op>
constexpr expansion expansion_of() noexcept {
  if constexpr (Op::has_body && Op::outputs == 1 && kind(ops::loop_at<Op>(0).in[0]) != 'c') return expand<Op>;
  else return nullptr;
}

template <class... Ops>
expansion look_up(ops::op_list<Ops...>, ops::op_id op) noexcept {
  static constexpr expansion all[] = {expansion_of<Ops>()...};
  return op < sizeof...(Ops) ? all[op] : nullptr;
}

}  // namespace

expansion body_of(ops::op_id op) noexcept { return look_up(ops::all_ops{}, op); }

term opaque_term(ops::op_id op, std::uint8_t loop, int output, term const* in, std::size_t arity) noexcept {
  term t = make_term(tags::op, {op, loop, static_cast<std::uint64_t>(output)});
  for (std::size_t k = 0; k < arity; ++k) t = with(t, in[k]);
  return t;
}

void apply(ops::op_id op, std::uint8_t loop, term* out, term const* in) noexcept {
  ops::op_info const& info = ops::op_table[op];
  if (expansion const body = body_of(op)) {
    body(out, in);
    out[0] = with(out[0], loop < info.loop_count ? static_cast<std::uint64_t>(info.loops[loop].in[0]) * 16 +
                                                       static_cast<std::uint64_t>(info.loops[loop].out[0])
                                                 : 255);
    return;
  }
  for (int k = 0; k < info.outputs; ++k) out[k] = opaque_term(op, loop, k, in, info.arity);
}

term cast_term(dtype from, dtype to, term x) noexcept {
  return from == to ? x : make_term(tags::cast, {static_cast<std::uint64_t>(from), static_cast<std::uint64_t>(to), x});
}

}  // namespace fnp::isomorphism
