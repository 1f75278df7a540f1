# The gdb printers show arrays of a small program, compiled here, as they are.
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[4]
LIBRARY = pathlib.Path(os.environ.get("FNP_LIB", ROOT / "build/release/lib"))
BUILD = pathlib.Path(os.environ.get("FNP_BUILD", LIBRARY.parent))
PROGRAM = r"""
#include "fnp/array.hpp"
#include "fnp/creation.hpp"
#include "fnp/ndarray.hpp"
int stop_here(fnp::array<double> const& a, fnp::ndarray const& n, fnp::extents const& shape) {
  return static_cast<int>(a.rank() + n.rank() + shape.size());
}
int main() {
  fnp::array<double> const a(fnp::views::transpose(*fnp::views::reshape(*fnp::create::arange(fnp::dtype::f8, 0.0, 6.0, 1.0), {2, 3})));
  fnp::ndarray n(fnp::create::full(fnp::dtype::c8, {2}, fnp::complex64(1, -2)));
  return stop_here(a, n, a.shape());
}
"""
EXPECTED = ["float64(3, 2) [[0.0, 3.0], [1.0, 4.0], [2.0, 5.0]]", "complex64(2,) [(1-2j), (1-2j)]", "(3, 2)"]


def main():
    library = next((p for p in (LIBRARY / "libfnp.so", LIBRARY / "libfnp.a") if p.exists()), None)
    if shutil.which("gdb") is None or library is None:
        print("skipped: gdb or the library is not here")
        return 0
    symbols = subprocess.run(["nm", "-D" if library.suffix == ".so" else "-g", str(library)], capture_output=True, text=True).stdout
    if "__asan_" in symbols or "__tsan_" in symbols or "__gcov_" in symbols:
        print("skipped: the library is instrumented, the program here would not link")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        source, program = pathlib.Path(folder, "shown.cpp"), pathlib.Path(folder, "shown")
        source.write_text(PROGRAM)
        command = [os.environ.get("CXX", "g++"), "-std=c++20", "-g", "-O0", "-ffp-contract=off", f"-I{ROOT}/include", f"-I{BUILD}/include", str(source),
                   f"-L{LIBRARY}", f"-Wl,-rpath,{LIBRARY}", "-lfnp", "-ltbb", "-lz", "-o", str(program)]
        subprocess.run(command, check=True)
        script = ["-ex", f"source {ROOT}/docs/gdb/fnp_printers.py", "-ex", "break stop_here", "-ex", "run", "-ex", "print a", "-ex", "print n", "-ex", "print shape"]
        shown = subprocess.run(["gdb", "-batch", "-nx", *script, str(program)], capture_output=True, text=True)
    missing = [text for text in EXPECTED if text not in shown.stdout]
    if missing and "ptrace" in shown.stderr:
        print("skipped: gdb may not trace programs here")
        return 0
    for text in missing:
        print("not shown:", text)
    if missing:
        print(shown.stdout, shown.stderr, sep="\n")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
