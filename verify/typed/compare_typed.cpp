// Evaluates generated typed expressions on many layouts with compiled kernels, and compares every bit with the eager
// reference.
//
//     compare_typed [--layouts 300] [--seed 1] [--spoil 1]
//
// NaNs are equal as a class. Where the reference refuses an expression (a reduction of nothing, an axis that a scalar
// does not have), the engine must refuse it with the same error code. Exit 1: something differs. --spoil flips one bit
// of each compiled result, to see that this is noticed.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "engine/evaluation.hpp"
#include "kernels/registry.hpp"
#include "verify/differential/generated_program.hpp"
#include "verify/differential/layouts.hpp"
#include "verify/differential/run.hpp"
#include "verify/isomorphism/eager.hpp"
#include "verify/typed/layout_kinds.hpp"
#include "verify/typed/typed_case.hpp"

namespace fnp::typed_check {
namespace {

typed_unit const* units = nullptr;
bool spoil = false;

struct totals {
  long cases = 0, reducing = 0, compiled = 0, layouts = 0, refused = 0, compared = 0, differ = 0, fast = 0, kept = 0,
       meeting = 0;
};

class checker {
 public:
  checker(typed_case const& c, totals& sum) : case_(c), sum_(sum) {}

  void layout(std::uint64_t seed, int number) {
    tape t(seed);
    kind_ = static_cast<kind>(number % kinds);
    number_ = number;
    tape_ = &t;
    extents const shape = shape_for(kind_, t);
    stores_.clear();
    operands_.clear();
    before_.clear();
    for (int k = 0; k < case_.operands; ++k) {
      bool const partner = kind_ == kind::stretched || ((kind_ == kind::random || kind_ == kind::pieces) && t.draw(2));
      extents const own = partner && k > 0 ? differential::draw_partner(t, shape) : shape;
      bool const mixed = kind_ <= kind::transposed && k > 0 && t.draw(3) == 0;
      placed const p = placing_for(mixed ? static_cast<kind>(t.draw(4)) : kind_, t, own);
      stores_.push_back(make_array(case_.types[k], p.base));
      array_handle const& s = stores_.back();
      differential::fill(s->data, s->type, s->count, t.draw(1u << 20));
      before_.emplace_back(s->data, s->data + s->memory->bytes);
      operands_.push_back(
          make_view(s->memory, s->type, differential::in_bytes(p.view, static_cast<index>(itemsize(s->type))), true));
    }
    request r{
        operands_.data(), {}, [](void* self, engine::job const& j) { static_cast<checker*>(self)->compare(j); }, this};
    for (std::size_t i = 0; i < shape.size(); ++i)
      if (t.draw(2)) r.axes.push_back(static_cast<index>(i));
    ++sum_.layouts;
    try {
      case_.run(r);
    } catch (error const&) {  // mean and var look at shapes while the row of leaves is filled
      ++sum_.refused;
    }
  }

 private:
  void differs(std::string const& what) {
    if (++sum_.differ > 20) return;
    std::printf("DIFFERS %s\n  layout %d (%s): %s\n", case_.text, number_, kind_names[static_cast<int>(kind_)],
                what.c_str());
    for (array_handle const& o : operands_)
      std::printf("  %s %s strides %s offset %lld\n", std::string(name(o->type)).c_str(),
                  to_string(o->layout.extent).c_str(), to_string(o->layout.stride).c_str(),
                  static_cast<long long>(o->layout.offset));
  }

  void compare(engine::job const& job) {
    isomorphism::whole wanted;
    error_code refusal{};
    bool refused = false;
    try {
      engine::evaluation e;
      e.add(job);
      wanted = isomorphism::evaluate_eagerly(e.graph)[0];
      if (number_ == 0) count_compiled(e);
    } catch (error const& e) {
      refused = true;
      refusal = e.code();
      ++sum_.refused;
    }
    std::uint64_t const how = tape_->draw(6);
    array_handle into = refused || how < 3 ? array_handle{} : destination(wanted, how);
    bool const short_way = how == 2 || how == 4;
    engine::options o = engine::defaults();
    o.threads = tape_->one_in(4) ? 3 : 1;
    for (isa const level : vector_levels) {
      if (!kernels::has_isa(level)) continue;
      o.level = level;
      engine::job j = job;
      j.into = into.get();
      restore();
      array_handle fresh;
      ++sum_.compared;
      std::string const where = "level " + std::to_string(static_cast<int>(level)) + (into ? ", kept" : ", fresh") +
                                (short_way ? ", alone: " : ": ");
      try {
        if (short_way) {
          engine::set_defaults(o);
          fresh = engine::evaluate(j);
        } else {
          engine::evaluate({&j, 1}, &fresh, o);
        }
        if (refused)
          differs(where + "not refused as the reference refuses it");
        else
          check(where, wanted, into ? *into : *fresh);
      } catch (error const& e) {
        if (!refused || e.code() != refusal) differs(where + e.what());
      }
    }
  }

