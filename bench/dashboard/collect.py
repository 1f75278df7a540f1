"""What the dashboard shows, gathered from the baselines: fnp beside the limit and every peer, cell by cell.

The page only draws: which reference row a cell is compared with, and which peer is best there, is decided here by the
rules of bench/peers. No float becomes a JSON number: times are decimal strings in ns, as in the baselines.
"""
import json
import math
from dataclasses import dataclass, field
from pathlib import Path

import baseline
from cells import Cell, Table, at_level
from workloads import WORKLOADS, gigabytes_a_second, order, reference

# Arithmetic operations an element, a function of mathematics counted as one: the roofline's horizontal axis.
OPERATIONS = {"W1": 2, "W2": 6, "W3": 22, "W4": 5, "W5": 1, "W6a": 1, "W6b": 1, "W6c": 1, "W6d": 3, "W6e": 1, "W6f": 4, "W6g": 5,
              "W7a": 4, "W7b": 19, "W9a": 2, "W9b": 2, "W9c": 1, "W10a": 1, "W10b": 1, "W12a": 1}


@dataclass(frozen=True)
class Baseline:
    """One file: `table` holds the cells whose instruction set was chosen at run time, `levels` those held to a lesser one, by its name."""
    path: Path
    content: dict
    table: Table
    levels: dict[str, Table] = field(default_factory=dict)


def load(folder: Path) -> list[Baseline]:
    """The oldest first. Errors: ValueError for a file that is no baseline."""
    found = []
    for path in sorted(folder.glob("*.json")):
        content = json.loads(path.read_text(encoding="utf-8"))
        if content.get("schema") != baseline.SCHEMA:
            raise ValueError(f"{path}: schema is {content.get('schema')!r}, expected {baseline.SCHEMA!r}")
        cells = [baseline.cell_of(entry) for entry in content["cells"]]
        levels = {simd: Table(at_level(cells, simd)) for simd in sorted({c.simd for c in cells} | {""})}
        found.append(Baseline(path, content, levels.pop(""), levels))
    return sorted(found, key=lambda b: b.content["date"])


def peers_of(table: Table, cell: Cell) -> dict[str, str]:
    """Each peer's fastest time in this place with at most as many threads, whatever its flags."""
    base = cell.workload if cell.workload == "W8alloc" else reference(cell.workload)
    place = (base, cell.size, cell.dtype)
    programs = {c.program for c in table.by_place.get(place, ())} - {"fnp", "limit"}
    return {p: baseline.decimal(table.of(p, place, cell.threads).p50, 6) for p in sorted(programs) if table.of(p, place, cell.threads)}


def row(table: Table, cell: Cell) -> dict:
    workload = WORKLOADS.get(cell.workload)
    limit = table.limit(cell.place, cell.threads) if workload else None
    found = {"workload": cell.workload, "size": cell.size, "dtype": cell.dtype, "threads": cell.threads, "n": cell.n,
             "per": workload.per if workload else "element", "fnp": baseline.decimal(cell.p50, 6), "p95": baseline.decimal(cell.p95, 6),
             "p99": baseline.decimal(cell.p99, 6), "simd": cell.simd, "peers": peers_of(table, cell)}
    if limit:
        found["limit"] = baseline.decimal(limit.p50, 6)
        found["limit_row"] = limit.workload
    speed = gigabytes_a_second(cell.workload, cell.dtype, cell.n, cell.p50)
    if speed and cell.workload in OPERATIONS:
        size = 8 if cell.dtype == "f64" else 4
        found["gbs"] = baseline.decimal(speed, 4)
        found["intensity"] = baseline.decimal(OPERATIONS[cell.workload] / (workload.operands * size), 4)
    return found


def roofs(table: Table) -> list[dict]:
    """Bandwidths that the limit reaches: reading and the triad, by the place of the data."""
    where = {"S": "L1 and L2", "M": "L3", "L": "memory"}
    found = []
    for size, words in where.items():
        speeds = [gigabytes_a_second(w, d, c.n, c.p50) for w in ("W0read", "W0triad") for d in ("f64", "f32")
                  if (c := table.exactly("limit", (w, size, d), 1))]
        if speeds:
            found.append({"where": words, "gbs": baseline.decimal(max(speeds), 4)})
    return found


def geometric_mean(values: list[float]) -> str | None:
    return baseline.decimal(math.exp(sum(map(math.log, values)) / len(values)), 4) if values else None


def point(b: Baseline) -> dict:
    """One baseline in the history: fnp's time over the limit's by workload, geometric means over its one-thread cells."""
    ratios: dict[str, list[float]] = {}
    numpy: list[float] = []
    for cell in b.table.cells:
        if cell.program != "fnp" or cell.threads != 1:
            continue
        if cell.workload in WORKLOADS and (limit := b.table.limit(cell.place, 1)):
            ratios.setdefault(cell.workload, []).append(cell.p50 / limit.p50)
        if cell.workload in WORKLOADS and (other := b.table.of("numpy", cell.place, 1)):
            numpy.append(other.p50 / cell.p50)
    everything = [r for values in ratios.values() for r in values]
    return {"commit": b.content["commit"][:7], "date": b.content["date"], "all": geometric_mean(everything), "numpy": geometric_mean(numpy),
            "workloads": {w: geometric_mean(v) for w, v in ratios.items()}}


def rows_of(table: Table) -> list[dict]:
    ours = sorted((c for c in table.cells if c.program == "fnp"), key=lambda c: (*order(c.place), c.threads))
    return [row(table, c) for c in ours]


def collect(baselines: list[Baseline], ledger: dict | None) -> dict:
    """Everything the page needs. pre: at least one baseline; the last is shown, all of them make the history."""
    last = baselines[-1]
    rows = [found for table in (last.table, *last.levels.values()) for found in rows_of(table)]
    parity = [r for r in (ledger or {}).get("rows", ()) if r["status"] != "not applicable"]
    tiers = sorted({r["tier"] for r in parity})
    return {
        "commit": last.content["commit"][:7], "date": last.content["date"], "machine": last.content["machine"], "build": last.content["build"],
        "titles": {w: WORKLOADS[w].title for w in dict.fromkeys(r["workload"] for r in rows) if w in WORKLOADS},
        "rows": rows, "roofs": roofs(last.table), "history": [point(b) for b in baselines],
        "compile_time": last.content["compile_time"], "proofs": last.content["extra"].get("proofs", {}),
        "parity": [{"tier": t, **{status: sum(r["tier"] == t and r["status"] == status for r in parity)
                                  for status in ("implemented", "partial", "missing")}} for t in tiers],
    }
