"""against_numpy.py: generated cases run by NumPy and by the engine, eagerly and fused; what differs is made minimal.

Batches come from seeds, so a failure is found again by its seed alone: program K of batch SEED is `SEED/K`. Batches that
pass leave nothing behind; failures go to OUT/failures.jsonl, one minimal case with NumPy's outcome a line.
"""
import argparse
import collections
import json
import multiprocessing
import multiprocessing.connection
import os
import pathlib
import random
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "oracle"))

from engine_run import complaint, judge, line_of
from minimise import minimise
from op_list import OpList
from random_program import Programs
from single_cases import FAMILIES, SingleCases

MINIMISED = 12  # failures of one kind are one failure; so many kinds are made minimal


def make_batch(kind, seed, count, ops):
    rand = random.Random(f"{kind}/{seed}")
    source = Programs(rand, ops) if kind == "programs" else SingleCases(rand, ops, kind)
    return [source.case(f"{kind}/{seed}/{k}") for k in range(count)]


def signature(case, judgement):
    """Failures with the same signature have, most likely, one cause."""
    blamed = judgement.get("diff", {}).get("result", "").split(".")[0]
    step = next((s for s in case["program"] if s["id"] == blamed), case["program"][-1])
    return f"{step['op']}({','.join(sorted(step.get('attrs', {})))}): {complaint(judgement)}"


def run_batch(task, ops):
    kind, seed, count, threads = task
    cases = make_batch(kind, seed, count, ops)
    verdicts = judge(cases, threads)
    tally = collections.Counter(v["status"] for v in verdicts)
    tally["steps"] = sum(len(case["program"]) for case in cases)
    tally["not fused"] = sum(v.get("isomorphic") == "not_fused" for v in verdicts)
    reasons = collections.Counter(v["why"] for v in verdicts if v["status"] == "unsupported")
    failures = [(signature(c, v), c, threads) for c, v in zip(cases, verdicts) if v["status"] == "fail"]
    return tally, reasons, failures


def answer(task, ops, pipe):
    pipe.send(run_batch(task, ops))
    pipe.close()


def in_processes(tasks, jobs, ops):
    """(task, result) in the order of completion, a process a batch: NumPy has crashed on programs, which gives None."""
    running = {}
    tasks = iter(tasks)
    while True:
        while len(running) < jobs and (task := next(tasks, None)):
            ours, theirs = multiprocessing.Pipe(duplex=False)
            process = multiprocessing.Process(target=answer, args=(task, ops, theirs))
            process.start()
            theirs.close()
            running[ours] = (process, task)
        if not running:
            return
        for pipe in multiprocessing.connection.wait(list(running)):
            process, task = running.pop(pipe)
            try:
                yield task, pipe.recv()
            except EOFError:
                yield task, None
            process.join()
            if process.exitcode > 0:
                sys.exit(f"batch {task} ended with {process.exitcode}")


def tasks_of(request):
    kinds = list(FAMILIES) if request.kind == "single" else [request.kind]
    per_kind = -(-request.count // len(kinds))
    for kind in kinds:
        for first in range(0, per_kind, request.batch):
            # Thread counts alternate: results may not depend on them.
            yield kind, request.seed + first // request.batch, min(request.batch, per_kind - first), 1 + first // request.batch % 2


def report(found, out):
    """Writes minimal cases of the first failures of each kind."""
    out.mkdir(parents=True, exist_ok=True)
    with open(out / "failures.jsonl", "w", encoding="utf-8") as to:
        for number, (name, cases) in enumerate(sorted(found.items(), key=lambda item: -len(item[1]))):
            case, threads = min(cases, key=lambda item: len(line_of(item[0])))
            if number < MINIMISED:
                case = minimise(case, threads)
            print(f"\n{len(cases)} x {name}\n  {json.dumps(case)[:3000]}", flush=True)
            to.write(line_of(case))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=10000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--batch", type=int, default=5000)
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--kind", default="programs", help="programs, single (all families), or one of: " + ", ".join(FAMILIES))
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("build/differential"), help="where minimal failing cases go")
    request = parser.parse_args()
    begin, tally, reasons, found = time.monotonic(), collections.Counter(), collections.Counter(), collections.defaultdict(list)
    crashed = []
    for task, result in in_processes(tasks_of(request), request.jobs, OpList()):
        if result is None:
            crashed.append(task[:2])
            continue
        counts, why, failures = result
        tally += counts
        reasons += why
        for name, case, threads in failures:
            found[name].append((case, threads))
    seconds = time.monotonic() - begin
    total = sum(tally[status] for status in ("pass", "fail", "unsupported", "blind"))
    if found:
        report(found, request.out)
    print(f"{request.kind}, seeds from {request.seed}: {total} cases of {tally['steps']} steps, {tally['pass']} pass, {tally['fail']} fail, "
          f"{tally['unsupported']} unsupported, {tally['not fused']} not fused; {total / seconds:.0f} a second")
    for why, count in reasons.most_common(8):
        print(f"  unsupported: {why} ({count})")
    for kind, seed in crashed:
        print(f"  left out: NumPy crashed in batch {kind}/{seed}")
    sys.exit(1 if tally["fail"] else 0)


if __name__ == "__main__":
    main()
