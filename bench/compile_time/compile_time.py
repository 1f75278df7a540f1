#!/usr/bin/env python3
"""What a user's file costs to compile: no expression, one, fifty of five operands, one chain of forty terms.

The fifty differ in structure, so each brings a program and kernels for three instruction sets of its own. Prints wall
seconds, CPU seconds and peak MB, best of --runs, and the difference an expression makes; --check compares with the budgets,
in CPU seconds: a compiler has one thread, so they are the wall seconds of a quiet machine.
--library says whose arrays the file uses: fnp's, or for comparison Eigen's or xtensor's.
"""
import argparse
import json
import os
import pathlib
import random
import sys
import tempfile
import time

# What a file begins with, where Debian keeps the headers, the flags its users set.
LIBRARIES = {
    "fnp": ("#include <fnp/fnp.hpp>\nusing A = fnp::array<double>;\n", []),
    "eigen": ("#include <Eigen/Dense>\nusing A = Eigen::ArrayXd;\n", ["-I/usr/include/eigen3", "-DNDEBUG"]),
    "xtensor": ("#include <xtensor/xtensor.hpp>\nusing A = xt::xtensor<double, 1>;\n", ["-DNDEBUG"]),
}
BUDGET = {"header": 0.5, "header_mb": 105, "expression": 0.03, "fifty_mb": 200, "chain": 1.0, "chain_mb": 160}


def program(expressions, operands, library="fnp"):
    names = "abcde"
    bodies, seen, draw = [], set(), random.Random(7)
    while len(bodies) < expressions:
        operators = [draw.choice("+-*/") for _ in range(operands - 1)]
        text = names[0] + "".join(f" {o} {names[(i + 1) % 5]}" for i, o in enumerate(operators))
        if text not in seen:
            seen.add(text)
            bodies.append(f"void f{len(bodies)}(A& r, A const& a, A const& b, A const& c, A const& d, A const& e)"
                          f" {{ r = {text}; }}\n")

    return LIBRARIES[library][0] + "".join(bodies)


def measure(source, command):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "unit.cpp"
        path.write_text(source)
        start = time.perf_counter()
        child = os.posix_spawnp(command[0], command + ["-c", str(path), "-o", str(path.with_suffix(".o"))], os.environ)
        _, status, usage = os.wait4(child, 0)
        wall = time.perf_counter() - start
        if status != 0:
            sys.exit("the program does not compile")
        return {"wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "mb": usage.ru_maxrss / 1024}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--library", choices=LIBRARIES, default="fnp")
    parser.add_argument("--include", action="append", default=[])
    parser.add_argument("--compiler", default="g++")
    parser.add_argument("--flags", default="-O2")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--json", help="write the figures to this file")
    arguments = parser.parse_args()
    command = [arguments.compiler, "-std=c++20"] + arguments.flags.split() + ["-I" + i for i in arguments.include]
    command += LIBRARIES[arguments.library][1]
    figures = {}
    for name, expressions, operands in (("header", 0, 5), ("one", 1, 5), ("fifty", 50, 5), ("chain", 1, 40)):
        runs = [measure(program(expressions, operands, arguments.library), command) for _ in range(arguments.runs)]
        figures[name] = {key: min(r[key] for r in runs) for key in runs[0]}
        print(f"{name:8} {figures[name]['wall']:6.2f} s  {figures[name]['cpu']:6.2f} s CPU  {figures[name]['mb']:6.0f} MB")
    # On a loaded machine the wall times of two files may differ either way, and say nothing of an expression.
    further = {key: max(0.0, figures["fifty"][key] - figures["one"][key]) / 49 for key in ("wall", "cpu")}
    print(f"a further expression: {further['wall']:.4f} s  {further['cpu']:.4f} s CPU")
    if arguments.json:
        pathlib.Path(arguments.json).write_text(json.dumps(figures | {"per_expression": further}, indent=2) + "\n")
    over = [text for text, is_over in (
        ("header", figures["header"]["cpu"] > BUDGET["header"]),
        ("header memory", figures["header"]["mb"] > BUDGET["header_mb"]),
        ("further expression", further["cpu"] > BUDGET["expression"]),
        ("memory of fifty", figures["fifty"]["mb"] > BUDGET["fifty_mb"]),
        ("chain", figures["chain"]["cpu"] > BUDGET["chain"]),
        ("chain memory", figures["chain"]["mb"] > BUDGET["chain_mb"])) if is_over and arguments.library == "fnp"]
    if over:
        print("over budget: " + ", ".join(over))
    return 1 if arguments.check and over else 0


if __name__ == "__main__":
    sys.exit(main())
