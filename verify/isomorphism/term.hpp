// Symbolic values: a term is a 64-bit digest of (what was done, to which terms). Equal digests stand for equal terms.
//
// Two programs compute the same when their results' terms are equal: the same operations on the same leaves in the same
// order, no algebra at all. A digest costs a few nanoseconds and no memory, so that all points of an evaluation can be
// looked at; two different terms of one evaluation agree by chance with probability n^2 / 2^65 for n terms (n = 10^7:
// 3e-6). A fold whose result depends on no order is the *multiset* of its leaves: the sum of their scrambled digests.
#pragma once
#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace fnp::isomorphism {

using term = std::uint64_t;

constexpr std::uint64_t mixed(std::uint64_t x) noexcept {  // splitmix64's finaliser, a bijection
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}
constexpr term with(term sum, std::uint64_t next) noexcept {
  return mixed(sum * 0x9e3779b97f4a7c15u + next + 0x632be59bd9b4e019u);
}
constexpr term tag(std::string_view name) noexcept {
  term h = 1;
  for (char const c : name) h = with(h, static_cast<unsigned char>(c));
  return h;
}
constexpr term make_term(term what, std::initializer_list<std::uint64_t> parts) noexcept {
  for (std::uint64_t const p : parts) what = with(what, p);
  return what;
}

namespace tags {
inline constexpr term memory = tag("memory"), undefined = tag("undefined"), torn = tag("torn"), race = tag("race"),
                      constant = tag("constant"), cast = tag("cast"), op = tag("op"), map = tag("map"),
                      lift = tag("lift"), join = tag("join"), identity = tag("identity"), finish = tag("finish"),
                      bag = tag("bag"), whole = tag("whole"), unrounded = tag("unrounded");
}

}  // namespace fnp::isomorphism
