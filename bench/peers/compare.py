#!/usr/bin/env python3
"""Measures fnp beside the practical limit and its peers, and writes tables and a baseline.

Exit codes: 0 measured, 1 a check sum of fnp or limit is not NumPy's, 2 something that is needed is not there.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

import accuracy
import baseline
import machine
import tables
from cells import Cell, Table, at_level, failures, quietest
from programs import LEVELS, PYTHON_PACKAGES, PYTHON_PACKAGES_LARGE, Program, participants
from rounds import run_rounds
from workloads import GROUPS

ROOT = Path(__file__).resolve().parents[2]


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=Path, default=ROOT / "build/release", help="where fnp was built")
    parser.add_argument("--binaries", type=Path, default=ROOT / "build/peers", help="where the C++ peers were built")
    parser.add_argument("--python", default=sys.executable, help="interpreter that has the Python peers")
    parser.add_argument("--out", type=Path, default=ROOT / "build/peers", help="folder of raw.jsonl, tables.md")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--budget", type=int, default=50, help="milliseconds a cell and round")
    parser.add_argument("--groups", default=";".join(GROUPS), help="what is run back to back: W1,W2;W5")
    parser.add_argument("--programs", default="", help="only these, by name")
    parser.add_argument("--threads", type=int, default=0, help="only programs of so many threads")
    parser.add_argument("--size", default="", help="only these sizes: S,M,L,n1,1e7,1024")
    parser.add_argument("--dtype", default="", help="only these dtypes: f64,f32")
    parser.add_argument("--simd", choices=LEVELS, default="", help="all programs held to this instruction set, one thread")
    parser.add_argument("--cpus", default="0,1", help="the CPUs to run on; one thread runs on the last")
    parser.add_argument("--lock", help="a file locked while a program runs")
    parser.add_argument("--all", action="store_true", help="JAX and PyTorch too")
    parser.add_argument("--accuracy", action="store_true", help="the errors of W13's functions too: accuracy.md")
    parser.add_argument("--from-raw", type=Path, action="append", help="measure nothing, read these files of cells")
    parser.add_argument("--baseline", action="store_true", help="write artifacts/baselines/<commit>.json")
    parser.add_argument("--keep-compile-time", action="store_true", help="for the baseline: use compile times of --out")
    parser.add_argument(
        "--proof", action="append", default=[], metavar="NAME=COUNT", help="a count for the baseline's proofs"
    )
    return parser.parse_args()


def importable(python: str, modules: tuple[str, ...]) -> set[str]:
    asked = "import importlib.util as u; print(*[m for m in %r if u.find_spec(m)])" % (modules,)
    return set(subprocess.run([python, "-c", asked], capture_output=True, text=True, check=True).stdout.split())


def chosen_programs(arguments: argparse.Namespace) -> list[Program]:
    modules = PYTHON_PACKAGES + (PYTHON_PACKAGES_LARGE if arguments.all else ())
    everyone = participants(
        arguments.build / "bin/peer_fnp",
        arguments.binaries,
        arguments.python,
        importable(arguments.python, modules),
        arguments.simd,
    )
    names = set(arguments.programs.split(",")) - {""}
    chosen = [p for p in everyone if (not names or p.name in names) and arguments.threads in (0, p.threads)]
    if not chosen:
        print("bench peers: no program to run; ./dev bench peers builds them", file=sys.stderr)
        sys.exit(2)
    return chosen


def measure(arguments: argparse.Namespace, cpus: list[int]) -> list[dict]:
    return run_rounds(
        chosen_programs(arguments),
        arguments.groups.split(";"),
        arguments.rounds,
        cpus=cpus,
        budget=arguments.budget,
        only={"--size": arguments.size, "--dt": arguments.dtype} if arguments.size else {"--dt": arguments.dtype},
        lock=arguments.lock,
        raw=arguments.out / f"raw{'_' * bool(arguments.simd)}{arguments.simd}.jsonl",
        simd=arguments.simd,
    )


def proofs(texts: list[str]) -> dict[str, int]:
    pairs = (text.split("=", 1) for text in texts)
    return {name: int(count) for name, count in pairs}


def compile_time(arguments: argparse.Namespace) -> list[dict]:
    """What a user's file costs to compile with fnp, and with the C++ peers that are installed."""
    script, rows = ROOT / "bench/compile_time/compile_time.py", []
    includes = {"fnp": [ROOT / "include", arguments.build / "include"], "eigen": [], "xtensor": []}
    for library, folders in includes.items():
        path = arguments.out / f"compile_time_{library}.json"
        words = [word for folder in folders for word in ("--include", str(folder))]
        command = [sys.executable, "-B", str(script), "--library", library, "--json", str(path), *words]
        if arguments.keep_compile_time and path.exists() or subprocess.run(command, check=False).returncode == 0:
            rows += baseline.compile_rows(library, json.loads(path.read_text(encoding="utf-8")))
        elif library == "fnp":
            raise RuntimeError("fnp's headers do not compile")
    return rows


