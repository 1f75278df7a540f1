"""same_bits.py: the command of this machine's build and of another architecture's give the same answers, byte for byte.

Compared are digests of every elementwise kernel and cast, digests of generated programs, each evaluated on every
instruction set and proved equal to the eager evaluation by the run itself, and reports over files of cases, once an
instruction set. Lines that end in " C" call complex functions of the C library: they are counted, not compared.
"""
import argparse
import os
import pathlib
import shlex
import subprocess
import sys
import tempfile

CASES = ["verify/oracle/sample_cases.jsonl", "verify/pitfalls/pitfall_cases.jsonl", "verify/parity/name_cases.jsonl",
         "verify/differential/regressions.jsonl"]


class Machine:
    def __init__(self, name, command, folder):
        self.name, self.command, self.folder = name, shlex.split(command), folder / name
        self.folder.mkdir()
        words = next(line for line in self.run("info").splitlines() if line.startswith("instruction sets"))
        self.levels = words.removeprefix("instruction sets").split("(")[0].split()

    def run(self, *arguments, level=None):
        environment = dict(os.environ) | ({"FNP_SIMD": level} if level else {})
        done = subprocess.run([*self.command, *map(str, arguments)], capture_output=True, text=True, env=environment)
        if done.returncode not in (0, 1):
            sys.exit(f"{self.name}: fnp {' '.join(map(str, arguments))} ended with {done.returncode}: {done.stderr.strip()}")
        self.failed = done.returncode == 1
        self.said = done.stdout + done.stderr
        return done.stdout

    def digests(self, *arguments):
        """The lines, and what the run itself found wrong: two of the machine's own instruction sets that differ."""
        file = self.folder / "digests"
        self.run(*arguments, "--digests", file)
        return file.read_text().splitlines(), [f"{self.name}: {line}" for line in self.said.splitlines()] if self.failed else []

    def report(self, cases, level):
        """All of the report but the engine's lines and the timing; a failing case is one on both machines."""
        file = self.folder / "report"
        self.run("verify", "run", "--cases", cases, "--report", file, level=level)
        text = file.read_text()
        lines = text[text.index('"results":['):text.index('"timing":')].splitlines()
        return [line for line in lines if not line.startswith('"engine":')]


def differences(name, here, there):
    found = [f"{name}: {len(here)} lines here, {len(there)} there"] if len(here) != len(there) else []
    return found + [f"{name}:\n  here  {a[:600]}\n  there {b[:600]}" for a, b in zip(here, there) if a != b]


def compare_digests(name, here, there, *arguments, seed):
    (ours, wrong), (theirs, wrong_there) = (m.digests(*arguments, "--seed", s) for m, s in zip((here, there), seed))
    pairs = list(zip(ours, theirs))
    library = [(a, b) for a, b in pairs if a.endswith(" C") and b.endswith(" C")]
    own = [pair for pair in pairs if pair not in set(library)]
    found = wrong + wrong_there + differences(name, [a for a, _ in own], [b for _, b in own])
    if len(ours) != len(theirs):
        found.append(f"{name}: {len(ours)} lines here, {len(theirs)} there")
    print(f"{name}: {len(own)} digests, {len(found)} differ; {len(library)} more with C library functions, "
          f"{sum(a != b for a, b in library)} of them differ", flush=True)
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--here", required=True, help="the command fnp of this machine")
    parser.add_argument("--there", required=True, help="the other one, with its emulator in front")
    parser.add_argument("--programs", type=int, default=1500)
    parser.add_argument("--elements", type=int, default=2000, help="of each kind, for every kernel")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--spoil", action="store_true", help="another seed on the other machine: must fail")
    parser.add_argument("--cases", nargs="*", default=CASES)
    request = parser.parse_args()
    found = []
    with tempfile.TemporaryDirectory() as folder:
        here, there = (Machine(name, command, pathlib.Path(folder)) for name, command in (("here", request.here), ("there", request.there)))
        print(f"here: {' '.join(here.levels)}; there: {' '.join(there.levels)}", flush=True)
        seeds = request.seed, request.seed + request.spoil
        found += compare_digests("kernels", here, there, "verify", "kernels", "--count", request.elements, seed=seeds)
        found += compare_digests("programs", here, there, "verify", "fuzz", "--count", request.programs, "--threads", "1,3", seed=seeds)
        for cases in [] if request.spoil else request.cases:
            first = here.report(cases, here.levels[0])
            others = [(m, level) for m in (here, there) for level in m.levels][1:]
            wrong = []
            for machine, level in others:
                wrong += differences(f"{cases}, {level}", first, machine.report(cases, level))
            print(f"{cases}: {len(first)} lines, {1 + len(others)} reports, {len(wrong)} differences", flush=True)
            found += wrong
    for line in found[:20]:
        print(line)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
