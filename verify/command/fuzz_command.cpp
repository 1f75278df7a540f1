// fnp verify fuzz: generated programs, eager against fused, over instruction sets and thread counts.
#include <fstream>
#include <iostream>
#include <map>
#include <memory>

#include "verify/command/subcommands.hpp"
#include "verify/differential/run.hpp"

namespace fnp::command {

void add_fuzz(CLI::App& verify, int& status) {
  CLI::App* const fuzz = verify.add_subcommand("fuzz", "Generated programs: eager against fused, bit for bit");
  auto const o = std::make_shared<differential::run_options>();
  std::map<std::string, isa> levels;
  for (isa const level : isa_levels) levels[isa_names[static_cast<int>(level)]] = level;
  fuzz->add_option("--count", o->count, "How many programs (default 1000)");
  fuzz->add_option("--seed", o->seed, "Seed of the first (default 1)");
  fuzz->add_option("--levels", o->levels, "Instruction sets (default: all with vectors)")
      ->delimiter(',')
      ->transform(CLI::CheckedTransformer(levels));
  fuzz->add_option("--threads", o->threads, "Thread counts (default 1,2,3,7)")
      ->delimiter(',')
      ->check(CLI::Range(1, 4096));
  auto const digests = std::make_shared<std::string>();
  fuzz->add_option("--digests", *digests,
                   "Write a line a program: its seed and a digest of its values, the same on every machine");
  fuzz->footer(
      "Exit status: 0 no difference, 1 a difference (a minimal program is printed), 2 wrong usage.\nExample:\n  fnp "
      "verify fuzz --count 100000 --seed 7 --threads 1,3");
  fuzz->callback([o, digests, &status] {
    std::ofstream lines;
    if (!digests->empty()) {
      lines.open(*digests);
      if (!lines) throw complaint{cannot_write, "cannot write digests '" + *digests + "'"};
      o->digests = &lines;
    }
    differential::run_report const r = differential::run_generated(*o);
    std::cout << differential::to_text(r) << "\n";
    for (differential::failure const& f : r.failures)
      std::cout << "seed " << f.seed << ": " << f.what << "\n" << f.program << "\n";
    status = r.failures.empty() ? fine : claim_failed;
  });
}

}  // namespace fnp::command
