// fnp verify kernels: every elementwise kernel and cast on every instruction set, and digests to compare machines by.
#include <fstream>
#include <iostream>
#include <memory>

#include "verify/command/subcommands.hpp"
#include "verify/differential/digest.hpp"

namespace fnp::command {

void add_kernels(CLI::App& verify, int& status) {
  CLI::App* const kernels =
      verify.add_subcommand("kernels", "Every elementwise kernel and cast: all instruction sets, bit for bit");
  auto const count = std::make_shared<index>(2000);
  auto const seed = std::make_shared<std::uint64_t>(1);
  auto const file = std::make_shared<std::string>("/dev/stdout");
  kernels
      ->add_option("--count", *count, "Elements of each of four kinds: small, real, extreme, any bits (default 2000)")
      ->check(CLI::Range(1, 10'000'000));
  kernels->add_option("--seed", *seed, "Of the elements (default 1)");
  kernels->add_option("--digests", *file, "Where the lines go (default: standard output)");
  kernels->footer(
      "Prints a line a kernel: op, dtypes, floating-point flags, digest of the results; the same on every "
      "machine.\nExit status: 0 all sets agree, 1 two differ, 2 wrong usage, 3 the file cannot be written.");
  kernels->callback([count, seed, file, &status] {
    std::ofstream lines(*file);
    bool const same = differential::write_kernel_digests(*count, *seed, lines, std::cerr);
    if (!lines.flush()) throw complaint{cannot_write, "cannot write digests '" + *file + "'"};
    status = same ? fine : claim_failed;
  });
}

}  // namespace fnp::command
