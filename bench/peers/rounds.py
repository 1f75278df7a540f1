"""Runs programs in turns and collects their cells.

All programs of one group run back to back, so that they see the same machine; rounds repeat the whole. Each cell is
given `foreign`: CPU seconds per second that others used while its program ran (0 = quiet, 1 = one core taken).
"""

import contextlib
import fcntl
import json
import os
import resource
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from programs import LEVEL_VARIABLES, Program


def busy_seconds() -> float:
    """CPU seconds of the whole machine without those of our own children that have ended."""
    user, nice, system, _idle, _wait, irq, soft, steal, *_ = map(
        int, Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]
    )
    ours = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (user + nice + system + irq + soft + steal) / os.sysconf("SC_CLK_TCK") - ours.ru_utime - ours.ru_stime


@contextlib.contextmanager
def locked(path: str | None) -> Iterator[None]:
    """Holds an exclusive lock for one program's run, where several people share the machine."""
    if not path:
        yield
        return
    with open(path, "a", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def run(
    program: Program, arguments: list[str], cpus: list[int], seconds: int, variables: dict[str, str]
) -> tuple[list[dict], str]:
    """The cells that a program prints, and what went wrong. One thread is pinned to the last CPU."""
    allowed = cpus[-1:] if program.threads == 1 else cpus
    pin = ["taskset", "-c", ",".join(map(str, allowed))]
    before, start = busy_seconds(), time.monotonic()
    try:
        done = subprocess.run(
            [*pin, *program.command, *arguments],
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
            env=os.environ | variables,
        )
        output, fault = done.stdout, done.stderr.strip()[-200:] if done.returncode else ""
    except subprocess.TimeoutExpired as stopped:
        output, fault = (stopped.stdout or b"").decode(), f"stopped after {seconds} s"
    foreign = max(0.0, busy_seconds() - before) / max(1e-9, time.monotonic() - start)
    cells = []
    for line in output.splitlines():
        with contextlib.suppress(ValueError):
            cells.append(json.loads(line) | {"foreign": round(foreign, 2)})
    return cells, fault


def run_rounds(
    programs: list[Program],
    groups: list[str],
    count: int,
    *,
    cpus: list[int],
    budget: int,
    only: dict[str, str],
    lock: str | None,
    raw: Path,
    seconds: int = 120,
    simd: str = "",
) -> list[dict]:
    """Every round of every group of every program; raw receives each cell as a JSON line as soon as it is there.
    `simd`: the instruction set that programs are held to; empty: none."""
    found: list[dict] = []
    with raw.open("w", encoding="utf-8") as file:
        for number in range(count):
            for group in groups:
                for program in programs:
                    if program.skips(group):
                        continue
                    arguments = ["--w", group, "--budget", str(budget)]
                    chosen = only | ({"--size": program.sizes()} if program.sizes() and "--size" not in only else {})
                    arguments += [text for pair in chosen.items() for text in pair if pair[1]]
                    with locked(lock):
                        cells, fault = run(program, arguments, cpus, seconds, LEVEL_VARIABLES.get(simd, {}))
                    for cell in cells:
                        cell |= {"round": number} | ({"simd": simd} if simd else {})
                        file.write(json.dumps(cell) + "\n")
                    file.flush()
                    found += cells
                    place = f"round {number} {group:10} {program.name:10} {program.threads} threads"
                    print(f"{time.strftime('%H:%M:%S')} {place} {len(cells):3} cells {fault}", flush=True)
    return found
