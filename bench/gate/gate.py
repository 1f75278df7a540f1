#!/usr/bin/env python3
"""Fails if fnp became slower than the last baseline: both programs run in turns in the same minutes.

Exit codes: 0 no regression, 1 a regression beyond noise and budget (or a workload is gone), 2 wrong use, or something
that is needed is not there. The statistics are stated in paired.py, the budgets in bench/budgets.json.
"""

import argparse
import collections
import json
import os
import subprocess
import sys
from pathlib import Path

import binaries
import paired

ROOT = Path(__file__).resolve().parents[2]
Ratios = dict[tuple, list[float]]
Cells = dict[tuple, tuple[float, float | None]]  # median ns and check sum of every cell


def options(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./dev bench gate", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--against", help="a baseline's file, a kept peer_fnp, or a commit; the last baseline if left out"
    )
    parser.add_argument("--candidate", type=Path, default=ROOT / "build/release/bin/peer_fnp")
    parser.add_argument("--budgets", type=Path, default=ROOT / "bench/budgets.json")
    parser.add_argument("--pairs", type=int, default=5, help="pairs of the screening")
    parser.add_argument("--threads", default="1", help="1 or 1,2")
    parser.add_argument("--workloads", default="", help="only these: W1,W6a")
    parser.add_argument("--size", default="", help="only these sizes")
    parser.add_argument("--budget", type=int, default=20, help="milliseconds a cell and run")
    parser.add_argument("--cpus", default="0,1", help="the CPUs to run on; one thread runs on the last")
    parser.add_argument("--lock", help="a file locked while a program runs, where others measure too")
    parser.add_argument("--jobs", type=int, default=2, help="compilers at once, for the baseline's commit")
    return parser.parse_args(words)


def times(program: Path, threads: int, arguments: argparse.Namespace, workloads: str, sizes: str) -> Cells:
    """The cells of one run of a program."""
    allowed = arguments.cpus.split(",")[-1] if threads == 1 else arguments.cpus
    command = ["flock", arguments.lock] if arguments.lock else []
    command += ["taskset", "-c", allowed, str(program), "--threads", str(threads), "--budget", str(arguments.budget)]
    command += [word for name, value in (("--w", workloads), ("--size", sizes)) if value for word in (name, value)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise binaries.Missing(f"{program} ended with {done.returncode}: {done.stderr.strip()[-300:]}")
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    return {
        (line["w"], line["size"], line["dtype"], line["threads"]): (line["ns"], line.get("check")) for line in lines
    }


def run_pairs(
    candidate: Path, baseline: Path, count: int, threads: int, arguments: argparse.Namespace, workloads: str, sizes: str
) -> tuple[Ratios, set[tuple], set[tuple]]:
    """Ratios of `count` pairs a cell, the cells that only the baseline has, and those whose check sums differ. Who goes
    first alternates."""
    ratios: Ratios = collections.defaultdict(list)
    gone: set[tuple] = set()
    changed: set[tuple] = set()
    for number in range(count):
        first = times(baseline if number % 2 == 0 else candidate, threads, arguments, workloads, sizes)
        second = times(candidate if number % 2 == 0 else baseline, threads, arguments, workloads, sizes)
        theirs, ours = (first, second) if number % 2 == 0 else (second, first)
        gone |= theirs.keys() - ours.keys()
        for cell in ours.keys() & theirs.keys():
            ratios[cell].append(ours[cell][0] / theirs[cell][0])
            if ours[cell][1] != theirs[cell][1]:
                changed.add(cell)
        print(f"{threads} threads, pair {number + 1} of {count}: {len(ours.keys() & theirs.keys())} cells", flush=True)
    return ratios, gone, changed


def budget_of(workload: str, percent: dict[str, float]) -> float:
    prefix = max((p for p in percent if workload.startswith(p)), key=len)
    return 1 + percent[prefix] / 100


def compare(candidate: Path, baseline: Path, arguments: argparse.Namespace) -> int:
    percent = json.loads(arguments.budgets.read_text(encoding="utf-8"))["percent"]
    screened: Ratios = {}
    gone: set[tuple] = set()
    changed: set[tuple] = set()
    counts = [int(t) for t in arguments.threads.split(",")]
    for threads in counts:
        ratios, lost, other = run_pairs(
            candidate, baseline, arguments.pairs, threads, arguments, arguments.workloads, arguments.size
        )
        screened |= ratios
        gone |= lost
        changed |= other
    if not screened and not gone:
        raise binaries.Missing("the two programs have no cell in common")
    budgets = {cell: budget_of(cell[0], percent) for cell in screened}
    suspects = paired.suspects(screened, budgets)
    print(f"{len(screened)} cells screened, {len(suspects)} suspects")
    confirmed: Ratios = {}
    pairs = paired.pairs_to_confirm(len(suspects))
    for threads in counts:
        mine = {cell for cell in suspects if cell[3] == threads}
        if mine:
            workloads, sizes = (",".join(sorted({cell[part] for cell in mine})) for part in (0, 1))
            ratios, *_ = run_pairs(candidate, baseline, pairs, threads, arguments, workloads, sizes)
            if mine - ratios.keys():
                raise binaries.Missing(
                    f"asked for {workloads} alone, a program does not measure {sorted(mine - ratios.keys())}"
                )
            confirmed |= {cell: ratios[cell] for cell in mine}
    findings = paired.verdict(confirmed, budgets)
    for finding in findings:
        print(("FAIL " if finding.fails else "ok   ") + str(finding))
    for cell in sorted(changed):
        print("note {} {} {} {}t: the check sum differs from the baseline's".format(*cell))
    for cell in sorted(gone):
        print("FAIL {} {} {} {}t: measured by the baseline, not by the candidate".format(*cell))
    return 1 if gone or any(f.fails for f in findings) else 0


def main(words: list[str]) -> int:
    arguments = options(words)
    try:
        if not os.access(arguments.candidate, os.X_OK):
            raise binaries.Missing(f"{arguments.candidate} is not there; ./dev build release peer_fnp makes it")
        if arguments.pairs < 1 or not arguments.budgets.is_file():
            raise binaries.Missing("--pairs wants a positive number, --budgets a file")
        baseline = binaries.baseline_program(ROOT, arguments.against, arguments.jobs)
        print(f"candidate {arguments.candidate}\nbaseline  {baseline}")
        return compare(arguments.candidate.resolve(), baseline.resolve(), arguments)
    except (binaries.Missing, OSError, ValueError, KeyError) as fault:
        print(f"bench gate: {fault}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
