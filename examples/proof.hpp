// What a plan says about itself, and what the checker says about it: explain() of several expressions, and `fnp prove`.
#pragma once
#include <spawn.h>
#include <sys/wait.h>

#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "fnp/fnp.hpp"

// The plan that fnp::eval(e...) runs, in any format.
template <fnp::lazy... E> std::string explain(fnp::engine::format as, E const&... e) {
  return [&]<class... X>(X const&... x) {
    return [&]<class... L>(L const&... leaves) {
      fnp::engine::job const jobs[] = {leaves.job()...};
      return fnp::engine::explain(jobs, as);
    }(fnp::typed::leaves_of<X>(x)...);
  }(fnp::wrap(e)...);
}

// Of a plan's text: what it costs, and of each step its title and loops.
inline std::string headlines(std::string const& plan) {
  std::istringstream lines(plan);
  std::string r;
  bool before_inputs = true;
  for (std::string line; std::getline(lines, line);) {
    before_inputs = before_inputs && !line.empty();
    std::size_t const start = line.find_first_not_of(' ');
    if (before_inputs || line.starts_with("step ") ||
        (start != line.npos && (line.compare(start, 4, "for ") == 0 || line.compare(start, 9, "block of ") == 0)))
      r += "  " + line + "\n";
  }
  return r;
}

// The exit status of the program `fnp` that stands beside this one; it prints for itself. -1: it is not there.
inline int run_fnp(std::vector<std::string> words) {
  std::string const program = (std::filesystem::read_symlink("/proc/self/exe").parent_path() / "fnp").string();
  if (!std::filesystem::exists(program)) return -1;
  words.insert(words.begin(), program);
  std::vector<char*> arguments;
  for (std::string& w : words) arguments.push_back(w.data());
  arguments.push_back(nullptr);
  pid_t child = 0;
  int status = 0;
  if (posix_spawn(&child, program.c_str(), nullptr, nullptr, arguments.data(), environ) != 0) return -1;
  while (waitpid(child, &status, 0) < 0)
    if (errno != EINTR) return -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}
