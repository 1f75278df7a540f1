// fnp verify mutants: seeded faults in plans; the checker must catch every one.
#include <iostream>
#include <memory>

#include "verify/command/subcommands.hpp"
#include "verify/isomorphism/mutants.hpp"

namespace fnp::command {

void add_mutants(CLI::App& verify, int& status) {
  CLI::App* const mutants =
      verify.add_subcommand("mutants", "Seed faults into plans and see that the checker catches them");
  auto const o = std::make_shared<isomorphism::mutation_options>();
  mutants->add_option("--programs", o->programs, "How many generated programs (default 200)");
  mutants->add_option("--seed", o->seed, "Seed of the first (default 1)");
  mutants->add_option("--sites", o->sites_a_kind, "Sites of a fault kind in one program (0: all)");
  mutants->footer(
      "Exit status: 0 all caught and no false alarm, 1 a fault was missed or a good plan refused, 2 wrong "
      "usage.\nExample:\n  fnp verify mutants --programs 200");
  mutants->callback([o, &status] {
    isomorphism::mutation_report const r = isomorphism::run_mutants(*o);
    std::cout << isomorphism::to_text(r) << "\n";
    status = r.missed.empty() && r.false_alarms == 0 ? fine : claim_failed;
  });
}

}  // namespace fnp::command
