// fnp prove: checks that the plan of a program is the program evaluated step by step.
#include <algorithm>
#include <iostream>
#include <memory>

#include "engine/settings.hpp"
#include "verify/command/subcommands.hpp"
#include "verify/isomorphism/certificate.hpp"

namespace fnp::command {
namespace {

std::string text_of(isomorphism::verdict const& v) {
  std::string r;
  for (isomorphism::claim const& c : v.claims) {
    r += std::string(c.name) + std::string(12 - std::min<std::size_t>(11, c.name.size()), ' ') +
         std::string(name(c.what));
    for (auto const& [what, count] : c.evidence) r += ", " + what + " " + std::to_string(count);
    r += (c.why.empty() ? "" : ": " + c.why) + "\n";
  }
  if (!v.holds()) return r + "failed: " + v.failing() + "\n";
  return r + (v.complete() ? "every claim holds\n" : "no claim fails, some were not checked\n");
}

}  // namespace

void add_prove(CLI::App& app, int& status) {
  struct wishes {
    std::string program;
    std::string out;
    bool no_witness = false;
  };
  CLI::App* const prove =
      app.add_subcommand("prove", "Check that a program's plan computes what step by step evaluation computes");
  auto const w = std::make_shared<wishes>();
  prove
      ->add_option("program", w->program,
                   "A case (one JSON object; its inputs need no data), or a plan as explain() wrote it in JSON")
      ->required();
  prove->add_option("--out", w->out, "Write the certificate to this file");
  prove->add_flag("--no-witness", w->no_witness, "Leave the runs over instruction sets and threads out");
  prove->footer(
      "Exit status: 0 no claim failed, 1 a claim failed, 2 wrong usage or unreadable program.\nExample:\n  fnp prove "
      "program.json");
  prove->callback([w, &status] {
    oracle::program_graph p = read_program(w->program);
    engine::options const with = engine::settle(engine::defaults());
    p.what.rewrite(with);
    plan::plan const made = plan::make_plan(p.what.graph, p.what.destinations, with);
    require_same_plan(w->program, p.what.graph, made);
    isomorphism::check_options o;
    o.witness = !w->no_witness;
    isomorphism::verdict const v = isomorphism::check({p.what.graph, made, p.what.destinations}, o);
    if (!w->out.empty())
      write_text(w->out, isomorphism::make_certificate({p.what.graph, made, p.what.destinations}, v));
    for (ir::rewrite const& r : p.what.graph.rewrites)
      std::cout << "value-changing: " << r.identity << ", within " << r.bound << "\n";
    std::cout << text_of(v);
    status = v.holds() ? fine : claim_failed;
  });
}

}  // namespace fnp::command
