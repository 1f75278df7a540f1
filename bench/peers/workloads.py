"""The workloads W0 to W13: what they compute, what they must move, which are run together.

Ids that end in N keep NumPy's order of summation, T a wide tree fixed by the shape, A ask for fnp::accurate.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Workload:
    title: str
    operands: float = 0  # elements moved an element of the result: each operand once, each result once
    per: str = "element"  # figures are shown in ns an element, or in ns or ms an evaluation
    bar: tuple[
        str, ...
    ] = ()  # workloads of `limit` that this one is compared with, the first that was measured; itself if empty


def functions() -> dict[str, Workload]:
    return {
        "W13" + name: Workload(f"{name} of 1e6", 3 if name == "pow" else 2)
        for name in ("sin", "exp", "log", "pow", "tanh", "erf", "atan")
    }


WORKLOADS: dict[str, Workload] = {
    "W0triad": Workload("STREAM triad, streaming stores", 3),
    "W0read": Workload("pure read", 1),
    "W0write": Workload("pure write, streaming stores", 1),
    "W1": Workload("y = 1.7*a + b", 3),
    "W2": Workload("2a + 3bc - d/e", 6),
    "W3": Workload("Black-Scholes call", 4),
    "W4": Workload("outer gauss exp(-(x-m)^2/2s^2)", 1),
    "W5": Workload("a + b.T, 4096^2", 3),
    "W6a": Workload("sum", 1, bar=("W6aN", "W6a")),
    "W6b": Workload("sum over axis 0", 1, bar=("W6bN", "W6b")),
    "W6c": Workload("sum over axis 1", 1, bar=("W6cN", "W6c")),
    "W6d": Workload("((a-b)**2).sum()", 2, bar=("W6dN", "W6d")),
    "W6e": Workload("max", 1),
    "W6f": Workload("mean + var", 1, bar=("W6fN", "W6f")),
    "W6g": Workload("softmax of rows", 2),
    "W6aN": Workload("sum, NumPy's order", 1),
    "W6bN": Workload("sum over axis 0, NumPy's order", 1),
    "W6cN": Workload("sum over axis 1, NumPy's order", 1),
    "W6dN": Workload("((a-b)**2).sum(), NumPy's order", 2),
    "W6fN": Workload("mean + var, NumPy's order", 1),
    "W6aT": Workload("sum, fixed wide tree", 1),
    "W6dT": Workload("((a-b)**2).sum(), fixed wide tree", 2),
    "W6aA": Workload("sum, fnp::accurate", 1, bar=("W6aT", "W6a")),
    "W6dA": Workload("((a-b)**2).sum(), fnp::accurate", 2, bar=("W6dT", "W6d")),
    "W6bA": Workload("sum over axis 0, fnp::accurate", 1, bar=("W6b",)),
    "W6cA": Workload("sum over axis 1, fnp::accurate", 1, bar=("W6c",)),
    "W6fA": Workload("mean + var, fnp::accurate", 1, bar=("W6f",)),
    "W7a": Workload("Jacobi, five points", 2),
    "W7b": Workload("hillshade", 1.25),
    "W7bx": Workload("hillshade, trigonometry removed algebraically", 1.25),
    "W8": Workload("small a + b*c, destination kept", 4, "evaluation"),
    "W8borrow": Workload("small a + b*c, destination kept, terminals borrowed", 4, "evaluation", ("W8",)),
    "W8alloc": Workload("small a + b*c, fresh destination", 4, "evaluation"),
    "W9a": Workload("where(a > b, a, c)", 4),
    "W9b": Workload("count of a > b", 2),
    "W9c": Workload("int32 + float64", 2.5),
    "W10a": Workload("a[::2] + b[1::2]", 5),
    "W10b": Workload("a[::-1] + b", 3),
    "W11": Workload("matmul 1024", 0, "call"),
    "W12a": Workload("cumsum of 1e7", 2, "call", ("W12aN", "W12a")),
    "W12aA": Workload("cumsum of 1e7, fnp::accurate", 2, "call", ("W12a",)),
    "W12aN": Workload("cumsum of 1e7, NumPy's order", 2, "call"),
    "W12b": Workload("sort of 1e7", 0, "call"),
    "W12c": Workload("argsort of 1e7", 0, "call"),
} | functions()

# One program's run each: small enough that all programs see the same minute of the machine.
GROUPS = ("W0,W1,W2", "W3", "W4,W5", "W6", "W7", "W8", "W9,W10", "W11,W12", "W13")

SIZES = ("S", "M", "L")


def number(workload: str) -> int:
    digits = "".join(c for c in workload[1:3] if c.isdigit())
    return int(digits or 0)


def order(cell_key: tuple) -> tuple:
    """Sorts (workload, size, dtype, ...) as a reader expects."""
    workload, size, dtype, *rest = cell_key
    rank = SIZES.index(size) if size in SIZES else 3
    return (number(workload), workload, rank, len(size), size, dtype != "f64", *rest)


def reference(workload: str) -> str:
    """The plain workload whose result this one computes: W6aN, W6aT and W6aA compute W6a's."""
    for suffix in ("borrow", "alloc"):
        if workload.endswith(suffix):
            return workload.removesuffix(suffix)
    return workload[:-1] if workload[-1] in "NTA" else workload


def gigabytes_a_second(workload: str, dtype: str, n: int, ns: float) -> float | None:
    operands = WORKLOADS[workload].operands if workload in WORKLOADS else 0
    return operands * n * (8 if dtype == "f64" else 4) / ns if operands else None