def kept(table: Table, levels: dict[str, Table]) -> list[Cell]:
    """What a baseline holds: every cell, and of held programs fnp's and the best peer's."""
    cells = list(table.cells)
    for held in levels.values():
        ours = [c for c in held.cells if c.program == "fnp"]
        cells += ours + list(dict.fromkeys(best for c in ours if (best := held.best_peer(c.place, 1))))
    return cells


def write_baseline(cells: list[Cell], arguments: argparse.Namespace, cpus: list[int]) -> Path:
    commit, _ = machine.commit(ROOT)
    extra: dict = {"parity": baseline.parity(ROOT / "artifacts/parity/ledger.json")}
    if arguments.proof:
        extra["proofs"] = proofs(arguments.proof)
    made = baseline.assemble(
        cells,
        commit=commit,
        machine=machine.machine(cpus),
        build=machine.build(ROOT, arguments.build / "bin/fnp"),
        compile_time=compile_time(arguments),
        extra=extra,
    )
    path = ROOT / "artifacts/baselines" / f"{commit[:12]}.json"
    baseline.write(made, path, ROOT / "bench/baseline.schema.json")
    return path


def accurate_functions(arguments: argparse.Namespace, table: Table) -> list[str]:
    programs = [p for p in chosen_programs(arguments) if p.threads == 1 and p.name != "numpy_out"]
    accuracy.dump(programs, arguments.out / "results")
    return accuracy.table(arguments.out / "results", [p.name for p in programs], table)


def main() -> int:
    arguments = options()
    cpus = [int(c) for c in arguments.cpus.split(",")]
    arguments.out.mkdir(parents=True, exist_ok=True)
    if arguments.from_raw:
        lines = [json.loads(line) for path in arguments.from_raw for line in path.read_text().splitlines()]
    else:
        lines = measure(arguments, cpus)
    cells = quietest(lines)
    table = Table(at_level(cells, ""))
    levels = {simd: Table(held) for simd in LEVELS if (held := at_level(cells, simd))}
    (arguments.out / "tables.md").write_text(tables.page(table, failures(lines), levels), encoding="utf-8")
    if arguments.accuracy:
        page = "\n".join(accurate_functions(arguments, levels.get(arguments.simd, table)))
        (arguments.out / "accuracy.md").write_text(page, encoding="utf-8")
        print(page)
    print("\n".join(tables.summary(table) + [tables.level(simd, held)[0] for simd, held in levels.items()]))
    print(f"tables: {arguments.out / 'tables.md'}")
    if arguments.baseline:
        print(f"baseline: {write_baseline(kept(table, levels), arguments, cpus)}")
    wrong = [each for part in (table, *levels.values()) for each in part.wrong()]
    for _, text in wrong:
        print(f"check sum is not NumPy's, so not ranked: {text}")
    return 1 if any(cell.program in ("fnp", "limit") for cell, _ in wrong) else 0


if __name__ == "__main__":
    sys.exit(main())
