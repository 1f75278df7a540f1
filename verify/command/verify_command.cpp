// fnp verify run: a file of cases against NumPy's answers.
#include <iostream>
#include <map>
#include <memory>

#include "verify/command/subcommands.hpp"
#include "verify/oracle/report.hpp"

namespace fnp::command {

void add_verify(CLI::App& app, int& status) {
  CLI::App* const verify = app.add_subcommand("verify", "Run cases, random programs or seeded faults");
  verify->require_subcommand(1);
  add_fuzz(*verify, status);
  add_kernels(*verify, status);
  add_mutants(*verify, status);
  CLI::App* const run = verify->add_subcommand("run", "Run a file of cases and write a report");
  auto const q = std::make_shared<oracle::run_request>();
  run->add_option("--cases", q->cases, "Header line, then one case a line (JSON lines)")->required();
  run->add_option("--report", q->report, "Where the report goes")->required();
  static std::map<std::string, oracle::mode> const modes{
      {"eager", oracle::mode::eager}, {"fused", oracle::mode::fused}, {"both", oracle::mode::both}};
  run->add_option("--mode", q->how, "eager, fused, or both compared bit for bit (default)")
      ->transform(CLI::CheckedTransformer(modes));
  run->add_option("--threads", q->threads, "Threads of an evaluation (0: all)")->check(CLI::Range(0, 4096));
  static std::map<std::string, oracle::policy> const policies{{"strict", oracle::policy::strict},
                                                              {"hardened", oracle::policy::hardened}};
  run->add_option(
         "--policy", q->rules,
         "strict (default): the report counts temporaries; hardened: destinations are written when all is computed")
      ->transform(CLI::CheckedTransformer(policies));
  run->footer(
      "Exit status: 0 every case was handled and none failed, 1 at least one failed, 2 wrong usage or unreadable "
      "cases,\n"
      "3 the report cannot be written.\nExample:\n  fnp verify run --cases verify/oracle/sample_cases.jsonl --report "
      "report.json");
  run->callback([q, &status] {
    oracle::run_answer const a = oracle::run_cases(*q);
    if (!a.complaint.empty()) throw complaint{a.status, a.complaint};
    std::cout << a.summary << "\n";
    status = a.status;
  });
}

}  // namespace fnp::command
