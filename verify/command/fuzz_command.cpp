// fnp verify fuzz: generated programs, eager against fused, over instruction sets and thread counts.
#include <iostream>
#include <map>
#include <memory>

#include "verify/command/subcommands.hpp"
#include "verify/differential/run.hpp"

namespace fnp::command {

void add_fuzz(CLI::App& verify, int& status) {
  CLI::App* const fuzz = verify.add_subcommand("fuzz", "Generated programs: eager against fused, bit for bit");
  auto const o = std::make_shared<differential::run_options>();
  static std::map<std::string, isa> const levels{{"reference", isa::reference}, {"sse2", isa::sse2}, {"avx2", isa::avx2}, {"avx512", isa::avx512}};
  fuzz->add_option("--count", o->count, "How many programs (default 1000)");
  fuzz->add_option("--seed", o->seed, "Seed of the first (default 1)");
  fuzz->add_option("--levels", o->levels, "Instruction sets (default sse2 avx2 avx512)")->delimiter(',')->transform(CLI::CheckedTransformer(levels));
  fuzz->add_option("--threads", o->threads, "Thread counts (default 1,2,3,7)")->delimiter(',')->check(CLI::Range(1, 4096));
  fuzz->footer("Exit status: 0 no difference, 1 a difference (a minimal program is printed), 2 wrong usage.\nExample:\n  fnp verify fuzz --count 100000 --seed 7 --threads 1,3");
  fuzz->callback([o, &status] {
    differential::run_report const r = differential::run_generated(*o);
    std::cout << differential::to_text(r) << "\n";
    for (differential::failure const& f : r.failures) std::cout << "seed " << f.seed << ": " << f.what << "\n" << f.program << "\n";
    status = r.failures.empty() ? fine : claim_failed;
  });
}

}  // namespace fnp::command
