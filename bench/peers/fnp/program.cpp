// fnp on the peers' harness: the same workloads, data and check sums as the other programs, from a plain -O2 build.
#include "workloads.hpp"

int main(int argc, char** argv) {
  H::init(argc, argv);
  auto options = fnp::engine::defaults();
  options.threads = H::cfg.threads;
  fnp::engine::set_defaults(options);
  peer::run_flat();
  peer::run_functions();
  peer::run_reductions();
  peer::run_planes();
  peer::run_small();
  peer::run_whole();
}
