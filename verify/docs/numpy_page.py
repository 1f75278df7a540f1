#!/usr/bin/env python3
"""Compiles the C++ column of docs/numpy.md and compares each cell's value with NumPy's for the cell beside it.

    numpy_page.py --include DIR [--include DIR] --lib DIR --cxx COMPILER

Without NumPy >= 2.3 the cells are still compiled and run, and the report says that nothing was compared.
"""
import argparse
import pathlib
import re
import subprocess
import sys
import tempfile

SET_UP_PYTHON = """
a = (np.arange(12.0).reshape(3, 4) * 7 % 12 + 0.5) / 13
b = (np.arange(12.0).reshape(3, 4) * 5 % 12 + 0.25) / 11
v = np.arange(4.0) + 1
n = (np.arange(12, dtype=np.int32).reshape(3, 4) * 7) % 11 - 3
m = (np.arange(12.0).reshape(4, 3) * 11 % 12) - 5
d = a
i = np.array([2, 0, 2])
"""
SET_UP_CPP = """
  auto const counted = fnp::reshape(fnp::arange<double>(12), {3, 4});
  fnp::array<double> a = (counted * 7 % 12 + 0.5) / 13, b = (counted * 5 % 12 + 0.25) / 11, v = fnp::arange<double>(4) + 1;
  fnp::array<double> m = fnp::reshape(fnp::arange<double>(12), {4, 3}) * 11 % 12 - 5;
  fnp::array<std::int32_t> n = fnp::reshape(fnp::arange<std::int32_t>(12), {3, 4}) * 7 % 11 - 3;
  fnp::ndarray d = a;
  fnp::array<fnp::index> i{2, 0, 2};
"""


def cells(page):
    for line in page.splitlines():
        found = re.fullmatch(r"\| `(.+)` \| `(.+)` \|", line)
        if found:
            yield found.group(1), found.group(2)


def program(pairs):
    body = []
    for k, (_, code) in enumerate(pairs):
        value = f"{code} show({k}, a);" if code.endswith(";") else f"show({k}, fnp::eval({code}));"
        body.append(f"void cell_{k}() {{{SET_UP_CPP}  (void)b, (void)v, (void)m, (void)n, (void)d, (void)i;\n  {value}\n}}")
    calls = "\n".join(f"  cell_{k}();" for k in range(len(pairs)))
    return f"""#include <fnp/fnp.hpp>
#include <cstdio>
void show(int cell, fnp::ndarray const& x) {{
  fnp::ndarray const c = x.copy();
  std::printf("%d %s", cell, std::string(fnp::name(c.dtype())).c_str());
  for (auto e : x.shape()) std::printf(" %ld", static_cast<long>(e));
  std::printf(" :");
  auto const* p = reinterpret_cast<unsigned char const*>(c.data());
  for (fnp::index i = 0; i < fnp::nbytes(c); ++i) std::printf("%02x", p[i]);
  std::printf("\\n");
}}
{chr(10).join(body)}
int main() {{
{calls}
}}
"""


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--include", action="append", default=[])
    options.add_argument("--lib", required=True)
    options.add_argument("--cxx", default="g++")
    given = options.parse_args()
    pairs = list(cells(pathlib.Path("docs/numpy.md").read_text()))
    with tempfile.TemporaryDirectory() as folder:
        source, binary = pathlib.Path(folder, "page.cpp"), pathlib.Path(folder, "page")
        source.write_text(program(pairs))
        build = [given.cxx, "-std=c++20", "-O0", "-ffp-contract=off", "-Wall", "-Wextra", "-Werror", str(source), "-o", str(binary)]
        build += [f"-I{d}" for d in given.include] + [f"-L{given.lib}", "-lfnp", f"-Wl,-rpath,{given.lib}"]
        subprocess.run(build, check=True)
        lines = subprocess.run([binary], check=True, capture_output=True, text=True).stdout.splitlines()
    if len(lines) != len(pairs):
        sys.exit(f"{len(pairs)} cells, but {len(lines)} values")
    try:
        import numpy as np
    except ImportError:
        np = None
    if np is None or tuple(int(x) for x in np.__version__.split(".")[:2]) < (2, 3):
        print(f"{len(pairs)} cells compiled and ran; no NumPy >= 2.3 to compare with")
        return
    wrong = 0
    for (text, _), line in zip(pairs, lines):
        names = {"np": np}
        exec(SET_UP_PYTHON, names)
        if re.search(r"(^|[^=<>!*/+-])[+*/-]?= ", text) or text.startswith("np.copyto"):
            exec(text, names)
            want = names["a"]
        else:
            want = np.asarray(eval(text, names))
        expected = " ".join([str(want.dtype), *map(str, want.shape), ":" + np.ascontiguousarray(want).tobytes().hex()])
        if line.split(" ", 1)[1] != expected:
            wrong += 1
            print(f"{text}\n  NumPy {expected}\n  fnp   {line.split(' ', 1)[1]}")
    print(f"{len(pairs)} cells, {wrong} differ from NumPy {np.__version__}")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
