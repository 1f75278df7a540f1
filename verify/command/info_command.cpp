// fnp info: what this program is and what it runs on.
#include <Eigen/Core>
#include <boost/version.hpp>
#include <oneapi/tbb/info.h>
#include <oneapi/tbb/version.h>
#include <zlib.h>

#include <fstream>
#include <iostream>
#include <memory>

#include "engine/plan/machine.hpp"
#include "engine/settings.hpp"
#include "fnp/memory.hpp"
#include "fnp/version.hpp"
#include "kernels/registry.hpp"
#include "verify/command/subcommands.hpp"

namespace fnp::command {
namespace {

std::string processor() {
  std::ifstream in("/proc/cpuinfo");
  for (std::string line; std::getline(in, line);)
    if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
  return "unknown";
}

std::string kibibytes(index bytes) { return std::to_string(bytes / 1024) + " KiB"; }

void print() {
  engine::options const o = engine::settle(engine::defaults());
  std::string available;
  for (isa const level : isa_levels)
    if (kernels::has_isa(level))
      available += (available.empty() ? "" : " ") + std::string(isa_names[static_cast<int>(level)]);
  std::string const boost = std::to_string(BOOST_VERSION / 100000) + "." + std::to_string(BOOST_VERSION / 100 % 1000) +
                            "." + std::to_string(BOOST_VERSION % 100);
  std::string const eigen = std::to_string(EIGEN_WORLD_VERSION) + "." + std::to_string(EIGEN_MAJOR_VERSION) + "." +
                            std::to_string(EIGEN_MINOR_VERSION);
  memory_statistics const memory = memory_counters();
  index const limit = memory.limit;
  std::cout << "fnp                " << FNP_VERSION << "\n"
            << "processor          " << processor() << "\n"
            << "instruction sets   " << available << " (built and available)\n"
            << "in use             " << isa_names[static_cast<int>(o.level)] << "\n"
            << "threads            " << (o.threads ? o.threads : oneapi::tbb::info::default_concurrency()) << "\n"
            << "caches             L1 " << kibibytes(plan::this_machine().first_cache) << ", last level "
            << kibibytes(plan::this_machine().last_cache) << "\n"
            << "planner's times    " << plan::this_machine().origin << " (fnp tune)\n"
            << "memory limit       " << (limit ? std::to_string(limit) + " bytes" : "none") << "\n"
            << "memory cache       at most " << memory.cache_limit << " bytes of freed pages\n"
            << "budget a plan      " << (o.budget ? std::to_string(o.budget) + " bytes" : "none") << "\n"
            << "libraries          Boost " << boost << ", oneTBB " << TBB_runtime_version() << ", Eigen " << eigen
            << ", zlib " << zlibVersion() << "\n";
}

}  // namespace

void add_info(CLI::App& app, int&) {
  CLI::App* const info =
      app.add_subcommand("info", "Version, processor, instruction sets, threads, caches, libraries, limits");
  auto const ops = std::make_shared<bool>(false);
  info->add_flag("--ops", *ops, "The list of ops as JSON: name, family, arity, outputs, ulps, loops");
  info->footer("Examples:\n  FNP_SIMD=avx2 FNP_THREADS=2 fnp info\n  fnp info --ops");
  info->callback([ops] { *ops ? void(std::cout << op_manifest()) : print(); });
}

}  // namespace fnp::command
