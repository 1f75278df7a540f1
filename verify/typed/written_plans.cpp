// Plans of typed expressions as explain() writes them: `fnp prove` makes each of them anew from its graph and proves
// it.
//
//   typed_written_plans FNP    FNP: the command's path
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>

#include "fnp/fnp.hpp"

namespace {

using fnp::array;

struct prover {
  std::string command;
  std::filesystem::path folder;
  int plans = 0, failed = 0;

  template <class E> void proves(char const* what, E const& e) {
    std::filesystem::path const plan = folder / (std::to_string(++plans) + ".json");
    std::ofstream(plan) << e.explain(fnp::engine::format::json);
    std::string const line = "'" + command + "' prove --no-witness '" + plan.string() + "'";
    std::fflush(stdout);
    if (std::system(line.c_str()) == 0) return;
    std::printf("not proved: %s\n", what);
    ++failed;
  }
};

}  // namespace

int main(int count, char** words) {
  if (count != 2) {
    std::puts("usage: typed_written_plans FNP");
    return 2;
  }
  prover p{words[1],
           std::filesystem::temp_directory_path() / ("fnp_written_plans_" + std::to_string(std::random_device{}()))};
  std::filesystem::create_directories(p.folder);
  array<double> const x = fnp::zeros<double>({10, 12}), y = fnp::zeros<double>({10, 12}),
                      row = fnp::zeros<double>({12});
  array<std::int32_t> const n = fnp::zeros<std::int32_t>({10, 12});
  p.proves("two arrays", x + y);
  p.proves("one array twice", x + x);
  p.proves("one array twice below a sum", fnp::sum(x + x, fnp::axis(0)));
  p.proves("one array within a call and beside it", fnp::exp(x) + x);
  p.proves("rows and columns", x * row + fnp::transpose(y)(fnp::slice(0, 10), fnp::slice(0, 1)));
  p.proves("a cast", n + x * 2.0);
  p.proves("softmax",
           fnp::exp(x - fnp::max(x, fnp::axis(1), fnp::keepdims)) / fnp::sum(fnp::exp(x), fnp::axis(1), fnp::keepdims));
  p.proves("moments", (x - fnp::mean(x, fnp::axis(0))) / fnp::std(x, fnp::axis(0)));
  p.proves("accurate moments", fnp::mean(x + y, fnp::accurate) + fnp::var(x + y, fnp::accurate));
  p.proves("accurate sums down columns",
           fnp::sum(x, fnp::axis(0), fnp::accurate) + fnp::var(y, fnp::axis(0), fnp::accurate));
  std::filesystem::remove_all(p.folder);
  std::printf("%d plans, %d not proved\n", p.plans, p.failed);
  return p.failed == 0 ? 0 : 1;
}
