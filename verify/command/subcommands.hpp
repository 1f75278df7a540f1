// The subcommands, and what they share: exit statuses, complaints, reading of program files.
#pragma once
#include <CLI/CLI.hpp>
#include <string>

#include "verify/oracle/interpreter.hpp"

namespace fnp::command {

enum status : int { fine = 0, claim_failed = 1, usage = 2, cannot_write = 3 };

struct complaint {  // ends the command: one line on standard error
  int status;
  std::string text;
};

void add_info(CLI::App&, int& status);
void add_explain(CLI::App&, int& status);
void add_tune(CLI::App&, int& status);
void add_prove(CLI::App&, int& status);
void add_recheck(CLI::App&, int& status);
void add_verify(CLI::App&, int& status);
void add_fuzz(CLI::App& verify, int& status);
void add_kernels(CLI::App& verify, int& status);
void add_mutants(CLI::App& verify, int& status);

// The list of ops: name, family, arity, outputs, agreed ulps, loops as dtype strings. JSON.
std::string op_manifest();
// A case as a graph with destinations; inputs without data get a fixed pattern. Throws complaint.
oracle::program_graph read_program(std::string const& file);
// Of a plan in JSON: throws a complaint unless this plan is the same but for where it was asked for.
void require_same_plan(std::string const& file, ir::graph const&, plan::plan const&);
// To a file, complete or not at all, or to standard output when `file` is empty. Throws complaint.
void write_text(std::string const& file, std::string const& text);
// A script of the source tree or of the install tree, found from the place of this program. Throws complaint.
std::string find_script(std::string const& in_source, std::string const& installed);

}  // namespace fnp::command
