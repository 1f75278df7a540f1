// The command fnp: one subcommand a file. Exit status: 0 fine, 1 a claim failed, 2 usage or unreadable, 3 cannot write.
#include <CLI/CLI.hpp>
#include <exception>
#include <iostream>

#include "fnp/version.hpp"
#include "verify/command/subcommands.hpp"

int main(int count, char** words) {
  CLI::App app{"fnp: array programs with NumPy's meaning, planned, fused and checked"};
  app.set_version_flag("--version", "fnp " FNP_VERSION);
  app.require_subcommand(1);
  app.footer(
      "Exit status: 0 fine, 1 a claim or a case failed, 2 wrong usage or unreadable input, 3 output cannot be "
      "written.\n"
      "Examples:\n  fnp info\n  fnp explain program.json --format html --out plan.html\n  fnp verify run --cases "
      "cases.jsonl --report report.json");
  int status = 0;
  using namespace fnp::command;
  add_info(app, status);
  add_tune(app, status);
  add_explain(app, status);
  add_prove(app, status);
  add_recheck(app, status);
  add_verify(app, status);
  try {
    app.parse(count, words);
  } catch (CLI::ParseError const& e) {
    if (e.get_exit_code() == 0) return app.exit(e);
    std::cerr << "fnp: " << e.what() << " (see fnp --help)\n";
    return usage;
  } catch (complaint const& c) {
    std::cerr << "fnp: " << c.text << "\n";
    return c.status;
  } catch (std::exception const& e) {
    std::cerr << "fnp: " << e.what() << "\n";
    return usage;
  }
  return status;
}
