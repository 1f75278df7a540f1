// fnp tune: measures this machine once, for the planner's estimates. Bits of results never depend on it.
#include <filesystem>
#include <iostream>
#include <memory>

#include "verify/command/measure_machine.hpp"
#include "verify/command/subcommands.hpp"

namespace fnp::command {
void add_tune(CLI::App& app, int&) {
  CLI::App* const tune =
      app.add_subcommand("tune", "Measure this machine once: bandwidths, threads, block sizes, the time of every op");
  auto const out = std::make_shared<std::string>();
  tune->add_option("--out", *out,
                   "Where to write (default: where the planner looks, FNP_MACHINE or fnp/machine in the cache folder)");
  tune->footer(
      "Takes some five seconds; let the machine be idle. Results have the same bits with and without it.\n"
      "Exit status: 0 fine, 2 wrong usage, 3 cannot write.\n"
      "Examples:\n  fnp tune\n  fnp tune --out machine.txt && FNP_MACHINE=machine.txt fnp explain program.json --run\n "
      " FNP_MACHINE=none fnp info");
  tune->callback([out] {
    std::string const to = out->empty() ? plan::machine_file() : *out;
    if (to.empty()) throw complaint{usage, "there is no place for the result: give --out, or set FNP_MACHINE or HOME"};
    plan::machine const m = measure_machine([](std::string_view what) { std::cerr << "measuring " << what << "\n"; });
    if (std::filesystem::path const folder = std::filesystem::path(to).parent_path(); !folder.empty()) {
      std::error_code failed;  // write_text says what is wrong with a place that cannot be
      std::filesystem::create_directories(folder, failed);
    }
    write_text(to, plan::to_text(m));
    std::cout << "worth a second thread   " << m.worth_a_thread / 1000 << " us of work\n"
              << "a byte                  " << m.near_byte * 1000 << " ps in a core's caches, " << m.shared_byte * 1000
              << " ps in the shared one, " << m.far_byte * 1000 << " ps in memory (" << m.far_byte_shared_out * 1000
              << " with all threads)\n"
              << "stored past the caches  from " << m.stream_from << " bytes a step\n"
              << "blocks                  " << m.interpreted_block << " elements interpreted, " << m.staged_block
              << " staged; tiles " << m.wide_tile << " wide\n"
              << "written to              " << to << "\n";
  });
}

}  // namespace fnp::command
