// fnp recheck: hands a certificate to the independent re-checker, a program of its own that shares no code with fnp.
#include <spawn.h>
#include <sys/wait.h>

#include <filesystem>
#include <memory>

#include "verify/command/subcommands.hpp"

extern char** environ;

namespace fnp::command {

void add_recheck(CLI::App& app, int& status) {
  CLI::App* const recheck =
      app.add_subcommand("recheck", "Check a certificate again, with an independent program (python3)");
  auto const file = std::make_shared<std::string>();
  recheck->add_option("certificate", *file, "A certificate that fnp prove wrote")->required();
  recheck->footer(
      "Exit status: 0 the certificate holds, 1 it does not, 2 it cannot be read.\nExample:\n  fnp recheck "
      "certificate.json");
  recheck->callback([file, &status] {
    if (!std::filesystem::is_regular_file(*file)) throw complaint{usage, "cannot read certificate '" + *file + "'"};
    std::string const script = find_script("verify/isomorphism/recheck.py", "recheck.py");
    char const* const words[] = {"python3", script.c_str(), file->c_str(), nullptr};
    pid_t child = 0;
    if (::posix_spawnp(&child, words[0], nullptr, nullptr, const_cast<char**>(words), environ) != 0)
      throw complaint{usage, "cannot start python3"};
    int ended = 0;
    if (::waitpid(child, &ended, 0) != child || !WIFEXITED(ended))
      throw complaint{usage, "the re-checker did not come to an end"};
    status = WEXITSTATUS(ended);
  });
}

}  // namespace fnp::command
