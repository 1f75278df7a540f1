"""How far the functions of W13 are from the true values, in ULP, beside their times.

Programs write their results into a folder; a sample of each is compared with mpmath at 60 digits. An ULP is the
spacing of the result's dtype at the true value. The sample is one point in 331, so a maximum is a lower bound of the
true one.
"""

import os
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from cells import Table
from programs import Program
from tables import markdown, ratio

POINTS, STEP = 1_000_000, 331
DTYPES = {"f64": np.float64, "f32": np.float32}
FUNCTIONS = ("sin", "exp", "log", "pow", "tanh", "erf", "atan")


@dataclass(frozen=True)
class Accuracy:
    greatest: float
    mean: float


def values(seed: int, low: float, high: float, dtype: type) -> np.ndarray:
    """The harness's data: low + (high - low) * frac(i * golden ratio + seed * 0.37)."""
    u = 0.6180339887498949 * np.arange(1, POINTS + 1, dtype=np.float64) + 0.37 * seed
    return (low + (high - low) * (u - np.floor(u))).astype(dtype)


def sample(dtype: str) -> tuple[list[float], list[float]]:
    """x and p at the points that are looked at."""
    x, p = values(1, -10, 10, DTYPES[dtype]), values(2, 0.01, 10, DTYPES[dtype])
    return [float(v) for v in x[::STEP]], [float(v) for v in p[::STEP]]


def truth(function: str, dtype: str) -> list:
    """The true values at the sample, with 60 digits."""
    import mpmath

    mpmath.mp.dps = 60
    x, p = sample(dtype)
    if function == "pow":
        return [mpmath.mpf(base) ** mpmath.mpf(power) for base, power in zip(p, x, strict=True)]
    f: Callable = getattr(mpmath, function)
    return [f(mpmath.mpf(v)) for v in (p if function == "log" else x)]


def measure(got: np.ndarray, true: Sequence, dtype: str) -> Accuracy:
    """true: exact numbers, of mpmath or fractions."""
    errors = []
    for value, exact in zip(got, true, strict=True):
        number = type(exact)
        spacing = number(float(np.spacing(DTYPES[dtype](abs(float(exact))))))
        errors.append(float(abs(number(float(value)) - exact) / spacing) if np.isfinite(value) else float("inf"))
    return Accuracy(max(errors), sum(errors) / len(errors))


def dump(programs: list[Program], folder: Path) -> None:
    """Every program's results of W13, a file a function: <program>_W13<function>_<dtype>.bin."""
    folder.mkdir(parents=True, exist_ok=True)
    for program in programs:
        if program.threads == 1:
            words = [*program.command, "--w", "W13", "--size", "M", "--budget", "1"]
            words += ["--dump", str(folder)] if "python" in Path(program.command[0]).name else []
            subprocess.run(words, env=os.environ | {"DUMP": str(folder)}, capture_output=True, timeout=120, check=False)


def fastest_within(ulps: float, found: dict[str, Accuracy], times: Table, place: tuple[str, str, str]) -> str:
    """The fastest peer whose greatest error is at most so large, and fnp's time as a multiple of its."""
    good = [
        times.of(name, place, 1) for name, a in found.items() if name not in ("fnp", "limit") and a.greatest <= ulps
    ]
    best = min((c for c in good if c), key=lambda c: c.p50, default=None)
    if best is None:
        return ""
    ours = times.of("fnp", place, 1)
    return f"{best.program} {best.per_element:.3g} ns" + (f", fnp {ratio(ours, best)}x" if ours else "")


def table(folder: Path, names: list[str], times: Table) -> list[str]:
    """A row a function and dtype: every program's time and greatest error, and the fastest peer within 1 ULP."""
    rows = []
    for dtype in DTYPES:
        for function in FUNCTIONS:
            place, true = (f"W13{function}", "M", dtype), truth(function, dtype)
            paths = {name: folder / f"{name}_W13{function}_{dtype}.bin" for name in names}
            found = {
                n: measure(np.fromfile(p, DTYPES[dtype])[::STEP], true, dtype) for n, p in paths.items() if p.exists()
            }
            row = [f"{function} {dtype}"]
            for name in names:
                cell = times.of(name, place, 1)
                row.append(
                    f"{cell.per_element:.3g} ns, {found[name].greatest:.3g} ULP" if cell and name in found else ""
                )
            rows.append([*row, fastest_within(1, found, times, place)])
    head = ["function", *names, "fastest peer within 1 ULP"]
    return ["## W13: time and greatest error", "", *markdown(head, rows), ""]
