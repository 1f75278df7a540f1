#!/usr/bin/env python3
"""Misuse ends in a short error: compiles each *.cpp beside this file with both compilers and expects it to fail.

The words after `expect:` (alternatives with |) must stand within the first five lines of what the compiler prints, except
those of our own text (which g++ prints as it likes: anywhere), and the whole is at most 20 lines for g++, 35 for clang.
"""
import argparse
import pathlib
import re
import shutil
import subprocess
import sys

LIMITS = {"g++": 20, "clang++": 35}
OWN_WORDS = {"astype", "fourteen", "bool"}


def check(source, compiler, limit, include):
    command = [compiler, "-std=c++20", "-O2", "-fsyntax-only", "-fno-color-diagnostics" if "clang" in compiler else
               "-fdiagnostics-color=never"] + ["-I" + i for i in include] + [str(source)]
    run = subprocess.run(command, capture_output=True, text=True)
    lines = run.stderr.splitlines()
    if run.returncode == 0:
        return ["it compiles"]
    faults = []
    if len(lines) > limit:
        faults.append(f"{len(lines)} lines, at most {limit} are wanted")
    first, everything = "\n".join(lines[:5]), "\n".join(lines)
    words = re.search(r"// expect: (.*)", source.read_text()).group(1).split()
    for word in words:
        where = everything if word in OWN_WORDS else first
        if not any(w in where for w in word.split("|")):
            faults.append(f"`{word}` is missing")
    if "static assertion failed" not in everything and "static_assert failed" not in everything:
        faults.append("the error is none of ours")
    return faults and faults + [everything]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--include", action="append", required=True)
    parser.add_argument("--gcc", default="g++")
    parser.add_argument("--clang", default="clang++-19")
    arguments = parser.parse_args()
    sources = sorted(pathlib.Path(__file__).parent.glob("*.cpp"))
    bad = 0
    for name, compiler in (("g++", arguments.gcc), ("clang++", arguments.clang)):
        if not shutil.which(compiler):
            print(f"{compiler} is not here: its messages are not checked")
            continue
        for source in sources:
            for fault in check(source, compiler, LIMITS[name], arguments.include):
                bad += 1
                print(f"{source.name} with {compiler}: {fault}")
    print(f"{len(sources)} misuses, {'some' if bad else 'no'} message at fault")
    return 1 if bad or not sources else 0


if __name__ == "__main__":
    sys.exit(main())
