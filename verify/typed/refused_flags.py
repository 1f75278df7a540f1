"""Flags that would change results are refused: by clang when compiling, by a g++ program before its first evaluation.

    refused_flags.py --gcc g++ --clang clang++-19 --include DIR ... --library DIR

-Ofast by g++ keeps every bit when a file is compiled with it (compare_typed shows that). Linking with it adds start code
that flushes subnormal numbers to zero in the whole process, which no header can undo, so the program says so and stops.
"""
import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

PROGRAM = """
#include <cstdio>
#include "fnp/fnp.hpp"
int main() {
  fnp::array<double> const x{1, 2, 3};
  try {
    fnp::array<double> const y = x * 2.0 + 1.0;
    return y(2) == 7 ? 0 : 3;
  } catch (fnp::error const& e) {
    std::puts(e.what());
    return 4;
  }
}
"""


def run(*command, **more):
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, **more)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gcc", required=True)
    parser.add_argument("--clang")
    parser.add_argument("--include", action="append", required=True)
    parser.add_argument("--library", required=True)
    options = parser.parse_args()
    include = [word for folder in options.include for word in ("-I", folder)]
    environment = dict(os.environ, LD_LIBRARY_PATH=options.library)
    wrong = []

    def expect(what, holds, seen):
        print(("right: " if holds else "WRONG: ") + what)
        if not holds:
            wrong.append(what)
            print(seen)

    with tempfile.TemporaryDirectory() as folder:
        source, object_file, program = (Path(folder) / name for name in ("a.cpp", "a.o", "a"))
        source.write_text(PROGRAM)

        def build(compile_flags, link_flags):
            made = run(options.gcc, "-std=c++20", *compile_flags, *include, "-c", source, "-o", object_file)
            if made.returncode == 0:
                made = run(options.gcc, *link_flags, object_file, "-o", program, "-L", options.library, "-lfnp")
            return made

        for flags in (["-O2"], ["-O3", "-march=native"], ["-Ofast"], ["-O3", "-march=native", "-ffp-contract=fast"]):
            made = build(flags, ["-O2"])
            seen = run(program, env=environment) if made.returncode == 0 else made
            same = seen.returncode == 0
            refused = seen.returncode == 4 and "-ffp-contract=fast" in seen.stdout
            expect(f"g++ {' '.join(flags)}: right values" + ("" if same else " or refused"), same or refused, seen.stdout + seen.stderr)
        made = build(["-Ofast"], ["-Ofast"])
        seen = run(program, env=environment) if made.returncode == 0 else made
        expect("g++ linked with -Ofast: refused before anything runs",
               seen.returncode == 4 and "subnormal numbers are flushed to zero" in seen.stdout, seen.stdout + seen.stderr)
        for flag in ("-Ofast", "-ffast-math", "-ffinite-math-only") if options.clang else ():
            made = run(options.clang, "-std=c++20", "-O2", flag, *include, "-c", source, "-o", object_file)
            expect(f"clang {flag}: refused by #error", made.returncode != 0 and "error: \"fnp: -ffast-math" in made.stderr, made.stderr[:2000])
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
