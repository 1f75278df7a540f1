"""From what programs printed to one row a cell: the quietest round stands for it.

Load of others only adds time, so of several rounds the one with the least median is kept, whole: its percentiles
belong together. Check sums are compared with NumPy's.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from workloads import WORKLOADS, order, reference

EPSILON = {"f64": 2.0**-52, "f32": 2.0**-23}
# Workloads with one result each, whose order of summation is NumPy's.
IN_NUMPYS_ORDER = {"limit": ("W6aN", "W6dN", "W6fN"), "fnp": ("W6a", "W6d", "W6f")}
TOLERANCE = {"f64": 1e-9, "f32": 1e-4}


@dataclass(frozen=True)
class Cell:
    workload: str
    size: str
    dtype: str
    program: str
    threads: int
    flags: str
    n: int
    p50: float  # ns an evaluation
    p95: float
    p99: float
    least: float
    samples: int
    check: float
    foreign: float
    simd: str = ""  # the instruction set that the program was held to; empty: none

    @property
    def place(self) -> tuple[str, str, str]:
        return self.workload, self.size, self.dtype

    @property
    def per_element(self) -> float:
        return self.p50 / self.n


def from_line(line: dict) -> Cell:
    """Programs that print no percentiles had too few samples for them: their greatest time stands in."""
    return Cell(
        line["w"],
        line["size"],
        line["dtype"],
        line["peer"],
        line["threads"],
        line["flags"],
        line["n"],
        line["ns"],
        line.get("p95", line["max_ns"]),
        line.get("p99", line["max_ns"]),
        line["min_ns"],
        line["samples"],
        line["check"],
        line.get("foreign", 0.0),
        line.get("simd", ""),
    )


def quietest(lines: Iterable[dict]) -> list[Cell]:
    rounds: dict[tuple, list[Cell]] = defaultdict(list)
    for line in lines:
        if "ns" in line:
            cell = from_line(line)
            rounds[(*cell.place, cell.program, cell.threads, cell.flags, cell.simd)].append(cell)
    return [min(cells, key=lambda c: c.p50) for _, cells in sorted(rounds.items(), key=lambda item: order(item[0]))]


def failures(lines: Iterable[dict]) -> list[str]:
    texts = {
        f"{line['w']} {line['size']} {line['dtype']} {line['peer']}: {line['error']}"
        for line in lines
        if "error" in line
    }
    return sorted(texts)


def at_level(cells: Iterable[Cell], simd: str) -> list[Cell]:
    return [c for c in cells if c.simd == simd]


class Table:
    """The cells of one comparison, asked by place. All are of one instruction set, or all are free to choose."""

    def __init__(self, cells: list[Cell]):
        self.cells = cells
        self.by_place: dict[tuple, list[Cell]] = defaultdict(list)
        for cell in cells:
            self.by_place[cell.place].append(cell)

    def of(self, program: str, place: tuple[str, str, str], threads: int) -> Cell | None:
        """The fastest of a program's cells that use at most so many threads."""
        found = [c for c in self.by_place.get(place, ()) if c.program == program and c.threads <= threads]
        return min(found, key=lambda c: c.p50, default=None)

    def exactly(self, program: str, place: tuple[str, str, str], threads: int) -> Cell | None:
        found = [c for c in self.by_place.get(place, ()) if c.program == program and c.threads == threads]
        return min(found, key=lambda c: c.p50, default=None)

    def limit(self, place: tuple[str, str, str], threads: int) -> Cell | None:
        """What fnp is compared with there: NumPy's order where the workload keeps it."""
        workload, *rest = place
        for name in WORKLOADS[workload].bar or (workload,):
            found = self.of("limit", (name, *rest), threads)
            if found:
                return found
        return None

    def best_peer(self, place: tuple[str, str, str], threads: int) -> Cell | None:
        """The fastest peer whose result is right; one that sums wrongly has not done the work."""
        workload, *rest = place
        found = self.by_place.get((workload if workload == "W8alloc" else reference(workload), *rest), ())
        peers = [
            c for c in found if c.program not in ("limit", "fnp") and c.threads <= threads and not self.is_wrong(c)
        ]
        return min(peers, key=lambda c: c.p50, default=None)

    def is_wrong(self, cell: Cell) -> bool:
        """Whether the check sum is not NumPy's: beyond a tolerance, or one rounding an element where it cancels.
        Sums in NumPy's own order must have its bits."""
        truth = self.of("numpy", (reference(cell.workload), cell.size, cell.dtype), 2)
        if truth is None or cell.workload.startswith("W0"):
            return False
        allowed = max(TOLERANCE[cell.dtype] * abs(truth.check), cell.n * EPSILON[cell.dtype])
        # Sums of several results are added up by the harness in another order than NumPy's.
        exact = IN_NUMPYS_ORDER.get(cell.program, ())
        return not abs(cell.check - truth.check) <= (0 if cell.workload in exact else allowed)

    def wrong(self) -> list[tuple[Cell, str]]:
        """The cells whose check sums are not NumPy's, and the words for it."""
        return [
            (cell, f"{cell.program} {' '.join(cell.place)}: {cell.check!r}")
            for cell in self.cells
            if self.is_wrong(cell)
        ]