  void check(std::string const& where, isomorphism::whole const& wanted, array_body const& got) {
    std::size_t const item = itemsize(got.type);
    if (got.type != wanted.type || got.layout.extent != wanted.shape) return differs(where + "another shape or dtype");
    std::vector<std::byte> bytes = isomorphism::gather(got.memory->data, got.layout, item);
    if (spoil && !bytes.empty()) bytes[bytes.size() / 2] ^= std::byte{1};
    std::size_t at = 0;
    if (!differential::same_elements(got.type, wanted.elements.data(), bytes.data(), bytes.size(), at)) {
      std::string hex[2];
      for (int side = 0; side < 2; ++side)
        for (std::size_t b = item; b-- > 0;) {
          char text[4];
          std::snprintf(text, sizeof text, "%02x",
                        std::to_integer<unsigned>((side ? bytes : wanted.elements)[at * item + b]));
          hex[side] += text;
        }
      return differs(where + "element " + std::to_string(at) + " of " + to_string(wanted.shape) + " " +
                     std::string(name(got.type)) + ": eager 0x" + hex[0] + ", compiled 0x" + hex[1]);
    }
    // Memory around a kept destination stays as it was.
    for (std::size_t s = 0; s < stores_.size(); ++s) {
      std::vector<std::byte> expected = before_[s];
      if (stores_[s]->memory.get() == got.memory.get()) isomorphism::scatter(expected.data(), got.layout, item, bytes);
      if (std::memcmp(expected.data(), stores_[s]->data, expected.size()) != 0)
        return differs(where + "memory of store " + std::to_string(s) + " was touched");
    }
  }

  // A kept destination: memory of its own, or that of an operand of its shape and dtype.
  array_handle destination(isomorphism::whole const& like, std::uint64_t how) {
    ++sum_.kept;
    if (how == 3)
      for (std::size_t k = 0; k < operands_.size(); ++k) {
        bool repeats = false;
        for (std::size_t i = 0; i < operands_[k]->layout.rank(); ++i)
          repeats = repeats || (operands_[k]->layout.stride[i] == 0 && operands_[k]->layout.extent[i] > 1);
        if (repeats || operands_[k]->type != like.type || operands_[k]->layout.extent != like.shape) continue;
        ++sum_.meeting;
        return operands_[k];
      }
    placed const p = how == 4 ? placed{like.shape, {like.shape, c_strides(like.shape, 1), 0}}
                              : differential::draw_placing(*tape_, like.shape, true);
    stores_.push_back(make_array(like.type, p.base));
    array_handle const& s = stores_.back();
    differential::fill(s->data, s->type, s->count, 1);
    before_.emplace_back(s->data, s->data + s->memory->bytes);
    return make_view(s->memory, s->type, differential::in_bytes(p.view, static_cast<index>(itemsize(s->type))), true);
  }

  void restore() {
    for (std::size_t s = 0; s < stores_.size(); ++s)
      if (!before_[s].empty()) std::memcpy(stores_[s]->data, before_[s].data(), before_[s].size());
  }

  void count_compiled(engine::evaluation const& e) {
    plan::plan const p = plan::make_plan(e.graph, e.destinations, engine::defaults());
    for (plan::step const& s : p.steps)
      if (s.compiled) {
        ++sum_.compiled;
        return;
      }
  }

  typed_case const& case_;
  totals& sum_;
  tape* tape_ = nullptr;
  kind kind_{};
  int number_ = 0;
  std::vector<array_handle> stores_, operands_;
  std::vector<std::vector<std::byte>> before_;
};

int run(int layouts, std::uint64_t seed) {
  totals sum;
  std::uint64_t const fast = engine::counters().fast_path;
  for (typed_unit const* u = units; u; u = u->next)
    for (int k = 0; k < u->count; ++k) {
      ++sum.cases;
      sum.reducing += u->cases[k].reduces;
      checker c(u->cases[k], sum);
      for (int n = 0; n < layouts; ++n)
        c.layout(seed * 1000003 + static_cast<std::uint64_t>(std::atoi(u->cases[k].text)) * 1009 +
                     static_cast<std::uint64_t>(n),
                 n);
    }
  sum.fast = static_cast<long>(engine::counters().fast_path - fast);
  std::printf(
      "%ld expressions (%ld with a reduction, %ld with compiled steps), %ld layouts (%ld refused by both), %ld "
      "evaluations "
      "(%ld on the short way, %ld layouts with a kept destination, %ld of them an operand): %ld differ\n",
      sum.cases, sum.reducing, sum.compiled, sum.layouts, sum.refused, sum.compared, sum.fast, sum.kept, sum.meeting,
      sum.differ);
  bool const meaningful = sum.cases > 0 && sum.refused * 4 < sum.layouts && sum.compiled * 10 >= sum.cases * 8;
  if (!meaningful) std::printf("too few expressions were compiled, or too many refused, to say anything\n");
  return sum.differ == 0 && meaningful ? 0 : 1;
}

}  // namespace

void enlist(typed_unit& u) {
  u.next = units;
  units = &u;
}

}  // namespace fnp::typed_check

int main(int count, char** words) {
  int layouts = 300;
  std::uint64_t seed = 1;
  for (int i = 1; i + 1 < count; i += 2) {
    if (std::strcmp(words[i], "--layouts") == 0)
      layouts = std::atoi(words[i + 1]);
    else if (std::strcmp(words[i], "--seed") == 0)
      seed = std::strtoull(words[i + 1], nullptr, 10);
    else if (std::strcmp(words[i], "--spoil") == 0)
      fnp::typed_check::spoil = std::atoi(words[i + 1]) != 0;
    else
      return std::fprintf(stderr, "compare_typed: '%s' is not --layouts, --seed or --spoil\n", words[i]), 2;
  }
  return fnp::typed_check::run(layouts, seed);
}
